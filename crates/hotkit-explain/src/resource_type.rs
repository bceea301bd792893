//! Pages about resource types, their properties and attributes.

use hotkit_schema::{
    Constraint, History, Property, ResourceType, Support, SupportStatus, ValueType, attribute_since, descriptions,
    property_history, property_since, resource_type, resource_types, type_history,
};
use hotkit_text::nearest;

use crate::{Unknown, release, unknown};

/// The page of a type that Heat has, or had.
pub(crate) fn page(name: &str) -> Option<String> {
    match resource_type(name) {
        Some(known) => Some(page_of(known)),
        None => gone(name),
    }
}

/// The page of a type.
pub(crate) fn page_of(known: &'static ResourceType) -> String {
    let name = known.name;
    let mut page = format!("# {name}\n\n");
    if let Some(alias) = known.alias {
        page.push_str(&format!("Another name of `{alias}`.\n\n"));
    }
    if let Some(words) = known.words() {
        page.push_str(&format!("{}\n\n", words.summary));
    }
    page.push_str(&format!("{}\n", standing(known)));
    if known.placeholder {
        page.push_str("\nThe name is known and does nothing: it takes any property, and every attribute is null.\n");
    }
    if !known.properties.is_empty() {
        page.push_str("\n## Properties\n\n");
        list_properties(known, known.properties, "", 0, &mut page);
    }
    let own: Vec<_> = known.attributes.iter().filter(|it| !it.base).collect();
    if known.any_attribute {
        page.push_str("\n## Attributes\n\nAny name may be asked for; the stack or the service answers for itself.\n");
    } else if !own.is_empty() {
        page.push_str("\n## Attributes\n\n");
        for attribute in own {
            let words = known.words_of_attribute(attribute.name).unwrap_or_default();
            page.push_str(&format!(
                "- `{}`{}: {words}\n",
                attribute.name,
                status(&attribute.support)
            ));
        }
        page.push_str("- `show`: What the service says of the thing, as it is.\n");
    }
    page
}

/// The page of a property or an attribute.
pub(crate) fn member(owner: &str, member: &str) -> Result<String, Unknown> {
    let Some(known) = resource_type(owner) else {
        let unknown = unknown(owner);
        let suggestion = unknown.suggestion.map(|it| format!("{it}.{member}"));
        return Err(Unknown { suggestion, ..unknown });
    };
    member_of(known, owner, member)
}

/// The page of a property or an attribute of a type.
pub(crate) fn member_of(known: &'static ResourceType, owner: &str, member: &str) -> Result<String, Unknown> {
    let mut pages = Vec::new();
    if let Some(property) = known.property_at(member) {
        pages.push(property_page(known, property, member));
    }
    if let Some(attribute) = known.attribute(member) {
        let words = known
            .words_of_attribute(member)
            .unwrap_or("What the service says of the thing, as it is.");
        let mut page =
            format!("# {owner}.{member}\n\nAn attribute: `{{ get_attr: [RESOURCE, {member}] }}`.\n\n{words}\n");
        if let Some(since) = attribute_since(owner, member) {
            page.push_str(&format!(
                "\nSince {}{}.\n",
                release::named(since),
                status(&attribute.support)
            ));
        }
        pages.push(page);
    }
    if !pages.is_empty() {
        return Ok(pages.join("\n"));
    }
    let names = known.properties.iter().map(|it| it.name);
    let nested = member.rsplit_once('.').and_then(|(parent, last)| {
        let members = known.property_at(parent)?.members()?;
        let near = nearest(last, members.iter().map(|it| it.name))?;
        Some(format!("{owner}.{parent}.{near}"))
    });
    let near = nearest(member, names.chain(known.attributes.iter().map(|it| it.name)));
    Err(Unknown {
        name: member.to_owned(),
        within: owner.to_owned(),
        suggestion: nested.or_else(|| near.map(|it| format!("{owner}.{it}"))),
    })
}

/// What to ask for where a name is that of several types, or of properties.
pub(crate) fn choice(what: &str, names: &[&str]) -> String {
    let mut page = format!("# {what}\n\nSeveral things have this name; ask for one of them:\n\n");
    for name in names {
        let summary = match name.split_once('.') {
            Some((owner, path)) => descriptions::of_property(owner, path),
            None => descriptions::of_type(name).map(|it| it.summary),
        };
        page.push_str(&format!("- `{name}`: {}\n", summary.unwrap_or_default()));
    }
    page
}

/// `TYPE.name` of every supported type that has a property of this name.
pub(crate) fn owners_of(name: &str) -> Vec<String> {
    let types = resource_types().iter().filter(|it| !it.hidden && it.alias.is_none());
    types
        .filter(|it| it.property(name).is_some())
        .map(|it| format!("{}.{name}", it.name))
        .collect()
}

/// A type of former releases.
fn gone(name: &str) -> Option<String> {
    let history = type_history(name)?;
    let mut page = format!("# {name}\n\nHeat has no such type any more.\n");
    page.push_str(&life(history));
    Some(page)
}

/// Since when there is a type, what it needs, and how it stands.
fn standing(known: &ResourceType) -> String {
    let mut sentences = Vec::new();
    let history = type_history(known.name);
    match history.and_then(|it| it.since) {
        _ if known.plug_in.is_some() => {
            sentences.push("Of a plug-in: known from a file that `types.schemas` in hotkit.yaml names.".to_owned());
        }
        Some(since) => sentences.push(format!("In Heat since {}.", release::named(since))),
        None => sentences.push("In Heat since before Icehouse (2014.1).".to_owned()),
    }
    if let Some(history) = history {
        let rest = life(history);
        if !rest.is_empty() {
            sentences.push(rest.trim().to_owned());
        }
    }
    if known.hidden {
        sentences.push("Hidden: kept for stacks that have it, and not to be used anew.".to_owned());
    } else if known.support.status == SupportStatus::Unsupported {
        sentences.push("Unsupported: nobody keeps it working.".to_owned());
    }
    if let Some(service) = known.service {
        sentences.push(format!("The cloud must have {service}."));
    }
    if let Some(extension) = known.service_extension {
        sentences.push(format!("The service needs the extension `{extension}`."));
    }
    if !known.own_handle_update && !known.properties.is_empty() && !known.stack_resource {
        sentences.push("A change that could be an update replaces it: the type knows no updates.".to_owned());
    }
    if known.snapshot_delete {
        sentences.push("The deletion policy `Snapshot` works.".to_owned());
    }
    sentences.join(" ")
}

/// What became of something, in sentences; empty where nothing did.
fn life(history: &History) -> String {
    let mut sentences = Vec::new();
    let mut tell = |words: &str, when: Option<&'static hotkit_schema::Release>| {
        sentences.extend(when.map(|it| format!("{words} {}.", release::named(it))));
    };
    tell("Last in", history.until);
    tell("Deprecated since", history.deprecated_since);
    tell("Hidden since", history.hidden_since);
    tell("Unsupported since", history.unsupported_since);
    tell("Without effect since", history.placeholder_since);
    if !history.successors.is_empty() {
        let names: Vec<String> = history.successors.iter().map(|it| format!("`{it}`")).collect();
        sentences.push(format!("Use {} instead.", names.join(" or ")));
    } else if !history.successor_services.is_empty() {
        sentences.push(format!(
            "Its place was taken by {}.",
            history.successor_services.join(" and ")
        ));
    }
    if sentences.is_empty() {
        String::new()
    } else {
        format!("\n{}\n", sentences.join(" "))
    }
}

/// The properties of a map, each on a line, members of maps below; required ones first.
fn list_properties(
    owner: &ResourceType,
    properties: &'static [Property],
    before: &str,
    depth: usize,
    page: &mut String,
) {
    let mut sorted: Vec<&Property> = properties.iter().collect();
    sorted.sort_by_key(|it| (!it.required, it.order));
    for property in sorted {
        let path = format!("{before}{}", property.name);
        let words = owner.words_of_property(&path).unwrap_or_default();
        page.push_str(&format!(
            "{}- `{}` ({}){}: {words}\n",
            "  ".repeat(depth),
            property.name,
            facts(property, depth == 0),
            status(&property.support),
        ));
        if let Some(members) = property.members() {
            let lists = lists_of(property);
            list_properties(owner, members, &format!("{path}{lists}."), depth + 1, page);
        }
    }
}

/// `.*` for each list that a property is before its members come.
fn lists_of(property: &Property) -> String {
    let mut lists = String::new();
    let mut property = property;
    while let Some(items) = property.items {
        lists.push_str(".*");
        property = items;
    }
    lists
}

/// Type, whether it is required, the default, and what a change does.
fn facts(property: &Property, is_top: bool) -> String {
    let mut facts = vec![type_words(property)];
    if property.required {
        facts.push("required".to_owned());
    }
    if let Some(default) = &property.default {
        facts.push(format!("default {default}"));
    }
    if is_top {
        facts.push(effect(property).to_owned());
    }
    if !property.implemented {
        facts.push("not implemented".to_owned());
    }
    facts.join(", ")
}

fn type_words(property: &Property) -> String {
    match property.items {
        Some(items) if property.value_type == ValueType::List => format!("list of {}s", items.value_type),
        _ => property.value_type.to_string(),
    }
}

fn effect(property: &Property) -> &'static str {
    if property.immutable {
        "cannot be changed"
    } else if property.update_allowed {
        "can be updated"
    } else {
        "a change replaces"
    }
}

fn status(support: &Support) -> &'static str {
    match support.status {
        SupportStatus::Supported => "",
        SupportStatus::Deprecated => " (deprecated)",
        SupportStatus::Hidden => " (hidden)",
        SupportStatus::Unsupported => " (unsupported)",
    }
}

fn property_page(owner: &ResourceType, property: &Property, path: &str) -> String {
    let mut page = format!("# {}.{path}\n\n", owner.name);
    let words = owner.words_of_property(path).unwrap_or_default();
    page.push_str(&format!(
        "A property ({}){}.\n\n{words}\n",
        facts(property, !path.contains('.')),
        status(&property.support)
    ));
    let constraints = constraints(property);
    if !constraints.is_empty() {
        page.push_str(&format!("\n## Constraints\n\n{constraints}"));
    }
    if let Some(other) = property.stands_for {
        page.push_str(&format!("\nAn older spelling of `{other}`.\n"));
    }
    for other in property.satisfied_by {
        page.push_str(&format!("\nIts older spelling `{other}` is taken as well.\n"));
    }
    if let Some(members) = property.members() {
        page.push_str("\n## Members\n\n");
        list_properties(owner, members, &format!("{path}{}.", lists_of(property)), 0, &mut page);
    }
    if let Some(since) = property_since(owner.name, path) {
        page.push_str(&format!("\nSince {}.\n", release::named(since)));
    }
    if let Some(history) = property_history(owner.name, path) {
        page.push_str(&life(history));
    }
    page
}

fn constraints(property: &Property) -> String {
    let bounds = |min: &Option<i64>, max: &Option<i64>| match (min, max) {
        (Some(min), Some(max)) => format!("between {min} and {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "anything".to_owned(),
    };
    let items = property.items.map_or(&[][..], |items| items.constraints);
    let mut lines = String::new();
    for constraint in property.constraints.iter().chain(items) {
        let line = match constraint {
            Constraint::AllowedValues(values) => {
                let values: Vec<String> = values
                    .iter()
                    .map(|it| format!("`{}`", it.to_string().trim_matches('"')))
                    .collect();
                format!("one of {}", values.join(", "))
            }
            Constraint::Range { min, max } => format!("a number {}", bounds(min, max)),
            Constraint::Length { min, max } => format!("a length {}", bounds(min, max)),
            Constraint::AllowedPattern(pattern) => format!("the pattern `{pattern}`"),
            Constraint::Modulo { step, offset } => format!("{offset} plus a multiple of {step}"),
            Constraint::Custom(name) => format!("what the cloud's check `{name}` accepts"),
        };
        lines.push_str(&format!("- {line}\n"));
    }
    lines
}
