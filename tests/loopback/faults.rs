//! Everything that goes wrong between a client and a server, as a table.

use std::fmt::Write;

use super::{Answer, Closed, Conduct, Pace, Reading, Reply, Server, Then, id};

/// One way to go wrong.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    /// Where the client is sent.
    pub(crate) way: Way,
    /// What happens to the requests, in turn; the last of them ever after.
    pub(crate) conducts: Vec<Conduct>,
    /// How many messages show the fault.
    pub(crate) messages: usize,
    /// Whether it ends only when the client gives up.
    pub(crate) stalls: bool,
}

/// How the client is sent to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Over HTTP.
    Http,
    /// Over HTTPS, which the server does not speak.
    Https,
    /// To a port that nobody listens on.
    ClosedPort,
    /// To a host that does not exist.
    NoSuchHost,
}

impl Fault {
    pub(crate) fn new(name: &'static str, conducts: Vec<Conduct>) -> Self {
        Self {
            name,
            way: Way::Http,
            conducts,
            messages: 1,
            stalls: false,
        }
    }

    fn stalls(mut self) -> Self {
        self.stalls = true;
        self
    }

    fn way(mut self, way: Way) -> Self {
        self.way = way;
        self
    }

    fn messages(mut self, messages: usize) -> Self {
        self.messages = messages;
        self
    }

    /// The server of this fault.
    pub(crate) fn server(&self) -> Server {
        Server::in_turn(self.conducts.clone())
    }

    /// The address of `path` for a client of this fault.
    pub(crate) fn url(&self, server: &Server, closed: &Closed, path: &str) -> String {
        match self.way {
            Way::Http => server.url(path),
            Way::Https => server.url(path).replacen("http:", "https:", 1),
            Way::ClosedPort => closed.url(path),
            // No label of a name is that long, so nobody is asked for it.
            Way::NoSuchHost => format!("http://{}{path}", "x".repeat(64)),
        }
    }
}

/// All faults; redirects lead to `elsewhere`.
pub(crate) fn faults(elsewhere: &str) -> Vec<Fault> {
    let mut all = Vec::new();
    all.extend(connections());
    all.extend(answers());
    all.extend(lies());
    all.extend(redirects(elsewhere));
    all.extend(statuses());
    all.extend(kept_connections());
    all
}

fn connections() -> Vec<Fault> {
    let post = || vec![Conduct::post()];
    let stall = |name, accepts| Fault::new(name, vec![Conduct::stall(accepts)]).stalls();
    let lost = |reading, accepts| vec![Conduct::drop_after(reading, accepts)];
    vec![
        Fault::new("no fault", post()),
        Fault::new("closed port", post()).way(Way::ClosedPort),
        Fault::new("no such host", post()).way(Way::NoSuchHost),
        Fault::new("no TLS where HTTPS is asked", post()).way(Way::Https),
        stall("stalls in the TLS handshake", false).way(Way::Https),
        Fault::new("reset, nothing read", lost(Reading::Nothing, false)),
        Fault::new("reset, request read", lost(Reading::AllButOne, false)),
        Fault::new("reset, message posted", lost(Reading::AllButOne, true)),
        Fault::new("closed, request read", lost(Reading::All, false)),
        Fault::new("closed, message posted", lost(Reading::All, true)),
        stall("stalls, request read", false),
        stall("stalls, message posted", true),
    ]
}

fn answers() -> Vec<Fault> {
    let one = |name, conduct| Fault::new(name, vec![conduct]);
    let drip = Answer::new(200, &" ".repeat(100_000)).pace(Pace::Drip);
    let slow = Answer::posted().pace(Pace::ByteByByte).accepting();
    let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x1_0000], b"\r\n"].concat();
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    let sized = b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n".to_vec();
    let nested = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let early = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    let noisy = [early.repeat(3), Answer::posted().to_bytes()].concat();
    let page = "<!DOCTYPE html><html><body>Please log in</body></html>";
    let html = |status| Answer::new(status, page).content_type("text/html");
    vec![
        one("slow, byte by byte", slow),
        one("drips without end", drip.accepting()).stalls(),
        one(
            "chunks without end",
            Conduct::reply(Reply::Endless(chunked, chunk), true),
        ),
        one(
            "a body of 100 MB",
            Conduct::reply(Reply::Endless(sized, vec![b' '; 1 << 16]), true),
        ),
        one("1xx before the answer", Conduct::raw(noisy, true)),
        one("200, empty body", Answer::new(200, "").accepting()),
        one("204", Answer::new(204, "").accepting()),
        one("200, HTML", html(200).refusing()),
        one("404, HTML", html(404).refusing()),
        one(
            "200, an error in the body",
            Answer::refused(200, "InvalidParameter").refusing(),
        ),
        one(
            "200, JSON nested 100,000 deep",
            Answer::new(200, &nested).accepting(),
        ),
        one(
            "200, gzip that is none",
            Answer::posted()
                .header("Content-Encoding", "gzip")
                .accepting(),
        ),
    ]
}

fn lies() -> Vec<Fault> {
    let raw = |name, bytes: Vec<u8>| Fault::new(name, vec![Conduct::raw(bytes, true)]);
    let cut = |answer: Answer, length: usize| {
        let mut bytes = answer.to_bytes();
        bytes.truncate(bytes.len() - length);
        bytes
    };
    let body = Answer::posted().body_length();
    let long = Answer::posted().length(1000);
    let stalling = long.clone().then(Then::Stall).accepting();
    let mut headers = Answer::posted();
    for number in 0..1000 {
        headers = headers.header(&format!("X-{number}"), "1");
    }
    let header = Answer::posted().header("X-Long", &"x".repeat(1 << 20));
    let twice = Answer::posted().header("Content-Length", "5");
    let mut garbage = String::new();
    for byte in 0..2000 {
        let _ = write!(garbage, "{byte:x}\u{fffd}");
    }
    vec![
        raw("cut in the status line", b"HTTP/1.1 2".to_vec()),
        raw("cut in the headers", cut(Answer::posted(), body + 9)),
        raw("cut before the body", cut(Answer::posted(), body)),
        raw("cut in the body", cut(Answer::posted(), 9)),
        raw("a length too long, then closed", long.to_bytes()),
        Fault::new("a length too long, then stalls", vec![stalling]).stalls(),
        raw("a length too short", Answer::posted().length(5).to_bytes()),
        raw("two lengths", twice.to_bytes()),
        raw(
            "a length that is no number",
            swap(&Answer::posted(), "Length: ", "Length: -"),
        ),
        raw("a header of 1 MB", header.to_bytes()),
        raw("1,000 headers", headers.to_bytes()),
        raw("no HTTP", garbage.into_bytes()),
        raw("another protocol", b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()),
        raw(
            "closed where chunks go on",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"uid".to_vec(),
        ),
    ]
}

/// The bytes of `answer` with something else in them.
fn swap(answer: &Answer, from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(&answer.to_bytes()).into_owned();
    text.replacen(from, to, 1).into_bytes()
}

fn redirects(elsewhere: &str) -> Vec<Fault> {
    let to = |status: u16| {
        vec![
            Answer::new(status, "")
                .header("Location", elsewhere)
                .refusing(),
        ]
    };
    vec![
        Fault::new("301 to another server", to(301)),
        Fault::new("302 to another server", to(302)),
        Fault::new("303 to another server", to(303)),
        Fault::new("307 to another server", to(307)),
        Fault::new("308 to another server", to(308)),
    ]
}

fn statuses() -> Vec<Fault> {
    let refused = |status, code| Answer::refused(status, code).refusing();
    let always = |name, conduct| Fault::new(name, vec![conduct]);
    let once = |name, conduct| Fault::new(name, vec![conduct, Conduct::post()]);
    let busy = || Answer::refused(429, "TooManyRequests");
    let later = |value| busy().header("Retry-After", value).refusing();
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    vec![
        always("400", refused(400, "InvalidParameter")),
        always("403", refused(403, "InvalidToken")),
        always("404", refused(404, "NoSuchMethod")),
        once("408 once", refused(408, "RequestTimeout")),
        always("408", refused(408, "RequestTimeout")),
        once("429 once", busy().refusing()),
        always("429", busy().refusing()),
        once("429 once, Retry-After: 1", later("1")),
        once("429 once, Retry-After a date", later(date)),
        always("429, Retry-After: 3600", later("3600")),
        once("429 once, Retry-After: soon", later("soon")),
        always("500", refused(500, "InternalServerError")),
        always(
            "500, message posted",
            Answer::refused(500, "InternalServerError").accepting(),
        ),
        always(
            "502, HTML",
            Answer::new(502, "<html>")
                .content_type("text/html")
                .refusing(),
        ),
        once("503 once", refused(503, "ServiceUnavailable")),
        always("503", refused(503, "ServiceUnavailable")),
    ]
}

/// What happens to a second message on the connection of the first.
fn kept_connections() -> Vec<Fault> {
    let closing = Answer::posted().then(Then::Close).accepting();
    let answer = Answer::posted().to_bytes();
    let doubled = Reply::Bytes(answer.repeat(2), Pace::AtOnce, Then::KeepAlive);
    let stalled = Conduct::stall(false);
    vec![
        Fault::new("closed right after an answer", vec![closing]).messages(2),
        Fault::new(
            "two answers to one request, then stalls",
            vec![Conduct::reply(doubled, true), stalled],
        )
        .messages(2)
        .stalls(),
    ]
}

/// The text of a message of this number.
pub(crate) fn text(number: usize) -> String {
    format!("{} is firing", id(number))
}
