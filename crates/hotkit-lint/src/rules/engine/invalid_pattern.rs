//! A pattern that Python refuses (P-012).

use hotkit_eval::PatternFault;

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("invalid-pattern", include_str!("invalid_pattern.md"));

/// `offset`: the byte of the pattern at which it is wrong.
pub(crate) fn words(parameter: &str, fault: &PatternFault, offset: usize) -> Words {
    Words::new(
        &RULE,
        format!(
            "the pattern of parameter {} is no regular expression: {}",
            quoted(parameter),
            what(fault)
        ),
    )
    .label("Python refuses this pattern")
    .help(format!("Python stops at byte {} of the pattern", offset + 1))
}

fn what(fault: &PatternFault) -> String {
    let fixed = match fault {
        PatternFault::UnknownEscape(escape) => return format!("there is no escape {}", quoted(escape)),
        PatternFault::IncompleteEscape(escape) => return format!("the escape {} is not complete", quoted(escape)),
        PatternFault::OctalEscapeTooLarge(escape) => return format!("the escape {} is too large", quoted(escape)),
        PatternFault::UnterminatedName(end) => return format!("a name lacks {}", quoted(&end.to_string())),
        PatternFault::GroupNameCharacter(name) => return format!("{} is no name of a group", quoted(name)),
        PatternFault::UnknownGroupName(name) => return format!("no group is named {}", quoted(name)),
        PatternFault::DuplicateGroupName { name, .. } => return format!("two groups are named {}", quoted(name)),
        PatternFault::GroupReference(number) => return format!("there is no group {number}"),
        PatternFault::BadRange(range) => return format!("the range {} runs backwards", quoted(range)),
        PatternFault::UnknownExtension(text) => return format!("{} means nothing", quoted(text)),
        PatternFault::BackslashAtEnd => "a backslash stands at the end",
        PatternFault::NoBraceAfterNameEscape => "`\\N` lacks its brace",
        PatternFault::EmptyName => "a name is empty",
        PatternFault::OpenGroupReference | PatternFault::LookbehindGroupReference => "a group refers to itself",
        PatternFault::GroupZero => "there is no group 0",
        PatternFault::UnterminatedSet => "a `[` is never closed",
        PatternFault::NothingToRepeat => "there is nothing to repeat",
        PatternFault::MultipleRepeat => "something is repeated twice over",
        PatternFault::RepeatBoundsReversed => "the bounds of a repetition are reversed",
        PatternFault::RepeatTooLarge => "a repetition is too large",
        PatternFault::EndInGroupStart => "it ends at the start of a group",
        PatternFault::UnterminatedComment => "a comment is never closed",
        PatternFault::UnterminatedGroup => "a `(` is never closed",
        PatternFault::UnbalancedParenthesis => "a `)` closes nothing",
        PatternFault::ConditionalBranches => "a conditional group has more than two branches",
        PatternFault::GlobalFlagsNotAtStart => "flags for the whole stand elsewhere than at the start",
        PatternFault::LocaleFlag
        | PatternFault::TypeFlagsTogether
        | PatternFault::TypeFlagsConflict
        | PatternFault::TypeFlagTurnedOff
        | PatternFault::UnknownFlag
        | PatternFault::MissingFlag
        | PatternFault::UnterminatedFlags
        | PatternFault::GlobalFlagTurnedOn
        | PatternFault::GlobalFlagTurnedOff
        | PatternFault::FlagOnAndOff
        | PatternFault::TemplateFlag => "its flags are wrong",
        PatternFault::VariableLookbehind => "a lookbehind has no fixed width",
        PatternFault::LookbehindTooWide => "a lookbehind is too wide",
    };
    fixed.to_owned()
}
