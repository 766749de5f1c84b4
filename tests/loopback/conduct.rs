//! What the server does with one request.

/// What happens to one request.
#[derive(Debug, Clone)]
pub(crate) struct Conduct {
    pub(crate) reading: Reading,
    /// Whether the message counts as posted, whatever the client is then told.
    pub(crate) accepts: bool,
    pub(crate) reply: Reply,
}

/// How much of a request is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Nothing; what is then dropped unread makes the system reset the connection.
    Nothing,
    /// All but the last byte, which is there: dropped then, the connection is reset.
    AllButOne,
    /// All.
    All,
}

/// What the client is told.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// Nothing; the connection ends.
    Nothing,
    /// Nothing, until the client gives up.
    Stall,
    /// Bytes.
    Bytes(Vec<u8>, Pace, Then),
    /// Bytes, then these again and again for as long as the client takes them.
    Endless(Vec<u8>, Vec<u8>),
}

/// How bytes are written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pace {
    /// All at once.
    AtOnce,
    /// One by one, without a wait.
    ByteByByte,
    /// One by one, the client's patience tried in between.
    Drip,
}

/// What follows an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Then {
    /// The next request.
    KeepAlive,
    /// The end, of which the answer said nothing.
    Close,
    /// Nothing, until the client gives up.
    Stall,
}

impl Conduct {
    /// Posts the message and says so.
    pub(crate) fn post() -> Self {
        Answer::posted().accepting()
    }

    /// Reads so much and drops the connection.
    pub(crate) fn drop_after(reading: Reading, accepts: bool) -> Self {
        let reply = Reply::Nothing;
        Self {
            reading,
            accepts,
            reply,
        }
    }

    /// Reads all and never answers.
    pub(crate) fn stall(accepts: bool) -> Self {
        Self::reply(Reply::Stall, accepts)
    }

    /// Reads all and replies.
    pub(crate) fn reply(reply: Reply, accepts: bool) -> Self {
        Self {
            reading: Reading::All,
            accepts,
            reply,
        }
    }

    /// Reads all, writes `bytes` at once, ends the connection.
    pub(crate) fn raw(bytes: impl Into<Vec<u8>>, accepts: bool) -> Self {
        let reply = Reply::Bytes(bytes.into(), Pace::AtOnce, Then::Close);
        Self::reply(reply, accepts)
    }
}

/// An answer as HTTP has it.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    length: Option<usize>,
    pace: Pace,
    then: Then,
}

impl Answer {
    /// An answer of JSON.
    pub(crate) fn new(status: u16, body: &str) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            body: body.into(),
            length: None,
            pace: Pace::AtOnce,
            then: Then::KeepAlive,
        }
    }

    /// What Flock answers when a message was posted.
    pub(crate) fn posted() -> Self {
        Self::new(200, r#"{"uid":"1519889545238-gg8-m203"}"#)
    }

    /// What Flock answers when it refuses.
    pub(crate) fn refused(status: u16, code: &str) -> Self {
        let body = format!(r#"{{"error":"{code}","description":"what {code} means"}}"#);
        Self::new(status, &body)
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Instead of `application/json`.
    pub(crate) fn content_type(mut self, value: &str) -> Self {
        self.headers[0].1 = value.to_owned();
        self
    }

    /// The length that the answer says it has.
    pub(crate) fn length(mut self, length: usize) -> Self {
        self.length = Some(length);
        self
    }

    pub(crate) fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    pub(crate) fn then(mut self, then: Then) -> Self {
        self.then = then;
        self
    }

    /// The message is posted, and this is what the client is told.
    pub(crate) fn accepting(self) -> Conduct {
        self.conduct(true)
    }

    /// The message is not posted, and this is what the client is told.
    pub(crate) fn refusing(self) -> Conduct {
        self.conduct(false)
    }

    pub(crate) fn conduct(self, accepts: bool) -> Conduct {
        Conduct::reply(Reply::Bytes(self.to_bytes(), self.pace, self.then), accepts)
    }

    pub(crate) fn body_length(&self) -> usize {
        self.body.len()
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} Whatever\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let length = self.length.unwrap_or(self.body.len());
        head.push_str(&format!("Content-Length: {length}\r\n\r\n"));
        [head.as_bytes(), &self.body].concat()
    }
}
