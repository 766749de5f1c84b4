//! The server that requests go to, and how often.

use std::env::{self, VarError};
use std::net::IpAddr;
use std::time::Duration;

use flockml::client::{BaseUrl, Circuit, Policy, Request, Retry};

use crate::args::Delivery;
use crate::exit::Failure;
use crate::{output, templates};

/// The variable that names another server than Flock's.
const VARIABLE: &str = "FLOCK_BASE_URL";

/// How long all attempts take together at most, unless one may take longer.
const TOTAL: Duration = Duration::from_secs(60);

/// How long nothing is sent after failures in a row.
const PAUSE: Duration = Duration::from_secs(30);

/// The server that the environment names instead of Flock's, if it does.
pub(crate) fn base_url() -> Result<Option<BaseUrl>, Failure> {
    let value = match env::var(VARIABLE) {
        Ok(value) if value.trim().is_empty() => return Ok(None),
        Ok(value) => value,
        Err(VarError::NotPresent) => return Ok(None),
        Err(VarError::NotUnicode(_)) => {
            return Err(Failure::new(format!("`{VARIABLE}` is not UTF-8")));
        }
    };
    let base = BaseUrl::new(&value).map_err(|error| {
        let why = templates::failure(&error);
        Failure::new(format!("`{VARIABLE}` cannot be used: {why}"))
    })?;
    Ok(Some(base))
}

/// Where a request goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Host {
    name: String,
    is_plain: bool,
}

impl Host {
    pub(crate) fn of(request: &Request) -> Self {
        Self {
            name: request.host().to_owned(),
            is_plain: request.http().uri().scheme_str() == Some("http"),
        }
    }
}

/// Says of a host when a secret would go there for everybody on the way to read.
pub(crate) fn warn_of_plain_http<'h>(hosts: impl IntoIterator<Item = &'h Host>) {
    for Host { name, .. } in hosts
        .into_iter()
        .filter(|host| host.is_plain && !is_loopback(&host.name))
    {
        output::complain(&format!(
            "warning: the secret goes to `{name}` over plain http, for everybody on the way to read: use https"
        ));
    }
}

/// What is tried again, and for how long.
pub(crate) fn policy(args: &Delivery) -> Policy {
    let mut retry = Retry::default()
        .attempts(args.retries.saturating_add(1))
        .unknown(args.retry_unknown);
    if let Some(timeout) = args.timeout {
        retry = retry.timeout(timeout).total(timeout.max(TOTAL));
    }
    if let Some(total) = args.max_time {
        retry = retry.total(total);
    }
    // One message that is tried often must not keep itself from being sent.
    let failures = args.retries.saturating_add(2).max(5);
    Policy::default()
        .retry(retry)
        .circuit(Circuit::new(failures, PAUSE))
}

/// Whether `host` is this machine.
fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    match address.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_has_many_names() {
        for host in [
            "localhost",
            "LOCALHOST",
            "127.0.0.1",
            "127.9.9.9",
            "[::1]",
            "::1",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "127.0.0.1.example.com",
            "localhost.example",
            "10.0.0.1",
            "[::2]",
            "",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
