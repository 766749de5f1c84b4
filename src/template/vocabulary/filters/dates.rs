//! Points in time as a reader writes them.

use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use tera::{Error, Kwargs, State, TeraResult, Value};

use super::value::{number, text, text_argument, wrong};

const FORMAT: &str = "%Y-%m-%d %H:%M %Z";

pub(super) fn date(value: &Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let format = text_argument("date", &arguments, "format")?;
    let zone = text_argument("date", &arguments, "timezone")?;
    let zone = match zone.as_deref().map(str::trim) {
        None | Some("") => TimeZone::UTC,
        Some(name) => TimeZone::get(name).map_err(|_| {
            Error::message(format!(
                "there is no time zone `{name}`\nwrite one such as `Europe/Berlin`, or `UTC`"
            ))
        })?,
    };
    if value.is_none() {
        return Ok(String::new());
    }
    let shown = match number(value) {
        Some(seconds) => from_seconds(seconds),
        None if value.as_str().is_some() => read(&text(value)?, &zone),
        None => {
            let takes = "seconds since 1970 or a text such as `2026-11-21T03:00:00Z`";
            return Err(wrong("date", takes, value));
        }
    };
    let format = format.as_deref().filter(|format| !format.is_empty());
    match shown {
        Some(time) => write(format.unwrap_or(FORMAT), &time.with_time_zone(zone)),
        // What the data hold is no reason to fail.
        None => Ok(value.to_string()),
    }
}

fn write(format: &str, time: &Zoned) -> TeraResult<String> {
    strtime::format(format, time).map_err(|_| {
        Error::message(format!(
            "`{format}` is no format of a date\nwrite one such as `%d.%m.%Y %H:%M`"
        ))
    })
}

/// Milliseconds, too, when they would be thousands of years ahead as seconds.
fn from_seconds(number: f64) -> Option<Zoned> {
    const LAST_SECOND: f64 = 99_999_999_999.0;
    let milliseconds = if number.abs() > LAST_SECOND {
        number
    } else {
        number * 1000.0
    };
    // A number beyond the range is its end, which is no time either.
    let time = Timestamp::from_millisecond(milliseconds.round() as i64).ok()?;
    Some(time.to_zoned(TimeZone::UTC))
}

/// Reads RFC 3339, or a date with or without a time in `zone`.
fn read(text: &str, zone: &TimeZone) -> Option<Zoned> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return from_seconds(seconds);
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time.to_zoned(TimeZone::UTC));
    }
    let civil = text.parse::<DateTime>().ok();
    let civil = civil.or_else(|| Some(text.parse::<Date>().ok()?.at(0, 0, 0, 0)))?;
    civil.to_zoned(zone.clone()).ok()
}
