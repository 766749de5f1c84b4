//! Blocks: lines, what begins them, and the empty lines between them.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::inline::Link;
use super::lost::{Lost, LostKind};
use super::table::Table;
use super::{Converted, MAX_LEVELS};
use crate::escape;
use crate::markup::Markup;
use crate::source::Span;

/// As wide as `• `.
const INDENT: &str = "\u{a0}\u{a0}";
const BULLET: &str = "• ";
const QUOTE: &str = "│ ";
const RULE: &str = "———";

/// How far the next content stands from the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Line,
    EmptyLine,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    None,
    Pending,
    Open,
}

/// Something that begins each of its lines.
#[derive(Debug, Clone, Copy)]
struct Container {
    /// Length of the prefix outside of it.
    outside: usize,
    item: bool,
}

#[derive(Debug, Clone, Copy)]
struct List {
    /// Number of the next item.
    next: Option<u64>,
    /// Whether its items are paragraphs, with empty lines between them.
    loose: bool,
}

/// Writes events as markup, in one pass, straight into one string.
pub(super) struct Writer<'a> {
    pub(super) out: String,
    /// `None` where nobody asks.
    lost: Option<Vec<Lost>>,

    /// Whether content can follow as it is: no gap and no heading is pending.
    open: bool,
    gap: Gap,
    /// How much of `prefix` an empty line in the gap shows.
    gap_prefix: usize,
    /// Whether any line has begun.
    begun: bool,
    /// Length of `out` behind what begins the current line.
    line_start: usize,
    /// What begins every further line in the open containers.
    prefix: String,
    containers: Vec<Container>,
    lists: Vec<List>,
    heading: Heading,
    code: bool,
    /// How many quotes are open.
    quotes: u32,

    pub(super) bold: u32,
    pub(super) italic: u32,
    pub(super) links: Vec<Link<'a>>,
    /// Whether a link would stand in a link's label or in an image's text.
    pub(super) in_label: bool,
    pub(super) table: Table,
}

impl<'a> Writer<'a> {
    /// For a source of `len` bytes; `lost` takes what is lost.
    pub(super) fn new(len: usize, lost: Option<Vec<Lost>>) -> Self {
        Self {
            out: String::with_capacity(len + len / 8),
            lost,
            open: false,
            gap: Gap::None,
            gap_prefix: 0,
            begun: false,
            line_start: 0,
            prefix: String::new(),
            containers: Vec::new(),
            lists: Vec::new(),
            heading: Heading::None,
            code: false,
            quotes: 0,
            bold: 0,
            italic: 0,
            links: Vec::new(),
            in_label: false,
            table: Table::default(),
        }
    }

    pub(super) fn run(
        mut self,
        events: &mut dyn Iterator<Item = (Event<'a>, Range<usize>)>,
    ) -> Converted {
        // One match, so that events are not moved about.
        loop {
            match events.next() {
                Some((Event::Start(tag), range)) => self.start(tag, range),
                Some((Event::End(tag), _)) => self.end(tag),
                Some((Event::Text(text), _)) if self.code => self.lines(&text),
                Some((Event::Text(text), _)) => self.text(&text),
                Some((
                    Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text),
                    range,
                )) => {
                    self.lose(LostKind::Code, range);
                    self.text(&text);
                }
                Some((Event::Html(html), _)) => self.lines(&html),
                Some((Event::InlineHtml(html), range)) => {
                    self.lose(LostKind::Html, range);
                    self.inline_lines(&html);
                }
                // A quote is kept line by line.
                Some((Event::SoftBreak, _)) if self.quotes > 0 => self.line_break(),
                Some((Event::SoftBreak, _)) => self.out.push(' '),
                Some((Event::HardBreak, _)) => self.line_break(),
                Some((Event::Rule, _)) => self.rule(),
                Some((Event::FootnoteReference(name), range)) => {
                    self.lose(LostKind::Footnote, range);
                    self.footnote(&name);
                }
                Some((Event::TaskListMarker(done), _)) => self.task(done),
                None => break,
            }
        }
        Converted {
            markup: Markup::from_canonical(self.out),
            lost: self.lost.unwrap_or_default(),
        }
    }

    fn rule(&mut self) {
        self.block();
        self.text(RULE);
        self.end_block();
    }

    pub(super) fn push_prefix(&mut self) {
        self.out.push_str(&self.prefix);
    }

    pub(super) fn lose(&mut self, kind: LostKind, range: Range<usize>) {
        if let Some(lost) = &mut self.lost {
            lost.push(Lost {
                kind,
                span: Span::from(range),
            });
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.paragraph(),
            Tag::Heading { .. } => {
                self.lose(LostKind::HeadingLevel, range);
                self.block();
                self.heading = Heading::Pending;
                self.open = false;
            }
            Tag::BlockQuote(kind) => self.quote(kind, range),
            Tag::CodeBlock(kind) => self.code_block(&kind, range),
            Tag::HtmlBlock => {
                self.lose(LostKind::Html, range);
                self.block();
            }
            Tag::List(next) => self.lists.push(List { next, loose: false }),
            Tag::Item => self.item(range),
            Tag::FootnoteDefinition(name) => {
                self.lose(LostKind::Footnote, range.clone());
                self.block();
                self.footnote(&name);
                self.text(" ");
                self.line_start = self.out.len();
                self.enter(INDENT, false, range);
            }
            Tag::Table(alignments) => {
                self.lose(LostKind::Table, range.clone());
                self.block();
                self.open_line();
                self.table.begin(alignments, self.out.len(), range.len());
            }
            // The header's cells are made bold when the table is laid out.
            Tag::TableHead => self.bold += 1,
            inline => self.start_inline(inline, range),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.end_block(),
            TagEnd::Heading(_) => {
                if self.heading == Heading::Open {
                    self.bold -= 1;
                    self.out.push_str("</b>");
                }
                self.heading = Heading::None;
                self.end_block();
            }
            TagEnd::CodeBlock => {
                self.code = false;
                self.end_block();
            }
            TagEnd::BlockQuote(_) => {
                self.quotes -= 1;
                self.leave();
                self.end_block();
            }
            TagEnd::FootnoteDefinition => {
                self.leave();
                self.end_block();
            }
            TagEnd::Item => {
                self.end_block();
                self.leave();
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.end_block();
            }
            TagEnd::TableHead => {
                self.bold -= 1;
                self.table.end_row();
            }
            TagEnd::TableRow => self.table.end_row(),
            TagEnd::TableCell => self.table.end_cell(self.out.len()),
            TagEnd::Table => {
                self.table.finish(&mut self.out, &self.prefix);
                self.end_block();
            }
            inline => self.end_inline(inline),
        }
    }

    /// A new block begins: on a line of its own, unless only a bullet stands on the current one.
    fn block(&mut self) {
        if self.out.len() != self.line_start {
            self.space(Gap::Line);
        }
    }

    /// What is around the block decides how far the next one stands, not what was last in it.
    fn end_block(&mut self) {
        let shown = match self.gap {
            Gap::None => self.prefix.len(),
            _ => self.gap_prefix.min(self.prefix.len()),
        };
        self.gap_prefix = shown;
        self.gap = match self.containers.last() {
            Some(container) if container.item && !self.is_loose() => Gap::Line,
            _ => Gap::EmptyLine,
        };
        self.open = false;
    }

    fn space(&mut self, gap: Gap) {
        if gap > self.gap {
            self.gap = gap;
            self.gap_prefix = self.prefix.len();
        }
        self.open = false;
    }

    fn is_loose(&self) -> bool {
        self.lists.last().is_some_and(|list| list.loose)
    }

    /// Makes sure that content can follow.
    #[inline]
    pub(super) fn open_line(&mut self) {
        if !self.open {
            self.begin_line();
        }
    }

    fn begin_line(&mut self) {
        self.open = true;
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        if !self.begun {
            self.begun = true;
            self.out.push_str(&self.prefix);
            self.line_start = self.out.len();
        } else if gap > Gap::None {
            if gap == Gap::EmptyLine {
                self.out.push_str("<br/>");
                self.out.push_str(self.prefix[..self.gap_prefix].trim_end());
            }
            self.out.push_str("<br/>");
            self.out.push_str(&self.prefix);
            self.line_start = self.out.len();
        }
        if self.heading == Heading::Pending {
            self.heading = Heading::Open;
            self.bold += 1;
            self.out.push_str("<b>");
        }
    }

    /// Begins each further line with `piece`; says whether there was room for another level.
    fn enter(&mut self, piece: &str, item: bool, range: Range<usize>) -> bool {
        let room = self.containers.len() < MAX_LEVELS;
        self.containers.push(Container {
            outside: self.prefix.len(),
            item,
        });
        if room {
            self.prefix.push_str(piece);
        } else {
            self.lose(LostKind::Level, range);
        }
        room
    }

    fn leave(&mut self) {
        if let Some(container) = self.containers.pop() {
            self.prefix.truncate(container.outside);
            self.gap_prefix = self.gap_prefix.min(container.outside);
        }
    }

    fn paragraph(&mut self) {
        let in_item = self.containers.last().is_some_and(|last| last.item);
        if let (true, Some(list)) = (in_item, self.lists.last_mut()) {
            list.loose = true;
        }
        self.block();
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>, range: Range<usize>) {
        self.quotes += 1;
        self.block();
        let room = self.enter(QUOTE, false, range);
        if room && self.begun && self.gap == Gap::None {
            self.out.push_str(QUOTE);
            self.line_start = self.out.len();
        }
        let Some(kind) = kind else { return };
        self.open_line();
        self.out.push_str(match kind {
            BlockQuoteKind::Note => "<b>Note</b>",
            BlockQuoteKind::Tip => "<b>Tip</b>",
            BlockQuoteKind::Important => "<b>Important</b>",
            BlockQuoteKind::Warning => "<b>Warning</b>",
            BlockQuoteKind::Caution => "<b>Caution</b>",
        });
        self.space(Gap::Line);
    }

    fn item(&mut self, range: Range<usize>) {
        self.block();
        self.open_line();
        match self.lists.last_mut().and_then(|list| list.next.as_mut()) {
            Some(next) => {
                push_number(&mut self.out, *next);
                self.out.push_str(". ");
                *next = next.saturating_add(1);
            }
            None => self.out.push_str(BULLET),
        }
        self.line_start = self.out.len();
        self.enter(INDENT, true, range);
    }

    fn task(&mut self, done: bool) {
        self.open_line();
        if self.out.len() == self.line_start && self.out.ends_with(BULLET) {
            self.out.truncate(self.line_start - BULLET.len());
        }
        self.out.push_str(if done { "☑ " } else { "☐ " });
        self.line_start = self.out.len();
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'a>, range: Range<usize>) {
        self.lose(LostKind::Code, range.clone());
        if matches!(kind, CodeBlockKind::Fenced(info) if !info.is_empty()) {
            self.lose(LostKind::CodeLanguage, range);
        }
        self.block();
        self.code = true;
    }

    /// Writes text that keeps its lines and its blanks.
    fn lines(&mut self, text: &str) {
        for line in text.split_inclusive('\n') {
            self.open_line();
            let ended = line.strip_suffix('\n');
            let begins = self.out.len() == self.line_start;
            push_blanks(&mut self.out, ended.unwrap_or(line), begins);
            if ended.is_some() {
                self.space(Gap::Line);
            }
        }
    }
}

/// Appends a number of a list's item.
fn push_number(out: &mut String, number: u64) {
    if let Ok(digit @ 0..=9) = u8::try_from(number) {
        out.push(char::from(b'0' + digit));
    } else {
        out.push_str(&number.to_string());
    }
}

/// Appends one line of text whose blanks count: those that a client may drop, at the line's
/// beginning and behind another one, become no-break spaces, a tab four of them.
fn push_blanks(out: &mut String, line: &str, mut begins: bool) {
    let is_usual = !(begins && line.starts_with(' ') || line.contains("  ") || line.contains('\t'));
    if is_usual {
        return escape::push_text(out, line);
    }
    let mut rest = line;
    while let Some(at) = rest.find([' ', '\t']) {
        let (words, blanks) = rest.split_at(at);
        escape::push_text(out, words);
        begins &= words.is_empty();
        rest = blanks.trim_start_matches([' ', '\t']);
        let run = &blanks[..blanks.len() - rest.len()];
        if run == " " && !begins {
            out.push(' ');
            continue;
        }
        for (index, blank) in run.chars().enumerate() {
            match blank {
                '\t' => out.push_str("\u{a0}\u{a0}\u{a0}\u{a0}"),
                _ if index == 0 && !begins => out.push(' '),
                _ => out.push('\u{a0}'),
            }
        }
    }
    escape::push_text(out, rest);
}
