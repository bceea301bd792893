//! What a name means: a page in Markdown for a rule, a group of rules, a resource type, one of its properties or attributes,
//! a function, a template version, a release of Heat, or a key of templates.
//!
//! Pages are made from the tables of `hotkit-schema` and the pages of `hotkit-lint`; nothing is read. A name is taken as people
//! write it: in any case, without the vendor (`Server`), and where it names several things all are told.

mod language;
mod release;
mod resource_type;
mod rule;

use hotkit_schema::{ResourceType, descriptions};
use hotkit_text::{Group, nearest};

/// A name that means nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unknown {
    /// What was asked for, or the part of it that is not known.
    pub name: String,
    /// What it was sought among, such as `OS::Nova::Server`; empty for everything.
    pub within: String,
    /// The name that was likely meant, as one would ask for it.
    pub suggestion: Option<String>,
}

/// The page for a name; several things of one name follow each other. `plug_ins` are types beside those of Heat.
///
/// # Errors
/// Where nothing has the name; with the nearest one.
pub fn explain(what: &str, plug_ins: &[&'static ResourceType]) -> Result<String, Unknown> {
    let what = what.trim();
    let owned = |name: &str| plug_ins.iter().copied().find(|it| it.name.eq_ignore_ascii_case(name));
    if let Some((owner, member)) = split_member(what)
        && let Some(known) = owned(owner)
    {
        return resource_type::member_of(known, known.name, member);
    }
    match (owned(what), of_heat(what)) {
        (Some(known), _) => Ok(resource_type::page_of(known)),
        (None, Err(unknown)) => by_ending(what, plug_ins).ok_or_else(|| {
            let near = nearest(what, plug_ins.iter().map(|it| it.name)).map(str::to_owned);
            Unknown {
                suggestion: near.or(unknown.suggestion),
                ..unknown
            }
        }),
        (None, page) => page,
    }
}

/// The one type of a plug-in whose name ends so: `Bucket` for `ACME::Store::Bucket`.
fn by_ending(what: &str, plug_ins: &[&'static ResourceType]) -> Option<String> {
    let ending = format!("::{}", what.to_ascii_lowercase());
    let mut ends = plug_ins
        .iter()
        .filter(|it| it.name.to_ascii_lowercase().ends_with(&ending));
    let only = ends.next()?;
    ends.next().is_none().then(|| resource_type::page_of(only))
}

fn of_heat(what: &str) -> Result<String, Unknown> {
    if let Some((owner, member)) = split_member(what) {
        return resource_type::member(owner, member);
    }
    let pages = pages(what);
    if !pages.is_empty() {
        return Ok(pages.join("\n"));
    }
    // `Server` for `OS::Nova::Server`; `server` too.
    let ending = format!("::{}", what.to_ascii_lowercase());
    let types = hotkit_schema::resource_types().iter().map(|it| it.name);
    let ends: Vec<&str> = types
        .filter(|it| {
            let name = it.to_ascii_lowercase();
            name.ends_with(&ending) || name == what.to_ascii_lowercase()
        })
        .collect();
    match ends.as_slice() {
        [] => {}
        [only] => return resource_type::page(only).ok_or_else(|| unknown(what)),
        several => return Ok(resource_type::choice(what, several)),
    }
    let owners = resource_type::owners_of(what);
    if !owners.is_empty() {
        return Ok(resource_type::choice(
            what,
            &owners.iter().map(String::as_str).collect::<Vec<_>>(),
        ));
    }
    Err(unknown(what))
}

/// Everything that has a page under its very name, sorted: for completion.
#[must_use]
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = all_names().collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// `TYPE.member`: names of types have no dot, and nothing else has colons in front of one.
fn split_member(what: &str) -> Option<(&str, &str)> {
    let (owner, member) = what.split_once('.')?;
    (owner.contains("::") && !member.is_empty() && !owner.starts_with("Fn::")).then_some((owner, member))
}

fn pages(what: &str) -> Vec<String> {
    let mut pages = Vec::new();
    pages.extend(hotkit_lint::rule(what).map(rule::page));
    pages.extend(Group::ALL.into_iter().find(|it| it.name() == what).map(rule::group));
    pages.extend(resource_type::page(what));
    pages.extend(language::function(what));
    pages.extend(language::version(what));
    pages.extend(hotkit_schema::find_release(what).map(release::page));
    if pages.is_empty() {
        pages.extend(language::sections(what));
    }
    pages
}

fn unknown(what: &str) -> Unknown {
    let suggestion = nearest(what, all_names()).map(str::to_owned);
    // A type that is misspelt behind its vendor, or without it.
    let endings = || {
        hotkit_schema::resource_types()
            .iter()
            .filter_map(|it| Some((it.name.rsplit("::").next()?, it.name)))
    };
    let by_ending = || {
        let near = nearest(what, endings().map(|(ending, _)| ending))?;
        endings()
            .find(|(ending, _)| *ending == near)
            .map(|(_, name)| name.to_owned())
    };
    Unknown {
        name: what.to_owned(),
        within: String::new(),
        suggestion: suggestion.or_else(by_ending),
    }
}

fn all_names() -> impl Iterator<Item = &'static str> {
    let rules = hotkit_lint::rules().iter().map(|it| it.name);
    let groups = Group::ALL.into_iter().map(Group::name);
    let types = hotkit_schema::resource_types().iter().map(|it| it.name);
    let functions = hotkit_schema::function_names().iter().copied();
    let versions = hotkit_schema::versions().iter().flat_map(|it| it.names());
    let releases = hotkit_schema::releases().iter().flat_map(|it| [it.name, it.code_name]);
    let sections = descriptions::section_paths().filter_map(|it| it.rsplit('.').find(|part| *part != "*"));
    rules
        .chain(groups)
        .chain(types)
        .chain(functions)
        .chain(versions)
        .chain(releases)
        .chain(sections)
}

/// A number with its noun.
fn counted(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

#[cfg(test)]
mod tests;
