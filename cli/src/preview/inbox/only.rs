//! `--inbox-only`: a line of JSON for each message, until there are enough.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::any;

use super::store::Kept;
use super::{Faults, Inbox, Lines};
use crate::exit::{Exit, Failure};
use crate::preview::{self, answer, routes, serve};
use crate::{args, output, report};

/// Why an inbox takes no more messages.
#[derive(Debug, Clone)]
pub(super) enum End {
    /// It takes them.
    NotYet,
    /// There are as many as it waited for.
    Enough,
    /// Nobody reads its lines any longer.
    Unread,
    /// Its lines cannot be written.
    Failed(String),
}

impl Inbox {
    /// Whether no more messages are taken.
    pub(super) fn has_ended(&self) -> bool {
        let lines = self.0.lines.as_ref();
        lines.is_some_and(|lines| !matches!(*lines.end.borrow(), End::NotYet))
    }

    /// Prints a message, and counts it if it was taken.
    pub(super) async fn print(&self, kept: &Arc<Kept>, is_taken: bool) {
        let Some(lines) = &self.0.lines else {
            return;
        };
        let more = u32::from(is_taken);
        let taken = lines.taken.fetch_add(more, Ordering::Relaxed) + more;
        let kept = Arc::clone(kept);
        // Whoever reads the lines may be slow.
        let printed = tokio::task::spawn_blocking(move || output::print_line(&kept.line()));
        let end = match printed.await {
            Ok(Err(failure)) => End::Failed(failure.to_string()),
            Err(_) => End::Failed("a message cannot be written".to_owned()),
            Ok(Ok(())) if output::is_unread() => End::Unread,
            Ok(Ok(())) if lines.expect.is_some_and(|expect| taken >= expect.get()) => End::Enough,
            Ok(Ok(())) => return,
        };
        lines.end.send_replace(end);
    }
}

/// Takes messages and prints them, until there are enough or the user ends it.
pub(crate) fn run(args: &args::Preview) -> Result<Exit, Failure> {
    let inbox = Inbox::printing(Faults::of(args)?, args.expect.and_then(NonZeroU32::new));
    let bound = serve::bind(args.port)?;
    let port = bound.port;
    output::complain(&format!("receiving messages at http://127.0.0.1:{port}/"));
    let messages = super::routes(inbox.clone()).route("/", any(no_page));
    let app = routes::guarded(messages, port);
    preview::block_on(async move {
        tokio::select! {
            served = serve::serve(bound, app) => {
                served.map_err(preview::failed)?;
                Ok(Exit::Fine)
            }
            ended = only(&inbox, args.timeout) => ended,
        }
    })
}

/// The page would ask for templates that are not there.
async fn no_page() -> Response {
    let said = "there is no page with `--inbox-only`: send messages to `/hooks/sendMessage/TOKEN` \
                or `/v1/chat.sendMessage`";
    answer::refuse(StatusCode::NOT_FOUND, said)
}

/// Waits until an inbox that prints has ended and everybody has an answer.
async fn only(inbox: &Inbox, timeout: Option<Duration>) -> Result<Exit, Failure> {
    let Some(lines) = &inbox.0.lines else {
        return Ok(Exit::Fine);
    };
    let mut end = lines.end.subscribe();
    let ended = end.wait_for(|end| !matches!(end, End::NotYet));
    let ended = match timeout {
        Some(timeout) => match tokio::time::timeout(timeout, ended).await {
            Ok(ended) => ended,
            Err(_) => return Ok(lines.too_late(timeout)),
        },
        None => ended.await,
    };
    let end = ended.map_or(End::Enough, |end| end.clone());
    let mut unanswered = inbox.0.unanswered.subscribe();
    // The sender lives as long as the inbox does.
    let _ = unanswered.wait_for(|count| *count == 0).await;
    match end {
        End::Failed(why) => Err(Failure::new(why)),
        End::NotYet | End::Enough | End::Unread => Ok(Exit::Fine),
    }
}

impl Lines {
    /// Says that time is up.
    fn too_late(&self, timeout: Duration) -> Exit {
        let expect = self.expect.map_or(0, NonZeroU32::get);
        let taken = match self.taken.load(Ordering::Relaxed) {
            0 => "none was".to_owned(),
            1 => "1 was".to_owned(),
            taken => format!("{taken} were"),
        };
        let within = match timeout.subsec_nanos() {
            0 => report::seconds(timeout),
            _ => format!("{} seconds", timeout.as_secs_f64()),
        };
        let were = if expect == 1 { "was" } else { "were" };
        let messages = report::plural(expect as usize, "message");
        output::complain(&format!(
            "error: {messages} {were} expected within {within}, and {taken} taken"
        ));
        Exit::Findings
    }
}
