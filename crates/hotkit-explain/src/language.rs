//! Pages about functions, template versions, and keys of templates and environments.

use hotkit_schema::{
    TemplateKind, Version, descriptions, function_history, since, version_history, version_name_history, versions,
};

use crate::release;

/// The page of a function.
pub(crate) fn function(name: &str) -> Option<String> {
    let words = descriptions::of_function(name)?;
    let mut page = format!(
        "# {name}\n\n{}\n\n```yaml\n{}\n```\n",
        words.summary,
        words.signature.replace(" | ", "\n")
    );
    page.push_str(&format!("\n{}\n", standing(name)));
    if !words.notes.is_empty() {
        page.push_str("\n## To know\n\n");
        for note in words.notes {
            page.push_str(&format!("- {note}\n"));
        }
    }
    page.push_str(&format!(
        "\n## Example\n\n```yaml\n{}```\n\ngives\n\n```\n{}\n```\n",
        words.example, words.result
    ));
    Some(page)
}

/// Which versions and releases know a function.
fn standing(name: &str) -> String {
    let mut sentences = Vec::new();
    let knows = |it: &&Version| it.function(name).is_some();
    let in_conditions = |it: &&Version| it.condition_function(name).is_some();
    if let Some(first) = since(name) {
        sentences.push(format!("Since `heat_template_version: {}`.", first.name));
    }
    let hot = || versions().iter().filter(|it| it.kind == TemplateKind::Hot);
    if let Some(withdrawn) = hot().find(|it| it.is_removed(name)) {
        sentences.push(format!("Withdrawn by `heat_template_version: {}`.", withdrawn.name));
    }
    let cfn: Vec<&str> = versions()
        .iter()
        .filter(|it| it.kind == TemplateKind::Cfn)
        .filter(|it| knows(it) || in_conditions(it))
        .map(|it| it.key)
        .collect();
    if !cfn.is_empty() {
        sentences.push(format!("In templates with `{}`.", cfn.join("` and `")));
    }
    match (
        versions().iter().any(|it| knows(&it)),
        versions().iter().any(|it| in_conditions(&it)),
    ) {
        (true, true) => sentences.push("In values and in conditions.".to_owned()),
        (false, true) => sentences.push("In conditions only.".to_owned()),
        _ => {}
    }
    if let Some(history) = function_history(name) {
        sentences.push(format!("Heat knows it since {}.", release::named(history.since)));
    }
    sentences.join(" ")
}

/// The page of a template version, by its date or another name; `heat_template_version: 2018-08-31` is understood, too.
pub(crate) fn version(name: &str) -> Option<String> {
    let (key, name) = match name.split_once(|it: char| it == ':' || it.is_whitespace()) {
        Some((key, name)) => (Some(key.trim()), name.trim_start_matches(':').trim()),
        None => (None, name),
    };
    let is_meant = |it: &&Version| key.is_none_or(|key| it.key == key) && it.names().any(|known| known == name);
    versions().iter().find(is_meant).map(version_page)
}

fn version_page(version: &Version) -> String {
    let mut page = format!("# {}: {}\n\n", version.key, version.name);
    if let Some(words) = descriptions::of_section(&format!("{}.{}", version.key, version.name)) {
        page.push_str(&format!("{words}\n\n"));
    }
    page.push_str(&format!("Heat takes it since {}.", release::named(version.release)));
    if let Some(until) = version_history(version.key, version.name).and_then(|it| it.until) {
        page.push_str(&format!(" Last in {}.", release::named(until)));
    }
    page.push('\n');
    for alias in version.aliases {
        let since = version_name_history(version.key, alias).and_then(|it| it.since);
        let since = since
            .map(|it| format!(", since {}", release::named(it)))
            .unwrap_or_default();
        page.push_str(&format!("\nCan be written `{alias}`{since}.\n"));
    }
    let before = versions()
        .iter()
        .find(|it| it.kind == version.kind && it.ordinal + 1 == version.ordinal);
    let all = |it: &Version| -> Vec<&'static str> {
        let mut names: Vec<&str> = it
            .functions
            .iter()
            .chain(it.condition_functions)
            .map(|(name, _)| *name)
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    let own = all(version);
    if let Some(before) = before {
        let older = all(before);
        let new: Vec<&str> = own.iter().copied().filter(|it| !older.contains(it)).collect();
        let lost: Vec<&str> = older.iter().copied().filter(|it| !own.contains(it)).collect();
        page.push_str(&format!("\n## New against {}\n\n", before.name));
        let mut lines = String::new();
        let mut tell = |what: &str, names: &[&str]| {
            if !names.is_empty() {
                lines.push_str(&format!("- {what}: `{}`\n", names.join("`, `")));
            }
        };
        tell("functions", &new);
        tell("functions that are gone", &lost);
        let more = |new: &'static [&'static str], old: &'static [&'static str]| -> Vec<&str> {
            new.iter().copied().filter(|it| !old.contains(it)).collect()
        };
        tell("sections", &more(version.sections, before.sections));
        tell("keys of resources", &more(version.resource_keys, before.resource_keys));
        tell("keys of outputs", &more(version.output_keys, before.output_keys));
        tell(
            "keys of parameters",
            &more(version.parameter_keys, before.parameter_keys),
        );
        tell("constraints", &more(version.constraint_keys, before.constraint_keys));
        if lines.is_empty() {
            lines.push_str("- nothing that a template can see but the meaning of functions that were there before\n");
        }
        page.push_str(&lines);
    }
    page.push_str(&format!("\n## Functions\n\n`{}`\n", own.join("`, `")));
    page.push_str(&format!("\n## Sections\n\n`{}`\n", version.sections.join("`, `")));
    page
}

/// The sentences for a key of templates or environments: by its whole path, or by its last name.
pub(crate) fn sections(name: &str) -> Option<String> {
    let is_meant = |path: &&str| *path == name || path.rsplit('.').find(|it| *it != "*") == Some(name);
    let paths: Vec<&str> = descriptions::section_paths().filter(is_meant).collect();
    if paths.is_empty() {
        return None;
    }
    let mut page = format!("# {name}\n\n");
    for path in paths {
        let words = descriptions::of_section(path).unwrap_or_default();
        page.push_str(&format!("- `{path}`: {words}\n"));
    }
    Some(page)
}
