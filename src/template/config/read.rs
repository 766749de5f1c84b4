//! From the text of a `flockml.toml` to what it says.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::check::{Severity, rules};
use crate::source::Span;
use crate::suggest;

use super::keys::{self, KEYS, Key, RULE, SEVERITIES, Sets, TARGETS, Takes};
use super::target::{self, Parts};
use super::{Config, Setting};

/// What keeps a file from being used, and where.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) span: Span,
    pub(super) message: String,
}

impl Fault {
    pub(super) fn new(span: impl Into<Span>, message: impl Into<String>) -> Self {
        Self {
            span: span.into(),
            message: message.into(),
        }
    }
}

/// Puts what `text` says, or `only` one table of it, into `config`; of several faults the first in
/// the text is returned.
pub(super) fn read(text: &str, only: Option<&str>, config: &mut Config) -> Result<(), Fault> {
    let document = DeTable::parse(text).map_err(|error| {
        let said = error.message().lines().next().unwrap_or_default();
        Fault::new(error.span().unwrap_or_default(), said)
    })?;
    let mut faults = Vec::new();
    for (name, value) in document.get_ref() {
        if only.is_some_and(|only| only != name.get_ref()) {
            continue;
        }
        table(name, value, config, &mut faults);
    }
    // A table is ordered by its keys.
    match faults.into_iter().min_by_key(|fault| fault.span) {
        Some(first) => Err(first),
        None => Ok(()),
    }
}

pub(super) type Name<'t> = Spanned<std::borrow::Cow<'t, str>>;
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

fn table(name: &Name<'_>, value: &Value<'_>, config: &mut Config, faults: &mut Vec<Fault>) {
    let table = name.get_ref().as_ref();
    if !keys::tables().contains(&table) {
        faults.push(unknown_table(name));
        return;
    }
    let entries = match entries(table, value) {
        Ok(entries) => entries,
        Err(fault) => return faults.push(fault),
    };
    for (name, value) in entries {
        let read = if keys::group(TARGETS) == table {
            target(name, value, config)
        } else {
            entry(table, name, value, config)
        };
        if let Err(fault) = read {
            faults.push(fault);
        }
    }
}

fn entries<'v, 't>(table: &str, value: &'v Value<'t>) -> Result<&'v DeTable<'t>, Fault> {
    match value.get_ref() {
        DeValue::Table(entries) => Ok(entries),
        other => {
            let message = format!(
                "`{table}` is {}, not a table: write `[{table}]` and its keys below",
                kind(other)
            );
            Err(Fault::new(value.span(), message))
        }
    }
}

/// The key `name` of `table`.
fn key(table: &str, name: &Name<'_>) -> Result<&'static Key, Fault> {
    KEYS.iter()
        .filter(|key| key.table == table)
        .find(|key| key.name == name.get_ref() || key.name == RULE)
        .ok_or_else(|| unknown_key(table, name))
}

/// The target called `name`; of several faults in it, the first in the text.
fn target(name: &Name<'_>, value: &Value<'_>, config: &mut Config) -> Result<(), Fault> {
    let written = name.get_ref().as_ref();
    if !target::is_name(written) {
        let message = format!(
            "`{}` is no name of a target: write one of letters, digits, `_` and `-`",
            shorten(written)
        );
        return Err(Fault::new(name.span(), message));
    }
    let mut parts = Parts::default();
    let mut faults = Vec::new();
    for (name, value) in entries(&format!("targets.{written}"), value)? {
        let read = match (target::refuse_secret(name), key(TARGETS, name)) {
            (Some(secret), _) => Err(secret),
            (None, Err(unknown)) => Err(unknown),
            (None, Ok(key)) => match key.sets {
                Sets::Target(part) => parts.read(key, part, name, value),
                _ => Ok(()),
            },
        };
        faults.extend(read.err());
    }
    if let Some(first) = faults.into_iter().min_by_key(|fault| fault.span) {
        return Err(first);
    }
    let target = parts.finish(name)?;
    config.targets.insert(written.to_owned(), target);
    Ok(())
}

fn entry(
    table: &str,
    name: &Name<'_>,
    value: &Value<'_>,
    config: &mut Config,
) -> Result<(), Fault> {
    let key = key(table, name)?;
    match key.sets {
        Sets::Templates => config.templates = folder(key, value)?,
        Sets::Check => config.check = Some(paths(key, value)?),
        Sets::Rule => {
            let id = name.get_ref();
            let rule = rules::find(id).ok_or_else(|| unknown_rule(name))?;
            let setting = severity(id, value)?;
            config.rules.insert(rule.id, setting);
        }
        Sets::Limit(set) => {
            let number = number(key, value)?;
            config.limits = set(std::mem::take(&mut config.limits), number);
        }
        // Only in tables that `target` reads.
        Sets::Target(_) => {}
    }
    Ok(())
}

fn severity(id: &str, value: &Value<'_>) -> Result<Setting, Fault> {
    match value.get_ref().as_str() {
        Some("error") => Ok(Setting::Severity(Severity::Error)),
        Some("warning") => Ok(Setting::Severity(Severity::Warning)),
        Some("off") => Ok(Setting::Off),
        Some(other) => {
            let other = shorten(other);
            let message = format!("`{other}` is no severity: write {SEVERITIES}");
            Err(Fault::new(value.span(), message))
        }
        None => Err(wrong_type(&format!("rules.{id}"), value, SEVERITIES)),
    }
}

fn folder(key: &Key, value: &Value<'_>) -> Result<String, Fault> {
    match value.get_ref().as_str() {
        Some(path) => below(path, value),
        None => Err(wrong_type(&key.to_string(), value, key.takes.wanted())),
    }
}

fn paths(key: &Key, value: &Value<'_>) -> Result<Vec<String>, Fault> {
    let wanted = key.takes.wanted();
    let DeValue::Array(list) = value.get_ref() else {
        return Err(wrong_type(&key.to_string(), value, wanted));
    };
    list.iter()
        .map(|value| match value.get_ref().as_str() {
            Some(path) => below(path, value),
            None => Err(wrong_type(&format!("an entry of `{key}`"), value, wanted)),
        })
        .collect()
}

fn number(key: &Key, value: &Value<'_>) -> Result<u64, Fault> {
    let Takes::Number { most } = key.takes else {
        return Err(wrong_type(&key.to_string(), value, "nothing"));
    };
    let wanted = format!("a whole number from 1 to {most}");
    let DeValue::Integer(written) = value.get_ref() else {
        return Err(wrong_type(&key.to_string(), value, &wanted));
    };
    match u64::from_str_radix(written.as_str(), written.radix()) {
        Ok(number) if (1..=most).contains(&number) => Ok(number),
        _ => Err(Fault::new(
            value.span(),
            format!("`{key}` is `{written}`: write {wanted}"),
        )),
    }
}

/// A path that stays in the folder of the file.
fn below(path: &str, value: &Value<'_>) -> Result<String, Fault> {
    let leaves = path.is_empty()
        || path.starts_with(['/', '\\'])
        || path.contains(':')
        || path.split(['/', '\\']).any(|part| part == "..");
    if leaves {
        let message = format!(
            "`{}` is no path below this file's folder: write one such as `templates`",
            shorten(path)
        );
        return Err(Fault::new(value.span(), message));
    }
    Ok(path.to_owned())
}

pub(super) fn wrong_type(key: &str, value: &Value<'_>, wanted: &str) -> Fault {
    let key = if key.contains('`') {
        key.to_owned()
    } else {
        format!("`{key}`")
    };
    let message = format!("{key} is {}: write {wanted}", kind(value.get_ref()));
    Fault::new(value.span(), message)
}

fn unknown_table(name: &Name<'_>) -> Fault {
    let written = name.get_ref();
    let tables = keys::tables();
    let message = match home_of(written) {
        Some(home) => format!("`{written}` stands in no table: write it below `[{home}]`"),
        None => {
            let help = match suggest::nearest(written, tables.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are `{}`", tables.join("`, `")),
            };
            format!("there is no table `{}`: {help}", shorten(written))
        }
    };
    Fault::new(name.span(), message)
}

fn unknown_key(table: &str, name: &Name<'_>) -> Fault {
    let written = name.get_ref();
    let help = match suggest::nearest(written, keys::names(table)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => match home_of(written) {
            Some(home) => format!("write it below `[{home}]`"),
            None => {
                let names: Vec<&str> = keys::names(table).collect();
                format!("there are `{}`", names.join("`, `"))
            }
        },
    };
    let message = format!(
        "there is no key `{}` in `[{table}]`: {help}",
        shorten(written)
    );
    Fault::new(name.span(), message)
}

fn unknown_rule(name: &Name<'_>) -> Fault {
    let written = name.get_ref();
    let help = match suggest::nearest(written, rules::RULES.iter().map(|rule| rule.id)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`flockml explain` lists all rules".to_owned(),
    };
    let message = format!("there is no rule `{}`: {help}", shorten(written));
    Fault::new(name.span(), message)
}

/// The table that a key or a rule of that name stands in.
fn home_of(name: &str) -> Option<&'static str> {
    let key = KEYS.iter().find(|key| key.name == name);
    let rule = || rules::find(name).map(|_| "rules");
    key.map(|key| key.table).or_else(rule)
}

fn shorten(name: &str) -> String {
    rules::shorten(name)
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
