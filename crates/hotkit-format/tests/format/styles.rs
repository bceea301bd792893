//! Styles made of choices, as documents are.

use hotkit_format::{Functions, LineEnds, ListIndent, Padding, Quotes, Separation, Style, VersionQuotes};

/// Some style: each byte makes a choice.
pub(crate) fn style(choices: &[u8]) -> Style {
    let choice = |number: usize, of: u8| choices.get(number).map_or(0, |byte| byte % of);
    let padding = |byte| match byte {
        1 => Padding::Padded,
        2 => Padding::Tight,
        _ => Padding::Own,
    };
    Style {
        indent: [2, 2, 4, 1, 3][choice(0, 5) as usize],
        lists: [ListIndent::Own, ListIndent::Indented, ListIndent::Flush][choice(1, 3) as usize],
        braces: padding(choice(2, 3)),
        brackets: padding(choice(3, 3)),
        line_ends: [LineEnds::Own, LineEnds::Lf, LineEnds::CrLf][choice(4, 3) as usize],
        blank_lines: choice(5, 4),
        separation: [Separation::Own, Separation::Keep, Separation::Apart][choice(6, 3) as usize],
        comment_blank: choice(7, 2) == 1,
        section_order: choice(8, 2) == 1,
        key_order: choice(9, 2) == 1,
        quotes: [Quotes::Keep, Quotes::Single, Quotes::Double][choice(10, 3) as usize],
        version_quotes: [
            VersionQuotes::Keep,
            VersionQuotes::Plain,
            VersionQuotes::Single,
            VersionQuotes::Double,
        ][choice(11, 4) as usize],
        functions: [Functions::Keep, Functions::Flow, Functions::Block][choice(12, 3) as usize],
        width: (choice(13, 3) == 1).then(|| 20 + u16::from(choice(14, 100))),
    }
}
