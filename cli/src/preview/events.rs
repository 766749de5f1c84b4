//! What happens, told to every page that is open.

use std::convert::Infallible;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::Stream;
use futures_util::stream;
use serde_json::Value;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{Receiver, Sender, channel};

use super::answer;

/// More pages than this are not told.
const MOST_PAGES: usize = 64;
/// A page that is so many events behind is told to look at everything again.
const MOST_BEHIND: usize = 256;

/// Tells pages what happens.
#[derive(Debug, Clone)]
pub(crate) struct Events(Sender<Arc<Happened>>);

#[derive(Debug)]
struct Happened {
    name: &'static str,
    data: String,
}

impl Events {
    pub(crate) fn new() -> Self {
        Self(channel(MOST_BEHIND).0)
    }

    /// Tells every page.
    pub(crate) fn tell(&self, name: &'static str, data: &Value) {
        let data = data.to_string();
        // Where no page is open there is nobody to tell.
        let _ = self.0.send(Arc::new(Happened { name, data }));
    }

    /// Everything from here on, for one page; `now` is what to tell one that has missed something.
    pub(super) fn stream(&self, now: impl Fn() -> Value + Send + 'static) -> Response {
        if self.0.receiver_count() >= MOST_PAGES {
            let said = format!("{MOST_PAGES} pages are open already: close some of them");
            return answer::refuse(StatusCode::SERVICE_UNAVAILABLE, &said);
        }
        let events = following(self.0.subscribe(), now);
        let alive = KeepAlive::default();
        Sse::new(events).keep_alive(alive).into_response()
    }
}

fn following(
    events: Receiver<Arc<Happened>>,
    now: impl Fn() -> Value + Send + 'static,
) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold((events, now), |(mut events, now)| async move {
        let event = match events.recv().await {
            Ok(happened) => Event::default().event(happened.name).data(&happened.data),
            Err(RecvError::Lagged(_)) => Event::default().event("changed").data(now().to_string()),
            Err(RecvError::Closed) => return None,
        };
        Some((Ok(event), (events, now)))
    })
}
