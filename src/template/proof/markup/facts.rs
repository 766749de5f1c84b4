//! What is known of all templates of a folder together.

use std::collections::{BTreeMap, BTreeSet};

use super::kind::{Kind, Level};

/// Whose variables are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope<'t> {
    File(usize),
    Component(&'t str),
}

/// What is known so far; it only ever grows.
#[derive(Debug, Default)]
pub(super) struct Facts<'t> {
    variables: BTreeMap<Scope<'t>, BTreeMap<&'t str, Kind<'t>>>,
    /// What each component writes.
    components: BTreeMap<&'t str, Component<'t>>,
    /// What each file writes where it is included.
    files: BTreeMap<usize, Level>,
    /// What a block of a file writes.
    blocks: BTreeMap<(usize, &'t str), Level>,
    /// The files that see the variables of a scope.
    seen_by: BTreeSet<(Scope<'t>, usize)>,
    /// Blocks that stand in an attribute.
    in_attributes: BTreeSet<(usize, &'t str)>,
    pub(super) has_grown: bool,
}

#[derive(Debug, Default)]
struct Component<'t> {
    level: Level,
    parameters: Vec<&'t str>,
    rest: Option<&'t str>,
    /// Parameters that it puts into attributes.
    narrow: BTreeSet<&'t str>,
}

impl<'t> Facts<'t> {
    pub(super) fn variable(&self, scope: Scope<'t>, name: &str) -> Option<&Kind<'t>> {
        self.variables.get(&scope)?.get(name)
    }

    pub(super) fn assign(&mut self, scope: Scope<'t>, name: &'t str, kind: &Kind<'t>) {
        let names = self.variables.entry(scope).or_default();
        let before = names.get(name);
        let after = match before {
            Some(before) => before.clone().or(kind),
            None => kind.clone(),
        };
        if before != Some(&after) {
            names.insert(name, after);
            self.has_grown = true;
        }
    }

    /// Whether any component's or template's variable of that name holds more than text.
    pub(super) fn anywhere(&self, name: &str) -> Option<Kind<'t>> {
        let mut kinds = self.variables.values().filter_map(|names| names.get(name));
        let first = kinds.next()?.clone();
        Some(kinds.fold(first, Kind::or))
    }

    pub(super) fn define(
        &mut self,
        name: &'t str,
        parameters: Vec<&'t str>,
        rest: Option<&'t str>,
    ) {
        let component = self.components.entry(name).or_default();
        component.parameters = parameters;
        component.rest = rest;
    }

    /// The component `name` writes something of that level.
    pub(super) fn writes(&mut self, name: &'t str, level: Level) {
        let component = self.components.entry(name).or_default();
        self.has_grown |= component.level < level;
        component.level = component.level.max(level);
    }

    pub(super) fn written_by(&self, name: &str) -> Level {
        let level = self.components.get(name).map(|component| component.level);
        level.unwrap_or_default().max(Level::Plain)
    }

    /// The parameter that takes the argument `name`.
    pub(super) fn taken_as(&self, component: &str, name: &'t str) -> Option<&'t str> {
        let component = self.components.get(component)?;
        if component.parameters.contains(&name) {
            Some(name)
        } else {
            component.rest
        }
    }

    /// All that a component takes, for an argument that can be any of them.
    pub(super) fn parameters(&self, component: &str) -> Vec<&'t str> {
        let component = self.components.get(component);
        component.map_or_else(Vec::new, |component| {
            let parameters = component.parameters.iter().copied();
            parameters.chain(component.rest).collect()
        })
    }

    pub(super) fn narrow(&mut self, component: &'t str, parameter: &'t str) {
        let component = self.components.entry(component).or_default();
        self.has_grown |= component.narrow.insert(parameter);
    }

    pub(super) fn is_narrow(&self, component: &str, parameter: &str) -> bool {
        let component = self.components.get(component);
        component.is_some_and(|component| component.narrow.contains(parameter))
    }

    pub(super) fn file(&self, file: usize) -> Level {
        self.files.get(&file).copied().unwrap_or(Level::Plain)
    }

    pub(super) fn set_file(&mut self, file: usize, level: Level) {
        let before = self.files.insert(file, level);
        self.has_grown |= before != Some(level);
    }

    pub(super) fn block(&self, file: usize, name: &'t str) -> Option<Level> {
        self.blocks.get(&(file, name)).copied()
    }

    pub(super) fn set_block(&mut self, file: usize, name: &'t str, level: Level) {
        let before = self.blocks.insert((file, name), level);
        self.has_grown |= before != Some(level);
    }

    pub(super) fn put_in_attribute(&mut self, file: usize, block: &'t str) {
        self.has_grown |= self.in_attributes.insert((file, block));
    }

    pub(super) fn is_in_attribute(&self, file: usize, block: &'t str) -> bool {
        self.in_attributes.contains(&(file, block))
    }

    /// The file `file` sees the variables of `scope`.
    pub(super) fn show(&mut self, scope: Scope<'t>, file: usize) {
        self.has_grown |= self.seen_by.insert((scope, file));
    }

    /// Gives each scope's variables to the files that see them.
    pub(super) fn spread(&mut self) {
        let seen: Vec<(Scope<'t>, usize)> = self.seen_by.iter().copied().collect();
        for (scope, file) in seen {
            let names = self.variables.get(&scope).cloned().unwrap_or_default();
            for (name, kind) in names {
                // What a component is given is not its parameter elsewhere.
                let kind = Kind {
                    parameters: Vec::new(),
                    ..kind
                };
                self.assign(Scope::File(file), name, &kind);
            }
        }
    }
}
