//! `template_versions.json`: template versions, functions, environment words and limits.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;

use crate::json::{members, object, only_keys, slice, str_list, str_of, text, texts};
use crate::releases::Releases;

const KEYS: &[&str] = &[
    "aliases",
    "class",
    "condition_functions",
    "deletion_policies",
    "functions",
    "kind",
    "merge_sections",
    "output_keys",
    "parameter_constraint_keys_accepted",
    "parameter_constraints",
    "parameter_keys",
    "parameter_types",
    "pseudo_parameters",
    "removed_functions",
    "resource_keys",
    "sections",
    "sections_no_direct_access",
    "version",
    "version_key",
];

/// Classes of the engine's CloudFormation side that share a name with a HOT class and differ from it in their arguments.
const CFN_CLASSES: &[&str] = &["GetAtt", "Not", "Replace", "ResourceFacade"];

pub(crate) fn write(facts: &Value, releases: &Releases, out: &mut String) {
    only_keys(
        facts,
        &[
            "engine",
            "environment_sections",
            "hook_types",
            "limits",
            "restricted_actions",
            "versions",
            "yaql_limits",
        ],
        "template_versions.json",
    );
    let versions = in_order(&facts["versions"]);
    write_versions(&versions, releases, out);
    write_function_names(&versions, out);
    write_words(facts, out);
    write_limits(facts, out);
}

/// HOT versions by date, then the CloudFormation-style ones by key.
fn in_order(versions: &Value) -> Vec<(&str, &Value)> {
    let mut versions = members(versions, "versions");
    versions.sort_by_key(|(name, facts)| (facts["kind"] != "hot", *name));
    versions
}

fn write_versions(versions: &[(&str, &Value)], releases: &Releases, out: &mut String) {
    let _ = writeln!(out, "pub(crate) static VERSIONS: [Version; {}] = [", versions.len());
    let mut ordinals = [0_u8; 2];
    for (name, facts) in versions {
        only_keys(facts, KEYS, name);
        let kind = str_of(&facts["kind"], name);
        let ordinal = &mut ordinals[usize::from(kind != "hot")];
        write_version(name, facts, *ordinal, releases, out);
        *ordinal += 1;
    }
    let _ = writeln!(out, "];");
}

fn write_version(name: &str, facts: &Value, ordinal: u8, releases: &Releases, out: &mut String) {
    let kind = match str_of(&facts["kind"], name) {
        "hot" => "Hot",
        "cfn" => "Cfn",
        other => panic!("{name}: unknown kind {other:?}"),
    };
    let list = |key: &str| texts(str_list(facts.get(key), name));
    let policies = members(&facts["deletion_policies"], name)
        .into_iter()
        .map(|(word, policy)| format!("({}, {})", text(word), text(str_of(policy, name))));
    let sections = str_list(facts.get("sections"), name);
    let supports_conditions = sections
        .iter()
        .any(|section| section.eq_ignore_ascii_case("conditions"));
    let _ = writeln!(
        out,
        "Version {{ key: {}, name: {}, aliases: {}, kind: TemplateKind::{kind}, ordinal: {ordinal}, release: {}, \
         sections: {}, sections_no_direct_access: {}, merge_sections: {}, resource_keys: {}, output_keys: {}, \
         parameter_keys: {}, parameter_types: {}, constraint_keys_accepted: {}, constraint_keys: {}, \
         deletion_policies: {}, pseudo_parameters: {}, functions: {}, condition_functions: {}, \
         removed_functions: {}, supports_conditions: {supports_conditions} }},",
        text(str_of(&facts["version_key"], name)),
        text(str_of(&facts["version"], name)),
        list("aliases"),
        releases.version_release(name),
        texts(sections),
        list("sections_no_direct_access"),
        list("merge_sections"),
        list("resource_keys"),
        list("output_keys"),
        list("parameter_keys"),
        list("parameter_types"),
        list("parameter_constraint_keys_accepted"),
        list("parameter_constraints"),
        slice(policies),
        list("pseudo_parameters"),
        functions(&facts["functions"], name),
        functions(&facts["condition_functions"], name),
        list("removed_functions"),
    );
}

fn functions(facts: &Value, place: &str) -> String {
    slice(
        members(facts, place)
            .into_iter()
            .map(|(name, class)| format!("({}, Function::{})", text(name), variant(name, str_of(class, place)))),
    )
}

fn variant(function: &str, class: &str) -> String {
    match class {
        "MakeURL" => "MakeUrl".to_owned(),
        class if function.starts_with("Fn::") && CFN_CLASSES.contains(&class) => {
            format!("Cfn{class}")
        }
        class => class.to_owned(),
    }
}

fn write_function_names(versions: &[(&str, &Value)], out: &mut String) {
    let mut names = BTreeSet::new();
    for (name, facts) in versions {
        for key in ["functions", "condition_functions"] {
            names.extend(object(&facts[key], name).keys().map(String::as_str));
        }
    }
    let _ = writeln!(out, "pub(crate) static FUNCTION_NAMES: &[&str] = {};", texts(names));
}

fn write_words(facts: &Value, out: &mut String) {
    for (constant, key) in [
        ("ENVIRONMENT_SECTIONS", "environment_sections"),
        ("HOOK_TYPES", "hook_types"),
        ("RESTRICTED_ACTIONS", "restricted_actions"),
    ] {
        let _ = writeln!(
            out,
            "pub(crate) const {constant}: &[&str] = {};",
            texts(str_list(facts.get(key), key))
        );
    }
}

fn write_limits(facts: &Value, out: &mut String) {
    for (prefix, key) in [("", "limits"), ("YAQL_", "yaql_limits")] {
        for (name, value) in members(&facts[key], key) {
            let value = value
                .as_u64()
                .unwrap_or_else(|| panic!("limit {name} must be a number"));
            let _ = writeln!(
                out,
                "pub(crate) const {prefix}{}: u64 = {value};",
                name.to_ascii_uppercase()
            );
        }
    }
}
