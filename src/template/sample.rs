//! Sample data of a template.

use std::sync::Arc;

use crate::check::Diagnostic;
use crate::source::Source;

use super::files::Raw;

/// One case of sample data.
#[derive(Debug)]
pub(crate) struct Sample {
    /// What the author calls the case.
    pub(crate) case: String,
    pub(super) file: Arc<Raw>,
}

impl Sample {
    /// Its path below the root, with `/`.
    pub(crate) fn name(&self) -> &str {
        &self.file.name
    }

    /// How findings name it; it is not read for that.
    pub(crate) fn shown(&self) -> String {
        self.file.shown()
    }

    pub(crate) fn source(&self) -> &Arc<Source> {
        self.file.source()
    }

    /// Why it could not be read.
    pub(crate) fn fault(&self) -> Option<&Diagnostic> {
        self.file.fault()
    }
}
