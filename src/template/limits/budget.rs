//! What is left for the rendering that runs.

use std::cell::Cell;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::Limits;

/// What a template may make of its own variables altogether, in values of the largest size.
const VALUES: usize = 512;
/// What one filter may make at once, in values of the largest size.
const AT_ONCE: usize = 16;
/// What a rendering may escape, in outputs of the largest size: not all has to be written.
const OUTPUTS: usize = 16;

/// The filter that looks at the size of a value. No author can call it: it is in no vocabulary.
pub(super) const SIZE: &str = "__size";
/// The filter that charges for going through a list or text in a simple way: to find, to copy.
pub(super) const FIND: &str = "__find";
/// The filter that charges for going through a text.
pub(super) const READ: &str = "__read";
/// The filter that charges for doing something to each item of a list, or to a text.
pub(super) const WORK: &str = "__work";
/// The filter that charges for going through all that is in a value.
pub(super) const WEIGH: &str = "__weigh";
/// The filter that charges for pouring a list into another.
pub(super) const POUR_LIST: &str = "__pour_list";
/// The filter that charges for pouring an object into another.
pub(super) const POUR_MAP: &str = "__pour_map";
/// How many steps something done to an item takes which is more than to look at it.
const WORK_ON_ITEM: u64 = 4;
/// How many steps it takes to copy an item, and an entry, whose name is looked up as well.
const COPY_ITEM: u64 = 1;
const COPY_ENTRY: u64 = 64;
/// How many items are found, or bytes of a text read, in a step.
const FOUND_AT_ONCE: u64 = 4;
const READ_AT_ONCE: u64 = 8;
/// How many bytes of a text are copied or compared in a step.
const COPIED_AT_ONCE: u64 = 64;
/// The function that a component calls which calls itself.
pub(super) const STEP: &str = "__step";
/// Loops whose items weigh more than this power of two are as good as endless.
const HEAVIEST: u32 = 40;

/// What the rendering on this thread may still do.
#[derive(Debug, Clone, Copy)]
struct Budget {
    steps: u64,
    range_items: u64,
    value_bytes: usize,
    /// Of all values together.
    bytes: usize,
}

impl Budget {
    const NONE: Self = Self {
        steps: 0,
        range_items: 0,
        value_bytes: usize::MAX,
        bytes: 0,
    };
}

thread_local! {
    static LEFT: Cell<Budget> = const { Cell::new(Budget::NONE) };
    /// What may still be escaped; by itself, since every hole asks for it.
    static UNESCAPED: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// Begins a rendering.
pub(crate) fn begin(limits: &Limits) {
    LEFT.set(Budget {
        steps: limits.steps,
        range_items: limits.range_items,
        value_bytes: limits.value_bytes,
        bytes: limits.value_bytes.saturating_mul(VALUES),
    });
    UNESCAPED.set(most_escaped(limits));
}

/// Teaches `tera` to count.
pub(crate) fn register(tera: &mut Tera) {
    super::grow::register(tera);
    tera.register_function("range", range);
    tera.register_function(STEP, |arguments: Kwargs, _: &State<'_>| {
        take(arguments.must_get::<u64>("n")?, CALLS)?;
        Ok(Value::safe_string(""))
    });
    tera.register_filter(SIZE, |value: &Value, _: Kwargs, _: &State<'_>| size(value));
    register_charges(tera);
    for power in 0..=HEAVIEST {
        let weight = 1_u64 << power;
        tera.register_filter(
            counter(weight),
            move |value: &Value, _: Kwargs, _: &State<'_>| {
                let items = value.len().unwrap_or_default() as u64;
                take(items.saturating_mul(weight).saturating_add(1), STEPS)?;
                Ok(value.clone())
            },
        );
    }
}

/// How many steps going through a value takes.
type Charge = fn(&Value) -> u64;

fn register_charges(tera: &mut Tera) {
    let charges: [(&str, Charge); 6] = [
        (FIND, |value| {
            items(value) / FOUND_AT_ONCE + text(value) / READ_AT_ONCE
        }),
        (READ, |value| text(value) / READ_AT_ONCE),
        (WORK, |value| {
            items(value).saturating_mul(WORK_ON_ITEM) + text(value) / READ_AT_ONCE
        }),
        (WEIGH, weigh),
        (POUR_LIST, |value| items(value).saturating_mul(COPY_ITEM)),
        (POUR_MAP, |value| items(value).saturating_mul(COPY_ENTRY)),
    ];
    for (name, charge) in charges {
        tera.register_filter(name, move |value: &Value, _: Kwargs, _: &State<'_>| {
            take(charge(value), WORKS)?;
            Ok(value.clone())
        });
        // The same for another value, on the way.
        let passing = move |value: &Value, arguments: Kwargs, _: &State<'_>| {
            if let Some(of) = arguments.get::<&Value>("of")? {
                take(charge(of), WORKS)?;
            }
            TeraResult::Ok(value.clone())
        };
        tera.register_filter(format!("{name}_of"), passing);
    }
}

/// How many items there are.
fn items(value: &Value) -> u64 {
    let list = value.as_array().map(<[Value]>::len);
    let length = list.or_else(|| value.as_map().map(|map| map.len()));
    length.unwrap_or_default() as u64
}

/// How many bytes a text has.
fn text(value: &Value) -> u64 {
    let text = value.as_str().map(str::len);
    let length = text.or_else(|| value.as_bytes().map(<[u8]>::len));
    length.unwrap_or_default() as u64
}

/// The steps that it takes to go through all that is in `value`.
fn weigh(value: &Value) -> u64 {
    if items(value) == 0 {
        return text(value) / COPIED_AT_ONCE;
    }
    let most = LEFT.get().steps.saturating_mul(READ_AT_ONCE);
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    bytes(value, most) as u64 / READ_AT_ONCE
}

/// The filter that counts a loop each of whose items comes to `weight` steps.
pub(super) fn counter(weight: u64) -> String {
    let power = u64::BITS - weight.saturating_sub(1).leading_zeros();
    format!("__count{}", power.min(HEAVIEST))
}

/// Takes note that `bytes` are escaped.
#[inline]
pub(crate) fn escape(bytes: usize) -> std::io::Result<()> {
    let rest = UNESCAPED.get().checked_sub(bytes);
    UNESCAPED.set(rest.unwrap_or_default());
    match rest {
        Some(_) => Ok(()),
        None => Err(std::io::ErrorKind::FileTooLarge.into()),
    }
}

/// Whether the rendering was stopped for what it escaped.
pub(crate) fn is_escaped_out() -> bool {
    UNESCAPED.get() == 0
}

/// What a rendering may escape, in bytes.
pub(crate) fn most_escaped(limits: &Limits) -> usize {
    limits.output_bytes.saturating_mul(OUTPUTS)
}

/// Whether `message` says that too much was asked for.
pub(crate) fn is_exceeded(message: &str) -> bool {
    let said = |start: &str| message.starts_with(start.lines().next().unwrap_or_default());
    [STEPS, WORKS, COMPARES, CALLS, GROWS].into_iter().any(said)
}

const STEPS: &str = "the loops take too many steps\nlet the data come as it is shown, so that no loop goes through a whole list for each item of another; or raise `limits.steps` of `flockml.toml`";
const WORKS: &str = "a long list or text is gone through too often\ndo it once before the loop, with `{% set … %}`, or let the data come as it is shown; or raise `limits.steps` of `flockml.toml`";
const COMPARES: &str = "`unique` compares too many items with each other\ntake the first items only, such as `list[:1000]`; or raise `limits.steps` of `flockml.toml`";
const CALLS: &str = "this component calls itself too often\nlet it end sooner; or raise `limits.steps` of `flockml.toml`";
const GROWS: &str = "the variables grow too large\nlook for one that is made longer again and again; or raise `limits.value-bytes` of `flockml.toml`";

/// Takes `steps` of those that are left, or says what is wrong with `wrong`.
fn take(steps: u64, wrong: &str) -> TeraResult<()> {
    let mut left = LEFT.get();
    let Some(rest) = left.steps.checked_sub(steps) else {
        return Err(tera::Error::message(wrong));
    };
    left.steps = rest;
    LEFT.set(left);
    Ok(())
}

/// Takes note that an item is compared with so many others.
pub(super) fn compare(others: usize) -> TeraResult<()> {
    take(others as u64 / FOUND_AT_ONCE, COMPARES)
}

/// Whether a filter may make `bytes` at once.
pub(crate) fn fits(bytes: usize) -> TeraResult<()> {
    if bytes > LEFT.get().value_bytes.saturating_mul(AT_ONCE) {
        return Err(tera::Error::message(GROWS));
    }
    take(bytes as u64 / READ_AT_ONCE, WORKS)
}

/// `value`, unless it is too large.
fn size(value: &Value) -> TeraResult<Value> {
    let mut left = LEFT.get();
    let bytes = bytes(value, left.value_bytes);
    match left.bytes.checked_sub(bytes) {
        Some(rest) if bytes <= left.value_bytes => left.bytes = rest,
        _ => return Err(tera::Error::message(GROWS)),
    }
    LEFT.set(left);
    Ok(value.clone())
}

/// About how much memory `value` takes; no longer looked at once it is more than `most`.
fn bytes(value: &Value, most: usize) -> usize {
    let mut total = 0_usize;
    let mut ahead = vec![value];
    while let Some(value) = ahead.pop() {
        total += size_of::<Value>();
        if let Some(text) = value.as_str() {
            total += text.len();
        } else if let Some(bytes) = value.as_bytes() {
            total += bytes.len();
        } else if let Some(items) = value.as_array() {
            total += items.len();
            ahead.extend(items.iter().take(most));
        } else if let Some(entries) = value.as_map() {
            total += entries.len() * 2 * size_of::<Value>();
            ahead.extend(entries.values().take(most));
        }
        if total > most {
            break;
        }
    }
    total
}

/// Tera's `range`, bounded by itself and over the whole rendering.
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
    let most = LEFT.get().range_items;
    if length > most {
        return Err(tera::Error::message(format!(
            "`range` counts {length} numbers, more than {most}\ntake a smaller `end`, or raise `limits.range-items` of `flockml.toml`"
        )));
    }
    take(length, STEPS)?;
    let count = i64::try_from(length).unwrap_or_default();
    let nth = |index: i64| start.saturating_add(step.saturating_mul(index));
    Ok((0..count).map(nth).collect())
}

#[cfg(test)]
mod tests {
    use tera::{Context, Tera};

    use super::*;

    #[test]
    fn range_counts_like_teras() {
        let mut ours = Tera::new();
        register(&mut ours);
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
            begin(&Limits::default());
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
