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
        let file = match self.root == Path::new(".") {
            true => origin.file.clone(),
            false => self.root.join(&origin.file).display().to_string(),
        };
        Origin {
            file,
            line: origin.position.line,
            column: origin.position.column,
            variable: origin.variable.clone(),
        }
    }
}
