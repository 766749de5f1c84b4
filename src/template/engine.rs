//! Tera, set up for FlockML and for JSON: escaping, filters, bounds.

use std::cell::RefCell;
use std::io::{self, Write};

use tera::{Context, Tera, TeraResult};

use crate::escape;

use super::carried;
use super::limits::{Limits, budget};
use super::vocabulary::{self, Carrier};

thread_local! {
    /// Holes are escaped here, so that none of them allocates.
    static ESCAPED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// An engine whose holes are escaped for FlockML.
pub(crate) fn flockml() -> Tera {
    engine(Carrier::Safe, |text, out| write(text, out, push_value))
}

/// An engine whose holes are escaped for JSON strings.
pub(crate) fn json() -> Tera {
    engine(Carrier::Bytes, |text, out| {
        write(&carried::words(text), out, escape::push_json)
    })
}

fn engine(carrier: Carrier, escape: tera::EscapeFn) -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on(["" as &str]);
    tera.set_escape_fn(escape);
    budget::register(&mut tera);
    vocabulary::register(&mut tera, carrier);
    tera
}

/// Escapes a value for a `.flockml` file; its end is not to make `]]>` of a `>` behind it.
#[inline]
fn push_value(out: &mut String, text: &str) {
    escape::push_attribute(out, text);
    if out.ends_with("]]") {
        out.pop();
        out.push_str("&#93;");
    }
}

/// Writes `text` as `push` escapes it.
#[inline]
fn write(text: &str, out: &mut dyn Write, push: fn(&mut String, &str)) -> io::Result<()> {
    ESCAPED.with_borrow_mut(|escaped| {
        escaped.clear();
        push(escaped, text);
        budget::escape(escaped.len())?;
        out.write_all(escaped.as_bytes())
    })
}

/// How much longer than its limit output with marks in it may be.
const MARKS: usize = 8;

/// Renders a template, or says why not.
pub(crate) fn render(
    tera: &Tera,
    name: &str,
    context: &Context,
    limits: &Limits,
    capacity: usize,
) -> TeraResult<String> {
    render_within(tera, name, context, limits, capacity, limits.output_bytes)
}

/// Renders a template with marks in it, which make its output longer.
pub(crate) fn render_marked(
    tera: &Tera,
    name: &str,
    context: &Context,
    limits: &Limits,
) -> TeraResult<String> {
    let bytes = limits.output_bytes.saturating_mul(MARKS);
    render_within(tera, name, context, limits, 0, bytes)
}

fn render_within(
    tera: &Tera,
    name: &str,
    context: &Context,
    limits: &Limits,
    capacity: usize,
    bytes: usize,
) -> TeraResult<String> {
    budget::begin(limits);
    let mut output = Bounded {
        bytes: Vec::with_capacity(capacity),
        limit: bytes,
    };
    tera.render_to(name, context, &mut output)?;
    Ok(String::from_utf8(output.bytes)?)
}

/// What a template with marks in it writes before it is stopped.
pub(crate) fn render_begin(tera: &Tera, name: &str, context: &Context, limits: &Limits) -> String {
    budget::begin(limits);
    let mut output = Bounded {
        bytes: Vec::new(),
        limit: limits.output_bytes,
    };
    // That it is stopped is known.
    let _ = tera.render_to(name, context, &mut output);
    String::from_utf8_lossy(&output.bytes).into_owned()
}

/// A buffer that refuses more than its limit.
struct Bounded {
    bytes: Vec<u8>,
    limit: usize,
}

impl Write for Bounded {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() > self.limit - self.bytes.len() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
