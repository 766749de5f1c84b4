//! Takes requests: reads, judges, keeps and answers them.

use std::future::pending;
use std::sync::atomic::Ordering;

use axum::body::{Bytes, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::Method as Verb;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use flockml::client::Code;
use flockml::client::method::Method;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Inbox;
use super::arrived::Arrived;
use super::detail;
use super::fault::Fault;
use super::flock::{self, SEND};
use super::given::Parameters;
use super::refusal::Refusal;
use super::reply::{self, Reply, Unanswered};
use super::store::{Kept, Row};
use super::target::Target;
use crate::preview::routes::file;
use crate::preview::serve::Hangup;
use crate::report;

/// How many bytes a request has at most.
const MOST_BYTES: usize = 1 << 20;
/// How many messages `chat.fetchMessages` gives at most.
const MOST_FETCHED: usize = 25;

/// A message to a webhook.
pub(super) async fn webhook(State(inbox): State<Inbox>, request: Request) -> Response {
    inbox.receive(Target::Webhook, request).await
}

/// A call of a method.
pub(super) async fn method(
    State(inbox): State<Inbox>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    inbox.receive(Target::Method(name), request).await
}

/// The same by a path that may be one of the page's files.
pub(super) async fn method_or_file(
    State(inbox): State<Inbox>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let is_read = matches!(*request.method(), Verb::GET | Verb::HEAD);
    match is_read && flock::method(&name).is_err() {
        true => file(request.method().clone(), request.uri().clone()).await,
        false => inbox.receive(Target::Method(name), request).await,
    }
}

/// What became of a request.
struct Judged {
    answer: Reply,
    /// None where no message was meant.
    kept: Option<Box<Kept>>,
    is_taken: bool,
}

impl Inbox {
    async fn receive(self, target: Target, request: Request) -> Response {
        let unanswered = Unanswered::new(&self.0.unanswered);
        let hangup = request.extensions().get::<Hangup>().cloned();
        let reply = match self.has_ended() {
            true => closed(),
            false => self.clone().attend(target, request).await,
        };
        tokio::time::sleep(reply.pause).await;
        if let (None, Some(hangup)) = (reply.status, hangup) {
            hangup.hang_up(reply.end);
            return pending().await;
        }
        let mut response = reply.into_response();
        if self.has_ended() {
            reply::last(&mut response);
        }
        unanswered.until_sent(&mut response);
        response
    }

    async fn attend(self, target: Target, request: Request) -> Reply {
        let (parts, body) = request.into_parts();
        let Ok(bytes) = to_bytes(body, MOST_BYTES).await else {
            let said = "the request has more than 1 MiB, or ends before its body does";
            let refusal = Refusal::new(Code::InvalidRequestData, said);
            return Reply::json(413, refusal.body());
        };
        let fault = self.0.faults.take();
        // A message that has come is kept, even if its sender does not wait for the answer.
        let kept = tokio::spawn(async move {
            let inbox = self.clone();
            let _desk = self.0.desks.acquire().await;
            let judged =
                tokio::task::spawn_blocking(move || inbox.judge(&parts, &bytes, &target, fault));
            match judged.await {
                Ok(judged) => self.keep(judged).await,
                Err(_) => failed(),
            }
        });
        kept.await.unwrap_or_else(|_| failed())
    }

    /// Reads a request and decides on its answer.
    fn judge(
        &self,
        parts: &Parts,
        bytes: &Bytes,
        target: &Target,
        fault: Option<(Fault, String)>,
    ) -> Judged {
        let known = match target {
            Target::Webhook => flock::method(SEND),
            Target::Method(name) => flock::method(name),
        };
        // What is meant for a method that does not exist is probably a message.
        let method = known.as_ref().copied().or_else(|_| flock::method(SEND));
        let Ok(method) = method else {
            return Judged {
                answer: failed(),
                kept: None,
                is_taken: false,
            };
        };
        let arrived = Arrived::read(parts, bytes, target, method);
        let uid = self.uid();
        let answer = known
            .and_then(|_| self.answer(parts, &arrived, target, method, &uid))
            .unwrap_or_else(Reply::from);
        let is_good = answer.status == Some(200);
        let (answer, takes) = match &fault {
            Some((fault, _)) => (answer.after(*fault), fault.takes_the_message()),
            None => (answer, true),
        };
        let is_taken = is_good && takes;
        // Who only looks means no message.
        let looks = matches!(parts.method, Verb::GET | Verb::HEAD | Verb::OPTIONS);
        let is_message = method.name == SEND && (!looks || is_good);
        Judged {
            kept: is_message.then(|| {
                let uid = is_taken.then_some(uid);
                Box::new(kept(arrived, &answer, fault, uid))
            }),
            is_taken: is_taken && is_message,
            answer,
        }
    }

    fn answer(
        &self,
        parts: &Parts,
        arrived: &Arrived,
        target: &Target,
        method: &Method,
        uid: &str,
    ) -> Result<Reply, Refusal> {
        let is_webhook = *target == Target::Webhook;
        match parts.method {
            Verb::POST => {}
            Verb::GET if !is_webhook => {}
            _ => {
                let verbs = if is_webhook { "POST" } else { "GET or POST" };
                let said = format!("use {verbs}");
                return Err(Refusal::new(Code::HTTPMethodNotAllowed, said));
            }
        }
        if is_webhook && !flock::has_token(parts.uri.path()) {
            let said = "there is no token in the webhook's address";
            return Err(Refusal::new(Code::InvalidToken, said));
        }
        let parameters = arrived.parameters.as_ref().map_err(Clone::clone)?;
        match is_webhook {
            true => flock::check_webhook(parameters)?,
            false => flock::check_call(method, parameters)?,
        }
        Ok(Reply::done(&match method.name {
            SEND => json!({"uid": uid}),
            "chat.fetchMessages" => self.fetch(parameters),
            _ => flock::answer(method, parameters),
        }))
    }

    /// An identifier as Flock gives them.
    fn uid(&self) -> String {
        let number = self.0.counter.fetch_add(1, Ordering::Relaxed);
        let now = Timestamp::now().as_millisecond();
        let digit = |by: u64| char::from_digit((number / by % 36) as u32, 36).unwrap_or('0');
        let word: String = [36 * 36, 36, 1].map(digit).into_iter().collect();
        format!("{now}-{word}-m{:03}", number / (36 * 36 * 36) % 1000)
    }

    /// The messages in the inbox that were asked for.
    fn fetch(&self, parameters: &Parameters) -> Value {
        let uids: Vec<&str> = match parameters.get("uids") {
            Some(Value::Array(uids)) => uids.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(uids)) => uids.split(',').map(str::trim).collect(),
            _ => Vec::new(),
        };
        let found = uids.into_iter().take(MOST_FETCHED);
        let found = found.filter_map(|uid| self.0.store.find(uid)?.received(&parameters["chat"]));
        Value::Array(found.collect())
    }

    /// Keeps what came, prints it if that is asked for, and says what to answer.
    async fn keep(&self, judged: Judged) -> Reply {
        let Some(kept) = judged.kept else {
            return judged.answer;
        };
        let _turn = self.0.turn.lock().await;
        if self.has_ended() {
            return closed();
        }
        let kept = self.0.store.add(*kept);
        self.print(&kept, judged.is_taken).await;
        judged.answer
    }
}

fn kept(
    arrived: Arrived,
    answer: &Reply,
    fault: Option<(Fault, String)>,
    uid: Option<String>,
) -> Kept {
    let message = arrived.message.as_ref();
    let found = detail::check(arrived.is_json, &arrived.shown.body, message);
    let findings = found.as_ref().map(report::values).unwrap_or_default();
    let list = found.map(|found| found.list).unwrap_or_default();
    Kept {
        row: Row {
            id: 0,
            at: format!("{:.3}", Timestamp::now()),
            method: arrived.name,
            to: detail::to(message),
            summary: detail::summary(message),
            status: answer.status,
            fault: fault.map(|(_, word)| word),
            errors: list.errors(),
            warnings: list.found.len() - list.errors(),
        },
        uid,
        message: message.map(Value::to_string),
        findings: Value::from(findings).to_string(),
        shown: arrived.shown,
        answer: answer.body.clone(),
    }
}

/// The answer to a message after the last.
fn closed() -> Reply {
    let said = "the inbox has all the messages that it waited for";
    Refusal::new(Code::ServiceUnavailable, said).into()
}

fn failed() -> Reply {
    let said = "the inbox cannot read this";
    Refusal::new(Code::InternalServerError, said).into()
}
