//! Whether two places of a template are written together.

/// Whether what stands in some bodies of statements is written where what stands in others is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Together {
    /// They stand in different bodies of one statement.
    Never,
    /// The data decide. Two `{% if %}`s may exclude each other, which their words do not tell.
    Perhaps,
    /// One is written wherever the other is.
    Always,
}

/// Reads the bodies around two places, outermost first: each is told by its statement and by itself.
pub(crate) fn together(
    one: impl IntoIterator<Item = (usize, usize)>,
    other: impl IntoIterator<Item = (usize, usize)>,
) -> Together {
    let mut both = one.into_iter().zip(other);
    match both.find(|(one, other)| one != other) {
        None => Together::Always,
        Some((one, other)) if one.0 == other.0 => Together::Never,
        Some(_) => Together::Perhaps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_tell_what_is_written_together() {
        let (then, otherwise, inside) = ((0, 0), (0, 5), (7, 7));
        let second = (20, 20);
        for (one, other, expected) in [
            (&[][..], &[][..], Together::Always),
            (&[], &[then], Together::Always),
            (&[then], &[then, inside], Together::Always),
            (&[then], &[otherwise], Together::Never),
            (&[then, inside], &[otherwise], Together::Never),
            (&[then], &[second], Together::Perhaps),
            (&[then, inside], &[then, second], Together::Perhaps),
        ] {
            let of = |bodies: &[(usize, usize)]| bodies.to_vec();
            assert_eq!(together(of(one), of(other)), expected);
            assert_eq!(together(of(other), of(one)), expected);
        }
    }
}
