//! Where requests go: the base of the methods, and addresses of webhooks.

use std::fmt;

use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};

use crate::secret::Secret;
use crate::{Error, ErrorKind};

/// The hosts that Flock's own webhooks have.
const FLOCK: &[&str] = &["api.flock.com", "api.flock.co", "api1.flock.com"];
/// What stands before the secret in a webhook's path.
const HOOKS: &str = "/hooks/sendMessage/";
/// The longest URL, in bytes.
const LONGEST: usize = 4096;
/// A part of an unknown webhook's path that is that long may be its secret by itself.
const TELLING: usize = 6;

/// Where Flock's methods are; default: `https://api.flock.co/v1`.
///
/// # Examples
///
/// ```
/// use flockml::client::BaseUrl;
///
/// assert_eq!(BaseUrl::new("http://127.0.0.1:8080")?.to_string(), "http://127.0.0.1:8080/v1");
/// assert_eq!(BaseUrl::new("https://api.flock.com/v1/")?.to_string(), "https://api.flock.com/v1");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    scheme: Scheme,
    authority: Authority,
    path: String,
}

impl BaseUrl {
    /// One that ends in `/v1` is taken as it is; to any other `/v1` is added.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`] for what is no `http` or `https` URL, has a user name, a query or a
    /// fragment in it, or is Flock's without encryption.
    pub fn new(url: impl AsRef<str>) -> Result<Self, Error> {
        let Parts {
            scheme,
            authority,
            path,
        } = Parts::read("base URL", url.as_ref().trim())?;
        if path.query().is_some() {
            return Err(unusable("base URL", "has a query in it"));
        }
        let path = path.path().trim_end_matches('/');
        let version = if path.ends_with("/v1") { "" } else { "/v1" };
        Ok(Self {
            path: format!("{path}{version}"),
            scheme,
            authority,
        })
    }

    /// The address of a method; `method` has nothing in it that an address cannot carry.
    pub(crate) fn method(&self, method: &str) -> Result<Uri, Error> {
        let path = format!("{}/{method}", self.path);
        let fault = || {
            let detail = format!("`{}` is no method's name", method.escape_debug());
            Error::new(ErrorKind::InvalidValue, detail)
        };
        let path = PathAndQuery::try_from(path).map_err(|_| fault())?;
        let uri = Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(path);
        uri.build().map_err(|_| fault())
    }
}

impl Default for BaseUrl {
    fn default() -> Self {
        Self {
            scheme: Scheme::HTTPS,
            authority: Authority::from_static("api.flock.co"),
            path: "/v1".to_owned(),
        }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.path)
    }
}

/// The address of an incoming webhook, which is a secret and prints as `[redacted]`.
///
/// See Flock's page on
/// [incoming webhooks](https://docs.flock.com/display/flockos/Create+An+Incoming+Webhook).
///
/// # Examples
///
/// ```
/// use flockml::client::WebhookUrl;
///
/// let url = WebhookUrl::new("https://api.flock.com/hooks/sendMessage/8cb4d06e-90a9-4a6f")?;
/// assert_eq!((url.host(), url.to_string().as_str()), ("api.flock.com", "[redacted]"));
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookUrl {
    uri: Uri,
    secrets: Vec<Secret>,
}

impl WebhookUrl {
    /// Takes the URL as Flock shows it; blanks around it are no part of it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`] for what is no `http` or `https` URL, has a user name or a fragment
    /// in it, has nothing after its host, or is Flock's without encryption. The error does not show it.
    pub fn new(url: impl AsRef<str>) -> Result<Self, Error> {
        const WHAT: &str = "webhook URL";
        let parts = Parts::read(WHAT, url.as_ref().trim())?;
        let secrets = secrets(&parts.path)?;
        if secrets.is_empty() {
            return Err(unusable(WHAT, "has nothing after its host"));
        }
        let uri = parts.build(WHAT)?;
        Ok(Self { uri, secrets })
    }

    /// The same at the scheme and host of `base`, if it is at one of Flock's own hosts.
    ///
    /// So that nothing reaches the real Flock where a base URL points elsewhere, as in tests.
    #[must_use]
    pub fn at(self, base: &BaseUrl) -> Self {
        if !is_flock(self.host()) {
            return self;
        }
        let mut parts = self.uri.clone().into_parts();
        parts.scheme = Some(base.scheme.clone());
        parts.authority = Some(base.authority.clone());
        let uri = Uri::from_parts(parts).expect("an address stays one with another host");
        Self { uri, ..self }
    }

    /// The host that it is at.
    #[must_use]
    pub fn host(&self) -> &str {
        self.uri.host().unwrap_or_default()
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    pub(crate) fn secrets(&self) -> &[Secret] {
        &self.secrets
    }
}

impl fmt::Debug for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(crate::secret::REDACTED)
    }
}

/// The address of `name` below a base URL that is no Flock's; `what` names the base in errors.
#[cfg(feature = "flowdock")]
pub(crate) fn endpoint(what: &str, base: &str, name: &str) -> Result<Uri, Error> {
    let mut parts = Parts::read(what, base.trim())?;
    if parts.path.query().is_some() {
        return Err(unusable(what, "has a query in it"));
    }
    let path = format!("{}/{name}", parts.path.path().trim_end_matches('/'));
    parts.path = PathAndQuery::try_from(path)
        .map_err(|cause| unusable(what, "is no URL").with_source(Box::new(cause)))?;
    parts.build(what)
}

/// What is secret in a webhook's path: what follows `/hooks/sendMessage/`, else all of it, and by
/// itself each part that may be telling.
fn secrets(path: &PathAndQuery) -> Result<Vec<Secret>, Error> {
    let all = path.as_str();
    let rest = all.strip_prefix(HOOKS).unwrap_or(all).trim_matches('/');
    let parts = rest
        .split(['/', '?', '&', '='])
        .filter(|part| part.len() >= TELLING && part.len() < rest.len());
    let whole = (!rest.is_empty()).then_some(rest);
    whole
        .into_iter()
        .chain(parts)
        .map(|part| Secret::parse("webhook URL", part))
        .collect()
}

fn is_flock(host: &str) -> bool {
    FLOCK.iter().any(|flock| host.eq_ignore_ascii_case(flock))
}

struct Parts {
    scheme: Scheme,
    authority: Authority,
    path: PathAndQuery,
}

impl Parts {
    /// Reads `url`, of which an error says only what is wrong.
    fn read(what: &str, url: &str) -> Result<Self, Error> {
        if url.is_empty() {
            return Err(unusable(what, "is empty"));
        }
        if url.len() > LONGEST {
            return Err(unusable(what, "is longer than 4096 bytes"));
        }
        if url.contains('#') {
            return Err(unusable(what, "has a fragment (`#`) in it"));
        }
        let uri: Uri = url
            .parse()
            .map_err(|cause| unusable(what, "is no URL").with_source(Box::new(cause)))?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(unusable(what, "does not begin with `https://` and a host"));
        };
        if scheme != Scheme::HTTPS && scheme != Scheme::HTTP {
            return Err(unusable(what, "does not begin with `https://`"));
        }
        if authority.as_str().contains('@') {
            return Err(unusable(what, "has a user name in it"));
        }
        if authority.host().is_empty() {
            return Err(unusable(what, "has no host"));
        }
        if authority.as_str() != authority.host() && authority.port_u16().is_none() {
            return Err(unusable(what, "has a port that is none"));
        }
        if scheme == Scheme::HTTP && is_flock(authority.host()) {
            let fault = "would show a secret to everybody on the way; begin it with `https://`";
            return Err(unusable(what, fault));
        }
        let path = parts
            .path_and_query
            .unwrap_or_else(|| PathAndQuery::from_static("/"));
        Ok(Self {
            scheme,
            authority,
            path,
        })
    }

    fn build(self, what: &str) -> Result<Uri, Error> {
        Uri::builder()
            .scheme(self.scheme)
            .authority(self.authority)
            .path_and_query(self.path)
            .build()
            .map_err(|cause| unusable(what, "is no URL").with_source(Box::new(cause)))
    }
}

fn unusable(what: &str, fault: &str) -> Error {
    Error::new(ErrorKind::InvalidValue, format!("the {what} {fault}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_ends_in_its_version() {
        for (given, read) in [
            ("https://api.flock.co/v1", "https://api.flock.co/v1"),
            (" https://api.flock.com/v1//\n", "https://api.flock.com/v1"),
            ("http://127.0.0.1:80", "http://127.0.0.1:80/v1"),
            ("http://[::1]:80/flock/", "http://[::1]:80/flock/v1"),
        ] {
            assert_eq!(BaseUrl::new(given).unwrap().to_string(), read);
        }
        let uri = BaseUrl::default().method("chat.sendMessage").unwrap();
        assert_eq!(uri, "https://api.flock.co/v1/chat.sendMessage");
    }

    #[test]
    fn what_is_no_address_is_refused_without_being_told() {
        for url in [
            "",
            "hunter2",
            "//hunter2/x",
            "ftp://hunter2/x",
            "file:///hunter2",
            "https://user:hunter2@flock.com/x",
            "https://flock.com/x#hunter2",
            "https://flock.com/hunter2 x",
            "https://",
            "https:///hunter2",
            "http://api.flock.com/hunter2",
            "https://flock.com:99999/hunter2",
            "https://flock.com:/hunter2",
            "https://[::1]:65536/hunter2",
        ] {
            let hook = WebhookUrl::new(url).unwrap_err();
            let base = BaseUrl::new(url).unwrap_err();
            for error in [hook, base] {
                assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
            }
        }
        assert!(WebhookUrl::new("https://api.flock.com/").is_err());
        assert!(BaseUrl::new("https://api.flock.com/?x=1").is_err());
    }

    #[test]
    fn the_secret_of_a_webhook_is_what_follows_its_known_path() {
        let secrets = |url: &str| -> Vec<String> {
            let url = WebhookUrl::new(url).unwrap();
            url.secrets()
                .iter()
                .map(|secret| secret.reveal().to_owned())
                .collect()
        };
        assert_eq!(
            secrets("https://api.flock.com/hooks/sendMessage/abc/"),
            ["abc"]
        );
        assert_eq!(
            secrets("https://relay.example/in/s3cr3t?key=k3y-k3y"),
            ["in/s3cr3t?key=k3y-k3y", "s3cr3t", "k3y-k3y"]
        );
    }

    #[test]
    fn only_flocks_own_webhooks_follow_the_base_url() {
        let base = BaseUrl::new("http://127.0.0.1:8080").unwrap();
        let at = |url: &str| WebhookUrl::new(url).unwrap().at(&base).uri.to_string();
        assert_eq!(
            at("https://API.flock.com/hooks/sendMessage/abc?x=1"),
            "http://127.0.0.1:8080/hooks/sendMessage/abc?x=1"
        );
        assert_eq!(at("https://relay.example/abc"), "https://relay.example/abc");
    }
}
