//! What the builder takes as content.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use super::Markup;
use crate::escape;

/// What the builder takes where words or markup are expected.
///
/// Texts, characters and numbers are escaped; a [`Markup`] goes in as it is; `None` is nothing;
/// the items of a `Vec` or an array follow each other. Implement it for types of your own to
/// pass them to the builder.
///
/// # Examples
///
/// ```
/// use flockml::Markup;
/// use flockml::markup::{self, Content};
///
/// struct Host(&'static str);
///
/// impl Content for Host {
///     fn append_to(self, markup: &mut Markup) {
///         markup.append(markup::italic(self.0));
///     }
/// }
///
/// assert_eq!(markup::bold(Host("db-1")).as_str(), "<b><i>db-1</i></b>");
/// assert_eq!(markup::text(["R&D", ": "]).text(3).as_str(), "R&amp;D: 3");
/// ```
pub trait Content {
    /// What is known of it, so that nobody has to look; only this crate can name that.
    #[doc(hidden)]
    const KNOWN: Known = Known::Nothing;

    /// Appends itself to `markup`, which is empty where a type of your own is passed to the builder.
    fn append_to(self, markup: &mut Markup);
}

/// What is known of a [`Content`].
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It may do anything with the markup that it is given.
    Nothing,
    /// It only appends.
    Appends,
    /// It only appends text and line breaks.
    Text,
}

impl Markup {
    /// Appends content that is not trusted with what was built so far.
    #[inline]
    pub(super) fn take<C: Content>(&mut self, content: C) {
        if C::KNOWN != Known::Nothing {
            return content.append_to(self);
        }
        let mut own = Self::new();
        content.append_to(&mut own);
        own.append_to(self);
    }
}

impl Content for &str {
    const KNOWN: Known = Known::Text;

    #[inline]
    fn append_to(self, markup: &mut Markup) {
        markup.make_room(self.len());
        escape::push_text(&mut markup.flockml, self);
    }
}

macro_rules! content_as_text {
    ($($name:ty),*) => {$(
        impl Content for $name {
            const KNOWN: Known = Known::Text;

            #[inline]
            fn append_to(self, markup: &mut Markup) {
                let text: &str = self.as_ref();
                text.append_to(markup);
            }
        }
    )*};
}

content_as_text!(
    String,
    &String,
    &&str,
    &&String,
    Cow<'_, str>,
    &Cow<'_, str>,
    Box<str>
);

macro_rules! content_as_number {
    ($($name:ty),*) => {$(
        impl Content for $name {
            const KNOWN: Known = Known::Text;

            fn append_to(self, markup: &mut Markup) {
                format_args!("{self}").append_to(markup);
            }
        }
        impl Content for &$name {
            const KNOWN: Known = Known::Text;

            fn append_to(self, markup: &mut Markup) {
                (*self).append_to(markup);
            }
        }
    )*};
}

content_as_number!(
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, f32, f64, bool
);

impl Content for char {
    const KNOWN: Known = Known::Text;

    fn append_to(self, markup: &mut Markup) {
        (&*self.encode_utf8(&mut [0; 4])).append_to(markup);
    }
}

/// What `format_args!` returns, without a `String` between.
impl Content for fmt::Arguments<'_> {
    const KNOWN: Known = Known::Text;

    fn append_to(self, markup: &mut Markup) {
        if let Some(text) = self.as_str() {
            return text.append_to(markup);
        }
        let start = markup.flockml.len();
        // A `Display` that fails has written what it could, which is shown.
        let _ = markup.flockml.write_fmt(self);
        if let Cow::Owned(escaped) = escape::text(&markup.flockml[start..]) {
            markup.flockml.replace_range(start.., &escaped);
        }
    }
}

impl Content for Markup {
    const KNOWN: Known = Known::Appends;

    #[inline]
    fn append_to(self, markup: &mut Markup) {
        if markup.flockml.capacity() == 0 {
            *markup = self;
        } else {
            (&self).append_to(markup);
        }
    }
}

impl Content for &Markup {
    const KNOWN: Known = Known::Appends;

    #[inline]
    fn append_to(self, markup: &mut Markup) {
        markup.put(&self.flockml);
    }
}

impl<C: Content> Content for Option<C> {
    const KNOWN: Known = C::KNOWN;

    #[inline]
    fn append_to(self, markup: &mut Markup) {
        if let Some(content) = self {
            content.append_to(markup);
        }
    }
}

impl<C: Content> Content for Vec<C> {
    const KNOWN: Known = C::KNOWN;

    fn append_to(self, markup: &mut Markup) {
        markup.extend(self);
    }
}

impl<C: Content, const N: usize> Content for [C; N] {
    const KNOWN: Known = C::KNOWN;

    fn append_to(self, markup: &mut Markup) {
        markup.extend(self);
    }
}

impl<C: Content> Extend<C> for Markup {
    fn extend<I: IntoIterator<Item = C>>(&mut self, contents: I) {
        for content in contents {
            self.append(content);
        }
    }
}

impl<C: Content> FromIterator<C> for Markup {
    fn from_iter<I: IntoIterator<Item = C>>(contents: I) -> Self {
        let mut markup = Self::new();
        markup.extend(contents);
        markup
    }
}

macro_rules! from_text {
    ($($name:ty),*) => {$(
        impl From<$name> for Markup {
            fn from(text: $name) -> Self {
                let text: &str = text.as_ref();
                Self::from_canonical(escape::text(text).into_owned())
            }
        }
    )*};
}

from_text!(&str, String, &String, Cow<'_, str>);

impl From<char> for Markup {
    fn from(character: char) -> Self {
        Self::from(&*character.encode_utf8(&mut [0; 4]))
    }
}

impl From<fmt::Arguments<'_>> for Markup {
    fn from(arguments: fmt::Arguments<'_>) -> Self {
        let mut markup = Self::new();
        markup.append(arguments);
        markup
    }
}

impl From<&Markup> for Markup {
    fn from(markup: &Markup) -> Self {
        markup.clone()
    }
}

impl<C: Content> From<Option<C>> for Markup {
    fn from(content: Option<C>) -> Self {
        content.into_iter().collect()
    }
}

impl<C: Content> From<Vec<C>> for Markup {
    fn from(contents: Vec<C>) -> Self {
        contents.into_iter().collect()
    }
}
