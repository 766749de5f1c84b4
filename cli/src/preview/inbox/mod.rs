//! A local Flock: takes messages as Flock does, answers as Flock does, and keeps them to be seen.

mod answer;
mod arrived;
mod detail;
mod fault;
mod flock;
mod given;
mod only;
mod receive;
mod refusal;
mod secrets;
mod store;
mod target;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use tokio::sync::broadcast::Receiver;
use tokio::sync::{Mutex, Semaphore, watch};

#[allow(unused_imports, reason = "the server is built beside it")]
pub(crate) use self::{answer::Cut, fault::FAULTS, fault::Faults, only::only, store::News};

use only::End;
use store::Store;

/// So many messages are looked at at a time, each of which may take some memory for it.
const DESKS: usize = 2;

/// The inbox; clones are the same one.
#[derive(Clone)]
pub(crate) struct Inbox(Arc<Inner>);

struct Inner {
    store: Store,
    faults: Faults,
    desks: Semaphore,
    /// Tells the identifiers of messages apart.
    counter: AtomicU64,
    /// How many requests have no answer yet.
    unanswered: watch::Sender<usize>,
    /// Messages are kept, and printed, one after the other; how many were taken.
    taken: Mutex<u32>,
    lines: Option<Lines>,
}

/// What `--inbox-only` does.
struct Lines {
    /// How many messages it waits for.
    expect: Option<NonZeroU32>,
    end: watch::Sender<End>,
}

impl Inbox {
    /// An inbox for the preview's page.
    pub(crate) fn new(faults: Faults) -> Self {
        Self::with(faults, None)
    }

    /// An inbox that prints what it takes, for [`only`].
    pub(crate) fn printing(faults: Faults, expect: Option<NonZeroU32>) -> Self {
        let end = watch::Sender::new(End::NotYet);
        Self::with(faults, Some(Lines { expect, end }))
    }

    fn with(faults: Faults, lines: Option<Lines>) -> Self {
        Self(Arc::new(Inner {
            store: Store::new(),
            faults,
            desks: Semaphore::new(DESKS),
            counter: AtomicU64::new(0),
            unanswered: watch::Sender::new(0),
            taken: Mutex::new(0),
            lines,
        }))
    }

    /// What happens in it from now on.
    pub(crate) fn subscribe(&self) -> Receiver<News> {
        self.0.store.subscribe()
    }
}

/// What programs use, and what the page does.
pub(crate) fn routes(inbox: Inbox) -> Router {
    Router::new()
        .route("/hooks/sendMessage", any(receive::webhook))
        .route("/hooks/sendMessage/", any(receive::webhook))
        .route("/hooks/sendMessage/{*token}", any(receive::webhook))
        .route("/v1/{method}", any(receive::method))
        .route("/{method}", any(receive::method))
        .route("/api/inbox", get(list).delete(clear))
        .route("/api/inbox/{id}", get(detail))
        .with_state(inbox)
}

async fn list(State(inbox): State<Inbox>) -> Response {
    json(inbox.0.store.list().to_string())
}

async fn clear(State(inbox): State<Inbox>) -> StatusCode {
    inbox.0.store.clear();
    StatusCode::NO_CONTENT
}

async fn detail(State(inbox): State<Inbox>, Path(id): Path<String>) -> Response {
    let found = id.parse().ok().and_then(|id| inbox.0.store.get(id));
    let Some(kept) = found else {
        let said = "there is no such message in the inbox, or no longer\n";
        return (StatusCode::NOT_FOUND, said).into_response();
    };
    // Pictures of large messages take their time, and others are not to wait for it.
    let written = tokio::task::spawn_blocking(move || kept.detail().to_string());
    match written.await {
        Ok(detail) => json(detail),
        Err(_) => {
            let said = "this message cannot be shown\n";
            (StatusCode::INTERNAL_SERVER_ERROR, said).into_response()
        }
    }
}

fn json(text: String) -> Response {
    ([(CONTENT_TYPE, "application/json")], text).into_response()
}
