//! Text that only the second of Heat's YAML readers takes.

use hotkit_text::{Group, Severity};

use crate::phrase::shown;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::accepted(
    "needs-pure-python",
    Group::Portability,
    Severity::Warning,
    include_str!("needs_pure_python.md"),
);

pub(crate) fn words(problem: &str) -> Words {
    Words::new(&RULE, "only the slower of Heat's two YAML readers takes this")
        .label("other tools refuse this")
        .help(format!(
            "libyaml says: {}; write it in a way that every reader takes",
            shown(problem)
        ))
}
