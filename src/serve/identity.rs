//! Who asks: the paired device, by its cookie.
//!
//! The cookie cannot be read by a script, is sent to no other page, and over TLS to no other host. Never here: what a device
//! may do.

use super::Shared;
use crate::access::{Device, DeviceKind};
use axum::http::HeaderMap;
use axum::http::header::{self, HeaderValue};

/// How long a browser keeps the cookie, in seconds: the longest that browsers allow, 400 days.
const KEPT_SECONDS: u32 = 34_560_000;

/// The name of the cookie. A browser takes the first one only over TLS, for this host alone and every path of it.
fn name(secure: bool) -> &'static str {
    if secure { "__Host-antre" } else { "antre" }
}

/// The head that gives a device its token.
pub(super) fn cookie(token: &str, secure: bool) -> Option<HeaderValue> {
    let name = name(secure);
    let flags = if secure { "; Secure" } else { "" };
    let text =
        format!("{name}={token}; Path=/; Max-Age={KEPT_SECONDS}; HttpOnly; SameSite=Strict{flags}");
    HeaderValue::from_str(&text).ok()
}

/// The device that asks, if it may come in and is of this kind.
pub(super) fn device(shared: &Shared, headers: &HeaderMap, kind: DeviceKind) -> Option<Device> {
    anybody(shared, headers).filter(|device| device.kind == kind)
}

/// The device that asks, if it may come in.
pub(super) fn anybody(shared: &Shared, headers: &HeaderMap) -> Option<Device> {
    let token = token(headers, name(shared.secure))?;
    match shared.access.device_of(token) {
        Ok(device) => device,
        Err(error) => {
            note!("{error}");
            None
        }
    }
}

fn token<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, token)| token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_told_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("x=1; xantre=2; antre=3"));
        assert_eq!(token(&headers, "antre"), Some("3"));
        assert_eq!(token(&headers, "__Host-antre"), None);
    }

    #[test]
    fn a_cookie_over_tls_is_for_this_host_alone() {
        let secure = cookie("T", true).unwrap();
        let secure = secure.to_str().unwrap();
        assert!(secure.starts_with("__Host-antre=T; Path=/;") && secure.ends_with("; Secure"));
        for head in [secure, cookie("T", false).unwrap().to_str().unwrap()] {
            assert!(head.contains("HttpOnly") && head.contains("SameSite=Strict"), "{head}");
        }
    }
}
