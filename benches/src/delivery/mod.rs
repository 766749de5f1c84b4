//! What a delivery costs beside its transport, and the transports beside the bare clients.

mod memory;
mod server;

use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use flockml::client::{
    AsyncTransport, Failure, Outcome, Request, Reqwest, Response, Transport, Ureq, Webhook,
    WebhookUrl,
};
use flockml::message::Message;
use tokio::runtime::Runtime;

use crate::markup::ours_of;
use crate::measure::{Case, work};
use crate::workload::digests;

pub(crate) use memory::memory;

/// What a delivery may cost beside its transport.
const MOST: Duration = Duration::from_micros(5);
/// As much as 0.9 of the bare client's throughput.
const THROUGHPUT: f64 = 1.0 / 0.9;
const AT_A_TIME: usize = 32;
const EACH: usize = 40;
const TIMEOUT: Duration = Duration::from_secs(15);
const PATH: &str = "/hooks/sendMessage/8cb4d06e-b8a5-4a0e-9f0e-3a3ba3a47a51";

/// A transport that does nothing but answer.
struct Nothing;

fn accepted() -> Result<Response, Failure> {
    let body = server::ANSWER.as_bytes().to_vec();
    Ok(Response::new(http::Response::new(body)))
}

impl Transport for Nothing {
    fn send(&self, _: &Request, _: Duration) -> Result<Response, Failure> {
        accepted()
    }
}

impl AsyncTransport for Nothing {
    async fn send(&self, _: &Request, _: Duration) -> Result<Response, Failure> {
        accepted()
    }

    async fn sleep(&self, _: Duration) {}
}

fn hook(base: &str) -> Webhook {
    Webhook::new(WebhookUrl::new(format!("{base}{PATH}")).expect("an address"))
}

/// An alert of about 470 bytes of markup.
fn message() -> Message {
    let [(_, digest), ..] = digests();
    Message::new(ours_of(&digest))
}

fn assert_sent(outcome: Outcome) {
    assert!(outcome.is_sent(), "{outcome:?}");
}

/// From a message to its outcome on a transport that does nothing, which is included.
pub(crate) fn cases() -> Vec<Case> {
    let case = |name: &str, ours| Case {
        name: name.to_owned(),
        peer: "5 µs",
        target: Some(1.0),
        ours,
        theirs: work(|| spin(MOST)),
    };
    let (blocking, waiting) = (hook("https://api.flock.com"), hook("https://api.flock.com"));
    let (first, second) = (message(), message());
    vec![
        case(
            "delivery/overhead",
            work(move || assert_sent(blocking.send(&Nothing, &first))),
        ),
        case(
            "delivery/overhead, async",
            work(move || assert_sent(at_once(waiting.send_async(&Nothing, &second)))),
        ),
    ]
}

fn spin(time: Duration) {
    let start = Instant::now();
    while start.elapsed() < time {
        std::hint::spin_loop();
    }
}

fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("nothing is waited for"),
    }
}

/// The transports on loopback, many at a time.
pub(crate) fn on_loopback() -> Vec<Case> {
    let base = Rc::new(server::start());
    vec![by_ureq(&base), by_reqwest(&base)]
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .proxy(None)
        .max_idle_connections(AT_A_TIME)
        .max_idle_connections_per_host(AT_A_TIME);
    config.build().new_agent()
}

fn by_ureq(base: &str) -> Case {
    let (hook, message) = (hook(base), message());
    let transport = Ureq::new(agent());
    let request = hook.request(&message).expect("it says something");
    let bare = agent();
    let same = message.clone();
    Case {
        name: format!("delivery/{} by ureq, {AT_A_TIME} threads", AT_A_TIME * EACH),
        peer: "ureq",
        target: Some(THROUGHPUT),
        ours: work(move || on_threads(&|| assert_sent(hook.send(&transport, &message)))),
        theirs: work(move || on_threads(&|| bare_ureq(&bare, request.http(), &same))),
    }
}

fn on_threads(send: &(dyn Fn() + Sync)) {
    thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| (0..EACH).for_each(|_| send()));
        }
    });
}

/// What somebody writes who posts messages by hand, with a limit of time.
fn bare_ureq(agent: &ureq::Agent, request: &http::Request<Vec<u8>>, message: &Message) {
    let mut post = agent.post(request.uri());
    for (name, value) in request.headers() {
        post = post.header(name, value);
    }
    let post = post.config().timeout_global(Some(TIMEOUT)).build();
    let mut answer = post.send(message.to_json()).expect("the server answers");
    let body = answer.body_mut().read_to_vec().expect("it answers all");
    assert_eq!(body, server::ANSWER.as_bytes());
}

fn by_reqwest(base: &str) -> Case {
    let (hook, message) = (hook(base), message());
    let settings = || reqwest::Client::builder().no_proxy();
    let transport = Reqwest::new(settings()).expect("the settings are good");
    let request = hook.request(&message).expect("it says something");
    let bare = settings().build().expect("the settings are good");
    let ours = Rc::new(Runtime::new().expect("a runtime"));
    let theirs = Rc::clone(&ours);
    let (hook, message, transport) = (leak(hook), leak(message), leak(transport));
    let (bare, request) = (leak(bare), leak(request));
    Case {
        name: format!(
            "delivery/{} by reqwest, {AT_A_TIME} tasks",
            AT_A_TIME * EACH
        ),
        peer: "reqwest",
        target: Some(THROUGHPUT),
        ours: work(move || {
            in_tasks(&ours, || async {
                assert_sent(hook.send_async(transport, message).await)
            });
        }),
        theirs: work(move || in_tasks(&theirs, || bare_reqwest(bare, request.http(), message))),
    }
}

/// For tasks, which may outlive who starts them.
fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn in_tasks<F>(runtime: &Runtime, send: impl Fn() -> F + Copy + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    let task = move || async move {
        for _ in 0..EACH {
            send().await;
        }
    };
    let tasks: Vec<_> = (0..AT_A_TIME).map(|_| runtime.spawn(task())).collect();
    runtime.block_on(async {
        for task in tasks {
            task.await.expect("no task panics");
        }
    });
}

async fn bare_reqwest(
    client: &reqwest::Client,
    request: &http::Request<Vec<u8>>,
    message: &Message,
) {
    let post = client
        .post(request.uri().to_string())
        .headers(request.headers().clone())
        .timeout(TIMEOUT)
        .body(message.to_json());
    let answer = post.send().await.expect("the server answers");
    let body = answer.bytes().await.expect("it answers all");
    assert_eq!(body, server::ANSWER.as_bytes());
}
