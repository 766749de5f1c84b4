//! The result file: what was begun and what became of it, line by line, so that a run that was cut
//! off can be continued without sending anything twice.
//!
//! Each line is on the disk before the next step: `begun` before a message is sent, its outcome
//! after. A message that was begun and has no outcome may have been sent.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use flockml::client::Outcome;
use serde::{Deserialize, Serialize};

use crate::exit::Failure;
use crate::files::{display_name, unreadable};
use crate::templates;

/// The version of the format, which the first line has.
const VERSION: u32 = 1;

/// The longest line that is read, in bytes; none that is written comes near it.
const LONGEST: u64 = 64 << 10;

/// What a result file is about: which messages go to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Identity {
    /// A hash of all parts of the message.
    pub(super) message: String,
    /// A hash of the requests, without their secrets.
    pub(super) requests: String,
    /// How many requests there are.
    pub(super) count: usize,
}

/// What is known of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    /// It was never begun.
    #[default]
    Open,
    /// It was begun; without a later line, nobody knows what became of it.
    Begun,
    Sent,
    /// It was certainly not processed.
    NotSent,
    /// It may have been processed.
    Unknown,
}

#[derive(Serialize, Deserialize)]
struct Header {
    version: u32,
    #[serde(flatten)]
    identity: Identity,
}

/// A line behind the first.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    /// The number of the request, from 1.
    number: usize,
    state: State,
    /// To whom, for readers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    to: String,
    /// When, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    uid: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// In seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
}

impl Line {
    fn new(number: usize, state: State, to: &str) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        Self {
            number: number + 1,
            state,
            to: to.to_owned(),
            time: now.ok().map(|now| now.as_secs()),
            uid: None,
            error: None,
            retry_after: None,
        }
    }
}

/// An open result file, which no other run writes to.
#[derive(Debug)]
pub(super) struct Record {
    file: File,
    name: String,
}

impl Record {
    /// A new file; one that is there is never overwritten.
    pub(super) fn create(path: &Path, identity: Identity) -> Result<Self, Failure> {
        let name = display_name(path);
        let file = OpenOptions::new().append(true).create_new(true).open(path);
        let file = file.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Failure::new(format!(
                "`{name}` is there already: say `--resume {name}` to go on with it, or name another file"
            )),
            _ => unwritable(&name, &error),
        })?;
        let mut record = Self { file, name };
        record.lock()?;
        let version = VERSION;
        record.write(&Header { version, identity })?;
        // The file's name has to be on the disk as well.
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or(Path::new(".")));
        if let Ok(folder) = folder {
            let _ = folder.sync_all();
        }
        Ok(record)
    }

    /// The file of an earlier run of the same messages, and what it says of each.
    pub(super) fn resume(path: &Path, identity: &Identity) -> Result<(Self, Vec<State>), Failure> {
        let name = display_name(path);
        let file = OpenOptions::new().read(true).append(true).open(path);
        let file = file.map_err(|error| unreadable(&name, &error))?;
        let mut record = Self { file, name };
        record.lock()?;
        let Known { states, whole } = record.read(identity)?;
        record
            .mend(whole)
            .map_err(|error| unwritable(&record.name, &error))?;
        Ok((record, states))
    }

    /// Lets the next line begin where the last whole one ends.
    fn mend(&mut self, whole: Whole) -> io::Result<()> {
        // What was being written when the run was cut off is no line.
        self.file.set_len(whole.length)?;
        match whole.has_end {
            true => Ok(()),
            false => self.file.write_all(b"\n"),
        }
    }

    /// The file's name, as the user said it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Notes that a message is about to be sent.
    pub(super) fn begun(&mut self, number: usize, to: &str) -> Result<(), Failure> {
        self.write(&Line::new(number, State::Begun, to))
    }

    /// Notes what became of a message.
    pub(super) fn ended(
        &mut self,
        number: usize,
        to: &str,
        outcome: &Outcome,
    ) -> Result<(), Failure> {
        let error = outcome
            .error()
            .map(|error| templates::failure(error).to_string());
        let line = |state| Line {
            error,
            ..Line::new(number, state, to)
        };
        self.write(&match outcome {
            Outcome::Sent { uid } => Line {
                uid: uid.clone(),
                ..line(State::Sent)
            },
            Outcome::NotSent { retry_after, .. } => Line {
                retry_after: retry_after.map(|pause| pause.as_secs()),
                ..line(State::NotSent)
            },
            Outcome::Unknown { .. } => line(State::Unknown),
        })
    }

    fn lock(&self) -> Result<(), Failure> {
        match self.file.try_lock() {
            Err(TryLockError::WouldBlock) => Err(Failure::new(format!(
                "another run writes to `{}`: wait until it ends",
                self.name
            ))),
            // Some file systems have no locks.
            Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
        }
    }

    /// Writes a line and waits until it is on the disk.
    fn write(&mut self, line: &impl Serialize) -> Result<(), Failure> {
        let mut bytes = serde_json::to_vec(line).expect("strings and numbers can be written");
        bytes.push(b'\n');
        let written = self.file.write_all(&bytes);
        written
            .and_then(|()| self.file.sync_data())
            .map_err(|error| unwritable(&self.name, &error))
    }

    /// What each message's last line says, and what the file's whole lines are.
    fn read(&self, identity: &Identity) -> Result<Known, Failure> {
        let mut lines = Lines::new(&self.file, &self.name);
        let first = lines.next()?.unwrap_or_default();
        let header = serde_json::from_slice(&first).map_err(|_| lines.damaged())?;
        self.compare(&header, identity)?;
        let mut states = vec![State::Open; identity.count];
        while let Some(line) = lines.next()? {
            let line: Line = serde_json::from_slice(&line).map_err(|_| lines.damaged())?;
            let place = line.number.checked_sub(1);
            match place.and_then(|place| states.get_mut(place)) {
                // What was accepted once stays so, whatever a later line says.
                Some(State::Sent) => {}
                Some(state) => *state = line.state,
                None => return Err(lines.damaged()),
            }
        }
        let whole = lines.whole;
        Ok(Known { states, whole })
    }

    fn compare(&self, header: &Header, identity: &Identity) -> Result<(), Failure> {
        let name = &self.name;
        let what = if header.version != VERSION {
            "was written by another version of this program"
        } else if header.identity.message != identity.message {
            "is of another message"
        } else if header.identity != *identity {
            "is of the same message to others"
        } else {
            return Ok(());
        };
        Err(Failure::new(format!(
            "`{name}` {what}: go on with the same message, targets and options, or begin anew with `--result`"
        )))
    }
}

/// What a result file says.
struct Known {
    states: Vec<State>,
    whole: Whole,
}

/// The part of a file that whole lines make.
struct Whole {
    /// In bytes.
    length: u64,
    /// Whether the last of them ends in a line break, which editors are known to take away.
    has_end: bool,
}

/// The whole lines of a file.
struct Lines<'f> {
    file: BufReader<&'f File>,
    name: &'f str,
    count: usize,
    whole: Whole,
}

impl<'f> Lines<'f> {
    fn new(file: &'f File, name: &'f str) -> Self {
        Self {
            file: BufReader::new(file),
            name,
            count: 0,
            whole: Whole {
                length: 0,
                has_end: true,
            },
        }
    }

    /// The next line; none at the end, or where one is cut off.
    fn next(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let mut line = Vec::new();
        let read = self
            .file
            .by_ref()
            .take(LONGEST)
            .read_until(b'\n', &mut line);
        let read = read.map_err(|error| unreadable(self.name, &error))? as u64;
        self.count += 1;
        let has_end = line.last() == Some(&b'\n');
        if !has_end && read == LONGEST {
            return Err(self.damaged());
        }
        if !has_end && serde_json::from_slice::<Line>(&line).is_err() {
            return Ok(None);
        }
        self.whole.has_end = has_end;
        self.whole.length += read;
        Ok(Some(line))
    }

    fn damaged(&self) -> Failure {
        Failure::new(format!(
            "line {} of `{}` is none of a result file: name the file that `--result` wrote",
            self.count, self.name
        ))
    }
}

fn unwritable(name: &str, error: &io::Error) -> Failure {
    Failure::new(format!("cannot write `{name}`: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flockml::message::ChannelId;
    use std::path::PathBuf;
    use tempfile::TempDir;

    fn identity() -> Identity {
        Identity {
            message: "m".to_owned(),
            requests: "r".to_owned(),
            count: 5,
        }
    }

    fn written() -> (TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("results.jsonl");
        let mut record = Record::create(&path, identity()).unwrap();
        let error = || ChannelId::new("x").unwrap_err();
        for (number, outcome) in [
            (
                0,
                Some(Outcome::Sent {
                    uid: Some("1-2".to_owned()),
                }),
            ),
            (
                1,
                Some(Outcome::NotSent {
                    error: error(),
                    retry_after: None,
                }),
            ),
            (2, Some(Outcome::Unknown { error: error() })),
            (3, None),
        ] {
            record.begun(number, "ops").unwrap();
            if let Some(outcome) = outcome {
                record.ended(number, "ops", &outcome).unwrap();
            }
        }
        drop(record);
        (dir, path)
    }

    const READ: [State; 5] = [
        State::Sent,
        State::NotSent,
        State::Unknown,
        State::Begun,
        State::Open,
    ];

    #[test]
    fn what_is_written_is_read() {
        let (_dir, path) = written();
        let (_, states) = Record::resume(&path, &identity()).unwrap();
        assert_eq!(states, READ);
    }

    #[test]
    fn a_file_that_is_cut_anywhere_never_opens_what_was_begun_and_says_nothing_that_was_not() {
        let (_dir, path) = written();
        let whole = std::fs::read(&path).unwrap();
        let header = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        for length in (0..whole.len()).filter(|cut| cut % 9 == 0 || b"{\n".contains(&whole[*cut])) {
            std::fs::write(&path, &whole[..length]).unwrap();
            let resumed = Record::resume(&path, &identity());
            if length < header {
                assert!(resumed.is_err());
                continue;
            }
            let (mut record, states) = resumed.unwrap();
            // Without its line break, a line is whole.
            let lines = whole[..length].split(|byte| *byte == b'\n').count() - 2
                + usize::from(whole[length] == b'\n');
            for (number, state) in states.iter().enumerate() {
                let (begun, ended) = (lines > 2 * number, lines > 2 * number + 1);
                let expected = match (begun, ended) {
                    (false, _) => State::Open,
                    (true, false) => State::Begun,
                    (true, true) => READ[number],
                };
                assert_eq!(*state, expected, "{length}");
            }
            record.begun(4, "ops").unwrap();
            drop(record);
            let (_, states) = Record::resume(&path, &identity()).unwrap();
            assert_eq!(states[4], State::Begun);
        }
    }

    #[test]
    fn no_other_file_is_taken_for_one() {
        let (dir, path) = written();
        let refused =
            |identity: &Identity| Record::resume(&path, identity).unwrap_err().to_string();
        let message = Identity {
            message: "x".to_owned(),
            ..identity()
        };
        assert!(refused(&message).contains("is of another message"));
        let requests = Identity {
            requests: "x".to_owned(),
            ..identity()
        };
        assert!(refused(&requests).contains("the same message to others"));
        let text = std::fs::read_to_string(&path).unwrap();
        for (damage, line) in [
            (String::new(), 1),
            ("{}\n".to_owned(), 1),
            (format!("{text}x\n"), 9),
            (format!("{text}{{\"number\":6,\"state\":\"sent\"}}\n"), 9),
            (format!("{text}{{\"number\":0,\"state\":\"sent\"}}\n"), 9),
            (format!("{text}{}", "x".repeat(100_000)), 9),
        ] {
            std::fs::write(&path, damage).unwrap();
            assert!(
                refused(&identity()).starts_with(&format!("line {line} of")),
                "{}",
                refused(&identity())
            );
        }
        assert!(Record::create(&path, identity()).is_err());
        assert!(Record::resume(&dir.path().join("none"), &identity()).is_err());
    }

    #[test]
    fn no_two_runs_write_to_one_file() {
        let (_dir, path) = written();
        let first = Record::resume(&path, &identity()).unwrap();
        let second = Record::resume(&path, &identity()).unwrap_err();
        assert!(
            second.to_string().starts_with("another run writes"),
            "{second}"
        );
        drop(first);
        assert!(Record::resume(&path, &identity()).is_ok());
    }
}
