//! `Retry-After`: how long a server asks to be left alone.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// The longest pause that is believed; a longer one counts as this. 30 days.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The pause that an answer asks for, in either form; a date that has passed asks for none.
///
/// A date is held against the server's own `Date`, so that a clock that goes wrong does no harm; `now`
/// is for answers without.
pub(super) fn retry_after(
    headers: &HeaderMap,
    now: impl FnOnce() -> SystemTime,
) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = value.parse().unwrap_or(u64::MAX);
        return Some(Duration::from_secs(seconds).min(LONGEST));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let said = || httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok();
    let now = said().unwrap_or_else(now);
    Some(until.duration_since(now).unwrap_or_default().min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str, date: Option<&str>) -> Option<u64> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, value.parse().unwrap());
        if let Some(date) = date {
            headers.insert(DATE, date.parse().unwrap());
        }
        let now = || httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:00 GMT").unwrap();
        retry_after(&headers, now).map(|pause| pause.as_secs())
    }

    #[test]
    fn both_forms_are_read() {
        assert_eq!(read("7", None), Some(7));
        assert_eq!(read(" 0 ", None), Some(0));
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT", None), Some(37));
        let date = Some("Sun, 06 Nov 1994 08:49:30 GMT");
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT", date), Some(7));
        assert_eq!(read("Sun, 06 Nov 1994 08:00:00 GMT", date), Some(0));
    }

    #[test]
    fn what_cannot_be_read_asks_for_nothing_and_what_is_too_long_is_cut() {
        for value in ["", "soon", "-1", "1.5", "7 seconds"] {
            assert_eq!(read(value, None), None, "{value}");
        }
        assert_eq!(read(&"9".repeat(40), None), Some(LONGEST.as_secs()));
        assert_eq!(
            read("Fri, 31 Dec 9999 23:59:59 GMT", None),
            Some(LONGEST.as_secs())
        );
    }
}
