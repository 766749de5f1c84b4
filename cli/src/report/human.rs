//! `--format human`: the place as a link, one sentence, the source with a caret, what to write.

mod cases;
mod excerpt;

use annotate_snippets::renderer::{AnsiColor, DEFAULT_TERM_WIDTH, Style};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use flockml::check::{Diagnostic, Severity};

use crate::finding::{FileFindings, Findings, Found};
use crate::report::places::Places;
use crate::report::{harmless, summary_line};

pub(super) use cases::write_cases;
use excerpt::Excerpt;

/// Writes each finding and, last, how many there are.
pub(super) fn write(findings: &Findings, coloured: bool) -> String {
    let mut out = write_findings(findings, coloured);
    out.push_str(&summary_line(&findings.summary()));
    out
}

/// Writes each finding, an empty line after each.
pub(super) fn write_findings(findings: &Findings, coloured: bool) -> String {
    let renderer = if coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .term_width(DEFAULT_TERM_WIDTH);
    let mut out = String::new();
    for file in &findings.files {
        let places = Places::of(file);
        for found in &file.list.found {
            out.push_str(&headline(file, &places, &found.diagnostic, coloured));
            out.push_str(&renderer.render(&[picture(file, &places, found)]));
            out.push_str("\n\n");
        }
    }
    out
}

fn headline(
    file: &FileFindings,
    places: &Places,
    diagnostic: &Diagnostic,
    coloured: bool,
) -> String {
    let color = match diagnostic.severity {
        Severity::Error => AnsiColor::BrightRed,
        _ => AnsiColor::BrightYellow,
    };
    let (style, bold) = if coloured {
        (color.on_default().bold(), Style::new().bold())
    } else {
        (Style::new(), Style::new())
    };
    format!(
        "{}:{}: {style}{}[{}]{style:#}{bold}: {}{bold:#}\n",
        harmless(file.source.name()),
        places.position(diagnostic.span.start()),
        diagnostic.severity.as_str(),
        diagnostic.rule.id,
        harmless(&diagnostic.message)
    )
}

fn picture(file: &FileFindings, places: &Places, found: &Found) -> Group<'static> {
    let diagnostic = &found.diagnostic;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        _ => Level::WARNING,
    };
    let excerpt = Excerpt::new(file.source.text(), places, diagnostic);
    let primary = AnnotationKind::Primary.span(excerpt.primary);
    let labels = excerpt
        .labels
        .into_iter()
        .map(|(span, message)| AnnotationKind::Context.span(span).label(message));
    let snippet = Snippet::source(excerpt.text)
        .line_start(excerpt.line)
        .annotation(primary)
        .annotations(labels);
    let mut group = Group::with_level(level).element(snippet);
    for note in excerpt.notes {
        group = group.element(Level::NOTE.message(note));
    }
    for related in &found.related {
        group = group.element(Level::NOTE.message(harmless(&related.to_string())));
    }
    if let Some(rendered) = &found.excerpt {
        let rendered = format!("it rendered to `{}`", harmless(rendered));
        group = group.element(Level::NOTE.message(rendered));
    }
    if let Some(sample) = &found.sample {
        group = group.element(Level::NOTE.message(format!("with the sample `{sample}`")));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(harmless(help)));
    }
    group
}
