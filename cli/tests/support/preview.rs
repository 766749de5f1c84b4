//! A preview that runs, and what its page asks of it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Folder;

/// No step takes nearly as long; a test that would wait for ever fails.
pub(crate) const LONG: Duration = Duration::from_secs(60);

/// A server that runs in a folder.
pub(crate) struct Preview {
    child: Child,
    pub(crate) port: u16,
    /// What it says on standard error.
    lines: Mutex<Receiver<String>>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// An event that pages are told.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) data: Value,
}

/// The events of a page, which is closed when they are dropped.
pub(crate) struct Events {
    told: Receiver<Event>,
    stream: TcpStream,
}

impl Preview {
    /// Starts `flockml preview --port 0 --no-open` with more arguments.
    pub(crate) fn start(folder: &Path, args: &[&str]) -> Self {
        let args = [&["--port", "0", "--no-open"], args].concat();
        Self::start_as(super::program().args(["preview"]).args(args), folder)
    }

    /// Starts a command that is a preview in `folder`.
    pub(crate) fn start_as(command: &mut Command, folder: &Path) -> Self {
        let mut child = command
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let output = BufReader::new(child.stderr.take().unwrap());
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                // Nobody listens any longer when the test is over.
                let _ = sender.send(line);
            }
        });
        let mut running = Self {
            child,
            port: 0,
            lines: Mutex::new(lines),
        };
        let line = running.line("http://127.0.0.1:");
        let address = line.split("http://127.0.0.1:").nth(1).unwrap();
        running.port = address.split('/').next().unwrap().parse().unwrap();
        running
    }

    /// A line of standard error with `wanted` in it.
    pub(crate) fn line(&self, wanted: &str) -> String {
        loop {
            let line = self.lines.lock().unwrap().recv_timeout(LONG);
            let line = line.unwrap_or_else(|_| panic!("`{wanted}` does not come"));
            if line.contains(wanted) {
                return line;
            }
        }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for its end.
    pub(crate) fn wait(&mut self) -> std::process::ExitStatus {
        self.child.wait().unwrap()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream
    }

    /// The answer to a request as it goes over the wire; `PORT` in it is the server's.
    pub(crate) fn raw(&self, request: &str) -> Answer {
        let request = request.replace("PORT", &self.port.to_string());
        let mut stream = self.connect();
        // A server that has heard enough may close its side.
        let _ = stream.write_all(request.as_bytes());
        Answer::read(stream)
    }

    pub(crate) fn ask(&self, verb: &str, path: &str, body: &str) -> Answer {
        self.raw(&format!(
            "{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    }

    /// What is at `path`.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    pub(crate) fn gallery(&self) -> Value {
        self.get("/api/gallery").json()
    }

    /// What a template makes of a sample.
    pub(crate) fn picture(&self, template: &str, case: Option<&str>) -> Value {
        self.picture_of(&json!({ "template": template, "case": case }))
    }

    pub(crate) fn picture_of(&self, question: &Value) -> Value {
        let answer = self.ask("POST", "/api/picture", &question.to_string());
        answer.json()
    }

    /// The gallery as soon as it is as wanted.
    pub(crate) fn gallery_when(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + LONG;
        loop {
            let gallery = self.gallery();
            if wanted(&gallery) {
                return gallery;
            }
            assert!(Instant::now() < until, "the gallery stays {gallery:#}");
            thread::yield_now();
        }
    }

    /// The events from now on.
    pub(crate) fn events(&self) -> Events {
        let mut stream = self.connect();
        let port = self.port;
        write!(
            stream,
            "GET /events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
        )
        .unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let begin = lines.find(|line| line.as_ref().is_ok_and(String::is_empty));
        assert!(begin.is_some(), "there is no answer");
        let (sender, told) = channel();
        thread::spawn(move || {
            let mut name = String::new();
            for line in lines.map_while(Result::ok) {
                if let Some(told) = line.strip_prefix("event: ") {
                    name = told.to_owned();
                } else if let Some(data) = line.strip_prefix("data: ") {
                    let name = std::mem::take(&mut name);
                    let data = serde_json::from_str(data).unwrap();
                    // Nobody listens any longer when the test is over.
                    let _ = sender.send(Event { name, data });
                }
            }
        });
        Events { told, stream }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        // The server may have ended before.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

impl Events {
    /// The next event that is called `name`.
    pub(crate) fn next(&self, name: &str) -> Value {
        loop {
            let event = self.told.recv_timeout(LONG);
            let event = event.unwrap_or_else(|_| panic!("no event `{name}` comes"));
            if event.name == name {
                return event.data;
            }
        }
    }
}

impl Answer {
    /// Reads to the end of the connection.
    pub(crate) fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        // What came before a connection was torn down counts.
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let headers = lines.filter_map(|line| line.split_once(": "));
        Self {
            status: status.map_or(0, |status| status.parse().unwrap()),
            headers: headers
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        assert_eq!(self.header("content-type"), Some("application/json"));
        serde_json::from_str(&self.body).unwrap()
    }

    /// The sentence that it refuses with.
    pub(crate) fn refusal(&self) -> &str {
        assert_eq!(
            self.header("content-type"),
            Some("text/plain; charset=utf-8"),
            "{self:?}"
        );
        let sentence = self.body.trim_end_matches('\n');
        assert!(!sentence.is_empty() && !sentence.contains('\n') && !sentence.ends_with('.'));
        sentence
    }
}

pub(crate) const HELLO: &str = "<flockml>Hello <b>{{ name }}</b></flockml>\n";
pub(crate) const ADA: &str = "{ \"name\": \"Ada\" }\n";
pub(crate) const BROKEN: &str = "<flockml>Hello <b>{{ name }}</flockml>\n";

/// A folder with a template, a sample and a part in `t`.
pub(crate) fn folder() -> Folder {
    Folder::with(&[
        ("t/hello.flockml", HELLO),
        ("t/hello.ada.sample.json", ADA),
        ("t/parts/_line.flockml", "{{ line }}"),
    ])
}

/// A preview of that folder.
pub(crate) fn start(folder: &Folder) -> Preview {
    Preview::start(&folder.path(""), &["t"])
}

/// The plain text of a picture.
pub(crate) fn text(picture: &Value) -> &str {
    picture["picture"]["text"].as_str().unwrap_or_default()
}

/// The rules of findings.
pub(crate) fn rules(findings: &Value) -> Vec<&str> {
    let findings = findings.as_array().unwrap().iter();
    findings.map(|it| it["rule"].as_str().unwrap()).collect()
}

/// The names of a gallery's templates.
pub(crate) fn names(gallery: &Value) -> Vec<&str> {
    let templates = gallery["templates"].as_array().unwrap().iter();
    templates.map(|it| it["name"].as_str().unwrap()).collect()
}
