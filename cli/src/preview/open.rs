//! The page, in the user's browser.

use std::thread;

use crate::output;

/// Opens `address`; where that cannot be done the user can.
pub(super) fn open(address: &str) {
    let address = address.to_owned();
    // Some systems wait for the browser.
    thread::spawn(move || {
        if open::that_detached(&address).is_err() {
            output::complain(&format!(
                "note: no browser could be opened: open {address} in one yourself"
            ));
        }
    });
}
