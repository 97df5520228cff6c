//! The guard before every page: to which name it was asked, from which page, and what every answer forbids a browser.
//!
//! Belongs here: rules that need no more than the head of a request. Never here: who somebody is (`identity`).

use super::Shared;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use std::sync::Arc;

/// What a page may load: what this server sends, and nothing that stands in the page itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What is wrong with a request before anybody has looked who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It is asked by a name that is not ours: somebody's name that leads here (DNS rebinding).
    Host,
    /// It comes from another page.
    Origin,
    /// It is neither a look nor a form.
    Method,
}

impl Wrong {
    fn status(self) -> StatusCode {
        match self {
            Self::Host => StatusCode::MISDIRECTED_REQUEST,
            Self::Origin => StatusCode::FORBIDDEN,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Host => {
                "This machine is not known by that name here. Use its address, or add the name to [serve] names in office.toml."
            }
            Self::Origin => "This was sent by another page, and is not done.",
            Self::Method => "This is neither asked for nor sent in a way that is known here.",
        }
    }
}

/// Lets a request through that may come in, and gives every answer the heads that protect whoever reads it.
pub(super) async fn watch(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match judge(request.method(), request.headers(), &shared.names) {
        Ok(()) => next.run(request).await,
        Err(wrong) => {
            let mut response = (wrong.status(), wrong.sentence()).into_response();
            if wrong == Wrong::Method {
                let allowed = HeaderValue::from_static("GET, HEAD, POST");
                response.headers_mut().insert(header::ALLOW, allowed);
            }
            response
        }
    };
    protect(response.headers_mut());
    response
}

/// Judges the head of a request.
pub(super) fn judge(method: &Method, headers: &HeaderMap, names: &[String]) -> Result<(), Wrong> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).ok_or(Wrong::Host)?;
    // A name of the attacker's may lead here; an address in the place of a name is nobody's name.
    if !is_ours(host, names) {
        return Err(Wrong::Host);
    }
    match *method {
        Method::GET | Method::HEAD => return Ok(()),
        Method::POST => {}
        _ => return Err(Wrong::Method),
    }
    // Browsers tell it on https, and on http to this machine itself.
    match text(HeaderName::from_static("sec-fetch-site")) {
        Some("same-origin" | "none") => return Ok(()),
        Some(_) => return Err(Wrong::Origin),
        None => {}
    }
    let origin = text(header::ORIGIN).ok_or(Wrong::Origin)?;
    let from = origin.split_once("://").map(|(_, host)| host);
    if from == Some(host) { Ok(()) } else { Err(Wrong::Origin) }
}

/// Whether a name with or without a port means this machine.
fn is_ours(host: &str, names: &[String]) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((name, port)) if port.is_empty() || port.starts_with(':') => name,
            _ => return false,
        },
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name.parse::<IpAddr>().is_ok() || name == "localhost" || names.contains(&name)
}

fn protect(headers: &mut HeaderMap) {
    // A page that needs less than the others has said so itself.
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // To nobody else. With "no-referrer" a browser calls the origin of our own forms "null", too (Fetch, "append a request
    // Origin header").
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("x-frame-options"), "DENY");
    set(header::CACHE_CONTROL, "no-store");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: Method, heads: &[(&'static str, &str)]) -> Result<(), Wrong> {
        let mut headers = HeaderMap::new();
        for (name, value) in heads {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        judge(&method, &headers, &["antre.kantor".to_owned()])
    }

    #[test]
    fn a_name_that_leads_here_is_not_ours_and_an_address_is_nobodys_name() {
        for host in
            ["192.0.2.7:8443", "[2001:db8::1]:8443", "localhost:8080", "ANTRE.kantor.", "127.0.0.1"]
        {
            assert_eq!(asked(Method::GET, &[("host", host)]), Ok(()), "{host}");
        }
        for host in
            ["evil.example", "evil.example:8443", "192.0.2.7.evil.example", "[::1", "[::1]x", ""]
        {
            assert_eq!(asked(Method::GET, &[("host", host)]), Err(Wrong::Host), "{host}");
        }
        assert_eq!(asked(Method::GET, &[]), Err(Wrong::Host));
    }

    #[test]
    fn what_changes_something_comes_from_a_page_of_ours() {
        let host = ("host", "192.0.2.7:8443");
        let post = |heads: &[(&'static str, &str)]| asked(Method::POST, &[&[host], heads].concat());
        assert_eq!(post(&[("sec-fetch-site", "same-origin")]), Ok(()));
        assert_eq!(post(&[("sec-fetch-site", "none")]), Ok(()));
        for site in ["cross-site", "same-site"] {
            let heads = [("sec-fetch-site", site), ("origin", "https://192.0.2.7:8443")];
            assert_eq!(post(&heads), Err(Wrong::Origin), "{site}");
        }
        assert_eq!(post(&[("origin", "http://192.0.2.7:8443")]), Ok(()));
        for origin in ["http://evil.example", "http://192.0.2.7:8080", "null"] {
            assert_eq!(post(&[("origin", origin)]), Err(Wrong::Origin), "{origin}");
        }
        assert_eq!(post(&[]), Err(Wrong::Origin), "no browser, and a cookie is all that it has");
        assert_eq!(asked(Method::PUT, &[host]), Err(Wrong::Method));
    }
}
