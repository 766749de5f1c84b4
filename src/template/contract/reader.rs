//! What a template reads: a walk over its statements, through everything that they use.

use std::collections::HashMap;
use std::rc::Rc;

use crate::source::Span;

use super::super::expression::{Expression, Statement, Word};
use super::Shape;
use super::path::Path;
use super::scope::Scopes;
use super::shown::{self, Shown, What};
use super::tree::{self, Branch, Item, Library};
use super::value::{self, Kind, Place, Terms, Value};

/// A read of the data.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub(super) path: Path,
    /// Where the value is used.
    pub(super) used: Place,
    /// Where the path was written.
    pub(super) origin: Place,
    pub(super) need: Need,
    pub(super) terms: Terms,
    pub(super) shape: Shape,
    /// Whether all that is in it is read, too.
    pub(super) whole: bool,
    /// What the template itself calls, if the place is in that.
    pub(super) via: Option<Via>,
    /// The names that are no data, where the path is one word.
    pub(super) locals: Rc<[String]>,
}

/// Where a file or component is brought in, and the word for that.
#[derive(Debug, Clone, Copy)]
pub(super) struct Via {
    pub(super) place: Place,
    pub(super) verb: &'static str,
}

/// What Tera does where nothing is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// It fails.
    Required,
    /// It takes it for nothing, which nobody wants who did not say so.
    Expected,
    /// It takes it for nothing, and that is what was asked.
    Optional,
}

/// How a value is used.
#[derive(Debug, Clone, Copy)]
pub(super) struct Use {
    pub(super) need: Need,
    pub(super) shape: Shape,
    pub(super) whole: bool,
}

/// A name in a component that it does not take.
#[derive(Debug, Clone)]
pub(super) struct Stray {
    pub(super) name: Rc<str>,
    pub(super) component: String,
    pub(super) place: Place,
    pub(super) known: Vec<String>,
    pub(super) via: Option<Via>,
}

/// What a template reads.
#[derive(Debug, Default)]
pub(super) struct Reads {
    pub(super) reads: Vec<Read>,
    pub(super) strays: Vec<Stray>,
    pub(super) shown: Vec<Shown>,
    /// Whether there is too much of the template to follow all of it.
    pub(super) cut_short: bool,
}

/// Follows the file at `index`.
pub(super) fn read(library: &Library<'_>, index: usize) -> Reads {
    let lineage = library.lineage(index);
    let mut reader = Reader::new(library, index);
    let root = lineage.last().copied().unwrap_or(index);
    reader.file(root, &lineage);
    reader.reads
}

/// How many statements, expressions and reads are followed.
const BUDGET: usize = 100_000;

/// How deep they are followed into each other; Tera refuses more than 300 in one tag.
const MAX_DEPTH: usize = 500;

/// Files and components that bring in each other this deep are not followed further.
pub(super) const MAX_WAYS: usize = 16;

pub(super) struct Reader<'l, 'a> {
    pub(super) library: &'l Library<'a>,
    pub(super) reads: Reads,
    pub(super) scopes: Scopes,
    /// What has to be there for this place to be reached, and what must not.
    pub(super) terms: Terms,
    pub(super) file: usize,
    /// How many loops are around this place in its file.
    pub(super) loops: usize,
    /// While this is not 0, nothing is recorded.
    pub(super) muted: usize,
    budget: usize,
    pub(super) depth: usize,
    pub(super) calls: Vec<Call>,
    /// The calls and includes around this place.
    pub(super) ways: Vec<Via>,
    blocks: Blocks<'l, 'a>,
    /// The blocks around this place, and which of its definitions is read.
    block: Vec<(String, usize)>,
}

/// The definitions of each block, the youngest first.
type Blocks<'l, 'a> = HashMap<String, Vec<(usize, &'l Item<'a>)>>;

/// A component that is being followed.
pub(super) struct Call {
    pub(super) name: String,
    pub(super) outer: Scopes,
}

impl<'l, 'a> Reader<'l, 'a> {
    fn new(library: &'l Library<'a>, file: usize) -> Self {
        Self {
            library,
            reads: Reads::default(),
            scopes: Scopes::new(true),
            terms: Terms::default(),
            file,
            loops: 0,
            muted: 0,
            budget: BUDGET,
            depth: 0,
            calls: Vec::new(),
            ways: Vec::new(),
            blocks: HashMap::new(),
            block: Vec::new(),
        }
    }

    /// Reads a file with the blocks of its `lineage`.
    fn file(&mut self, index: usize, lineage: &[usize]) {
        let mut blocks: Blocks<'l, 'a> = HashMap::new();
        for &file in lineage {
            tree::blocks(self.library.items(file), &mut |name, item| {
                let known = blocks.entry(name.text.to_string()).or_default();
                known.push((file, item));
            });
        }
        let blocks = std::mem::replace(&mut self.blocks, blocks);
        let block = std::mem::take(&mut self.block);
        let file = std::mem::replace(&mut self.file, index);
        let loops = std::mem::take(&mut self.loops);
        self.items(self.library.items(index));
        self.loops = loops;
        self.file = file;
        self.block = block;
        self.blocks = blocks;
    }

    /// Whether there is something left to spend on following.
    pub(super) fn spend(&mut self) -> bool {
        if self.budget == 0 {
            self.reads.cut_short = true;
            return false;
        }
        self.budget -= 1;
        true
    }

    /// Whether there is something left, and the place is not too deep to be followed.
    pub(super) fn enter(&mut self) -> bool {
        let is_too_deep = self.depth >= MAX_DEPTH;
        self.reads.cut_short |= is_too_deep;
        let may = !is_too_deep && self.spend();
        self.depth += usize::from(may);
        may
    }

    pub(super) fn place(&self, span: Span) -> Place {
        Place {
            file: self.file,
            span,
        }
    }

    pub(super) fn items(&mut self, items: &'l [Item<'a>]) {
        for item in items {
            if !self.enter() {
                return;
            }
            self.item(item);
            self.depth -= 1;
        }
    }

    fn item(&mut self, item: &'l Item<'a>) {
        match &item.head {
            Statement::Value(expression) => self.print(expression),
            Statement::If(condition) => self.choose(condition, item),
            Statement::For {
                key, value, list, ..
            } => {
                let names = [key.as_ref(), Some(value)];
                self.iterate(names.into_iter().flatten(), list, item, key.is_some());
            }
            Statement::Set {
                name,
                value,
                global,
            } => {
                let value = self.flow(value);
                self.scopes.set(&name.text, value, *global);
            }
            Statement::SetBlock {
                name,
                filters,
                global,
            } => {
                self.items(&item.body);
                for filter in filters {
                    self.arguments(&filter.arguments);
                }
                let text = Value::other(self.place(name.span));
                self.scopes.set(&name.text, text, *global);
            }
            Statement::Filter(filters) => {
                for filter in filters {
                    self.arguments(&filter.arguments);
                }
                self.items(&item.body);
            }
            Statement::Include(name) => self.include(name),
            Statement::Block(name) => {
                self.block.push((name.text.to_string(), 0));
                self.youngest();
                self.block.pop();
            }
            Statement::Open(component) => {
                self.items(&item.body);
                self.component(component, true);
            }
            _ => {}
        }
    }

    fn print(&mut self, expression: &Expression<'_>) {
        let value = self.flow(expression);
        let text = Use::whole(Need::Required, Shape::Text);
        let place = self.last_word(expression);
        self.demand(&value, text, place);
        self.show(&value, expression);
    }

    /// Notes that a hole shows `value`, which is what `expression` stands for.
    pub(super) fn show(&mut self, value: &Value, expression: &Expression<'_>) {
        if self.muted > 0 || !self.spend() {
            return;
        }
        let (place, via) = (self.place(expression.span), self.ways.first().copied());
        let paths = value.paths().filter(|path| !path.steps().is_empty());
        let data = paths.map(|path| What::Data(path.clone()));
        let shown = shown::always(expression).into_iter().chain(data);
        let shown = shown.map(|what| Shown { what, place, via });
        self.reads.shown.extend(shown);
    }

    fn choose(&mut self, condition: &Expression<'_>, item: &'l Item<'a>) {
        let outer = self.terms.clone();
        let before = self.scopes.clone();
        let mut ways = Vec::new();
        let mut condition = Some(condition);
        let mut body = &item.body;
        let mut branches = item.branches.iter();
        loop {
            let refused = condition.map(|condition| self.decide(condition));
            let inner = self.terms.clone();
            if let Some(condition) = condition {
                let proven = self.proven(condition, true);
                value::add(&mut self.terms.when, &proven);
            }
            self.items(body);
            ways.push(std::mem::replace(&mut self.scopes, before.clone()));
            self.terms = inner;
            if let Some(refused) = refused {
                value::add(&mut self.terms.when, &refused);
            }
            let Some(Branch { head, body: next }) = branches.next() else {
                break;
            };
            condition = match head {
                Statement::Elif(condition) => Some(condition),
                _ => None,
            };
            body = next;
        }
        if condition.is_some() {
            ways.push(before.clone());
        }
        let sees_data = before.sees_data;
        let place = self.place(Span::at(0));
        self.scopes = before.merge(&ways, |name| {
            sees_data.then(|| {
                let path = Path::default().field(name);
                Value::one(Kind::Data(path), place, Terms::default())
            })
        });
        self.terms = outer;
    }

    /// Asks a condition; returns what is there if it does not hold.
    fn decide(&mut self, condition: &Expression<'_>) -> Vec<Vec<Path>> {
        self.ask(condition);
        self.proven(condition, false)
    }

    fn iterate<'w>(
        &mut self,
        names: impl Iterator<Item = &'w Word<'a>>,
        list: &Expression<'_>,
        item: &'l Item<'a>,
        keyed: bool,
    ) where
        'a: 'w,
    {
        let value = self.flow(list);
        let shape = if keyed { Shape::Object } else { Shape::List };
        self.demand(
            &value,
            Use::part(Need::Required, shape),
            self.last_word(list),
        );
        let mut globals = Vec::new();
        global_names(&item.body, &mut globals);
        let nothing = Value::other(self.place(list.span));
        for name in globals {
            // It may come from the round before.
            let known = self.scopes.get(name).cloned().unwrap_or_default();
            self.scopes.set(name, known.or(nothing.clone()), true);
        }
        self.scopes.push();
        self.loops += 1;
        let names: Vec<_> = names.collect();
        if let Some((element, keys)) = names.split_last() {
            for key in keys {
                self.scopes.set(&key.text, nothing.clone(), false);
            }
            let one = Self::item_of(&value, self.place(element.span));
            self.scopes.set(&element.text, one, false);
        }
        self.items(&item.body);
        self.loops -= 1;
        self.scopes.pop();
        for branch in &item.branches {
            self.items(&branch.body);
        }
    }

    fn include(&mut self, name: &Word<'_>) {
        let Some(index) = self.library.find(self.file, &name.text) else {
            return;
        };
        if self.ways.len() >= MAX_WAYS {
            self.reads.cut_short = true;
            return;
        }
        self.ways.push(Via {
            place: self.place(name.span),
            verb: "included",
        });
        let base = self.scopes.enter();
        self.file(index, &[index]);
        self.scopes.leave(base);
        self.ways.pop();
    }

    /// Reads the innermost block as the youngest definition that was not read yet has it.
    pub(super) fn youngest(&mut self) {
        let Some((name, level)) = self.block.last().cloned() else {
            return;
        };
        let definitions = self.blocks.get(&name).map_or(&[][..], Vec::as_slice);
        let Some(&(file, item)) = definitions.get(level) else {
            return;
        };
        let file = std::mem::replace(&mut self.file, file);
        self.items(&item.body);
        self.file = file;
    }

    /// Reads what `super()` stands for.
    pub(super) fn older(&mut self) {
        if let Some((_, level)) = self.block.last_mut() {
            *level += 1;
            self.youngest();
        }
        if let Some((_, level)) = self.block.last_mut() {
            *level -= 1;
        }
    }
}

/// The names that `set_global` gives values to.
fn global_names<'i>(items: &'i [Item<'_>], names: &mut Vec<&'i str>) {
    for item in items {
        match &item.head {
            Statement::Set {
                name, global: true, ..
            }
            | Statement::SetBlock {
                name, global: true, ..
            } => names.push(&name.text),
            _ => {}
        }
        global_names(&item.body, names);
        for branch in &item.branches {
            global_names(&branch.body, names);
        }
    }
}

impl Use {
    /// Of all that is in it.
    pub(super) fn whole(need: Need, shape: Shape) -> Self {
        Self {
            need,
            shape,
            whole: true,
        }
    }

    /// Of as much of it as is read elsewhere.
    pub(super) fn part(need: Need, shape: Shape) -> Self {
        Self {
            need,
            shape,
            whole: false,
        }
    }
}
