//! SARIF 2.1.0, the form that code scanning services and editors read: findings with their places, fixes and rules.
//!
//! Only what they use is written. Columns count characters, which the document says.

use std::borrow::Cow;
use std::cell::OnceCell;

use hotkit_text::{Diagnostic, FileId, Files, Fix, Related, Severity, SourceFile, TextRange, fingerprints, rooted};
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::{Value, json};

use crate::form::{End, Form, Part, whole};
use crate::{Report, RuleInfo, Setting};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name of the folder that all paths start from.
const ROOT: &str = "%SRCROOT%";

/// The form that [`sarif`] writes.
#[derive(Clone, Debug)]
pub struct Sarif<'s> {
    setting: Setting<'s>,
    is_first: bool,
    /// The rules that findings are of, in the order of the first of each.
    rules: Vec<&'s RuleInfo<'s>>,
    /// Where each of them stands there; `None` for what is no rule of ours.
    indices: FxHashMap<&'static str, Option<usize>>,
}

impl<'s> Sarif<'s> {
    /// With these rules and paths.
    #[must_use]
    pub fn new(setting: Setting<'s>) -> Sarif<'s> {
        Sarif {
            setting,
            is_first: true,
            rules: Vec::new(),
            indices: FxHashMap::default(),
        }
    }

    /// The number of a rule among those that are written down.
    fn index(&mut self, name: &'static str) -> Option<usize> {
        *self.indices.entry(name).or_insert_with(|| {
            let rule = self.setting.rules.iter().find(|it| it.name == name)?;
            self.rules.push(rule);
            Some(self.rules.len() - 1)
        })
    }
}

impl Form for Sarif<'_> {
    fn begin(&mut self) -> String {
        format!("{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"results\":[")
    }

    fn part(&mut self, part: &Part<'_>) -> String {
        let mut text = Vec::new();
        let setting = self.setting;
        let sources = Sources::new(part.files, &setting);
        let prints = fingerprints(part.files, part.diagnostics.iter().copied(), self.setting.prefix);
        for (it, print) in part.diagnostics.iter().zip(prints) {
            if !std::mem::take(&mut self.is_first) {
                text.push(b',');
            }
            let rule_index = self.index(it.rule);
            let finding = finding(&sources, it, rule_index, print);
            serde_json::to_writer(&mut text, &finding).expect("texts and numbers can always be written as JSON");
        }
        String::from_utf8(text).expect("JSON is UTF-8")
    }

    fn end(&mut self, end: &End<'_>) -> String {
        let rules: Vec<Value> = self.rules.iter().map(|it| rule(it)).collect();
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
        "locations": [{ "physicalLocation": { "artifactLocation": Address::new(path, setting).artifact() } }],
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'f> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Words<'f>,
    locations: [Location<'f>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<RelatedLocation<'f>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Remedy<'f>>,
    partial_fingerprints: Fingerprint,
    properties: Properties,
}

#[derive(Serialize)]
struct Words<'f> {
    text: Cow<'f, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'f> {
    physical_location: Place<'f>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[LogicalLocation<'f>; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'f> {
    fully_qualified_name: &'f str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RelatedLocation<'f> {
    id: usize,
    message: Words<'f>,
    physical_location: Place<'f>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'f> {
    artifact_location: Artifact<'f>,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact<'f> {
    uri: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
    byte_offset: u32,
    byte_length: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Remedy<'f> {
    description: Words<'f>,
    artifact_changes: [Change<'f>; 1],
    properties: Safety,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'f> {
    artifact_location: Artifact<'f>,
    replacements: Vec<Replacement<'f>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'f> {
    deleted_region: Region,
    inserted_content: Words<'f>,
}

#[derive(Serialize)]
struct Safety {
    safe: bool,
}

#[derive(Serialize)]
struct Fingerprint {
    #[serde(rename = "hotkitFinding/v1")]
    print: String,
}

#[derive(Serialize)]
struct Properties {
    refused: bool,
    group: &'static str,
}

/// The files of a part, each with its address, which many findings name.
struct Sources<'f> {
    files: &'f Files,
    setting: &'f Setting<'f>,
    addresses: Vec<OnceCell<Address>>,
}

impl<'f> Sources<'f> {
    fn new(files: &'f Files, setting: &'f Setting<'f>) -> Sources<'f> {
        Sources {
            files,
            setting,
            addresses: files.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    fn artifact(&self, file: FileId) -> Artifact<'_> {
        let address = &self.addresses[file.0 as usize];
        address
            .get_or_init(|| Address::new(self.files.get(file).path(), self.setting))
            .artifact()
    }

    fn place(&self, file: FileId, range: TextRange) -> Place<'_> {
        Place {
            artifact_location: self.artifact(file),
            region: region(self.files.get(file), range),
        }
    }
}

fn finding<'f>(sources: &'f Sources<'_>, it: &'f Diagnostic, rule_index: Option<usize>, print: String) -> Finding<'f> {
    let mut message = Cow::Borrowed(it.message.as_str());
    if let Some(name) = &it.suggestion {
        message.to_mut().push_str(&format!(", did you mean `{name}`?"));
    }
    if let Some(help) = &it.help {
        let message = message.to_mut();
        message.push('\n');
        message.push_str(help);
    }
    let location = Location {
        physical_location: sources.place(it.file, it.range),
        logical_locations: it.path.as_deref().map(|path| {
            [LogicalLocation {
                fully_qualified_name: path,
            }]
        }),
    };
    Finding {
        rule_id: it.rule,
        rule_index,
        level: level(it.severity),
        message: Words { text: message },
        locations: [location],
        related_locations: related(sources, &it.related),
        fixes: it.fix.iter().map(|fix| remedy(sources, it.file, fix)).collect(),
        partial_fingerprints: Fingerprint { print },
        properties: Properties {
            refused: it.refused,
            group: it.group.name(),
        },
    }
}

fn words(text: &str) -> Words<'_> {
    Words { text: text.into() }
}

fn related<'f>(sources: &'f Sources<'_>, related: &'f [Related]) -> Vec<RelatedLocation<'f>> {
    let number = |(id, it): (usize, &'f Related)| RelatedLocation {
        id,
        message: words(&it.label),
        physical_location: sources.place(it.file, it.range),
    };
    related.iter().enumerate().map(number).collect()
}

fn remedy<'f>(sources: &'f Sources<'_>, file: FileId, fix: &'f Fix) -> Remedy<'f> {
    let replacements = fix.edits.iter().map(|edit| Replacement {
        deleted_region: region(sources.files.get(file), edit.range),
        inserted_content: words(&edit.replacement),
    });
    Remedy {
        description: words(&fix.title),
        artifact_changes: [Change {
            artifact_location: sources.artifact(file),
            replacements: replacements.collect(),
        }],
        properties: Safety { safe: fix.safe },
    }
}

fn region(file: &SourceFile, range: TextRange) -> Region {
    let (start, end) = (file.position(range.start()), file.position(range.end()));
    Region {
        start_line: start.line + 1,
        start_column: start.column + 1,
        end_line: end.line + 1,
        end_column: end.column + 1,
        byte_offset: range.start(),
        byte_length: range.len(),
    }
}

/// Where a file is: a URI, and the folder that it starts from.
struct Address {
    uri: String,
    uri_base_id: Option<&'static str>,
}

impl Address {
    fn new(path: &str, setting: &Setting<'_>) -> Address {
        let path = rooted(setting.prefix, path);
        match path.strip_prefix('/') {
            Some(_) => Address {
                uri: format!("file://{}", encoded(&path)),
                uri_base_id: None,
            },
            None => Address {
                uri: encoded(&path),
                uri_base_id: Some(ROOT),
            },
        }
    }

    fn artifact(&self) -> Artifact<'_> {
        Artifact {
            uri: &self.uri,
            uri_base_id: self.uri_base_id,
        }
    }
}

/// A path as part of a URI.
fn encoded(path: &str) -> String {
    let stays = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~+@,=".contains(&byte);
    if path.bytes().all(stays) {
        return path.to_owned();
    }
    let mut result = String::with_capacity(path.len());
    for byte in path.bytes() {
        if stays(byte) {
            result.push(char::from(byte));
        } else {
            result.push_str(&format!("%{byte:02X}"));
        }
    }
    result
}
