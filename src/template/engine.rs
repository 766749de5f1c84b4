//! Tera, set up for FlockML and for JSON: escaping, filters, bounds.

use std::cell::{Cell, RefCell};
use std::io::{self, Write};

use tera::{Context, Kwargs, State, Tera, TeraResult};

use super::vocabulary::{self, Carrier};
use crate::escape;

/// What a template may write at most, in bytes.
pub(crate) const MAX_OUTPUT: usize = 4 * 1024 * 1024;
/// How many numbers `range` may count in one rendering.
const MAX_RANGE: u64 = 1_000_000;
/// How many numbers a single `range` may hold.
const MAX_RANGE_LEN: u64 = 100_000;

thread_local! {
    /// What is left of [`MAX_RANGE`] in the rendering that runs on this thread.
    static RANGE_LEFT: Cell<u64> = const { Cell::new(MAX_RANGE) };
    /// Holes are escaped here, so that none of them allocates.
    static ESCAPED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// An engine whose holes are escaped for FlockML.
pub(crate) fn flockml() -> Tera {
    engine(Carrier::Safe, |text, out| {
        write(text, out, escape::push_attribute)
    })
}

/// An engine whose holes are escaped for JSON strings.
pub(crate) fn json() -> Tera {
    engine(Carrier::Bytes, |text, out| {
        write(text, out, escape::push_json)
    })
}

fn engine(carrier: Carrier, escape: tera::EscapeFn) -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on(["" as &str]);
    tera.set_escape_fn(escape);
    tera.register_function("range", range);
    vocabulary::register(&mut tera, carrier);
    tera
}

/// Writes `text` as `push` escapes it.
#[inline]
fn write(text: &str, out: &mut dyn Write, push: fn(&mut String, &str)) -> io::Result<()> {
    ESCAPED.with_borrow_mut(|escaped| {
        escaped.clear();
        push(escaped, text);
        out.write_all(escaped.as_bytes())
    })
}

/// Tera's `range`, bounded over the whole rendering so that nested loops come to an end.
fn range(kwargs: Kwargs, _: &State<'_>) -> TeraResult<Vec<i64>> {
    let start = kwargs.get::<i64>("start")?.unwrap_or_default();
    let end = kwargs.must_get::<i64>("end")?;
    let step = kwargs.get::<i64>("step_by")?.unwrap_or(1);
    if step == 0 {
        return Err(tera::Error::message("`range` cannot count by 0"));
    }
    if step > 0 && start > end {
        return Err(tera::Error::message("`range` begins behind its end"));
    }
    let distance = (i128::from(end) - i128::from(start)) * i128::from(step.signum());
    let stride = i128::from(step).abs();
    let length = u64::try_from((distance + stride - 1).max(0) / stride).unwrap_or(u64::MAX);
    let left = RANGE_LEFT.get();
    if length > MAX_RANGE_LEN || length > left {
        return Err(tera::Error::message(format!(
            "`range` counts more than {MAX_RANGE_LEN} numbers at once or {MAX_RANGE} altogether"
        )));
    }
    RANGE_LEFT.set(left - length);
    let count = i64::try_from(length).unwrap_or_default();
    let nth = |index: i64| start.saturating_add(step.saturating_mul(index));
    Ok((0..count).map(nth).collect())
}

/// Renders a template, or says why not.
pub(crate) fn render(
    tera: &Tera,
    name: &str,
    context: &Context,
    capacity: usize,
) -> TeraResult<String> {
    render_within(tera, name, context, capacity, MAX_OUTPUT)
}

/// Renders a template with marks in it, which make its output longer.
pub(crate) fn render_marked(tera: &Tera, name: &str, context: &Context) -> TeraResult<String> {
    render_within(tera, name, context, 0, MAX_OUTPUT * 8)
}

fn render_within(
    tera: &Tera,
    name: &str,
    context: &Context,
    capacity: usize,
    limit: usize,
) -> TeraResult<String> {
    RANGE_LEFT.set(MAX_RANGE);
    let mut output = Bounded {
        bytes: Vec::with_capacity(capacity),
        limit,
    };
    tera.render_to(name, context, &mut output)?;
    Ok(String::from_utf8(output.bytes)?)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn range_counts_like_teras() {
        let ours = flockml();
        let theirs = Tera::new();
        for arguments in [
            "end=3",
            "start=1, end=4",
            "start=0, end=10, step_by=3",
            "start=5, end=0, step_by=-2",
            "start=2, end=2",
            "start=-3, end=1",
            "start=0, end=5, step_by=-1",
        ] {
            let text = format!("{{% for i in range({arguments}) %}}{{{{ i }}}},{{% endfor %}}");
            let expected = theirs
                .render_str(&text, &Context::new(), false)
                .expect("renders");
            let got = ours
                .render_str(&text, &Context::new(), false)
                .expect("renders");
            assert_eq!(got, expected, "{arguments}");
        }
    }
}
