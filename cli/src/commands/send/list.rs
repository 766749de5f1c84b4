//! The list of those that a message goes to: each once, from arguments and files.

use std::collections::HashMap;
use std::path::Path;

use flockml::message::Address;

use super::whom::Target;
use crate::exit::Failure;
use crate::files::{self, Kind, Text};
use crate::output;

/// The most that one run sends to.
const MOST: usize = 100_000;

/// Targets, none twice.
#[derive(Debug, Default)]
pub(super) struct List {
    targets: Vec<Target>,
    /// Where those with an address stand, and under none those without.
    places: HashMap<Option<Address>, Vec<usize>>,
}

impl List {
    /// Adds a target; of one that is there already, it says so.
    pub(super) fn add(&mut self, target: Target) -> Result<(), Failure> {
        let alike = self.places.entry(target.address().cloned()).or_default();
        let same = alike
            .iter()
            .find(|place| self.targets[**place].is_same(&target));
        if let Some(same) = same {
            output::complain(&format!(
                "note: {} and {} are the same: the message goes there once",
                self.targets[*same].name, target.name
            ));
            return Ok(());
        }
        if self.targets.len() == MOST {
            return Err(Failure::new(format!(
                "there are more than {MOST} to send to, which is the most in one run"
            )));
        }
        alike.push(self.targets.len());
        self.targets.push(target);
        Ok(())
    }

    /// Adds what `find` finds for each line of a file; empty lines and comments count for nothing.
    pub(super) fn add_file(
        &mut self,
        path: &Path,
        mut find: impl FnMut(&str) -> Result<Target, Failure>,
    ) -> Result<(), Failure> {
        let Text { source, fault, .. } = files::text(path, Kind::FlockMl)?;
        let name = source.name();
        if fault.is_some() {
            return Err(Failure::new(format!(
                "`{name}` is not UTF-8: it is to have an address a line"
            )));
        }
        for (place, line) in source.text().lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let target = find(line);
            let target = target
                .map_err(|failure| Failure::new(format!("{name}:{}: {failure}", place + 1)))?;
            self.add(target)?;
        }
        if self.targets.is_empty() {
            return Err(Failure::new(format!(
                "`{name}` names nobody: it is to have an address a line"
            )));
        }
        Ok(())
    }

    pub(super) fn into_targets(self) -> Vec<Target> {
        self.targets
    }
}
