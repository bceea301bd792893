//! "Did you mean": the one place that decides which name is near enough to be offered.

use rapidfuzz::distance::osa;

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
    let wanted = Letters::of(word);
    let comparator = osa::BatchComparator::new(word.chars());
    let within = osa::Args::default().score_cutoff(limit);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let longer = candidate.chars().count().abs_diff(length);
        if candidate == word || longer > limit.max(2) {
            continue;
        }
        let beside = wanted.beside(candidate);
        let distance = if beside.same_when_folded && folded(candidate).eq(folded(word)) {
            0
        } else if longer > limit || beside.least_distance > limit {
            continue;
        } else if let Some(distance) = comparator.distance_with_args(candidate.chars(), &within) {
            distance
        } else {
            continue;
        };
        if best.is_none_or(|(least, _)| distance < least) {
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

/// The letters of a word without their order; several may fall together. Holding a candidate against them is cheap beside
/// comparing the words, and rules out nearly every one.
struct Letters {
    /// How often there is each.
    counts: [u8; 64],
    /// All of them together.
    total: usize,
    /// Those there are in the folded word.
    folded: u64,
}

/// What the letters of a candidate say.
struct Beside {
    /// Whether both may be equal when folded.
    same_when_folded: bool,
    /// At least so many changes lie between the words: each letter that one of them has more is one.
    least_distance: usize,
}

/// What each ASCII letter adds to the [`folded`](Letters::folded) letters.
const FOLDED: [u64; 128] = {
    let mut folded = [0; 128];
    let mut letter = 0;
    while letter < 128 {
        if !matches!(letter as u8, b'_' | b'-' | b' ') {
            folded[letter] = 1 << ((letter as u8).to_ascii_lowercase() % 64);
        }
        letter += 1;
    }
    folded
};

impl Letters {
    /// The letters of a word of at most 100.
    fn of(word: &str) -> Letters {
        let mut letters = Letters {
            counts: [0; 64],
            total: 0,
            folded: 0,
        };
        for letter in word.chars() {
            letters.counts[letter as usize % 64] += 1;
            letters.total += 1;
            letters.folded |= folded_letter(letter);
        }
        letters
    }

    fn beside(&self, candidate: &str) -> Beside {
        let mut left = self.counts;
        let (mut common, mut total, mut folded) = (0, 0, 0);
        for letter in candidate.chars() {
            let count = &mut left[letter as usize % 64];
            common += usize::from(*count > 0);
            *count = count.saturating_sub(1);
            total += 1;
            folded |= folded_letter(letter);
        }
        Beside {
            same_when_folded: folded == self.folded,
            least_distance: self.total.max(total) - common,
        }
    }
}

/// What a letter adds to [`Letters::folded`].
fn folded_letter(letter: char) -> u64 {
    match FOLDED.get(letter as usize) {
        Some(folded) => *folded,
        None => letter
            .to_lowercase()
            .fold(0, |folded, letter| folded | 1 << (letter as u32 % 64)),
    }
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
        assert_eq!(
            nearest("OS::Neutron::Sever", ["OS::Nova::Server", "OS::Neutron::Server"]),
            Some("OS::Neutron::Server")
        );
    }

    #[test]
    fn what_is_equal_but_for_case_and_separators_comes_first() {
        assert_eq!(nearest("keyname", ["keynames", "key-NAME"]), Some("key-NAME"));
        assert_eq!(nearest("ÄRGER", ["burger", "ärger"]), Some("ärger"));
    }

    #[test]
    fn of_equally_near_names_the_first_is_offered() {
        assert_eq!(nearest("port_a", ["port_b", "port_c"]), Some("port_b"));
        assert_eq!(nearest("port_a", ["port_c", "port_b"]), Some("port_c"));
    }

    #[test]
    fn offers_nothing_far_and_not_the_word_itself() {
        assert_eq!(nearest("user_data", ["image", "flavor"]), None);
        assert_eq!(nearest("image", ["image"]), None);
        assert_eq!(nearest("ab", ["ac"]), None);
        assert_eq!(nearest("", ["a"]), None);
        assert_eq!(nearest("listen", ["tinsel"]), None);
    }
}
