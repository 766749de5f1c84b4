//! A template's statements with what stands in them.

use std::collections::HashMap;

use super::super::expression::{self, Statement, Word};
use super::super::load::File;

/// A statement, and its bodies.
#[derive(Debug)]
pub(super) struct Item<'t> {
    pub(super) head: Statement<'t>,
    pub(super) body: Vec<Item<'t>>,
    /// What follows its `elif` and `else`.
    pub(super) branches: Vec<Branch<'t>>,
}

#[derive(Debug)]
pub(super) struct Branch<'t> {
    pub(super) head: Statement<'t>,
    pub(super) body: Vec<Item<'t>>,
}

/// The files of a folder, read, with what they have by name.
pub(super) struct Library<'a> {
    pub(super) files: &'a [File],
    trees: HashMap<usize, Vec<Item<'a>>>,
    components: HashMap<(bool, String), (usize, usize)>,
}

/// Tera refuses statements deeper than 40.
const MAX_DEPTH: usize = 48;

impl<'a> Library<'a> {
    /// Reads those of `files` that Tera has.
    pub(super) fn new(files: &'a [File], wanted: impl IntoIterator<Item = usize>) -> Self {
        let mut library = Self {
            files,
            trees: HashMap::new(),
            components: HashMap::new(),
        };
        for index in wanted {
            let file = &files[index];
            if !file.loaded {
                continue;
            }
            let items = read(file);
            for (at, item) in items.iter().enumerate() {
                if let Statement::Define(definition) = &item.head {
                    let name = (file.kind.is_json(), definition.name.text.to_string());
                    library.components.insert(name, (index, at));
                }
            }
            library.trees.insert(index, items);
        }
        library
    }

    pub(super) fn items(&self, file: usize) -> &[Item<'a>] {
        self.trees.get(&file).map_or(&[], Vec::as_slice)
    }

    /// The file that a file of the same sort calls `name`.
    pub(super) fn find(&self, from: usize, name: &str) -> Option<usize> {
        let is_json = self.files[from].kind.is_json();
        self.files
            .iter()
            .position(|file| file.kind.is_json() == is_json && file.name == name)
    }

    /// The component that a file calls by this name, and the file that defines it.
    pub(super) fn component(&self, from: usize, name: &str) -> Option<(usize, &Item<'a>)> {
        let key = (self.files[from].kind.is_json(), name.to_owned());
        let &(file, at) = self.components.get(&key)?;
        Some((file, self.items(file).get(at)?))
    }

    /// `file`, its parent, the parent's parent, …
    pub(super) fn lineage(&self, file: usize) -> Vec<usize> {
        let mut lineage = vec![file];
        let mut at = file;
        while let Some(parent) = &self.files[at].outline.parent {
            match self.find(at, &parent.text) {
                Some(next) if !lineage.contains(&next) => at = next,
                _ => break,
            }
            lineage.push(at);
        }
        lineage
    }
}

/// Every block in `items`, with its name.
pub(super) fn blocks<'i, 't>(
    items: &'i [Item<'t>],
    visit: &mut dyn FnMut(&'i Word<'t>, &'i Item<'t>),
) {
    for item in items {
        if let Statement::Block(name) = &item.head {
            visit(name, item);
        }
        blocks(&item.body, visit);
        for branch in &item.branches {
            blocks(&branch.body, visit);
        }
    }
}

fn read(file: &File) -> Vec<Item<'_>> {
    let text = file.source.text();
    let statements = file.tags.iter().map(|tag| expression::parse(text, tag));
    let mut statements = statements.collect::<Vec<_>>().into_iter();
    let mut items = Vec::new();
    while statements.len() > 0 {
        let (body, _) = body(&mut statements, 0);
        items.extend(body);
    }
    items
}

/// The items up to the end of their body, and what ends it.
fn body<'t>(
    statements: &mut std::vec::IntoIter<Statement<'t>>,
    depth: usize,
) -> (Vec<Item<'t>>, Option<Statement<'t>>) {
    let mut items = Vec::new();
    while let Some(head) = statements.next() {
        match head {
            Statement::Comment | Statement::Raw | Statement::Break | Statement::Continue => {}
            // `endraw` ends no body.
            Statement::End("endraw") => {}
            Statement::End(_) | Statement::Close | Statement::Else | Statement::Elif(_) => {
                return (items, Some(head));
            }
            head => {
                let has_body = has_body(&head) && depth < MAX_DEPTH;
                let mut item = Item {
                    head,
                    body: Vec::new(),
                    branches: Vec::new(),
                };
                if has_body {
                    item.read_bodies(statements, depth + 1);
                }
                items.push(item);
            }
        }
    }
    (items, None)
}

impl<'t> Item<'t> {
    fn read_bodies(&mut self, statements: &mut std::vec::IntoIter<Statement<'t>>, depth: usize) {
        let (first, mut end) = body(statements, depth);
        self.body = first;
        while let Some(head @ (Statement::Else | Statement::Elif(_))) = end {
            let (items, next) = body(statements, depth);
            self.branches.push(Branch { head, body: items });
            end = next;
        }
    }
}

fn has_body(head: &Statement<'_>) -> bool {
    matches!(
        head,
        Statement::If(_)
            | Statement::For { .. }
            | Statement::SetBlock { .. }
            | Statement::Filter(_)
            | Statement::Block(_)
            | Statement::Define(_)
            | Statement::Open(_)
    )
}
