//! A server on 127.0.0.1 that misbehaves as told, and keeps account of every message that it
//! accepted, so that what a client says of its messages can be held against it.
//!
//! A script says for each request, by its number, what happens to it: a [`Conduct`].

#![allow(dead_code, reason = "no test uses all of it")]
#![allow(
    clippy::unwrap_used,
    reason = "a test whose server cannot run has failed"
)]

mod conduct;
pub(crate) mod faults;
mod serve;

use std::collections::HashMap;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

pub(crate) use conduct::{Answer, Conduct, Pace, Reading, Reply, Then};

/// Begins every id by which the server knows a message; six digits follow.
pub(crate) const ID_PREFIX: &str = "alert-";
/// How many requests are kept as they came.
const KEPT_REQUESTS: usize = 256;

/// The id of a message, to be put somewhere into its text.
pub(crate) fn id(number: usize) -> String {
    format!("{ID_PREFIX}{number:06}")
}

/// A server that does what its script says.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

type Script = dyn Fn(usize) -> Conduct + Send + Sync;

struct Shared {
    script: Box<Script>,
    requests: AtomicUsize,
    accepted: Mutex<Vec<String>>,
    received: Mutex<Vec<String>>,
    stopping: AtomicBool,
    connections: Mutex<Connections>,
    changed: Condvar,
}

#[derive(Default)]
struct Connections {
    live: HashMap<usize, TcpStream>,
    opened: usize,
    ended: usize,
}

impl Server {
    /// Asks `script` about every request by its number, which counts from 0 over all connections.
    pub(crate) fn scripted(script: impl Fn(usize) -> Conduct + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            script: Box::new(script),
            requests: AtomicUsize::new(0),
            accepted: Mutex::default(),
            received: Mutex::default(),
            stopping: AtomicBool::new(false),
            connections: Mutex::default(),
            changed: Condvar::new(),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || accept(&listener, &accepting));
        Self { address, shared }
    }

    /// Does the same to every request.
    pub(crate) fn always(conduct: Conduct) -> Self {
        Self::scripted(move |_| conduct.clone())
    }

    /// Does these in turn, and the last of them ever after.
    pub(crate) fn in_turn(conducts: Vec<Conduct>) -> Self {
        Self::scripted(move |number| conducts[number.min(conducts.len() - 1)].clone())
    }

    /// Where it is, such as `127.0.0.1:43211`.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of `path`, which begins with a slash.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The ids of the messages that it accepted so far, in order, a repeated one repeated.
    pub(crate) fn accepted(&self) -> Vec<String> {
        self.shared.accepted.lock().unwrap().clone()
    }

    /// The requests that it read, as they came: the first 256 of them.
    pub(crate) fn received(&self) -> Vec<String> {
        self.shared.received.lock().unwrap().clone()
    }

    /// How many requests began to come, those included that it did not read.
    pub(crate) fn requests(&self) -> usize {
        self.shared.requests.load(Ordering::SeqCst)
    }

    /// How many connections there were.
    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.lock().unwrap().opened
    }

    /// Returns once `count` connections have ended on this side.
    pub(crate) fn wait_for_ended(&self, count: usize) {
        let connections = self.shared.connections.lock().unwrap();
        let waiting = |connections: &mut Connections| connections.ended < count;
        drop(self.shared.changed.wait_while(connections, waiting));
    }

    /// Ends all connections; the ids of all messages that it accepted, none of them still to come.
    pub(crate) fn finish(self) -> Vec<String> {
        self.shared.stop(self.address);
        let connections = self.shared.connections.lock().unwrap();
        let busy = |connections: &mut Connections| connections.ended < connections.opened;
        drop(self.shared.changed.wait_while(connections, busy));
        self.accepted()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop(self.address);
    }
}

impl Shared {
    fn stop(&self, address: SocketAddr) {
        if self.stopping.swap(true, Ordering::SeqCst) {
            return;
        }
        let connections = self.connections.lock().unwrap();
        for stream in connections.live.values() {
            let _ = stream.shutdown(Shutdown::Both);
        }
        drop(connections);
        // Wakes the thread that accepts.
        let _ = TcpStream::connect(address);
    }

    /// The connection's number; `None` once the server stops.
    fn open(&self, stream: &TcpStream) -> Option<usize> {
        let mut connections = self.connections.lock().unwrap();
        if self.stopping.load(Ordering::SeqCst) {
            return None;
        }
        let number = connections.opened;
        connections.opened += 1;
        connections.live.insert(number, stream.try_clone().unwrap());
        Some(number)
    }

    /// To be called when the connection is about to be dropped.
    fn end(&self, number: usize) {
        self.connections.lock().unwrap().live.remove(&number);
    }

    /// To be called when the connection has been dropped.
    fn ended(&self) {
        self.connections.lock().unwrap().ended += 1;
        self.changed.notify_all();
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        let Ok(stream) = stream else { continue };
        let Some(number) = shared.open(&stream) else {
            return;
        };
        let shared = Arc::clone(shared);
        thread::spawn(move || {
            serve::serve(&stream, &shared);
            shared.end(number);
            drop(stream);
            shared.ended();
        });
    }
}

/// An address that refuses connections, for as long as this lives.
pub(crate) struct Closed {
    address: SocketAddr,
    _held: (TcpListener, TcpStream),
}

impl Closed {
    /// A port that is taken, so that nobody else gets it, and that nobody listens on.
    pub(crate) fn port() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        Self {
            address: stream.local_addr().unwrap(),
            _held: (listener, stream),
        }
    }

    /// The address of `path`, which begins with a slash.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}
