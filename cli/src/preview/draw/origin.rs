//! Which piece of which template wrote a text.

use std::path::{Path, PathBuf};

use flockml::template;

/// A rendering whose texts know what wrote them, and the folder that its files are in.
#[derive(Debug)]
pub(crate) struct Traced {
    traced: template::Traced,
    root: PathBuf,
}

/// Where in a template a piece of a text was written.
#[derive(Debug)]
pub(crate) struct Origin {
    /// As findings call it.
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) variable: Option<String>,
    /// What had it written.
    pub(crate) call: Option<Call>,
}

/// Where a component is called, or a file included.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Traced {
    /// What a template in the folder `root` rendered to.
    pub(crate) fn new(traced: template::Traced, root: &Path) -> Self {
        let root = root.to_owned();
        Self { traced, root }
    }

    /// What the template rendered to.
    pub(crate) fn traced(&self) -> &template::Traced {
        &self.traced
    }

    pub(crate) fn pieces<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (&'a str, Option<Origin>)> {
        let pieces = self.traced.pieces(text);
        pieces.map(|(piece, origin)| (piece, origin.map(|origin| self.origin(origin))))
    }

    fn origin(&self, origin: &template::Origin) -> Origin {
        let call = origin.call.as_ref().map(|call| Call {
            file: self.named(&call.file),
            line: call.position.line,
            column: call.position.column,
        });
        Origin {
            file: self.named(&origin.file),
            line: origin.position.line,
            column: origin.position.column,
            variable: origin.variable.clone(),
            call,
        }
    }

    /// A file of the folder as findings call it.
    fn named(&self, file: &str) -> String {
        match self.root == Path::new(".") {
            true => file.to_owned(),
            false => self.root.join(file).display().to_string(),
        }
    }
}
