//! Addresses that a client loads.

use crate::address;
use crate::element::URL_SCHEMES;

/// The address without the blanks around it, unless a client may not load it.
pub(crate) fn usable(url: impl AsRef<str>) -> Option<String> {
    let url = url.as_ref().trim();
    address::is_good(url, URL_SCHEMES).then(|| url.to_owned())
}
