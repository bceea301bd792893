//! `releases.json`: the releases, and what each of them changed.

use std::fmt::Write;

use serde_json::Value;

use crate::json::{literal, literals, members, only_keys, option_text, slice, str_list, str_of, text, texts};

const HISTORY_KEYS: &[&str] = &[
    "absent",
    "changes",
    "deprecated_since",
    "hidden_since",
    "of",
    "placeholder_since",
    "since",
    "successor_services",
    "successors",
    "supported_again",
    "unsupported_since",
    "until",
    "was_deprecated_since",
    "was_hidden_since",
    "was_unsupported_since",
];

/// The JSON, and the position of each release in it.
pub(crate) struct Releases<'a> {
    facts: &'a Value,
    ids: Vec<&'a str>,
}

impl<'a> Releases<'a> {
    pub(crate) fn new(facts: &'a Value) -> Self {
        let releases = facts["releases"].as_array().expect("releases is a list");
        let ids = releases
            .iter()
            .map(|release| str_of(&release["version"], "a release"))
            .collect();
        Self { facts, ids }
    }

    pub(crate) fn write(&self, out: &mut String) {
        only_keys(
            self.facts,
            &[
                "about",
                "attributes",
                "base_attributes",
                "custom_constraints",
                "environment_sections",
                "functions",
                "hook_types",
                "limits",
                // Differences inside one release series, and between the engine's words and deeds: of no use to a check.
                "patch_differences",
                "properties",
                "releases",
                "restricted_actions",
                "support_version_disagreements",
                "template_version_names",
                "template_versions",
                "types",
                "update_policies",
            ],
            "releases.json",
        );
        self.write_releases(out);
        for (table, key) in [
            ("BASE_ATTRIBUTE_HISTORY", "base_attributes"),
            ("CUSTOM_CONSTRAINT_HISTORY", "custom_constraints"),
            ("ENVIRONMENT_SECTION_HISTORY", "environment_sections"),
            ("HOOK_TYPE_HISTORY", "hook_types"),
            ("RESTRICTED_ACTION_HISTORY", "restricted_actions"),
            ("VERSION_NAME_HISTORY", "template_version_names"),
            ("VERSION_HISTORY", "template_versions"),
            ("TYPE_HISTORY", "types"),
        ] {
            let _ = writeln!(
                out,
                "pub(crate) static {table}: &[(&str, History)] = {};",
                self.histories(&self.facts[key], key)
            );
        }
        for (table, key) in [
            ("ATTRIBUTE_HISTORY", "attributes"),
            ("PROPERTY_HISTORY", "properties"),
            ("UPDATE_POLICY_HISTORY", "update_policies"),
        ] {
            let rows = members(&self.facts[key], key)
                .into_iter()
                .map(|(owner, paths)| format!("({}, {})\n", text(owner), self.histories(paths, owner)));
            let _ = writeln!(
                out,
                "pub(crate) static {table}: &[(&str, &[(&str, History)])] = {};",
                slice(rows)
            );
        }
        self.write_functions(out);
        self.write_limits(out);
    }

    /// The release in which a template version appeared, as an expression.
    pub(crate) fn version_release(&self, version: &str) -> String {
        let since = self.facts["template_versions"][version].get("since");
        since.map_or_else(|| "&RELEASES[0]".to_owned(), |since| self.release(since))
    }

    /// The release from which a type is a placeholder, as JSON has it.
    pub(crate) fn is_placeholder(&self, resource_type: &str) -> bool {
        self.facts["types"][resource_type].get("placeholder_since").is_some()
    }

    fn write_releases(&self, out: &mut String) {
        let releases = self.facts["releases"].as_array().expect("releases is a list");
        let _ = writeln!(out, "pub(crate) static RELEASES: [Release; {}] = [", releases.len());
        for (ordinal, release) in releases.iter().enumerate() {
            only_keys(
                release,
                &["code", "date", "engine", "name", "python", "source", "types", "version"],
                "a release",
            );
            let field = |key: &str| text(str_of(&release[key], key));
            let _ = writeln!(
                out,
                "Release {{ id: {}, name: {}, code_name: {}, date: {}, engine: {}, ordinal: {ordinal}, types: {} }},",
                field("version"),
                field("name"),
                field("code"),
                field("date"),
                field("engine"),
                release["types"],
            );
        }
        let _ = writeln!(out, "];");
    }

    fn release(&self, id: &Value) -> String {
        let id = str_of(id, "a release id");
        let position = self.ids.iter().position(|known| *known == id);
        let position = position.unwrap_or_else(|| panic!("{id:?} is not a release"));
        format!("&RELEASES[{position}]")
    }

    fn option_release(&self, facts: &Value, key: &str) -> String {
        match facts.get(key) {
            None => "None".to_owned(),
            Some(id) => format!("Some({})", self.release(id)),
        }
    }

    fn histories(&self, facts: &Value, place: &str) -> String {
        slice(
            members(facts, place)
                .into_iter()
                .map(|(name, facts)| format!("({}, {})\n", text(name), self.history(facts, name))),
        )
    }

    fn history(&self, facts: &Value, place: &str) -> String {
        only_keys(facts, HISTORY_KEYS, place);
        let mut fields = Vec::new();
        for key in [
            "since",
            "until",
            "deprecated_since",
            "hidden_since",
            "unsupported_since",
            "placeholder_since",
            "supported_again",
            "was_deprecated_since",
            "was_hidden_since",
            "was_unsupported_since",
        ] {
            if facts.get(key).is_some() {
                fields.push(format!("{key}: {}", self.option_release(facts, key)));
            }
        }
        if let Some(absent) = facts.get("absent") {
            let absent = absent.as_array().expect("absent is a list");
            fields.push(format!("absent: {}", slice(absent.iter().map(|id| self.release(id)))));
        }
        for key in ["successors", "successor_services"] {
            if facts.get(key).is_some() {
                fields.push(format!("{key}: {}", texts(str_list(facts.get(key), place))));
            }
        }
        if facts.get("of").is_some() {
            fields.push(format!("alias_of: {}", option_text(facts.get("of"), place)));
        }
        if let Some(changes) = facts.get("changes") {
            fields.push(format!("changes: {}", self.changes(changes, place)));
        }
        if fields.is_empty() {
            return "History::ALWAYS".to_owned();
        }
        fields.push("..History::ALWAYS".to_owned());
        format!("History {{ {} }}", fields.join(", "))
    }

    fn changes(&self, changes: &Value, place: &str) -> String {
        let mut rows = Vec::new();
        for change in changes.as_array().expect("changes is a list") {
            let release = self.release(&change["in"]);
            for (fact, value) in members(change, place) {
                if fact != "in" {
                    rows.push(format!(
                        "Change {{ release: {release}, fact: {}, kind: {} }}",
                        text(fact),
                        change_kind(value, place)
                    ));
                }
            }
        }
        slice(rows)
    }

    fn write_functions(&self, out: &mut String) {
        let rows = members(&self.facts["functions"], "functions").into_iter().map(|(name, facts)| {
            only_keys(facts, &["cfn_versions", "first_hot_version", "last_hot_version", "since"], name);
            format!(
                "FunctionHistory {{ name: {}, since: {}, first_hot_version: {}, last_hot_version: {}, cfn_versions: {} }}\n",
                text(name),
                facts.get("since").map_or_else(|| "&RELEASES[0]".to_owned(), |since| self.release(since)),
                option_text(facts.get("first_hot_version"), name),
                option_text(facts.get("last_hot_version"), name),
                texts(str_list(facts.get("cfn_versions"), name)),
            )
        });
        let _ = writeln!(
            out,
            "pub(crate) static FUNCTION_HISTORY: &[FunctionHistory] = {};",
            slice(rows)
        );
    }

    fn write_limits(&self, out: &mut String) {
        let rows = members(&self.facts["limits"], "limits")
            .into_iter()
            .map(|(name, steps)| {
                let steps = steps.as_array().expect("a limit is a list of steps");
                let steps = steps
                    .iter()
                    .map(|step| format!("({}, {})", self.release(&step[0]), step[1]));
                format!("({}, {})", text(name), slice(steps))
            });
        let _ = writeln!(
            out,
            "pub(crate) static LIMIT_HISTORY: &[(&str, &[(&Release, u64)])] = {};",
            slice(rows)
        );
    }
}

fn change_kind(value: &Value, place: &str) -> String {
    if let Some([before, after]) = value.as_array().map(Vec::as_slice) {
        return format!(
            "ChangeKind::Value {{ before: {}, after: {} }}",
            literal(before),
            literal(after)
        );
    }
    if value.get("added").is_none() && value.get("removed").is_none() {
        return changed_members(value, place);
    }
    only_keys(value, &["added", "removed"], place);
    let list = |key: &str| {
        let items = value
            .get(key)
            .map_or(&[][..], |items| items.as_array().expect("members are a list"));
        literals(items)
    };
    format!(
        "ChangeKind::Members {{ added: {}, removed: {} }}",
        list("added"),
        list("removed")
    )
}

/// A map of facts that changed each by itself, such as the class that implements a function.
fn changed_members(value: &Value, place: &str) -> String {
    let parts = members(value, place).into_iter().map(|(name, pair)| {
        let pair = pair.as_array().unwrap_or_else(|| panic!("{place}: a change is a pair"));
        format!("({}, {}, {})", text(name), literal(&pair[0]), literal(&pair[1]))
    });
    format!("ChangeKind::Each({})", slice(parts))
}
