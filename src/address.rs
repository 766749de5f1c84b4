//! Which addresses a reader can be sent to.

use crate::element::URL_SCHEMES;
use crate::escape;

/// Schemes that run code or open what is on the reader's disk.
const UNSAFE: &[&str] = &["javascript", "data", "vbscript", "file"];

/// What an address is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A reader can follow it.
    Good,
    /// It is empty.
    Empty,
    /// It has no scheme, or no host.
    Relative,
    /// It runs code or opens a local file.
    Unsafe(String),
    /// Its scheme is none of those allowed.
    Unknown(String),
    /// It would do, but for a control character such as a line break, which browsers drop and
    /// XML parsers turn into a blank.
    Broken,
}

/// Whether `value`, unescaped, may be written as it is where `schemes` are allowed.
pub(crate) fn is_good(value: &str, schemes: &[&str]) -> bool {
    classify(value, schemes) == Target::Good
}

/// Whether `value`, escaped or not, begins like most web addresses: but for control characters, it
/// is good, whatever follows.
#[inline]
pub(crate) fn is_ordinary(value: &str) -> bool {
    let host = value.strip_prefix("https://");
    let host = host.or_else(|| value.strip_prefix("http://"));
    host.and_then(|host| host.as_bytes().first())
        .is_some_and(u8::is_ascii_alphanumeric)
}

/// Classifies `value`, unescaped and trimmed.
pub(crate) fn classify(value: &str, schemes: &[&str]) -> Target {
    match by_scheme(value, schemes) {
        Target::Good if escape::has_control(value) => Target::Broken,
        target => target,
    }
}

fn by_scheme(value: &str, schemes: &[&str]) -> Target {
    if is_ordinary(value) {
        return Target::Good;
    }
    // Browsers skip white space and controls in a scheme, so `java&#10;script:` is `javascript:`.
    let has_blanks = value.bytes().any(|byte| byte <= b' ');
    let compact: String;
    let value = if has_blanks {
        compact = value.chars().filter(|c| *c > ' ').collect();
        compact.as_str()
    } else {
        value
    };
    if value.is_empty() {
        return Target::Empty;
    }
    let split = value
        .split_once(':')
        .filter(|(scheme, _)| is_scheme(scheme));
    let Some((scheme, rest)) = split else {
        return Target::Relative;
    };
    if schemes
        .iter()
        .any(|allowed| allowed.eq_ignore_ascii_case(scheme))
    {
        return allowed(scheme, rest);
    }
    if UNSAFE.iter().any(|bad| bad.eq_ignore_ascii_case(scheme)) {
        return Target::Unsafe(scheme.to_ascii_lowercase());
    }
    // `localhost:3000` and `example.com:8080` are hosts with a port.
    if scheme.contains('.') || rest.starts_with(|c: char| c.is_ascii_digit()) {
        return Target::Relative;
    }
    Target::Unknown(scheme.to_ascii_lowercase())
}

/// An address with a scheme that is allowed: does it name anything?
fn allowed(scheme: &str, rest: &str) -> Target {
    let is_web = URL_SCHEMES
        .iter()
        .any(|web| web.eq_ignore_ascii_case(scheme));
    if !is_web {
        return if rest.is_empty() {
            Target::Relative
        } else {
            Target::Good
        };
    }
    match rest.strip_prefix("//") {
        Some(host) if !host.is_empty() && !host.starts_with(['/', '?', '#']) => Target::Good,
        _ => Target::Relative,
    }
}

fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// The host that `value` names, in lower case and without `www.`, if it looks like an address.
pub(crate) fn host(value: &str) -> Option<String> {
    let value = value.trim();
    let rest = match value.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => rest,
        Some(_) => return None,
        None => value,
    };
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let is_host = host.contains('.')
        && host
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-'))
        && host
            .rsplit('.')
            .next()
            .is_some_and(|last| last.chars().any(char::is_alphabetic));
    is_host.then(|| host.to_owned())
}

/// Endings that make words without a scheme an address rather than a file's name.
const ENDINGS: &[&str] = &[
    "com", "org", "net", "io", "co", "dev", "app", "de", "uk", "eu", "us", "in", "info", "biz",
    "gov", "edu", "ru", "cn", "jp", "fr", "example", "test",
];

/// Whether words in which [`host`] finds one are meant as an address, not as a file's name.
pub(crate) fn looks_complete(words: &str) -> bool {
    let words = words.trim();
    let is_marked = words.contains("://") || words.to_ascii_lowercase().starts_with("www.");
    is_marked
        || host(words).is_some_and(|host| {
            host.rsplit('.')
                .next()
                .is_some_and(|ending| ENDINGS.contains(&ending))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::element::LINK_SCHEMES;

    #[test]
    fn addresses_are_told_apart() {
        for (value, target) in [
            ("https://example.com", Target::Good),
            ("HTTP://example.com/a?b#c", Target::Good),
            ("mailto:ada@example.com", Target::Good),
            ("tel:+4930", Target::Good),
            ("", Target::Empty),
            (" \n", Target::Empty),
            ("https:", Target::Relative),
            ("https:///x", Target::Relative),
            ("mailto:", Target::Relative),
            ("/a:b", Target::Relative),
            ("example.com", Target::Relative),
            ("localhost:3000/x", Target::Relative),
            ("example.com:8080", Target::Relative),
            (
                "java\nscript:alert(1)",
                Target::Unsafe("javascript".to_owned()),
            ),
            (" DATA:text/html,x", Target::Unsafe("data".to_owned())),
            ("slack://open", Target::Unknown("slack".to_owned())),
            ("https://example.com/a b", Target::Good),
            ("https://example.com/a\nb", Target::Broken),
            ("https://example.com/a\tb", Target::Broken),
            ("https://example.com/\u{7F}", Target::Broken),
            ("ht\ntps://example.com", Target::Broken),
            ("mailto:ada@\rexample.com", Target::Broken),
        ] {
            assert_eq!(classify(value, LINK_SCHEMES), target, "{value:?}");
        }
    }

    #[test]
    fn hosts_are_compared_without_their_trimmings() {
        assert_eq!(
            host("https://u:p@WWW.Example.com:80/x").as_deref(),
            Some("example.com")
        );
        assert_eq!(host("version 1.2"), None);
        assert_eq!(host("1.2.3"), None);
    }
}
