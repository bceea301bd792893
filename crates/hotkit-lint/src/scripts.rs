//! Shell scripts in templates, for a program that knows more of them: their texts as they will run, and where each line stands.

use hotkit_analysis::{Analysis, FileSet, Inputs, Stack};
use hotkit_text::{Diagnostic, FileId, Severity, TextRange};

use crate::finding::{Finding, Findings};
use crate::lint::view_of;
use crate::rules::suspicious::shellcheck::RULE;
use crate::view::{Owner, Part, View};

/// Shells that the program knows, by their names in the first line of a script.
const SHELLS: [&str; 5] = ["sh", "bash", "dash", "ksh", "ash"];

/// A script whose text is wholly known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShellScript {
    /// The text, as it will run.
    pub text: String,
    file: FileId,
    prefix: String,
    path: String,
    /// The name by which messages call its resource.
    called: String,
    /// Where its lines stand in the template, without their indentation.
    lines: Vec<Option<TextRange>>,
    /// The property.
    whole: TextRange,
    /// True where a hook runs it, which sets variables before: the inputs of the config, and what the deployment is.
    is_hooked: bool,
}

/// What there is to say about a script.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// First line, from 0.
    pub line: usize,
    /// First character of the line, from 0.
    pub column: usize,
    /// The character behind the last one, where it ends in the same line.
    pub end: Option<usize>,
    /// How bad it is.
    pub severity: Severity,
    /// The number by which it can be looked up.
    pub code: String,
    /// In words.
    pub message: String,
}

/// The scripts of a root template and of the nested ones that it leads to: user data of servers and software configs that begin
/// with the name of a shell. Those with unknown parts are left out.
#[must_use]
pub fn shell_scripts(files: &dyn FileSet, analysis: &Analysis, inputs: &Inputs) -> Vec<ShellScript> {
    let mut scripts = Vec::new();
    for stack in analysis.root.iter().chain(&analysis.nested) {
        let Some(view) = view_of(files, stack, analysis, inputs) else {
            continue;
        };
        for part in &view.parts {
            scripts.extend(script_of(&view, stack, part));
        }
    }
    scripts
}

fn script_of(view: &View<'_>, stack: &Stack, part: &Part<'_>) -> Option<ShellScript> {
    let name = match () {
        () if part.is("OS::Nova::Server") => "user_data",
        () if part.is("OS::Heat::SoftwareConfig") => "config",
        () => return None,
    };
    let entry = part.property(name)?;
    let script = view.script(&entry.value)?;
    if script.known_until.is_some() || !is_shell(&script.text) {
        return None;
    }
    Some(ShellScript {
        text: script.text.to_string(),
        file: stack.file,
        prefix: stack.prefix.clone(),
        path: view.path_to(Owner::Resource(part.index), entry.key.range),
        called: part.called(),
        lines: view.lines_of_script(&script),
        whole: entry.key.range,
        is_hooked: name == "config",
    })
}

/// True where the first line names a shell: `#!/bin/sh -e`, `#!/usr/bin/env bash`.
fn is_shell(text: &str) -> bool {
    let Some(line) = text.lines().next().and_then(|it| it.strip_prefix("#!")) else {
        return false;
    };
    let mut words = line.split_whitespace();
    let name = |it: &str| it.rsplit('/').next().unwrap_or_default().to_owned();
    let first = words.next().map(name).unwrap_or_default();
    let program = if first == "env" {
        words.next().map(name).unwrap_or_default()
    } else {
        first
    };
    SHELLS.contains(&program.as_str())
}

/// The number of "referenced but not assigned".
const UNASSIGNED: &str = "SC2154";

/// The finding for a remark, at its place in the template as near as that can be told; `None` where it cannot be right: a hook sets
/// variables that the script by itself does not.
#[must_use]
pub fn remarked(script: &ShellScript, remark: &Remark) -> Option<Diagnostic> {
    if script.is_hooked && remark.code == UNASSIGNED {
        return None;
    }
    let place = script.lines.get(remark.line).copied().flatten();
    let range = place.map_or(script.whole, |line| within(script, remark, line));
    let at = if place.is_some() {
        String::new()
    } else {
        format!(" (line {} of the text)", remark.line + 1)
    };
    // What other programs say is one sentence with a full stop.
    let words = remark.message.trim().trim_end_matches('.');
    let message = format!("in the script of {}: {words} ({}){at}", script.called, remark.code);
    let mut found = Vec::new();
    Findings::new(&RULE, script.file, &script.prefix, &mut found).add(
        Finding::new(range, script.path.clone(), message)
            .severity(remark.severity)
            .label(remark.code.clone())
            .help(format!("https://www.shellcheck.net/wiki/{}", remark.code)),
    );
    found.pop()
}

/// The characters of a remark within its line, whose text begins at `line`.
fn within(script: &ShellScript, remark: &Remark, line: TextRange) -> TextRange {
    let text = script.text.split('\n').nth(remark.line).unwrap_or_default();
    let indent = text.chars().take_while(|it| it.is_whitespace()).count();
    let content = text.trim();
    let offset = |column: usize| {
        let wanted = column.saturating_sub(indent);
        content.char_indices().nth(wanted).map_or(content.len(), |(at, _)| at) as u32
    };
    let start = line.start() + offset(remark.column).min(line.len());
    let end = remark
        .end
        .map_or(line.end(), |end| line.start() + offset(end).min(line.len()));
    TextRange::new(start, end.max(start))
}
