//! How much templates may take.

mod bounds;
pub(crate) mod budget;
mod depth;
mod graph;
mod grow;
mod shape;
mod work;

use crate::check::Diagnostic;
use crate::check::rules::render_error::RULE;
use crate::source::Span;

use super::load::{File, Statements};
use super::scan::{self, TagKind};

pub(crate) use bounds::{Bounds, Written};
pub(crate) use depth::too_nested;
use graph::Graph;
use shape::Shape;

/// How much the files of a folder and one rendering may take.
///
/// What goes beyond is a finding that names the template and the line, never a program that hangs
/// or runs out of memory. The defaults leave room for anything that a chat can show.
///
/// # Examples
///
/// ```
/// use flockml::template::{Config, Limits, Templates};
///
/// let limits = Limits::default().output_bytes(64 * 1024).steps(100_000);
/// let templates = Templates::load_with("templates", Config::default().with_limits(limits))?;
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    pub(crate) output_bytes: usize,
    pub(crate) steps: u64,
    pub(crate) range_items: u64,
    pub(crate) value_bytes: usize,
    pub(crate) include_depth: usize,
    pub(crate) file_bytes: u64,
    pub(crate) entries: usize,
    pub(crate) folder_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            output_bytes: 4 * 1024 * 1024,
            steps: 10_000_000,
            range_items: 100_000,
            value_bytes: 1024 * 1024,
            include_depth: 16,
            file_bytes: 4 * 1024 * 1024,
            entries: 20_000,
            folder_depth: 16,
        }
    }
}

impl Limits {
    /// The most that one rendering may write, in bytes; 4 MiB by default.
    #[must_use]
    pub fn output_bytes(mut self, bytes: usize) -> Self {
        self.output_bytes = bytes;
        self
    }

    /// The most steps that the loops of one rendering may take; 10,000,000 by default.
    ///
    /// An item of a loop is one step, and about one more for each tag in the loop. Loops that
    /// stand in no other and go over the data once are not counted. What a filter, a test, `in`
    /// or a slice in a loop does to a long list or text counts by its length.
    #[must_use]
    pub fn steps(mut self, steps: u64) -> Self {
        self.steps = steps;
        self
    }

    /// The most numbers that one `range` may count; 100,000 by default.
    #[must_use]
    pub fn range_items(mut self, items: u64) -> Self {
        self.range_items = items;
        self
    }

    /// The most that a variable may hold which a template makes of its own variables, in bytes;
    /// 1 MiB by default. All that one rendering makes of them may come to 512 times that.
    #[must_use]
    pub fn value_bytes(mut self, bytes: usize) -> Self {
        self.value_bytes = bytes;
        self
    }

    /// How many files may include or extend each other in a row; 16 by default.
    #[must_use]
    pub fn include_depth(mut self, depth: usize) -> Self {
        self.include_depth = depth;
        self
    }

    /// The most that a template or a sample may have, in bytes; 4 MiB by default.
    #[must_use]
    pub fn file_bytes(mut self, bytes: u64) -> Self {
        self.file_bytes = bytes;
        self
    }

    /// The most files and folders that a folder of templates may have; 20,000 by default.
    #[must_use]
    pub fn entries(mut self, entries: usize) -> Self {
        self.entries = entries;
        self
    }

    /// How deep the folders in it are read; 16 by default.
    #[must_use]
    pub fn folder_depth(mut self, depth: usize) -> Self {
        self.folder_depth = depth;
        self
    }
}

/// What is set into the text of each file so that rendering ends, and what is wrong with it
/// even if no loop were gone through.
///
/// `statements` is what the tags of each say.
pub(crate) fn bound(
    files: &[File],
    statements: &[Statements<'_>],
    limits: &Limits,
) -> Vec<(Bounds, Option<Diagnostic>)> {
    let shapes: Vec<Shape<'_>> = files
        .iter()
        .map(|file| match is_too_nested(file) {
            true => Shape::new(file.source.text(), &[]),
            false => Shape::new(file.source.text(), &file.tags),
        })
        .collect();
    let graph = Graph::new(files, &shapes);
    let bounds = bounds::bounds(files, statements, &shapes, &graph).into_iter();
    bounds
        .enumerate()
        .map(|(index, bounds)| (bounds, too_heavy(&graph, index, limits)))
        .collect()
}

/// Whether Tera refuses a file because its statements stand too deep in each other: it needs no
/// bounds, and finding them would take longer than reading it.
fn is_too_nested(file: &File) -> bool {
    const SURELY: usize = 100;
    let mut depth = 0_usize;
    let statements = file
        .tags
        .iter()
        .filter(|tag| tag.kind == TagKind::Statement);
    statements
        .map(|tag| scan::word(file.source.text(), tag.inner))
        .any(|word| {
            match word {
                "if" | "for" => depth += 1,
                _ if word.starts_with("end") => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth > SURELY
        })
}

/// That a file is too heavy although nothing that it uses is.
fn too_heavy(graph: &Graph, file: usize, limits: &Limits) -> Option<Diagnostic> {
    let (weight, heaviest, at) = graph.heaviest(file);
    (weight > limits.steps && heaviest <= limits.steps).then(|| {
        Diagnostic::new(
            &RULE,
            at.unwrap_or(Span::at(0)),
            format!("what this template uses comes to {weight} steps, more than {}", limits.steps),
        )
        .help("include and call each template once, in a loop over the data; or raise `limits.steps` of `flockml.toml`")
    })
}

/// The tag of the only loop in `files` that a `set` block or another capture collects from.
pub(crate) fn captured_loop<'f>(files: impl Iterator<Item = &'f File>) -> Option<(&'f File, Span)> {
    let mut found = files.flat_map(|file| {
        let shape = Shape::new(file.source.text(), &file.tags);
        let captured = shape.loops.into_iter().filter(|one| one.is_captured);
        captured.map(|one| (file, one.tag)).collect::<Vec<_>>()
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The tag of the innermost loop in `file` around `span`.
pub(crate) fn loop_around(file: &File, span: Span) -> Option<Span> {
    let shape = Shape::new(file.source.text(), &file.tags);
    let around = |one: &&shape::Loop<'_>| shape::holds(one.body, span);
    shape.loops.iter().rfind(around).map(|one| one.tag)
}

/// What is wrong with the row of includes and parents that begins in each of `files`.
pub(crate) fn too_deep(files: &[File], limits: &Limits) -> Vec<Option<Diagnostic>> {
    let most = limits.include_depth;
    let told = |(depth, at): (usize, Span)| {
        // A longer row has this one in it.
        (depth == most + 1).then(|| {
            let message =
                format!("more than {most} templates include or extend each other in a row");
            Diagnostic::new(&RULE, at, message)
                .help("include fewer in a row; or raise `limits.include-depth` of `flockml.toml`")
        })
    };
    graph::depths(files, most).into_iter().map(told).collect()
}

/// A number of bytes as people write it.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 2] = [(1024 * 1024, "MiB"), (1024, "KiB")];
    let unit = UNITS
        .iter()
        .find(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit));
    match unit {
        Some((unit, name)) => format!("{} {name}", bytes / unit),
        None => format!("{bytes} bytes"),
    }
}
