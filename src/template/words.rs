//! Markup in the attributes of a `.flockml` file, where it is its words.
//!
//! What is proven puts neither elements nor quotes into an attribute, whatever texts the data hold.
//! A [`Markup`] among them may, and so may what is not proven. These are rendered by an engine of
//! their own, in whose texts all that is written in attributes goes through a filter. It is built when
//! it is first asked for: most programs never do.
//!
//! [`Markup`]: crate::Markup

use tera::{Kwargs, State, Tera, Value};

use super::data::Data;
use super::limits::Bounds;
use super::load::File;
use super::{Templates, carried, engine, proof};

/// The filter that makes words of markup. No author can call it: it is in no vocabulary.
const WORDS: &str = "__words";

/// An engine whose attributes hold words.
pub(super) struct Words {
    tera: Tera,
    /// What is set into the text of each file.
    bounds: Vec<Bounds>,
}

impl Templates {
    /// The engine that renders `file` with `data`; `None` if none is safe.
    pub(super) fn engine(&self, file: &File, data: &Data) -> Option<&Tera> {
        match self.words(file, data) {
            _ if file.kind.is_json() => Some(&self.json),
            Some(Some(words)) => Some(&words.tera),
            Some(None) if data.has_markup => None,
            _ => Some(&self.flockml),
        }
    }

    /// What is set into the text of `at` that `file` is rendered of.
    pub(super) fn bounds<'t>(&'t self, file: &File, data: &Data, at: &'t File) -> &'t Bounds {
        let words = self.words(file, data).flatten();
        let index = self.files.iter().position(|file| std::ptr::eq(file, at));
        let bounds = words
            .zip(index)
            .and_then(|(words, index)| words.bounds.get(index));
        bounds.unwrap_or(&at.bounds)
    }

    /// The engine with words in its attributes, if `file` needs it for `data`, and if there can be one.
    fn words(&self, file: &File, data: &Data) -> Option<Option<&Words>> {
        let needs = !file.kind.is_json() && (data.has_markup || !self.proof(file).proven);
        needs.then(|| self.words.get_or_init(|| Words::new(&self.files)).as_ref())
    }
}

/// That there is no engine for data with markup in them.
pub(super) fn too_deep() -> tera::Error {
    tera::Error::message(
        "a hole in an attribute is too long or too deep to take markup from the data",
    )
}

impl Words {
    /// `None` if Tera finds a text too deep with all that is set into it.
    fn new(files: &[File]) -> Option<Self> {
        let bounds: Vec<Bounds> = files.iter().map(bounds).collect();
        let mut tera = engine::flockml();
        register(&mut tera);
        let all = files.iter().zip(&bounds);
        let texts = all.filter(|(file, _)| file.loaded && !file.kind.is_json());
        let texts = texts.map(|(file, bounds)| (&*file.name, bounds.whole(file.source.text())));
        tera.add_raw_templates(texts).ok()?;
        Some(Self { tera, bounds })
    }
}

/// What is set into the text of `file` when all that it writes in attributes is to be words.
pub(super) fn bounds(file: &File) -> Bounds {
    let mut bounds = file.bounds.clone();
    let written = proof::in_attributes(file);
    bounds.write_through(file.source.text(), &written, WORDS);
    bounds
}

/// Teaches `tera` to make words of markup.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter(WORDS, |value: &Value, _: Kwargs, _: &State<'_>| {
        let markup = value.as_str().filter(|text| {
            // Without these, it fits an attribute as it is.
            value.is_safe() && text.contains(['<', '&', '"', '\''])
        });
        match markup {
            Some(markup) => Value::from(carried::words_of(markup)),
            None => value.clone(),
        }
    });
}
