//! What the terminal can show: colour, width, characters.

use std::env;
use std::io::{IsTerminal, stderr, stdout};

use hotkit_report::Look;
use terminal_size::{Width, terminal_size_of};

use crate::arguments::Color;

/// The width of what is no terminal.
const DEFAULT_WIDTH: usize = 80;

/// How standard output is written.
pub(crate) fn look_of_output(color: Color, ascii: bool) -> Look {
    look(
        color,
        ascii,
        stdout().is_terminal(),
        terminal_size_of(stdout()).map(|(width, _)| width),
    )
}

/// How standard error is written.
pub(crate) fn look_of_errors(color: Color, ascii: bool) -> Look {
    look(
        color,
        ascii,
        stderr().is_terminal(),
        terminal_size_of(stderr()).map(|(width, _)| width),
    )
}

fn look(color: Color, ascii: bool, is_terminal: bool, width: Option<Width>) -> Look {
    Look {
        color: match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => has_color(is_terminal, &variable),
        },
        width: width.map_or(DEFAULT_WIDTH, |Width(width)| usize::from(width)),
        ascii: ascii || is_ascii(&variable),
    }
}

/// An environment variable; unset and empty are the same.
fn variable(name: &str) -> Option<String> {
    let value = env::var_os(name)?.to_string_lossy().into_owned();
    (!value.is_empty()).then_some(value)
}

fn has_color(is_terminal: bool, variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let wanted = is_terminal || variable("CLICOLOR_FORCE").is_some_and(|it| it != "0");
    wanted && variable("NO_COLOR").is_none() && variable("TERM").is_none_or(|it| it != "dumb")
}

/// True where the locale's character set is not UTF-8, or the terminal is Linux' own, whose font lacks the frames.
fn is_ascii(variable: &dyn Fn(&str) -> Option<String>) -> bool {
    if cfg!(windows) {
        return false;
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| variable(name));
    let is_utf8 = locale.is_some_and(|it| {
        let it = it.to_ascii_lowercase();
        it.contains("utf-8") || it.contains("utf8")
    });
    !is_utf8 || variable("TERM").is_some_and(|it| it == "linux")
}

#[cfg(test)]
mod tests {
    use super::{has_color, is_ascii};

    fn with<'v>(pairs: &'v [(&str, &str)]) -> impl Fn(&str) -> Option<String> + use<'v> {
        let pairs: Vec<(String, String)> = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        move |name| {
            pairs
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.clone())
        }
    }

    #[test]
    fn colour_on_terminals_that_did_not_refuse_it() {
        for (is_terminal, variables, expected) in [
            (true, &[][..], true),
            (false, &[], false),
            (true, &[("NO_COLOR", "1")], false),
            (true, &[("TERM", "dumb")], false),
            (true, &[("TERM", "xterm")], true),
            (false, &[("CLICOLOR_FORCE", "1")], true),
            (false, &[("CLICOLOR_FORCE", "0")], false),
            (false, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        ] {
            assert_eq!(
                has_color(is_terminal, &with(variables)),
                expected,
                "{is_terminal} {variables:?}"
            );
        }
    }

    #[cfg(not(windows))]
    #[test]
    fn ascii_where_the_locale_or_the_terminal_knows_no_more() {
        for (variables, expected) in [
            (&[("LANG", "en_US.UTF-8")][..], false),
            (&[("LANG", "en_US.utf8")], false),
            (&[("LC_ALL", "C"), ("LANG", "en_US.UTF-8")], true),
            (&[("LC_CTYPE", "C.UTF-8"), ("LANG", "C")], false),
            (&[("LANG", "de_DE.ISO-8859-1")], true),
            (&[("LANG", "en_US.UTF-8"), ("TERM", "linux")], true),
            (&[], true),
        ] {
            assert_eq!(is_ascii(&with(variables)), expected, "{variables:?}");
        }
    }
}
