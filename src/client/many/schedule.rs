use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::hash::Hash;

/// Which of many messages goes out next; it sends nothing and waits for nothing itself.
///
/// It keeps to three rules, whoever drives it: never more than a number of messages under way;
/// never two of them to the same address, and those in the order in which they were given; and
/// behind one that was not delivered, the later ones for its address are held back, so that the
/// reader never sees the second without the first.
///
/// At most [`Schedule::AHEAD`] messages wait in it, however many there are.
///
/// # Examples
///
/// ```
/// use flockml::client::many::{Next, Schedule};
///
/// let mut schedule = Schedule::new(2);
/// let mut jobs = [("u:ada", "first"), ("u:ada", "second")].into_iter();
/// let mut sent = Vec::new();
/// loop {
///     match schedule.step() {
///         Next::Take => match jobs.next() {
///             Some((address, message)) => schedule.give(address, message),
///             None => schedule.end(),
///         },
///         Next::Begin(ticket, message) => {
///             sent.push(message);
///             schedule.finished(ticket, true);
///         }
///         Next::HoldBack(_, _) | Next::Wait => unreachable!("all is sent at once"),
///         Next::Done => break,
///     }
/// }
/// assert_eq!(sent, ["first", "second"]);
/// ```
#[derive(Debug)]
pub struct Schedule<K, J> {
    at_once: usize,
    goes_on: bool,
    /// How many were given so far.
    given: usize,
    has_ended: bool,
    has_stopped: bool,
    running: usize,
    /// How many are in `ready` and in `lines`.
    waiting: usize,
    /// The next of each address that has none under way, in the order given.
    ready: BTreeMap<usize, (K, J)>,
    /// What waits behind the one of an address that is ready or under way.
    lines: HashMap<K, VecDeque<(usize, J)>>,
    /// Addresses that one was not delivered to.
    broken: HashSet<K>,
    held_back: VecDeque<(usize, J)>,
}

/// What to do next; see [`Schedule`].
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub enum Next<K, J> {
    /// Give it the next message, by [`Schedule::give`], or say that there is none, by
    /// [`Schedule::end`].
    Take,
    /// Send this, and say by [`Schedule::finished`] what became of it.
    Begin(Ticket<K>, J),
    /// This one, by its number, is not sent: it is held back.
    HoldBack(usize, J),
    /// Nothing can be done before one of those under way has finished.
    Wait,
    /// Each message has finished or was held back.
    Done,
}

/// A message that is under way.
#[derive(Debug, PartialEq, Eq)]
pub struct Ticket<K> {
    index: usize,
    address: K,
}

impl<K> Ticket<K> {
    /// The number of the message, in the order given, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// To whom it goes.
    #[must_use]
    pub fn address(&self) -> &K {
        &self.address
    }
}

impl<K: Clone + Eq + Hash, J> Schedule<K, J> {
    /// The most messages that wait for their turn: 1,024.
    pub const AHEAD: usize = 1024;

    /// A schedule with at most `at_once` messages under way; 0 counts as 1.
    #[must_use]
    pub fn new(at_once: usize) -> Self {
        Self {
            at_once: at_once.max(1),
            goes_on: false,
            given: 0,
            has_ended: false,
            has_stopped: false,
            running: 0,
            waiting: 0,
            ready: BTreeMap::new(),
            lines: HashMap::new(),
            broken: HashSet::new(),
            held_back: VecDeque::new(),
        }
    }

    /// Whether an address gets its later messages though an earlier one was not delivered.
    /// Default: no.
    #[must_use]
    pub fn go_on(mut self, goes_on: bool) -> Self {
        self.goes_on = goes_on;
        self
    }

    /// What to do next.
    pub fn step(&mut self) -> Next<K, J> {
        if let Some((index, job)) = self.held_back.pop_front() {
            return Next::HoldBack(index, job);
        }
        if self.running < self.at_once {
            if let Some((index, (address, job))) = self.ready.pop_first() {
                self.running += 1;
                self.waiting -= 1;
                return Next::Begin(Ticket { index, address }, job);
            }
            if !self.has_ended && self.waiting < Self::AHEAD {
                return Next::Take;
            }
        }
        if self.running > 0 {
            Next::Wait
        } else {
            Next::Done
        }
    }

    /// Gives it the next message.
    pub fn give(&mut self, address: K, job: J) {
        let index = self.given;
        self.given += 1;
        if self.has_stopped || self.broken.contains(&address) {
            self.held_back.push_back((index, job));
            return;
        }
        self.waiting += 1;
        match self.lines.get_mut(&address) {
            Some(line) => line.push_back((index, job)),
            None => {
                self.lines.insert(address.clone(), VecDeque::new());
                self.ready.insert(index, (address, job));
            }
        }
    }

    /// There are no more messages.
    pub fn end(&mut self) {
        self.has_ended = true;
    }

    /// Begins nothing any more: what waits is held back, and no more is taken.
    pub fn stop(&mut self) {
        self.end();
        self.has_stopped = true;
        let ready = std::mem::take(&mut self.ready).into_iter();
        let mut stopped: Vec<_> = ready.map(|(index, (_, job))| (index, job)).collect();
        stopped.extend(self.lines.drain().flat_map(|(_, line)| line));
        stopped.sort_unstable_by_key(|(index, _)| *index);
        self.waiting = 0;
        self.held_back.extend(stopped);
    }

    /// The message of `ticket` has been delivered, or has not.
    pub fn finished(&mut self, ticket: Ticket<K>, is_delivered: bool) {
        self.running -= 1;
        let address = ticket.address;
        if !is_delivered && !self.goes_on {
            let line = self.lines.remove(&address).unwrap_or_default();
            self.waiting -= line.len();
            self.held_back.extend(line);
            self.broken.insert(address);
            return;
        }
        let Some(line) = self.lines.get_mut(&address) else {
            return;
        };
        match line.pop_front() {
            Some((index, job)) => {
                self.ready.insert(index, (address, job));
            }
            None => {
                self.lines.remove(&address);
            }
        }
    }
}
