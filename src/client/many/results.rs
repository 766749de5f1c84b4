use super::Progress;
use crate::client::Outcome;

/// What became of many messages, in the order in which they were given.
///
/// # Examples
///
/// See [`Many`](super::Many).
#[derive(Debug, Default)]
#[must_use = "a message that was not sent is lost unless somebody looks"]
pub struct Results {
    outcomes: Vec<Option<Outcome>>,
}

impl Results {
    pub(super) fn note(&mut self, progress: Progress) {
        if let Progress::Ended { index, outcome } = progress {
            if self.outcomes.len() <= index {
                self.outcomes.resize_with(index + 1, || None);
            }
            self.outcomes[index] = Some(outcome);
        }
    }

    /// The outcome of each message.
    pub fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.iter().flatten()
    }

    /// The same, to keep.
    pub fn into_outcomes(self) -> impl Iterator<Item = Outcome> {
        self.outcomes.into_iter().flatten()
    }

    /// Whether all were accepted.
    #[must_use]
    pub fn is_all_sent(&self) -> bool {
        self.outcomes().all(Outcome::is_sent)
    }

    /// The numbers, from 0, of those that were certainly not sent: trying them again, in this
    /// order, shows nothing twice.
    pub fn to_try_again(&self) -> impl Iterator<Item = usize> {
        self.which(|outcome| matches!(outcome, Outcome::NotSent { .. }))
    }

    /// The numbers, from 0, of those that may have been sent: trying them again may show them
    /// twice.
    pub fn unknown(&self) -> impl Iterator<Item = usize> {
        self.which(|outcome| matches!(outcome, Outcome::Unknown { .. }))
    }

    fn which(&self, is_meant: fn(&Outcome) -> bool) -> impl Iterator<Item = usize> {
        let outcomes = self.outcomes().enumerate();
        outcomes.filter_map(move |(index, outcome)| is_meant(outcome).then_some(index))
    }
}
