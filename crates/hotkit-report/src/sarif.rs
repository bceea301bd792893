//! SARIF 2.1.0, the form that code scanning services and editors read: findings with their places, fixes and rules.
//!
//! Only what they use is written. Columns count characters, which the document says.

use hotkit_text::{Diagnostic, Files, Fix, Related, Severity, SourceFile, TextRange, fingerprints, rooted};
use serde::Serialize;
use serde_json::{Value, json};

use crate::form::{End, Form, Part, whole};
use crate::{Report, RuleInfo, Setting};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name of the folder that all paths start from.
const ROOT: &str = "%SRCROOT%";

/// The form that [`sarif`] writes.
#[derive(Clone, Copy, Debug)]
pub struct Sarif<'s> {
    setting: Setting<'s>,
    is_first: bool,
}

impl<'s> Sarif<'s> {
    /// With these rules and paths.
    #[must_use]
    pub fn new(setting: Setting<'s>) -> Sarif<'s> {
        Sarif {
            setting,
            is_first: true,
        }
    }
}

impl Form for Sarif<'_> {
    fn begin(&mut self) -> String {
        format!("{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"results\":[")
    }

    fn part(&mut self, part: &Part<'_>) -> String {
        let mut text = String::new();
        let prints = fingerprints(part.files, part.diagnostics.iter().copied(), self.setting.prefix);
        for (it, print) in part.diagnostics.iter().zip(prints) {
            if !std::mem::take(&mut self.is_first) {
                text.push(',');
            }
            let finding = finding(part.files, it, print, &self.setting);
            text.push_str(&serde_json::to_string(&finding).expect("texts and numbers can always be written as JSON"));
        }
        text
    }

    fn end(&mut self, end: &End<'_>) -> String {
        let rules: Vec<Value> = self.setting.rules.iter().map(rule).collect();
        let unreadable = end.unreadable.iter().map(|it| notification(it, &self.setting));
        let version = env!("CARGO_PKG_VERSION");
        let rest = json!({
            "tool": { "driver": {
                "name": "hotkit",
                "version": version,
                "semanticVersion": version,
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: { "description": { "text": "The root of the project." } } },
            "invocations": [{
                "executionSuccessful": end.unreadable.is_empty(),
                "toolExecutionNotifications": unreadable.collect::<Vec<_>>(),
            }],
        });
        format!("],{}]}}\n", rest.to_string().trim_start_matches('{'))
    }
}

/// The run as one document. Hints are notes, as editors show them.
#[must_use]
pub fn sarif(report: &Report<'_>, setting: &Setting<'_>) -> String {
    whole(Sarif::new(*setting), report, setting.unreadable)
}

fn rule(rule: &RuleInfo<'_>) -> Value {
    let help_uri = format!(
        "{}/blob/main/crates/hotkit-lint/src/rules/{}/{}.md",
        env!("CARGO_PKG_REPOSITORY"),
        rule.group.name(),
        rule.name.replace('-', "_")
    );
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.summary },
        "help": { "text": rule.page, "markdown": rule.page },
        "helpUri": help_uri,
        "defaultConfiguration": { "level": level(rule.severity), "enabled": rule.default_on },
        "properties": { "tags": [rule.group.name()], "problem.severity": problem_severity(rule.severity) },
    })
}

/// Severity as code scanning sorts by it.
fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "recommendation",
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

fn notification((path, why): &(&str, &str), setting: &Setting<'_>) -> Value {
    json!({
        "level": "error",
        "message": { "text": format!("cannot read {path}: {why}") },
        "locations": [{ "physicalLocation": { "artifactLocation": artifact(path, setting) } }],
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Value,
    locations: [Value; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Value>,
    partial_fingerprints: Value,
    properties: Value,
}

fn finding(files: &Files, it: &Diagnostic, fingerprint: String, setting: &Setting<'_>) -> Finding {
    let file = files.get(it.file);
    let mut location = json!({ "physicalLocation": place(file, it.range, setting) });
    if let Some(path) = &it.path {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": path }]);
    }
    let mut message = it.message.clone();
    if let Some(name) = &it.suggestion {
        message.push_str(&format!(", did you mean `{name}`?"));
    }
    if let Some(help) = &it.help {
        message.push_str(&format!("\n{help}"));
    }
    Finding {
        rule_id: it.rule,
        rule_index: setting.rule(it.rule).map(|(index, _)| index),
        level: level(it.severity),
        message: json!({ "text": message }),
        locations: [location],
        related_locations: related(files, &it.related, setting),
        fixes: it.fix.iter().map(|fix| remedy(file, fix, setting)).collect(),
        partial_fingerprints: json!({ "hotkitFinding/v1": fingerprint }),
        properties: json!({ "refused": it.refused, "group": it.group.name() }),
    }
}

fn related(files: &Files, related: &[Related], setting: &Setting<'_>) -> Vec<Value> {
    let number = |(id, it): (usize, &Related)| {
        json!({
            "id": id,
            "message": { "text": it.label },
            "physicalLocation": place(files.get(it.file), it.range, setting),
        })
    };
    related.iter().enumerate().map(number).collect()
}

fn remedy(file: &SourceFile, fix: &Fix, setting: &Setting<'_>) -> Value {
    let replacements: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            json!({
                "deletedRegion": region(file, edit.range),
                "insertedContent": { "text": edit.replacement },
            })
        })
        .collect();
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{
            "artifactLocation": artifact(file.path(), setting),
            "replacements": replacements,
        }],
        "properties": { "safe": fix.safe },
    })
}

fn place(file: &SourceFile, range: TextRange, setting: &Setting<'_>) -> Value {
    json!({ "artifactLocation": artifact(file.path(), setting), "region": region(file, range) })
}

fn region(file: &SourceFile, range: TextRange) -> Value {
    let (start, end) = (file.position(range.start()), file.position(range.end()));
    json!({
        "startLine": start.line + 1,
        "startColumn": start.column + 1,
        "endLine": end.line + 1,
        "endColumn": end.column + 1,
        "byteOffset": range.start(),
        "byteLength": range.len(),
    })
}

fn artifact(path: &str, setting: &Setting<'_>) -> Value {
    let path = rooted(setting.prefix, path);
    match path.strip_prefix('/') {
        Some(_) => json!({ "uri": format!("file://{}", encoded(&path)) }),
        None => json!({ "uri": encoded(&path), "uriBaseId": ROOT }),
    }
}

/// A path as part of a URI.
fn encoded(path: &str) -> String {
    let mut result = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~+@,=".contains(&byte) {
            result.push(char::from(byte));
        } else {
            result.push_str(&format!("%{byte:02X}"));
        }
    }
    result
}
