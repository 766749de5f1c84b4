//! "Did you mean": the nearest known name.

/// The candidate nearest to `word`, if any is near enough to be what was meant.
///
/// Near enough is a Damerau-Levenshtein distance of at most a third of the word's length, or
/// the same letters in another case.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A longer word is nobody's typo, and the distance takes time quadratic in the length.
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::osa_distance(&lower, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|&(distance, candidate)| {
            distance <= candidate.len().max(word.len()).div_ceil(3).min(3)
                && distance < candidate.len()
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}
