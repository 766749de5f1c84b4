//! `--fault`: how the inbox misbehaves, and to how many requests.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use flockml::client::Code;
use flockml::suggest;

use crate::args;
use crate::exit::Failure;

/// The most requests that one entry is for.
const MOST: u32 = 100_000;
/// The most entries.
const MOST_ENTRIES: usize = 100;
/// The longest pause, in seconds.
const LONGEST: u32 = 3_600;

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No answer: the connection is closed.
    Drop,
    /// No answer: the connection is reset.
    Reset,
    /// The answer comes late.
    Slow(Duration),
    /// 200 with nothing in it.
    Empty,
    /// 200 with a web page, as a proxy on the way shows it.
    Html,
    /// A status without Flock's words.
    Status(u16),
    /// An error of Flock's; with how long to wait, if that is said.
    Code(&'static Code, Option<u32>),
}

/// A fault that has a word of its own.
pub(crate) struct Known {
    pub(crate) word: &'static str,
    pub(crate) summary: &'static str,
    /// The seconds that it takes, if it takes any; these if none are given.
    seconds: Option<u32>,
    make: fn(Duration) -> Fault,
}

/// The faults that have words; beside them there are statuses and Flock's codes of errors.
pub(crate) const FAULTS: &[Known] = &[
    Known {
        word: "drop",
        summary: "the connection is closed without an answer",
        seconds: None,
        make: |_| Fault::Drop,
    },
    Known {
        word: "reset",
        summary: "the connection is reset without an answer",
        seconds: None,
        make: |_| Fault::Reset,
    },
    Known {
        word: "slow",
        summary: "the answer takes 5 seconds, with `slow=20` 20; the message is taken",
        seconds: Some(5),
        make: Fault::Slow,
    },
    Known {
        word: "empty",
        summary: "200 with an empty body; the message is taken",
        seconds: None,
        make: |_| Fault::Empty,
    },
    Known {
        word: "html",
        summary: "200 with a web page, as a proxy shows it",
        seconds: None,
        make: |_| Fault::Html,
    },
];

/// What is said to come back later if it is not said when, in seconds.
const RETRY_AFTER: u32 = 1;
const OF_BUSY: &str = "come back after 1 second, with `429=30` after 30";

impl Fault {
    /// Whether the message is taken all the same.
    pub(super) fn takes_the_message(self) -> bool {
        match self {
            Self::Slow(_) | Self::Empty => true,
            Self::Status(status) => (200..300).contains(&status),
            Self::Drop | Self::Reset | Self::Html | Self::Code(..) => false,
        }
    }
}

/// Faults in the order in which they happen.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<VecDeque<Entry>>);

#[derive(Debug)]
struct Entry {
    fault: Fault,
    /// As it was asked for.
    word: String,
    left: u32,
}

impl Faults {
    /// What `--fault` asks for, if it does.
    pub(crate) fn of(args: &args::Preview) -> Result<Self, Failure> {
        let spec = args.fault.as_deref();
        spec.map_or_else(|| Ok(Self::default()), Self::parse)
    }

    /// Reads what `--fault` is given, such as `429:3,drop:1,slow:2`.
    fn parse(spec: &str) -> Result<Self, Failure> {
        let said = |why: String| Failure::new(format!("`--fault {spec}` cannot be read: {why}"));
        let entries: Vec<&str> = spec.split(',').map(str::trim).collect();
        if entries.len() > MOST_ENTRIES {
            return Err(said(format!("it has more than {MOST_ENTRIES} entries")));
        }
        let faults: Result<_, String> = entries.into_iter().map(entry).collect();
        Ok(Self(Mutex::new(faults.map_err(said)?)))
    }

    /// What happens to the next request, if anything does, and what it was called.
    pub(super) fn take(&self) -> Option<(Fault, String)> {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let next = faults.front_mut()?;
        let taken = (next.fault, next.word.clone());
        next.left -= 1;
        if next.left == 0 {
            faults.pop_front();
        }
        Some(taken)
    }
}

/// What the help of `--fault` says.
pub(crate) fn help() -> String {
    let mut help = String::from(
        "How to misbehave to programs that send, in this order: `429:3,drop:1,slow:2` limits three \
         requests, answers one not at all and two late\n\n\
         Each is FAULT, FAULT:COUNT or FAULT=SECONDS:COUNT, where FAULT is\n",
    );
    let known = FAULTS.iter().map(|known| (known.word, known.summary));
    let others = [
        ("429, 503", OF_BUSY),
        (
            "200 to 599",
            "any status, with Flock's error where it has one",
        ),
        ("a code", "any of Flock's errors, such as `InvalidToken`"),
    ];
    for (word, summary) in known.chain(others) {
        help.push_str(&format!("  {word:<12}{summary}\n"));
    }
    help
}

/// `FAULT`, `FAULT:COUNT` or `FAULT=SECONDS:COUNT`.
fn entry(text: &str) -> Result<Entry, String> {
    let (fault, left) = match text.split_once(':') {
        Some((fault, count)) => (fault, number(text, count, "how many requests", 1, MOST)?),
        None => (text, 1),
    };
    let (word, seconds) = match fault.split_once('=') {
        Some((word, seconds)) => {
            let seconds = number(text, seconds, "how many seconds", 0, LONGEST)?;
            (word.trim(), Some(seconds))
        }
        None => (fault.trim(), None),
    };
    Ok(Entry {
        fault: named(word, seconds)?,
        word: fault.trim().to_owned(),
        left,
    })
}

fn number(entry: &str, text: &str, what: &str, least: u32, most: u32) -> Result<u32, String> {
    match text.trim().parse() {
        Ok(number) if (least..=most).contains(&number) => Ok(number),
        _ => Err(format!(
            "`{}` in `{entry}` does not say {what}: write a number from {least} to {most}",
            text.trim()
        )),
    }
}

fn named(word: &str, seconds: Option<u32>) -> Result<Fault, String> {
    if let Some(known) = FAULTS.iter().find(|known| known.word == word) {
        return match (known.seconds, seconds) {
            (None, Some(_)) => Err(format!("`{word}` takes no seconds")),
            (default, given) => {
                let seconds = given.or(default).unwrap_or_default();
                Ok((known.make)(Duration::from_secs(seconds.into())))
            }
        };
    }
    let code = match word.parse::<u16>() {
        Ok(status @ 200..=599) => match of_status(status) {
            Some(code) => code,
            None if seconds.is_some() => return Err(format!("`{word}` takes no seconds")),
            None => return Ok(Fault::Status(status)),
        },
        _ => Code::ALL
            .iter()
            .find(|code| code.as_str() == word)
            .ok_or_else(|| unknown(word))?,
    };
    match (code.status(), seconds) {
        (Some(429 | 503), seconds) => Ok(Fault::Code(code, seconds.or(Some(RETRY_AFTER)))),
        (_, None) => Ok(Fault::Code(code, None)),
        (_, Some(_)) => Err(format!(
            "`{word}` takes no seconds: only `slow`, 429 and 503 do"
        )),
    }
}

/// The error that Flock gives this status; of several, the one that says least.
fn of_status(status: u16) -> Option<&'static Code> {
    Code::ALL.iter().find(|code| code.status() == Some(status))
}

fn unknown(word: &str) -> String {
    let words = FAULTS.iter().map(|known| known.word);
    let codes = Code::ALL.iter().map(Code::as_str);
    let help = match suggest::nearest(word, words.clone().chain(codes)) {
        Some(meant) => format!("did you mean `{meant}`"),
        None => {
            let words: Vec<_> = words.collect();
            format!(
                "write a status from 200 to 599, a code of Flock's such as `InvalidToken`, or `{}`",
                words.join("`, `")
            )
        }
    };
    match word {
        "" => format!("a fault is missing; {help}"),
        _ => format!("`{word}` is no fault; {help}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(spec: &str) -> Vec<String> {
        let faults = Faults::parse(spec).unwrap();
        let word = |(fault, word)| format!("{word} {fault:?}");
        std::iter::from_fn(|| faults.take().map(word)).collect()
    }

    fn wrong(spec: &str) -> String {
        Faults::parse(spec).unwrap_err().to_string()
    }

    #[test]
    fn faults_happen_in_their_order() {
        let said = all("429:2, drop:1,slow,slow=2:1,404,502,InvalidToken,html,empty,reset,503=7");
        let expected = [
            "429 Code(TooManyRequests, Some(1))",
            "429 Code(TooManyRequests, Some(1))",
            "drop Drop",
            "slow Slow(5s)",
            "slow=2 Slow(2s)",
            "404 Code(NoSuchMethod, None)",
            "502 Status(502)",
            "InvalidToken Code(InvalidToken, None)",
            "html Html",
            "empty Empty",
            "reset Reset",
            "503=7 Code(ServiceUnavailable, Some(7))",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn every_word_and_code_is_read() {
        let words = FAULTS.iter().map(|known| known.word);
        for word in words.chain(Code::ALL.iter().map(Code::as_str)) {
            assert!(all(word)[0].starts_with(word), "{word}");
        }
    }

    #[test]
    fn what_is_wrong_is_one_sentence() {
        for (spec, said) in [
            ("dorp:1", "`dorp` is no fault; did you mean `drop`"),
            ("InvalidTokn", "did you mean `InvalidToken`"),
            (
                "429:0",
                "`0` in `429:0` does not say how many requests: write a number from 1 to 100000",
            ),
            ("429:x", "`x` in `429:x` does not say how many requests"),
            (
                "slow=9999",
                "does not say how many seconds: write a number from 0 to 3600",
            ),
            ("drop=3", "`drop` takes no seconds"),
            ("418=3", "`418` takes no seconds"),
            (
                "403=3",
                "`403` takes no seconds: only `slow`, 429 and 503 do",
            ),
            ("", "a fault is missing; write a status from 200 to 599"),
            ("429,,drop", "a fault is missing"),
            ("99", "`99` is no fault; write a status"),
            ("100", "`100` is no fault"),
            ("600", "`600` is no fault"),
        ] {
            let told = wrong(spec);
            assert!(
                told.starts_with(&format!("`--fault {spec}` cannot be read: ")),
                "{told}"
            );
            assert!(told.contains(said), "{told}");
            assert!(!told.contains('\n') && !told.ends_with('.'), "{told}");
        }
        assert!(wrong(&"drop,".repeat(200)).contains("more than 100 entries"));
    }
}
