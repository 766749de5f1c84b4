//! What is left for the rendering that runs.

use std::cell::Cell;

use tera::{Kwargs, State, Tera, TeraResult};

use super::Limits;

/// What the rendering on this thread may still do.
#[derive(Debug, Clone, Copy)]
struct Budget {
    steps: u64,
    range_items: u64,
}

impl Budget {
    const NONE: Self = Self {
        steps: 0,
        range_items: 0,
    };
}

thread_local! {
    static LEFT: Cell<Budget> = const { Cell::new(Budget::NONE) };
}

/// Begins a rendering.
pub(crate) fn begin(limits: &Limits) {
    LEFT.set(Budget {
        steps: limits.steps,
        range_items: limits.range_items,
    });
}

/// Teaches `tera` to count.
pub(crate) fn register(tera: &mut Tera) {
    tera.register_function("range", range);
}

/// Takes `steps` of those that are left.
fn take(steps: u64) -> TeraResult<()> {
    let mut left = LEFT.get();
    match left.steps.checked_sub(steps) {
        Some(rest) => {
            left.steps = rest;
            LEFT.set(left);
            Ok(())
        }
        None => Err(tera::Error::message(
            "the loops of this template take too many steps",
        )),
    }
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
            "`range` counts {length} numbers, more than {most}"
        )));
    }
    take(length)?;
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
