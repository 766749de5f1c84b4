//! Statements: what stands between `{%` and `%}`.

use super::ast::{Definition, Expression, Parameter, Statement};
use super::cursor::Parser;

impl<'t> Parser<'t> {
    /// The statement that the tag holds.
    pub(super) fn statement(&mut self) -> Statement<'t> {
        if self.take("<") {
            let component = self.component();
            return if self.take(">") {
                Statement::Open(component)
            } else {
                Statement::Unreadable(values(component.arguments))
            };
        }
        if self.take("</") {
            return Statement::Close;
        }
        let Some(keyword) = self.keyword() else {
            return self.broken();
        };
        match keyword {
            "if" => Statement::If(self.rest()),
            "elif" => Statement::Elif(self.rest()),
            "else" => Statement::Else,
            "for" => self.for_loop(),
            "set" => self.set(false),
            "set_global" => self.set(true),
            "filter" => {
                let mut filters = Vec::new();
                filters.extend(self.named_call());
                filters.extend(self.filters());
                Statement::Filter(filters)
            }
            "include" => self.linked(Statement::Include),
            "extends" => self.linked(Statement::Extends),
            "block" => match self.take_word() {
                Some(name) => Statement::Block(name),
                None => self.broken(),
            },
            "component" => match self.definition() {
                Some(definition) => Statement::Define(definition),
                None => self.broken(),
            },
            "break" => Statement::Break,
            "continue" => Statement::Continue,
            "raw" => Statement::Raw,
            end if end.starts_with("end") => Statement::End(end),
            _ => self.broken(),
        }
    }

    fn broken(&mut self) -> Statement<'t> {
        Statement::Unreadable(vec![self.rest()])
    }

    fn for_loop(&mut self) -> Statement<'t> {
        match self.loop_names() {
            Some((key, value)) => Statement::For {
                key,
                value,
                list: self.rest(),
            },
            None => self.broken(),
        }
    }

    fn set(&mut self, global: bool) -> Statement<'t> {
        let Some(name) = self.take_word() else {
            return self.broken();
        };
        if self.take("=") {
            let value = self.rest();
            return Statement::Set {
                name,
                value,
                global,
            };
        }
        let filters = self.filters();
        Statement::SetBlock {
            name,
            filters,
            global,
        }
    }

    /// `| a | b`
    fn filters(&mut self) -> Vec<super::Call<'t>> {
        let mut filters = Vec::new();
        while self.take("|") {
            filters.extend(self.named_call());
        }
        filters
    }

    fn linked(&mut self, link: fn(super::Word<'t>) -> Statement<'t>) -> Statement<'t> {
        match self.take_text() {
            Some(name) => link(name),
            None => self.broken(),
        }
    }

    fn definition(&mut self) -> Option<Definition<'t>> {
        let name = self.dotted()?;
        let mut definition = Definition {
            name,
            parameters: Vec::new(),
            rest: None,
        };
        if !self.take("(") {
            return Some(definition);
        }
        while !self.take(")") {
            if self.take("...") {
                definition.rest = self.take_word();
            } else if let Some(parameter) = self.parameter() {
                definition.parameters.push(parameter);
            } else {
                break;
            }
            self.take(",");
        }
        Some(definition)
    }

    fn parameter(&mut self) -> Option<Parameter<'t>> {
        let implicit = self.take("@");
        let name = self.take_word()?;
        let kind = if self.take(":") { self.keyword() } else { None };
        let default = self.take("=").then(|| self.value());
        Some(Parameter {
            name,
            implicit,
            kind,
            default,
        })
    }
}

fn values<'t>(arguments: Vec<super::Entry<'t>>) -> Vec<Expression<'t>> {
    arguments.into_iter().map(|entry| entry.value).collect()
}
