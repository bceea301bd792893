//! Colour roles and signs: the one place that knows how a terminal is told to draw.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use hotkit_text::Severity;

/// What the terminal can show; decided by the binary.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// Whether ANSI colours are written.
    pub color: bool,
    /// Width in cells; taken as 60 where it is less, as 120 where it is more.
    pub width: usize,
    /// Whether frames and signs are drawn with ASCII only. Text of the user stays as it is.
    pub ascii: bool,
}

impl Default for Look {
    /// What a pipe gets: no colour, 80 columns, Unicode.
    fn default() -> Look {
        Look {
            color: false,
            width: 80,
            ascii: false,
        }
    }
}

/// What a colour says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    Severity(Severity),
    Ok,
    Update,
    Replace,
    Delete,
    Path,
    Help,
    Bold,
    Dim,
    Hunk,
    Create,
}

/// Our own signs and what stands for them where only ASCII can be shown.
const SIGNS: [(char, &str); 14] = [
    ('→', "->"),
    ('±', "-/+"),
    ('−', "-"),
    ('…', "..."),
    ('✓', "ok"),
    ('✗', "x"),
    ('×', "x"),
    ('█', "#"),
    ('░', "."),
    ('⟨', "<"),
    ('⟩', ">"),
    ('·', "-"),
    ('≤', "<="),
    ('≥', ">="),
];

impl Look {
    /// The width that lines are made for.
    pub(crate) fn columns(self) -> usize {
        self.width.clamp(60, 120)
    }

    /// `text` in the colour of its role.
    pub(crate) fn paint(self, role: Role, text: &str) -> String {
        let mut painted = String::with_capacity(text.len());
        self.painted(&mut painted, role, |into| into.push_str(text));
        painted
    }

    /// Adds what `text` adds, in the colour of its role.
    pub(crate) fn painted(self, into: &mut String, role: Role, text: impl FnOnce(&mut String)) {
        if !self.color {
            return text(into);
        }
        let style = style(role);
        // Writing to a string cannot fail.
        let _ = write!(into, "{style}");
        text(into);
        let _ = write!(into, "{style:#}");
    }

    /// What shows that something was left out.
    pub(crate) fn ellipsis(self) -> &'static str {
        if self.ascii { "..." } else { "…" }
    }

    /// A sentence of ours with its signs as the terminal can show them. What stands in backticks
    /// is the user's and stays.
    pub(crate) fn signs(self, text: &str) -> String {
        if !self.ascii || text.is_ascii() {
            return text.to_owned();
        }
        let mut result = String::with_capacity(text.len());
        let mut quoted = false;
        for character in text.chars() {
            quoted ^= character == '`';
            let sign = SIGNS.iter().find(|(sign, _)| *sign == character);
            match sign {
                Some((_, ascii)) if !quoted => result.push_str(ascii),
                _ => result.push(character),
            }
        }
        result
    }
}

fn style(role: Role) -> Style {
    let colored = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
    match role {
        Role::Severity(Severity::Error) => colored(AnsiColor::Red).bold(),
        Role::Severity(Severity::Warning) => colored(AnsiColor::Yellow).bold(),
        Role::Severity(Severity::Info | Severity::Hint) => colored(AnsiColor::Blue).bold(),
        Role::Ok | Role::Create => colored(AnsiColor::Green),
        Role::Update => colored(AnsiColor::Yellow),
        Role::Replace => colored(AnsiColor::Magenta),
        Role::Delete => colored(AnsiColor::Red),
        Role::Hunk => colored(AnsiColor::Blue).bold(),
        Role::Path | Role::Help => colored(AnsiColor::Cyan),
        Role::Bold => Style::new().bold(),
        Role::Dim => Style::new().dimmed(),
    }
}
