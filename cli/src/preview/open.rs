//! The page, in the user's browser.

use std::thread;

use crate::output;

/// Opens `address`; where that cannot be done the user can.
pub(super) fn open(address: &str) {
    let address = address.to_owned();
    // Some systems wait for the browser.
    thread::spawn(move || {
        if let Err(error) = open::that_detached(&address) {
            output::complain(&format!(
                "note: no browser could be opened ({error}): open {address} yourself"
            ));
        }
    });
}
