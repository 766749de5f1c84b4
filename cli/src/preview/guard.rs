//! Who is served: this machine's own pages and programs.
//!
//! A page from elsewhere in the user's browser reaches loopback too: by a name of its own that
//! suddenly leads here, and by requests across sites.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, HOST, HeaderMap, HeaderName, ORIGIN,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;

use super::answer;

/// How many bytes a request has at most.
pub(super) const MOST_BYTES: usize = 1024 * 1024;
/// How long a request's body may take.
const PATIENCE: Duration = Duration::from_secs(10);

const HEADERS: [(HeaderName, &str); 6] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (CACHE_CONTROL, "no-store"),
];

const FETCH_SITE: &str = "sec-fetch-site";
const FETCH_MODE: &str = "sec-fetch-mode";

/// The port that is listened on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guard {
    pub(super) port: u16,
}

/// Refuses what does not come from here or is too large; whatever is answered forbids the page
/// everything that it does not need.
pub(super) async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let mut response = match guard.admit(request).await {
        Ok(request) => next.run(request).await,
        Err(refusal) => *refusal,
    };
    for (name, value) in HEADERS {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    response
}

impl Guard {
    async fn admit(self, request: Request) -> Result<Request, Box<Response>> {
        let refusal = |(status, said): (StatusCode, String)| answer::refuse(status, &said);
        self.judge(request.method(), request.uri(), request.headers())
            .map_err(refusal)?;
        let (parts, body) = request.into_parts();
        let body = read(body).await.map_err(refusal)?;
        Ok(Request::from_parts(parts, body))
    }

    fn judge(
        self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<(), (StatusCode, String)> {
        let forbidden = |said: String| (StatusCode::FORBIDDEN, said);
        self.host(uri, headers).map_err(forbidden)?;
        self.origin(method, uri, headers).map_err(forbidden)?;
        let length = headers.get(CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        match length {
            Some(length) if length > MOST_BYTES as u64 => Err(too_large()),
            _ => Ok(()),
        }
    }

    /// A name that leads to this machine may be anybody's: only its own names count.
    fn host(self, uri: &Uri, headers: &HeaderMap) -> Result<(), String> {
        let port = self.port;
        let mut given = headers.get_all(HOST).iter();
        let use_ours = |said: &str| Err(format!("{said}: use `http://127.0.0.1:{port}/`"));
        let host = match (given.next(), given.next()) {
            (None, _) => return use_ours("the request does not name the host that it is for"),
            (Some(_), Some(_)) => return use_ours("the request names more than one host"),
            (Some(host), None) => host,
        };
        let in_uri = uri.authority().map(|authority| authority.as_str());
        let is_ours = |host: &str| names(port).any(|(name, _)| name.eq_ignore_ascii_case(host));
        match host.to_str() {
            Ok(host) if is_ours(host) && in_uri.is_none_or(is_ours) => Ok(()),
            _ => use_ours("the request is for another host"),
        }
    }

    /// Pages from elsewhere may lead here, and nothing else.
    fn origin(self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), String> {
        let foreign = || {
            "the request comes from a page of another site, which may not use the preview"
                .to_owned()
        };
        for origin in headers.get_all(ORIGIN) {
            let is_ours = |origin: &str| names(self.port).any(|(_, ours)| ours == origin);
            if !origin.to_str().is_ok_and(is_ours) {
                return Err(foreign());
            }
        }
        let leads_here = method == Method::GET
            && uri.path() == "/"
            && headers
                .get(FETCH_MODE)
                .is_some_and(|mode| mode == "navigate");
        let is_foreign = |site: &HeaderValue| site != "same-origin" && site != "none";
        match headers.get_all(FETCH_SITE).iter().any(is_foreign) {
            true if !leads_here => Err(foreign()),
            _ => Ok(()),
        }
    }
}

/// The hosts and origins that are this server.
fn names(port: u16) -> impl Iterator<Item = (String, String)> {
    let hosts = ["127.0.0.1", "localhost", "[::1]"];
    // Browsers leave the port out where it is the usual one.
    let ports = [Some(port), (port == 80).then_some(0)];
    let names = hosts.into_iter().flat_map(move |host| {
        ports.into_iter().flatten().map(move |port| match port {
            0 => host.to_owned(),
            port => format!("{host}:{port}"),
        })
    });
    names.map(|name| {
        let origin = format!("http://{name}");
        (name, origin)
    })
}

/// The whole body, within bounds.
async fn read(body: Body) -> Result<Body, (StatusCode, String)> {
    match tokio::time::timeout(PATIENCE, to_bytes(body, MOST_BYTES)).await {
        Ok(Ok(bytes)) => Ok(Body::from(bytes)),
        Ok(Err(error)) if is_too_large(&error) => Err(too_large()),
        Ok(Err(_)) => Err((
            StatusCode::BAD_REQUEST,
            "the request ends before its body does".to_owned(),
        )),
        Err(_) => Err((
            StatusCode::REQUEST_TIMEOUT,
            format!(
                "the request's body did not come within {} seconds",
                PATIENCE.as_secs()
            ),
        )),
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    std::error::Error::source(error)
        .is_some_and(|source| source.is::<http_body_util::LengthLimitError>())
}

fn too_large() -> (StatusCode, String) {
    (
        StatusCode::PAYLOAD_TOO_LARGE,
        "the request has more than 1 MiB".to_owned(),
    )
}
