//! What a result file is about, as hashes without a secret in them.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::plan::Plan;
use super::record::Identity;
use crate::exit::Failure;
use crate::templates;

/// Begins the one header that another version of this program writes differently.
const AGENT: &str = "user-agent:";

/// What is sent, and what it is sent as.
pub(super) fn of(plan: &Plan) -> Result<Identity, Failure> {
    let mut message = Hash::default();
    for part in &plan.parts {
        message.add(&part.to_json());
    }
    let mut requests = Hash::default();
    for request in plan.requests() {
        let request = request.map_err(|error| templates::failure(&error))?;
        for line in request.redacted().to_string().lines() {
            if !line.starts_with(AGENT) {
                requests.add(line);
            }
        }
    }
    Ok(Identity {
        message: message.finish(),
        requests: requests.finish(),
        count: plan.count(),
    })
}

#[derive(Default)]
struct Hash(Sha256);

impl Hash {
    /// Adds a text so that it does not run into the next.
    fn add(&mut self, text: &str) {
        self.0.update(text.len().to_le_bytes());
        self.0.update(text);
    }

    fn finish(self) -> String {
        self.0
            .finalize()
            .iter()
            .fold(String::new(), |mut hex, byte| {
                // Writing to a `String` does not fail.
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }
}
