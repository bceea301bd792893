//! A value that a constraint of its property (PR-010 to PR-014), or the type itself (X-…), does not allow.

use hotkit_analysis::WhyNot;
use hotkit_schema::{Constraint, Literal};
use hotkit_text::nearest;

use crate::phrase::{bounds, fitting, quoted, quoted_list, shown};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("invalid-property-value", include_str!("invalid_property_value.md"));

pub(crate) fn words(name: &str, constraint: &Constraint, value: &str, site: Site<'_>) -> Words {
    let words = Words::new(&RULE, format!("{} cannot be {}", quoted(name), quoted(value)));
    match constraint {
        Constraint::AllowedValues(allowed) => {
            let allowed: Vec<String> = allowed.iter().map(literal).collect();
            let near = nearest(value, allowed.iter().map(String::as_str));
            words
                .label("not an allowed value")
                .suggest(site, value, near)
                .maybe_help(near.is_none().then(|| format!("allowed are {}", quoted_list(&allowed))))
        }
        Constraint::Range { min, max } => {
            let wanted = bounds(*min, *max);
            words
                .label(fitting(format!("not {wanted}"), "out of range"))
                .help(format!("the number must be {wanted}"))
        }
        Constraint::Length { min, max } => {
            let wanted = bounds(*min, *max);
            words
                .label("too short or too long")
                .help(format!("the number of characters, items or keys must be {wanted}"))
        }
        Constraint::AllowedPattern(pattern) => words
            .label("does not match the pattern")
            .help(format!("the whole of it must match {}", quoted(pattern))),
        Constraint::Modulo { step, offset } => words
            .label("another remainder")
            .help(format!("divided by {step} it must leave {offset}")),
        Constraint::Custom(check) => words
            .label(fitting(format!("not a valid {check}"), "refused"))
            .help(format!("Heat checks it as {}", quoted(check))),
    }
}

/// The words for what the type refuses by itself.
pub(crate) fn refused(name: &str, value: &str, why: &WhyNot, site: Site<'_>) -> Words {
    let name = quoted(name);
    let message = match why {
        WhyNot::NotKnownYet => format!("{name} cannot be read from a resource"),
        WhyNot::OnlyOne { .. } => format!("{name} takes only one item"),
        WhyNot::OnlyEntry { of } => format!("an entry with {name} must be the only one of {}", quoted(of)),
        WhyNot::NotATemplate => format!("{name} is not a template"),
        WhyNot::NotBase64 => format!("{name} is not valid base64"),
        WhyNot::Withdrawn => format!("{name} is no longer supported"),
        WhyNot::BeyondTimeout { seconds, limit } => {
            format!("the delay can take {seconds} seconds, more than the {limit} that a stack has")
        }
        _ => format!("{name} cannot be {}", quoted(value)),
    };
    let words = Words::new(&RULE, message);
    match why {
        WhyNot::NotOneOf { allowed, with } => {
            let near = nearest(value, allowed.iter().map(|it| it.as_str()));
            let list = quoted_list(allowed);
            let help = match with {
                Some((decider, value)) => format!("where {} is {}, allowed is {list}", quoted(decider), quoted(value)),
                None => format!("allowed are {list}"),
            };
            words
                .label("not an allowed value")
                .suggest(site, value, near)
                .maybe_help(near.is_none().then_some(help))
        }
        WhyNot::Differs { from, value } => words
            .label(fitting(
                format!("differs from {}", quoted(from)),
                "differs from another one",
            ))
            .help(format!("it must be {}, as {} is", quoted(value), quoted(from))),
        WhyNot::NotAnAddress => words
            .label("no IP address")
            .help("write an IPv4 or IPv6 address, or `~` or `''` for none"),
        WhyNot::NotBase64 => words
            .label("cannot be decoded")
            .help("encode the payload, or give it as `text/plain`"),
        WhyNot::NotATemplate => words
            .label("no template")
            .help("give the text of a template with its version, for instance with `get_file`"),
        WhyNot::Reserved => words
            .label("reserved")
            .help("choose another name; every project has one of this name"),
        WhyNot::Withdrawn => words
            .label("withdrawn")
            .help("take it away, and give a network and a subnet of Neutron"),
        WhyNot::NotKnownYet => words
            .label("empty until the resource exists")
            .help("Heat looks at the value before any resource exists; write it down, or make it a parameter"),
        WhyNot::NoSuchResource => words
            .label("no such resource")
            .help("name resources of this template; get_resource of some types is empty before they exist"),
        WhyNot::NotDeclaredIn { property } => words
            .label(fitting(format!("not in {}", quoted(property)), "not declared"))
            .help(format!("add an entry of this name to {}", quoted(property))),
        WhyNot::Above { limit, with } => {
            let when = with.as_ref().map_or_else(String::new, |(decider, value)| {
                format!(" where {} is {}", quoted(decider), quoted(value))
            });
            words
                .label(fitting(format!("above {limit}"), "too great"))
                .help(format!("it must be at most {limit}{when}"))
        }
        WhyNot::Below(limit) => words
            .label(fitting(format!("below {limit}"), "too small"))
            .help(format!("it must be at least {limit}")),
        WhyNot::BelowMinimums { sum } => words.label("too short for what it must hold").help(format!(
            "`min` of all character classes and sequences together is {sum}"
        )),
        WhyNot::BeyondTimeout { .. } => words
            .label("longer than the stack has")
            .help("the longest delay is `min_wait` and `max_jitter` times `jitter_multiplier` together"),
        WhyNot::NotADuration => words
            .label("no duration")
            .help("write hours, minutes and seconds as in `PT1H`, `PT5M30S` or `PT0S`"),
        WhyNot::LongerThanAnHour => words.label("more than one hour").help("it must be at most `PT1H`"),
        WhyNot::OnlyOne { unless } => words.label("more than one").maybe_help(
            unless
                .as_ref()
                .map(|it| format!("take the others away, or give {} the value `true`", quoted(it))),
        ),
        WhyNot::OnlyEntry { .. } => words.label("not the only entry").help("take the other entries away"),
    }
}

/// A constant as it would be written.
fn literal(value: &Literal) -> String {
    value.as_text().map_or_else(|| shown(&value.to_string()), str::to_owned)
}
