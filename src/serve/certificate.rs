//! The certificate of the staff's pages: the office's own, or one that is made when there is none.
//!
//! Both are `tls/certificate.pem` and `tls/key.pem` in the data folder. One that is made here is signed by nobody, and each
//! browser asks once whether to believe it; its fingerprint is shown, so that somebody can compare. It does not end soon, for
//! the clocks of an office may be years off.

use super::ServeError;
use crate::data::DataFolder;
use crate::file;
use crate::rights::{self, Reach};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, SanType, date_time_ymd};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Write};
use std::net::IpAddr;
use std::sync::Arc;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};

/// The largest file of a certificate, in bytes: a chain of several.
const FILE_MOST: u64 = 1 << 20;

/// What a server shows, and how somebody recognises it.
pub(super) struct Certificate {
    pub(super) config: Arc<ServerConfig>,
    /// SHA-256 of the first certificate, as browsers show it.
    pub(super) fingerprint: String,
}

/// The certificate of an office, made where there is none.
pub(super) fn of(
    data: &DataFolder,
    names: &[String],
    addresses: &[IpAddr],
) -> Result<Certificate, ServeError> {
    let folder = data.tls_folder();
    let (chain, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    let fault = |cause: String| ServeError::Certificate { folder: folder.clone(), cause };
    if !chain.exists() && !key.exists() {
        make(data, names, addresses).map_err(&fault)?;
    }
    let read = |path| file::read(path, FILE_MOST).map_err(|error| fault(error.to_string()));
    let (chain, key) = (read(&chain)?, read(&key)?);
    let chain: Result<Vec<CertificateDer<'static>>, _> =
        CertificateDer::pem_slice_iter(&chain).collect();
    let chain = chain.map_err(|error| fault(format!("certificate.pem: {error}")))?;
    let first =
        chain.first().ok_or_else(|| fault("certificate.pem holds no certificate".to_owned()))?;
    let fingerprint = fingerprint(first);
    let key =
        PrivateKeyDer::from_pem_slice(&key).map_err(|error| fault(format!("key.pem: {error}")))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| fault(error.to_string()))?;
    Ok(Certificate { config: Arc::new(config), fingerprint })
}

fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let digest = Sha256::digest(certificate);
    let bytes: Vec<String> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    bytes.join(":")
}

fn make(data: &DataFolder, names: &[String], addresses: &[IpAddr]) -> Result<(), String> {
    let text = |error: rcgen::Error| error.to_string();
    let names = names.iter().cloned().chain(["localhost".to_owned()]).collect::<Vec<_>>();
    let mut params = CertificateParams::new(names).map_err(text)?;
    params.subject_alt_names.extend(addresses.iter().copied().map(SanType::IpAddress));
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, "Antre");
    params.distinguished_name = name;
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2049, 12, 31);
    let key = KeyPair::generate().map_err(text)?;
    let certificate = params.self_signed(&key).map_err(text)?;
    let write = || -> io::Result<()> {
        let folder = data.tls_folder();
        rights::make_folder(&folder, Reach::Writers)?;
        // The key first: whoever finds the certificate finds its key.
        for (file, text) in
            [("key.pem", key.serialize_pem()), ("certificate.pem", certificate.pem())]
        {
            let new = folder.join(format!("{file}.new"));
            let _ = fs::remove_file(&new);
            let mut made = rights::make_file(&new, Reach::Writers)?;
            made.write_all(text.as_bytes())?;
            made.sync_all()?;
            fs::rename(&new, folder.join(file))?;
        }
        Ok(())
    };
    write().map_err(|error| format!("one could not be made: {error}"))
}
