//! The messages that came, as many as are kept.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::{Value, json};

use super::arrived::Shown;
use crate::preview::events::Events;

/// How many messages are kept.
pub(super) const MOST: usize = 1_000;
/// How many bytes they have together.
const MOST_BYTES: usize = 64 << 20;

/// What a list says of a message.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    pub(super) id: u64,
    pub(super) at: String,
    pub(super) method: String,
    pub(super) to: Option<String>,
    pub(super) summary: String,
    /// None where there is no answer.
    pub(super) status: Option<u16>,
    pub(super) fault: Option<String>,
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

/// A message.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) row: Row,
    /// What Flock calls it, if it was taken.
    pub(super) uid: Option<String>,
    pub(super) shown: Shown,
    /// The message as JSON: a text, since that takes the least room.
    pub(super) message: Option<String>,
    /// The findings, the same way.
    pub(super) findings: String,
    /// What was answered.
    pub(super) answer: String,
}

impl Kept {
    fn bytes(&self) -> usize {
        let headers = self.shown.headers.iter();
        let headers: usize = headers
            .map(|(name, value)| name.len() + value.len() + 64)
            .sum();
        let message = self.message.as_ref().map_or(0, String::len);
        let shown = self.shown.line.len() + self.shown.body.len() + self.answer.len();
        headers + message + shown + self.findings.len() + 1024
    }
}

/// The messages that came.
#[derive(Debug)]
pub(super) struct Store {
    state: Mutex<State>,
    events: Events,
}

#[derive(Debug, Default)]
struct State {
    /// Oldest first.
    kept: VecDeque<Arc<Kept>>,
    bytes: usize,
    dropped: u64,
    last: u64,
}

impl Store {
    /// Will tell `events` what comes.
    pub(super) fn new(events: Events) -> Self {
        Self {
            state: Mutex::default(),
            events,
        }
    }

    /// Keeps a message, numbers it, and tells whoever listens.
    pub(super) fn add(&self, mut kept: Kept) -> Arc<Kept> {
        let mut state = self.lock();
        state.last += 1;
        kept.row.id = state.last;
        let kept = Arc::new(kept);
        state.keep(Arc::clone(&kept));
        self.events.tell("received", &json!(kept.row));
        kept
    }

    /// All that are kept, newest first.
    pub(super) fn list(&self) -> Value {
        let state = self.lock();
        let rows: Vec<&Row> = state.kept.iter().rev().map(|kept| &kept.row).collect();
        json!({"messages": rows, "dropped": state.dropped})
    }

    /// The message of this number, if it is kept.
    pub(super) fn get(&self, id: u64) -> Option<Arc<Kept>> {
        let state = self.lock();
        let found = state.kept.binary_search_by_key(&id, |kept| kept.row.id);
        found.ok().map(|index| Arc::clone(&state.kept[index]))
    }

    /// The message that Flock calls so, if it is kept.
    pub(super) fn find(&self, uid: &str) -> Option<Arc<Kept>> {
        let state = self.lock();
        let found = state
            .kept
            .iter()
            .find(|kept| kept.uid.as_deref() == Some(uid));
        found.map(Arc::clone)
    }

    /// Forgets all.
    pub(super) fn clear(&self) {
        let mut state = self.lock();
        *state = State {
            last: state.last,
            ..State::default()
        };
        self.events.tell("cleared", &json!({}));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn keep(&mut self, kept: Arc<Kept>) {
        self.bytes += kept.bytes();
        self.kept.push_back(kept);
        while self.kept.len() > MOST || (self.bytes > MOST_BYTES && self.kept.len() > 1) {
            if let Some(oldest) = self.kept.pop_front() {
                self.bytes -= oldest.bytes();
                self.dropped += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(body: usize) -> Kept {
        Kept {
            row: Row {
                id: 0,
                at: String::new(),
                method: "webhook".to_owned(),
                to: None,
                summary: String::new(),
                status: Some(200),
                fault: None,
                errors: 0,
                warnings: 0,
            },
            uid: None,
            shown: Shown {
                line: String::new(),
                headers: Vec::new(),
                body: "x".repeat(body),
            },
            message: None,
            findings: "[]".to_owned(),
            answer: String::new(),
        }
    }

    fn ids(store: &Store) -> (Vec<u64>, u64) {
        let list = store.list();
        let rows = list["messages"].as_array().unwrap().iter();
        let ids = rows.map(|row| row["id"].as_u64().unwrap()).collect();
        (ids, list["dropped"].as_u64().unwrap())
    }

    #[test]
    fn the_newest_are_kept_and_the_others_counted() {
        let store = Store::new(Events::new());
        for _ in 0..MOST + 5 {
            store.add(kept(1));
        }
        let newest_first: Vec<u64> = (6..=MOST as u64 + 5).rev().collect();
        assert_eq!(ids(&store), (newest_first, 5));
        assert!(store.get(5).is_none());
        assert_eq!(store.get(6).unwrap().row.id, 6);
        store.clear();
        assert_eq!(ids(&store), (Vec::new(), 0));
        assert_eq!(store.add(kept(1)).row.id, MOST as u64 + 6);
    }

    #[test]
    fn large_messages_make_room_for_each_other() {
        let store = Store::new(Events::new());
        for _ in 0..10 {
            store.add(kept(MOST_BYTES / 4));
        }
        assert_eq!(ids(&store), (vec![10, 9, 8], 7));
        // The newest is kept whatever its size.
        store.add(kept(MOST_BYTES * 2));
        assert_eq!(ids(&store), (vec![11], 10));
        store.add(kept(1));
        assert_eq!(ids(&store), (vec![12], 11));
    }
}
