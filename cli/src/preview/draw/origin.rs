//! Which piece of which template wrote a text.

/// A rendering whose texts know what wrote them; there is none yet.
#[derive(Debug)]
pub(crate) enum Traced {}

/// Where in a template a piece of a text was written.
#[derive(Debug)]
pub(crate) struct Origin {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) variable: Option<String>,
}

impl Traced {
    pub(crate) fn pieces<'a>(
        &'a self,
        _text: &'a str,
    ) -> impl Iterator<Item = (&'a str, Option<&'a Origin>)> {
        std::iter::empty()
    }
}
