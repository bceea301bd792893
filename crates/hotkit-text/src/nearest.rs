//! "Did you mean": the one place that decides which name is near enough to be offered.

/// The candidate that `word` was most likely meant to be; `None` where none is near.
///
/// Near is: equal but for case, hyphens and underscores, or at most a third of the letters wrong
/// (transpositions count once). Of equally near candidates the first in the given order is taken.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length == 0 || length > 100 {
        return None;
    }
    let limit = match length {
        1 | 2 => 0,
        3..=5 => 1,
        6..=8 => 2,
        _ => length / 3,
    };
    let wanted = letters(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let longer = candidate.chars().count().abs_diff(length);
        if candidate == word || longer > limit.max(2) {
            continue;
        }
        let distance = if folded(candidate).eq(folded(word)) {
            0
        } else if longer > limit || letters_apart(wanted, letters(candidate)) > limit {
            continue;
        } else {
            strsim::osa_distance(word, candidate)
        };
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn folded(word: &str) -> impl Iterator<Item = char> {
    word.chars()
        .filter(|it| !matches!(it, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
}

/// A set of the letters of a word; letters may fall together.
fn letters(word: &str) -> u64 {
    word.chars()
        .fold(0, |set, letter| set | 1 << (letter as u32 % u64::BITS))
}

/// At least so many changes lie between words of these letters: each that only one of them has is one. This is cheap beside
/// the distance, and rules out nearly every candidate.
fn letters_apart(one: u64, other: u64) -> usize {
    (one & !other).count_ones().max((other & !one).count_ones()) as usize
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn offers_what_differs_little() {
        let names = ["flavor", "image", "key_name", "networks"];
        assert_eq!(nearest("flavour", names), Some("flavor"));
        assert_eq!(nearest("keyname", names), Some("key_name"));
        assert_eq!(nearest("Image", names), Some("image"));
        assert_eq!(nearest("netwroks", names), Some("networks"));
    }

    #[test]
    fn offers_nothing_far_and_not_the_word_itself() {
        assert_eq!(nearest("user_data", ["image", "flavor"]), None);
        assert_eq!(nearest("image", ["image"]), None);
        assert_eq!(nearest("ab", ["ac"]), None);
        assert_eq!(nearest("", ["a"]), None);
    }
}
