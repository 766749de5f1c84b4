//! Filters that turn numbers and words of data into those that a reader sees.

use std::fmt::Write as _;

use tera::{Kwargs, State, TeraResult, Value};

use super::value::{Input, number, required_text, text, text_argument, wrong};
use crate::message::Color;

pub(super) fn plural(value: &Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let one = required_text("plural", &arguments, "one")?;
    let other = text_argument("plural", &arguments, "other")?;
    let count = match (value.as_array(), value.as_map()) {
        (Some(list), _) => list.len().to_string().into(),
        (None, Some(map)) => map.len().to_string().into(),
        (None, None) => Input::read("plural", "a number or a list", value)?.into_words(),
    };
    Ok(match (count.trim(), other) {
        ("1" | "-1" | "1.0", _) => format!("{count} {one}"),
        (_, Some(other)) => format!("{count} {other}"),
        (_, None) => format!("{count} {one}s"),
    })
}

/// Tera's `pluralize`, which takes fractions too: what was measured need not be whole.
pub(super) fn pluralize(value: &Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let Some(count) = value.as_number() else {
        return Err(wrong("pluralize", "a number", value));
    };
    let singular = text_argument("pluralize", &arguments, "singular")?;
    let plural = text_argument("pluralize", &arguments, "plural")?;
    let is_one = count.as_float().abs() == 1.0;
    let words = if is_one {
        singular.unwrap_or_default()
    } else {
        plural.unwrap_or("s".into())
    };
    Ok(words.into_owned())
}

pub(super) fn urlencode(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    const KEPT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    let words = Input::read("urlencode", "a text", value)?.into_words();
    Ok(percent_encoding::utf8_percent_encode(&words, KEPT).to_string())
}

/// The words that tools have for how bad something is, by our name for its colour.
const SEVERITIES: &[(&str, &[&str])] = &[
    (
        "critical",
        &[
            "alert",
            "alerting",
            "crit",
            "danger",
            "disaster",
            "down",
            "emergency",
            "error",
            "errored",
            "fail",
            "failed",
            "failing",
            "failure",
            "fatal",
            "firing",
            "high",
            "major",
            "outage",
            "p0",
            "p1",
            "red",
            "sev0",
            "sev1",
            "severe",
            "triggered",
            "urgent",
        ],
    ),
    (
        "warning",
        &[
            "amber", "average", "degraded", "medium", "minor", "moderate", "orange", "p2", "p3",
            "pending", "sev2", "sev3", "unstable", "warn", "yellow",
        ],
    ),
    (
        "ok",
        &[
            "finished",
            "fixed",
            "good",
            "green",
            "healthy",
            "normal",
            "okay",
            "passed",
            "recovered",
            "recovery",
            "resolved",
            "success",
            "successful",
            "succeeded",
            "up",
        ],
    ),
    (
        "info",
        &[
            "blue",
            "debug",
            "information",
            "informational",
            "low",
            "notice",
            "p4",
            "p5",
            "running",
            "sev4",
            "sev5",
            "started",
        ],
    ),
];

pub(super) fn color(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let words = Input::read("color", "a text", value)?.into_words();
    let word = words.trim();
    if let Ok(color) = Color::parse(word) {
        return Ok(color.as_str().to_owned());
    }
    let word = word.to_lowercase();
    let mut severities = SEVERITIES.iter();
    let severity = severities.find(|(_, words)| words.contains(&word.as_str()));
    let name = severity.map_or(word.as_str(), |(name, _)| name);
    let color = Color::from_name(name).unwrap_or_else(Color::neutral);
    Ok(color.as_str().to_owned())
}

/// Units of time in seconds, the largest first.
const UNITS: &[(u128, &str)] = &[(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];

pub(super) fn duration(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let seconds = match number(value) {
        Some(seconds) => Some(seconds),
        None if value.is_none() => return Ok(String::new()),
        None if value.as_str().is_some() => text(value)?.trim().parse().ok(),
        None => return Err(wrong("duration", "a number of seconds", value)),
    };
    match seconds.filter(|seconds| seconds.is_finite()) {
        Some(seconds) => Ok(elapsed(seconds)),
        None => Ok(value.to_string()),
    }
}

/// Seconds in the two largest units that say something.
fn elapsed(seconds: f64) -> String {
    let mut shown = String::new();
    if seconds < 0.0 {
        shown.push('-');
    }
    let size = seconds.abs();
    if size > 0.0 && size < 0.9995 {
        let _ = write!(shown, "{} ms", (size * 1000.0).round().max(1.0));
        return shown;
    }
    // A number beyond the range is its end.
    let mut left = size.round() as u128;
    let first = UNITS.iter().position(|(unit, _)| left >= *unit);
    let first = first.unwrap_or(UNITS.len() - 1);
    let smallest = UNITS.get(first + 1).unwrap_or(&UNITS[first]).0;
    left = left.saturating_add(smallest / 2) / smallest * smallest;
    let mut parts = Vec::new();
    for (unit, name) in UNITS {
        if left >= *unit {
            parts.push(format!("{} {name}", left / unit));
            left %= unit;
        }
    }
    shown
        + &if parts.is_empty() {
            "0 s".to_owned()
        } else {
            parts.join(" ")
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_two_units() {
        let cases = [
            (0.0, "0 s"),
            (0.25, "250 ms"),
            (1e-9, "1 ms"),
            (0.9999, "1 s"),
            (59.6, "1 min"),
            (61.0, "1 min 1 s"),
            (3_599.0, "59 min 59 s"),
            (3_599.9, "1 h"),
            (3_900.0, "1 h 5 min"),
            (3_929.0, "1 h 5 min"),
            (86_399.0, "1 d"),
            (90_000.0, "1 d 1 h"),
            (-300.0, "-5 min"),
            (1e15, "11574074074 d 2 h"),
        ];
        for (seconds, expected) in cases {
            assert_eq!(elapsed(seconds), expected, "{seconds}");
        }
        assert!(elapsed(f64::MAX).ends_with('h'));
    }

    #[test]
    fn a_word_has_one_severity() {
        let mut words: Vec<&str> = SEVERITIES
            .iter()
            .flat_map(|(name, words)| words.iter().chain([name]))
            .copied()
            .collect();
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), count);
        for (name, _) in SEVERITIES {
            assert!(Color::from_name(name).is_some(), "{name}");
        }
    }
}
