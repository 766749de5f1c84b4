//! A local Flock: takes messages as Flock does, answers as Flock does, and keeps them to be seen.

mod arrived;
mod detail;
mod fault;
mod flock;
mod given;
mod only;
mod receive;
mod refusal;
mod reply;
mod secrets;
mod spot;
mod store;
mod target;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{any, get};
use tokio::sync::{Mutex, Semaphore, watch};

pub(super) use fault::Faults;
pub(crate) use fault::help as faults_help;
pub(crate) use only::run;

use super::answer;
use super::events::Events;
use only::End;
use store::Store;

/// So many messages are looked at at a time, each of which may take some memory for it.
const DESKS: usize = 2;

/// The inbox; clones are the same one.
#[derive(Clone)]
pub(super) struct Inbox(Arc<Inner>);

struct Inner {
    store: Store,
    faults: Faults,
    desks: Semaphore,
    /// Tells the identifiers of messages apart.
    counter: AtomicU64,
    /// How many requests have no answer yet.
    unanswered: watch::Sender<usize>,
    /// Messages are kept, and printed, one after the other.
    turn: Mutex<()>,
    lines: Option<Lines>,
}

/// What `--inbox-only` does.
struct Lines {
    /// How many messages it waits for.
    expect: Option<NonZeroU32>,
    /// How many it took.
    taken: AtomicU32,
    end: watch::Sender<End>,
}

impl Inbox {
    /// An inbox whose pages hear from `events`.
    pub(super) fn new(faults: Faults, events: Events) -> Self {
        Self::with(faults, events, None)
    }

    /// An inbox that prints what it takes, until there are as many as are expected.
    fn printing(faults: Faults, expect: Option<NonZeroU32>) -> Self {
        let lines = Lines {
            expect,
            taken: AtomicU32::new(0),
            end: watch::Sender::new(End::NotYet),
        };
        Self::with(faults, Events::new(), Some(lines))
    }

    fn with(faults: Faults, events: Events, lines: Option<Lines>) -> Self {
        Self(Arc::new(Inner {
            store: Store::new(events),
            faults,
            desks: Semaphore::new(DESKS),
            counter: AtomicU64::new(0),
            unanswered: watch::Sender::new(0),
            turn: Mutex::default(),
            lines,
        }))
    }
}

/// What programs use, and what the page does.
pub(super) fn routes(inbox: Inbox) -> Router {
    Router::new()
        .route("/hooks/sendMessage", any(receive::webhook))
        .route("/hooks/sendMessage/", any(receive::webhook))
        .route("/hooks/sendMessage/{*token}", any(receive::webhook))
        .route("/v1/{method}", any(receive::method))
        .route("/{method}", any(receive::method_or_file))
        .route("/api/inbox", get(list).delete(clear))
        .route("/api/inbox/{id}", get(detail))
        .with_state(inbox)
}

async fn list(State(inbox): State<Inbox>) -> Response {
    answer::json_text(inbox.0.store.list().to_string())
}

async fn clear(State(inbox): State<Inbox>) -> StatusCode {
    inbox.0.store.clear();
    StatusCode::NO_CONTENT
}

async fn detail(State(inbox): State<Inbox>, Path(id): Path<String>) -> Response {
    let found = id.parse().ok().and_then(|id| inbox.0.store.get(id));
    let Some(kept) = found else {
        let said = "there is no such message in the inbox, or no longer";
        return answer::refuse(StatusCode::NOT_FOUND, said);
    };
    // The picture of a large message takes its time, and others are not to wait for it.
    let written = tokio::task::spawn_blocking(move || kept.detail().to_string());
    written.await.map_or_else(
        |_| {
            let said = "the preview failed at this message; please report it";
            answer::refuse(StatusCode::INTERNAL_SERVER_ERROR, said)
        },
        answer::json_text,
    )
}
