//! Upper and lower case as Python's matching knows them: one character to one character.

/// Whether and how a part of a pattern ignores case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// Case counts.
    Exact,
    /// Without regard to case, for `A` to `Z` only (`(?ai)`).
    Ascii,
    /// Without regard to case, in all scripts.
    Unicode,
}

impl Case {
    /// The lower case of a code point.
    pub(super) fn lower(self, character: u32) -> u32 {
        match self {
            Case::Exact => character,
            Case::Ascii if (0x41..=0x5a).contains(&character) => character + 0x20,
            Case::Ascii => character,
            // The first of several is the one that Python takes: only the dotted capital I has two.
            Case::Unicode => char::from_u32(character)
                .and_then(|character| character.to_lowercase().next())
                .map_or(character, u32::from),
        }
    }

    /// Whether upper and lower case differ.
    pub(super) fn is_cased(self, character: u32) -> bool {
        match self {
            Case::Exact => false,
            Case::Ascii => matches!(character, 0x41..=0x5a | 0x61..=0x7a),
            Case::Unicode => char::from_u32(character).is_some_and(|character| {
                !character.to_lowercase().eq([character]) || !character.to_uppercase().eq([character])
            }),
        }
    }

    /// Other lower case letters with the upper case of `lower`, which match as well.
    pub(super) fn companions(self, lower: u32) -> &'static [u32] {
        if self != Case::Unicode {
            return &[];
        }
        SAME_UPPERCASE
            .iter()
            .find(|letters| letters.contains(&lower))
            .copied()
            .unwrap_or(&[])
    }
}

/// The upper case of a code point, where that is a single one.
pub(super) fn upper(character: u32) -> u32 {
    let Some(character) = char::from_u32(character) else {
        return character;
    };
    let mut upper = character.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(single), None) => u32::from(single),
        _ => u32::from(character),
    }
}

/// Lower case letters that share an upper case letter: dotted and dotless i, s and long s, sigma and final sigma.
const SAME_UPPERCASE: [&[u32]; 24] = [
    &[0x0069, 0x0131],
    &[0x0073, 0x017f],
    &[0x00b5, 0x03bc],
    &[0x0345, 0x03b9, 0x1fbe],
    &[0x0390, 0x1fd3],
    &[0x03b0, 0x1fe3],
    &[0x03b2, 0x03d0],
    &[0x03b5, 0x03f5],
    &[0x03b8, 0x03d1],
    &[0x03ba, 0x03f0],
    &[0x03c0, 0x03d6],
    &[0x03c1, 0x03f1],
    &[0x03c2, 0x03c3],
    &[0x03c6, 0x03d5],
    &[0x0432, 0x1c80],
    &[0x0434, 0x1c81],
    &[0x043e, 0x1c82],
    &[0x0441, 0x1c83],
    &[0x0442, 0x1c84, 0x1c85],
    &[0x044a, 0x1c86],
    &[0x0463, 0x1c87],
    &[0x1c88, 0xa64b],
    &[0x1e61, 0x1e9b],
    &[0xfb05, 0xfb06],
];
