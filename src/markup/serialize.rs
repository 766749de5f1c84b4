//! Markup as data.

use serde::{Serialize, Serializer};

use super::Markup;

/// As a whole FlockML document, which is what Flock's fields take. In the data of a template, it
/// goes in as the markup that it is.
impl Serialize for Markup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[cfg(feature = "template")]
        if template::is_data() {
            return tera::Value::safe_string(self.as_str()).serialize(serializer);
        }
        serializer.serialize_str(&self.to_flockml())
    }
}

#[cfg(feature = "template")]
pub(crate) use template::as_template_value;

#[cfg(feature = "template")]
mod template {
    use std::cell::Cell;

    thread_local! {
        static IS_DATA: Cell<bool> = const { Cell::new(false) };
    }

    pub(super) fn is_data() -> bool {
        IS_DATA.get()
    }

    /// Runs `serialize`, whose result is a template's data.
    pub(crate) fn as_template_value<T>(serialize: impl FnOnce() -> T) -> T {
        /// Set back also when `serialize` panics.
        struct Before(bool);
        impl Drop for Before {
            fn drop(&mut self) {
                IS_DATA.set(self.0);
            }
        }
        let _before = Before(IS_DATA.replace(true));
        serialize()
    }
}
