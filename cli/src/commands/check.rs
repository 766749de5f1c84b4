//! `flockml check`

use std::io;
use std::path::{Path, PathBuf};

use crate::args::{Check, Color, Deny};
use crate::checker::Checker;
use crate::exit::{Exit, Failure};
use crate::files::{self, STDIN};
use crate::finding::Findings;
use crate::output;
use crate::report::{self, plural};
use crate::settings::{self, Settings};
use crate::templates;
use crate::watch::{self, Watch};

/// Reports what is wrong with files, once or again and again.
pub(crate) fn run(args: &Check, color: Color) -> Result<Exit, Failure> {
    let root = templates::given_root(args.root.root.as_deref())?;
    let paths = settings::to_check(&args.paths)?;
    if args.watch {
        return watch(args, color, root, paths);
    }
    once(args, color, root, &paths)
}

/// Reports what is wrong with files, and again whenever one of them changes.
fn watch(
    args: &Check,
    color: Color,
    root: Option<&Path>,
    mut paths: Vec<PathBuf>,
) -> Result<Exit, Failure> {
    if paths.iter().any(|path| path.as_os_str() == STDIN) {
        return Err(Failure::new(
            "standard input cannot be watched: name files or folders",
        ));
    }
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        let name = files::display_name(missing);
        return Err(Failure::new(format!(
            "cannot watch `{name}`: no such file or folder"
        )));
    }
    let mut watch = Watch::new()?;
    loop {
        // Whatever changes from here on is seen.
        watch.follow(&paths, root)?;
        if let Err(failure) = once(args, color, root, &paths) {
            failure.tell();
        }
        if output::is_unread() {
            return Ok(Exit::Fine);
        }
        if watch.is_behind(&paths, root) {
            // What was made meanwhile may have been missed.
            continue;
        }
        output::complain("watching for changes, Ctrl-C ends");
        let changed = watch.changed()?;
        output::complain(&format!("\nchanged: {}", watch::names(&changed)));
        // What cannot be used is told when it is used.
        paths = settings::to_check(&args.paths).unwrap_or(paths);
    }
}

/// Reports what is wrong with files, and fixes what has one certain remedy.
fn once(
    args: &Check,
    color: Color,
    root: Option<&Path>,
    paths: &[PathBuf],
) -> Result<Exit, Failure> {
    let (inputs, mut failures) = files::inputs(paths);
    let settings = Settings::of(&inputs)?;
    let mut checker = Checker::new(inputs, root.map(Path::to_owned), settings);
    if args.fix {
        let fixed = checker.fix();
        output::complain(&format!(
            "fixed {} in {}",
            plural(fixed.findings, "finding"),
            plural(fixed.files, "file")
        ));
    }
    let (mut findings, unread) = checker.check();
    findings.denies_warnings = args.deny == Some(Deny::Warnings);
    failures.extend(unread);
    let wrong = findings.fails();
    if let (true, Some(text)) = (args.fix, checker.stdin()) {
        // Standard output is the fixed text; the findings that remain go beside it.
        output::print(text)?;
        tell_aside(&findings, args, color);
    } else if args.format.is_for_programs() || !findings.files.is_empty() || failures.is_empty() {
        let coloured = output::is_coloured(color, &io::stdout());
        output::print(&report::write(&findings, args.format, coloured))?;
    }
    let omitted = findings.summary().omitted;
    if args.format.is_for_programs() && omitted > 0 {
        output::complain(&report::omitted_line(omitted));
    }
    Ok(exit(wrong, &failures))
}

fn tell_aside(findings: &Findings, args: &Check, color: Color) {
    if !findings.is_empty() {
        let coloured = output::is_coloured(color, &io::stderr());
        output::complain(&report::write(findings, args.format, coloured));
    }
}

fn exit(wrong: bool, failures: &[Failure]) -> Exit {
    let mut exit = if wrong { Exit::Findings } else { Exit::Fine };
    for failure in failures {
        exit = failure.tell();
    }
    exit
}
