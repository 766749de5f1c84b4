//! An inbox that runs.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::ops::Deref;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::preview::Answer;
use crate::support::program;

/// No step takes nearly as long; a test that would wait for ever fails.
pub(crate) const LONG: Duration = Duration::from_secs(60);
pub(crate) const TOKEN: &str = "8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e";
pub(crate) const HOOK: &str = "/hooks/sendMessage/8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e";
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// `flockml preview --inbox-only`.
pub(crate) struct Inbox {
    child: Child,
    at: At,
    stdout: Option<Receiver<String>>,
    stderr: Receiver<String>,
}

/// Where an inbox is.
#[derive(Clone, Copy)]
pub(crate) struct At {
    pub(crate) port: u16,
}

impl Deref for Inbox {
    type Target = At;

    fn deref(&self) -> &At {
        &self.at
    }
}

/// What an inbox left behind.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) lines: Vec<Value>,
    pub(crate) stderr: String,
}

impl Inbox {
    pub(crate) fn start(args: &[&str]) -> Self {
        let mut inbox = Self::start_unread(args);
        let stdout = inbox.child.stdout.take().unwrap();
        inbox.stdout = Some(lines(stdout));
        inbox
    }

    /// One whose lines nobody reads yet.
    pub(crate) fn start_unread(args: &[&str]) -> Self {
        let mut child = program()
            .args(["preview", "--inbox-only", "--port", "0"])
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = lines(child.stderr.take().unwrap());
        let first = stderr.recv_timeout(LONG).unwrap();
        let port = first.strip_prefix("receiving messages at http://127.0.0.1:");
        let port = port.and_then(|port| port.strip_suffix('/')).unwrap();
        let port = port.parse().unwrap();
        Self {
            at: At { port },
            child,
            stdout: None,
            stderr,
        }
    }

    /// Nobody will read its lines.
    pub(crate) fn close_stdout(&mut self) {
        drop(self.child.stdout.take());
    }

    /// The next line of standard output.
    pub(crate) fn line(&self) -> Value {
        serde_json::from_str(&self.raw_line()).unwrap()
    }

    /// The same as it is.
    pub(crate) fn raw_line(&self) -> String {
        self.stdout.as_ref().unwrap().recv_timeout(LONG).unwrap()
    }

    /// Waits until it ends by itself.
    pub(crate) fn end(mut self) -> Ended {
        let until = Instant::now() + LONG;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < until, "it does not end");
            thread::yield_now();
        };
        let lines = self.stdout.take().into_iter().flatten();
        Ended {
            code: status.code().unwrap(),
            lines: lines
                .map(|line| serde_json::from_str(&line).unwrap())
                .collect(),
            stderr: self.stderr.iter().collect::<Vec<_>>().join("\n"),
        }
    }

    /// Ends it; all that it said.
    pub(crate) fn kill(mut self) -> String {
        self.child.kill().unwrap();
        let stdout = self.stdout.take().into_iter().flatten();
        stdout
            .chain(self.stderr.iter())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl At {
    pub(crate) fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn request(&self, verb: &str, path: &str, headers: &str, body: &[u8]) -> Vec<u8> {
        let head = format!(
            "{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n{headers}\
             Content-Length: {}\r\n\r\n",
            self.port,
            body.len()
        );
        [head.as_bytes(), body].concat()
    }

    /// The answer to a request; its status is 0 if there is none.
    pub(crate) fn ask(
        &self,
        verb: &str,
        path: &str,
        headers: &str,
        body: impl AsRef<[u8]>,
    ) -> Answer {
        self.raw(&self.request(verb, path, headers, body.as_ref()))
    }

    pub(crate) fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        // A server that has heard enough may close its side.
        let _ = stream.write_all(request);
        Answer::read(stream)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "", "")
    }

    pub(crate) fn post(&self, path: &str, content_type: &str, body: impl AsRef<[u8]>) -> Answer {
        let headers = format!("Content-Type: {content_type}\r\n");
        self.ask("POST", path, &headers, body)
    }

    pub(crate) fn hook(&self, message: &Value) -> Answer {
        self.post(HOOK, "application/json", message.to_string())
    }

    /// The rows of the list, newest first.
    pub(crate) fn rows(&self) -> Vec<Value> {
        let list = self.get("/api/inbox").json();
        list["messages"].as_array().unwrap().clone()
    }

    pub(crate) fn detail(&self, id: u64) -> Value {
        self.get(&format!("/api/inbox/{id}")).json()
    }

    /// All about the newest.
    pub(crate) fn newest(&self) -> Value {
        self.detail(self.rows()[0]["id"].as_u64().unwrap())
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(output: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // Nobody listens any longer when the test is over.
            let _ = sender.send(line);
        }
    });
    lines
}

/// A form.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    let mut form = String::new();
    for (name, value) in fields {
        let escaped: Vec<String> = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
        form.push_str(&format!("{name}={}&", escaped.concat()));
    }
    form
}
