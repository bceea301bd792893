//! A property that the type does not have, at any depth (PR-001, PR-009, N-003).

use hotkit_analysis::Declared;
use hotkit_model::is_template_name;
use hotkit_schema::{SupportStatus, resource_type};

use crate::phrase::{fitting, quoted, quoted_list, shown, shown_path};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("unknown-property", include_str!("unknown_property.md"));

/// The parts of the fault.
pub(crate) struct Facts<'f> {
    /// The type, or the nested template's file.
    pub(crate) owner: &'f str,
    /// The property that has the key, below the top level.
    pub(crate) within: Option<&'f str>,
    /// The key.
    pub(crate) name: &'f str,
    /// What was likely meant.
    pub(crate) suggestion: Option<&'f str>,
    /// A required property that is missing because of the misspelling.
    pub(crate) instead_of: Option<&'f str>,
    /// The parameter of the nested template that was likely meant.
    pub(crate) declared: Option<&'f Declared>,
}

pub(crate) fn words(facts: &Facts<'_>, site: Site<'_>) -> Words {
    let noun = if is_template_name(facts.owner) {
        "parameter"
    } else {
        "property"
    };
    let label = match facts.instead_of {
        Some(missing) => fitting(
            format!("unknown; the required {} is missing", quoted(missing)),
            &fitting(
                format!("the required {} is missing", quoted(missing)),
                "unknown; a required one is missing",
            ),
        ),
        None => format!("not a {noun} of this type"),
    };
    let words = Words::new(
        &RULE,
        format!(
            "{} has no {noun} {}",
            owner(facts.owner, facts.within),
            quoted(facts.name)
        ),
    )
    .label(label)
    .suggest(site, facts.name, facts.suggestion)
    .maybe_help(if facts.suggestion.is_none() { known(facts) } else { None });
    match facts.declared.and_then(|it| it.place) {
        Some((file, range)) => words.related(file, range, "similar name, declared here"),
        None => words,
    }
}

/// The type, or the part of it that has properties of its own.
pub(crate) fn owner(owner: &str, within: Option<&str>) -> String {
    let owner = if is_template_name(owner) {
        shown_path(owner)
    } else {
        shown(owner)
    };
    match within {
        Some(within) => format!("{} of {owner}", quoted(within)),
        None => owner,
    }
}

/// The properties that there are; only the tables of the top level are found by the type's name.
fn known(facts: &Facts<'_>) -> Option<String> {
    if facts.within.is_some() {
        return None;
    }
    if let Some(name) = facts.owner.strip_prefix("the update policy of ") {
        let names: Vec<&str> = resource_type(name)?
            .update_policy
            .iter()
            .map(|property| property.name)
            .collect();
        return Some(match names.as_slice() {
            [] => "Heat takes only an empty one for this type; take it away".to_owned(),
            _ => format!("it has {}", quoted_list(&names)),
        });
    }
    let mut visible = resource_type(facts.owner)?.properties_in_order();
    visible.retain(|property| property.support.status != SupportStatus::Hidden);
    let names: Vec<&str> = visible.iter().map(|property| property.name).collect();
    let list = quoted_list(&names);
    Some(match names.len() {
        0 => format!("{} takes no properties", facts.owner),
        1..=8 => format!("it has {list}"),
        _ => format!("it has {list}; hotkit explain {} lists them", facts.owner),
    })
}
