//! Secrets are planted, everything goes wrong, and nothing that can be printed has one in it.

#![cfg(all(
    feature = "event",
    feature = "flowdock",
    feature = "reqwest",
    feature = "tracing",
    feature = "ureq"
))]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod loopback;

use std::error::Error as StdError;
use std::fmt::Debug;
use std::io;
use std::ops::Range;
use std::panic::catch_unwind;
use std::sync::Mutex;
use std::time::Duration;

use flockml::Error;
use flockml::client::{
    AsyncTransport, BaseUrl, Bot, Circuit, Conclusion, Delivery, Encoding, Failure, Happened,
    Outcome, Policy, RawCall, Recorder, Request, Reqwest, Response, Retry, Step, Token, Transport,
    Ureq, User, Webhook, WebhookUrl,
};
use flockml::event::{AppSecret, OutgoingHook, Verifier, WebhookToken};
use flockml::flowdock::{Activity, Author, FlowToken, Source, ThreadId};
use flockml::message::{Address, Message, UserId};
use loopback::faults::{Fault, faults, text};
use loopback::{Answer, Closed, Conduct, Server};
use tokio::runtime::{Builder, Runtime};

/// A part of every secret that looks the same however it is spelled.
const CORE: &str = "5ecre7";
const TOKEN: &str = r#"5ecre7-"\é+&=%2F/5ecre7"#;
/// The end of a webhook's address, as it is written and as others may decode it.
const HOOK: &str = "/hooks/sendMessage/5ecre7%2fb-%C3%A9+5ecre7";
const HOOK_DECODED: &str = "5ecre7/b-é+5ecre7";
/// A webhook of something between us and Flock.
const RELAY: &str = "/in/5ecre7/flock?key=5ecre7-5ecre7";
const PATIENCE: Duration = Duration::from_millis(150);

/// What was printed, and where.
#[derive(Default)]
struct Printed(Vec<(String, String)>);

impl Printed {
    fn add(&mut self, what: impl Into<String>, text: impl ToString) {
        self.0.push((what.into(), text.to_string()));
    }

    fn debug(&mut self, what: &str, value: &impl Debug) {
        self.add(what, format!("{value:?}"));
        self.add(what, format!("{value:#?}"));
    }

    fn error(&mut self, what: &str, error: &Error) {
        self.debug(what, error);
        let mut next: Option<&dyn StdError> = Some(error);
        while let Some(error) = next {
            self.add(what, error);
            self.add(what, format!("{error:?}"));
            next = error.source();
        }
    }

    fn outcome(&mut self, what: &str, outcome: &Outcome) {
        self.debug(what, outcome);
        if let Some(error) = outcome.error() {
            self.error(what, error);
        }
    }

    #[track_caller]
    fn assert_clean(&self) {
        assert!(!self.0.is_empty());
        let mut told: Vec<_> = self
            .0
            .iter()
            .filter(|(_, text)| text.contains(CORE))
            .collect();
        told.sort_by_key(|(_, text)| text.len());
        let shown = &told[..told.len().min(8)];
        assert!(
            told.is_empty(),
            "{} texts tell a secret: {shown:#?}",
            told.len()
        );
    }
}

/// Everything that is logged, by tracing and by log.
static LOGGED: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Logged;

impl io::Write for Logged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOGGED.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl log::Log for Logged {
    /// All, but for what ureq logs at `trace`: `docs/delivery.md` says why.
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        !(metadata.target().starts_with("ureq") && metadata.level() == log::Level::Trace)
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            let line = format!("{} {} {}\n", record.level(), record.target(), record.args());
            LOGGED.lock().unwrap().extend_from_slice(line.as_bytes());
        }
    }

    fn flush(&self) {}
}

fn listen() {
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(|| Logged)
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    log::set_logger(&Logged).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
}

/// Every client, each with a secret of its own kind.
struct Clients {
    hooks: Vec<Webhook>,
    bot: Bot,
    user: User,
    flowdock: Source,
}

fn ada() -> UserId {
    UserId::new("u:ada").unwrap()
}

fn activity() -> Activity {
    let thread = ThreadId::external("db-1").unwrap();
    Activity::from_message(&Message::text(text(0)), thread, Author::new("Monitoring")).entry
}

impl Clients {
    /// Clients of the server that is at `url` and a path.
    fn at(url: &dyn Fn(&str) -> String) -> Self {
        let retry = Retry::default()
            .attempts(2)
            .timeout(PATIENCE)
            .base(Duration::ZERO);
        let policy = Policy::default().retry(retry).circuit(Circuit::never());
        let hook = |path| Webhook::new(WebhookUrl::new(url(path)).unwrap()).policy(policy.clone());
        let token = || Token::new(TOKEN).unwrap();
        let base = BaseUrl::new(url("/v1")).unwrap();
        let flowdock = Source::new(FlowToken::new(TOKEN).unwrap());
        Self {
            hooks: vec![hook(HOOK), hook(RELAY)],
            bot: Bot::new(token()).base(base.clone()).policy(policy.clone()),
            user: User::new(token())
                .base(base)
                .policy(policy.clone())
                .encoding(Encoding::Form),
            flowdock: flowdock.base_url(url("/")).unwrap().policy(policy.clone()),
        }
    }

    fn deliveries(&self) -> Vec<Delivery> {
        let message = Message::text(text(0));
        let ada = Address::user(ada());
        let mut all: Vec<_> = self
            .hooks
            .iter()
            .map(|hook| hook.delivery(&message).unwrap())
            .collect();
        all.push(self.bot.delivery(&message, &ada).unwrap());
        all.push(self.user.delivery(&message, &ada).unwrap());
        all.push(self.flowdock.delivery(&activity()).unwrap());
        all
    }
}

/// Both transports, with a runtime for the one that needs it.
struct Transports {
    ureq: Ureq,
    reqwest: Reqwest,
    runtime: Runtime,
}

impl Transports {
    fn new() -> Self {
        let config = ureq::Agent::config_builder().proxy(None).build();
        let settings = reqwest::Client::builder()
            .no_proxy()
            .connection_verbose(true);
        Self {
            ureq: Ureq::new(config.new_agent()),
            reqwest: Reqwest::new(settings).unwrap(),
            runtime: Builder::new_current_thread().enable_all().build().unwrap(),
        }
    }

    fn send(&self, request: &Request, by_ureq: bool) -> Result<Response, Failure> {
        if by_ureq {
            return Transport::send(&self.ureq, request, PATIENCE);
        }
        let sending = async { AsyncTransport::send(&self.reqwest, request, PATIENCE).await };
        self.runtime.block_on(sending)
    }

    /// Delivers, and prints whatever there is to see on the way.
    fn deliver(&self, mut delivery: Delivery, by_ureq: bool, what: &str, printed: &mut Printed) {
        printed.debug(what, delivery.request());
        printed.add(what, delivery.request().redacted());
        let mut happened = Happened::Started;
        let conclusion = loop {
            printed.debug(what, &delivery);
            printed.debug(what, &happened);
            if let Happened::Failed(failure) = &happened {
                printed.add(what, failure);
                printed.add(
                    what,
                    format!("{:?}", failure.source().map(ToString::to_string)),
                );
            }
            let step = delivery.step(happened, std::time::Instant::now());
            printed.debug(what, &step);
            happened = match step {
                Step::Send { .. } => self.send(delivery.request(), by_ureq).into(),
                Step::Wait(_) => Happened::Waited,
                Step::Done(conclusion) => break conclusion,
            };
        };
        printed.debug(what, &conclusion);
        if let Conclusion::NotSent { error, .. } | Conclusion::Unknown { error } = &conclusion {
            printed.error(what, error);
        }
        printed.outcome(what, &Source::outcome(conclusion));
    }
}

/// A secret in all the ways in which a server might say it back.
fn spellings(secret: &str) -> Vec<String> {
    let percent = |digits: fn(u8) -> String| -> String {
        let spell = |byte: u8| match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            byte => digits(byte),
        };
        secret.bytes().map(spell).collect()
    };
    vec![
        secret.to_owned(),
        percent(|byte| format!("%{byte:02X}")),
        percent(|byte| format!("%{byte:02x}")),
    ]
}

/// Servers that say a secret back, in answers of every kind, to the clients that have it.
fn echoes() -> Vec<(Fault, Range<usize>)> {
    let secrets: [(&[&str], _); 3] = [
        (&[&HOOK[19..], HOOK_DECODED], 0..1),
        (&[&RELAY[1..], "5ecre7-5ecre7"], 1..2),
        (&[TOKEN], 2..5),
    ];
    let mut all = Vec::new();
    for (texts, clients) in secrets {
        let mut said: Vec<_> = texts.iter().flat_map(|text| spellings(text)).collect();
        said.dedup();
        let faults = said.iter().flat_map(|said| echoes_of(said));
        all.extend(faults.map(|fault| (fault, clients.clone())));
    }
    all
}

fn echoes_of(said: &str) -> Vec<Fault> {
    let json = serde_json::to_string(said).unwrap();
    let json = json.trim_matches('"');
    let filled = |most: usize| format!("{}{json}", "x".repeat(most - 9));
    let object = |field: &str, value: &str| format!(r#"{{"error":"X","{field}":"{value}"}}"#);
    // No header carries anything else.
    let header = match said.is_ascii() {
        true => said.to_owned(),
        false => spellings(said).swap_remove(1),
    };
    let mut answers = vec![
        Answer::new(400, &object("error", json)),
        Answer::new(400, &object("description", json)),
        Answer::new(400, &object("description", &filled(128))),
        Answer::new(400, &object("description", &filled(512))),
        Answer::new(400, &object("description", &filled(1024))),
        Answer::new(400, &object("parameter", json)),
        Answer::new(403, &object("disabledBy", json)),
        Answer::new(200, &object("error", json)),
        Answer::new(200, said).content_type("text/html"),
        Answer::new(200, &format!("<html>{said}")).content_type("text/html"),
        Answer::new(200, "<html>").content_type(&format!("text/{header}")),
        Answer::new(500, said).content_type("text/plain"),
        Answer::new(410, said),
        Answer::new(429, "").header("Retry-After", &header),
        Answer::new(302, "").header("Location", &format!("/{header}")),
        Answer::new(302, "").header("Location", &format!("http://[{header}")),
    ];
    let status = format!("HTTP/1.1 400 {header}\r\nContent-Length: 0\r\n\r\n");
    let garbage = format!("{said}\r\n\r\n");
    let broken = format!("HTTP/1.1 200 OK\r\n{header}\r\nContent-Length: {header}\r\n\r\n");
    let raw = [status, garbage, broken].map(|bytes| Conduct::raw(bytes, false));
    let conducts = answers.drain(..).map(Answer::refusing).chain(raw);
    conducts
        .map(|conduct| Fault::new("an echo", vec![conduct]))
        .collect()
}

#[test]
fn no_fault_makes_anything_print_a_secret() {
    listen();
    let transports = Transports::new();
    let elsewhere = Server::always(Conduct::post());
    let closed = Closed::port();
    let mut printed = Printed::default();
    printed.debug("ureq", &transports.ureq);
    printed.debug("reqwest", &transports.reqwest);
    let all = faults(&elsewhere.url("/stolen")).into_iter();
    for (fault, which) in all.map(|fault| (fault, 0..5)).chain(echoes()) {
        let server = fault.server();
        let clients = Clients::at(&|path| fault.url(&server, &closed, path));
        printed.debug(fault.name, &clients.hooks);
        printed.debug(
            fault.name,
            &(&clients.bot, &clients.user, &clients.flowdock),
        );
        for by_ureq in [true, false] {
            for delivery in clients.deliveries().drain(which.clone()) {
                transports.deliver(delivery, by_ureq, fault.name, &mut printed);
            }
        }
    }
    let log = String::from_utf8_lossy(&LOGGED.lock().unwrap()).into_owned();
    for library in ["flockml::client", "ureq", "hyper_util", "reqwest"] {
        assert!(log.contains(library), "{library} logs nothing");
    }
    // What a server writes into its headers is logged by ureq as it came.
    let ours = log
        .lines()
        .filter(|line| !line.contains("ureq::run Response"));
    ours.for_each(|line| printed.add("log", line));
    printed.assert_clean();
    assert_eq!(elsewhere.requests(), 0);
}

#[test]
fn no_value_prints_its_secret() {
    let mut printed = Printed::default();
    let token = Token::new(TOKEN).unwrap();
    let address = format!("https://api.flock.com{HOOK}");
    let url = WebhookUrl::new(&address).unwrap();
    printed.debug("token", &token);
    printed.add("token", &token);
    printed.debug("webhook URL", &url);
    printed.add("webhook URL", &url);
    let flow = FlowToken::new(TOKEN).unwrap();
    printed.debug("flow token", &flow);
    printed.add("flow token", &flow);
    let app = AppSecret::new(TOKEN).unwrap();
    printed.debug("app secret", &app);
    printed.debug("verifier", &Verifier::new("app", &app));
    let posted = WebhookToken::new(TOKEN).unwrap();
    printed.debug("webhook token", &posted);
    printed.debug("outgoing hook", &OutgoingHook::new(posted));

    let recorder = Recorder::new();
    let hook = Webhook::new(url);
    assert!(hook.send(&recorder, &Message::text("hello")).is_sent());
    printed.debug("recorder", &recorder);
    printed.debug("webhook", &hook);
    printed.debug("bot", &Bot::new(token.clone()));
    printed.debug("user", &User::new(token));
    printed.assert_clean();
}

#[test]
fn what_is_refused_as_a_secret_is_not_told() {
    let mut printed = Printed::default();
    let bad = [
        "5ecre7 5ecre7",
        "5ecre7\u{7}",
        "ftp://5ecre7/5ecre7",
        "https://5ecre7@host/x",
        "https://host/5ecre7#5ecre7",
        "https://host/5ecre7 5ecre7",
        "https://host:5ecre7/",
        "https://host/\u{7f}5ecre7",
    ];
    for text in bad {
        let errors = [
            Token::new(text).err(),
            WebhookUrl::new(text).err(),
            BaseUrl::new(text).err(),
            FlowToken::new(text).err(),
            AppSecret::new(text).err(),
            WebhookToken::new(text).err(),
        ];
        for error in errors.into_iter().flatten() {
            printed.error(text, &error);
        }
    }
    printed.assert_clean();
}

/// What somebody's `unwrap`, `expect` and `assert_eq` say.
#[test]
fn no_panic_tells_a_secret() {
    let mut printed = Printed::default();
    let panics: [fn(); 4] = [
        || drop(Token::new("5ecre7 5ecre7").unwrap()),
        || drop(WebhookUrl::new("5ecre7").expect("an address")),
        || assert_eq!(Token::new(TOKEN).unwrap(), Token::new(HOOK).unwrap()),
        || {
            let url = WebhookUrl::new(format!("https://api.flock.com{HOOK}")).unwrap();
            let flock = Recorder::new().answer(403, TOKEN);
            let outcome = Webhook::new(url).send(&flock, &Message::text("hello"));
            assert!(outcome.is_sent(), "{outcome:?} {flock:?}");
        },
    ];
    for panic in panics {
        let payload = catch_unwind(panic).unwrap_err();
        printed.add("panic", payload.downcast_ref::<String>().unwrap());
    }
    printed.assert_clean();
}

#[test]
fn an_answer_that_spells_a_secret_with_escapes_does_not_tell_it() {
    let user = User::new(Token::new("8cb4d06e-90a9-4a6f").unwrap());
    let address = Address::user(ada());
    for echo in [
        r"8cb4d06e\u002d90a9-4a6f",
        r"\u0038cb4d06e-90a9-4a6f",
        "8cb4d06e%2D90a9%2D4a6f",
    ] {
        let flock = || Recorder::new().answer(200, format!(r#"{{"uid":"{echo}"}}"#));
        let outcome = user.send(&flock(), &Message::text("x"), &address);
        assert!(outcome.is_sent());
        let call = RawCall::new("users.getInfo").unwrap();
        let answer = user.call(&flock(), call).unwrap();
        let said = format!("{outcome:?} {answer}");
        assert!(!said.contains("90a9"), "{said}");
    }
}
