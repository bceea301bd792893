//! Pairs of old and new templates for `hotkit plan --against`: a template that the engine accepts, and the same after one
//! step that an author would make. The oracle says what an update does (`oracle.py diff`), and the answers are compared.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use hotkit_model::{Expr, ExprKind, FileKind, Resource, Template, read};
use hotkit_text::TextRange;
use serde_json::{Map, Value, json};

use crate::case::lines;

/// Makes the pairs: `--work DIR --corpus DIR [--count N]`.
pub(crate) fn plan_pairs(arguments: &[&str]) -> Result<String, String> {
    let option = |name: &str| {
        let at = arguments.iter().position(|it| *it == name)?;
        arguments.get(at + 1).copied()
    };
    let work = PathBuf::from(option("--work").ok_or("--work DIR is missing")?);
    let corpus = PathBuf::from(option("--corpus").ok_or("--corpus DIR is missing")?);
    let count: usize = option("--count")
        .map_or(Ok(600), str::parse)
        .map_err(|error| format!("--count: {error}"))?;
    make(&work, &corpus, count)
}

fn make(work: &Path, corpus: &Path, count: usize) -> Result<String, String> {
    let accepted: BTreeSet<String> = lines(&corpus.join("verdicts.jsonl"))?
        .iter()
        .filter(|it| it["stack"]["verdict"] == "accept")
        .filter_map(|it| it["id"].as_str().map(str::to_owned))
        .collect();
    let cases: Vec<Value> = lines(&corpus.join("cases.jsonl"))?
        .into_iter()
        .filter(|it| it["id"].as_str().is_some_and(|id| accepted.contains(id)))
        .collect();
    if cases.is_empty() {
        return Err(format!("{} holds no case that the engine accepts", corpus.display()));
    }
    let mut pairs = String::new();
    let mut made = 0;
    // Cases far apart first, so that few pairs show many templates.
    let stride = coprime(cases.len());
    for turn in 0..cases.len() * 4 {
        if made == count {
            break;
        }
        let case = &cases[(turn * stride) % cases.len()];
        let template = case["template"].as_str().unwrap_or_default();
        let text = fs::read_to_string(corpus.join(template)).map_err(|error| format!("{template}: {error}"))?;
        let Some(step) = step(&text, case, turn) else {
            continue;
        };
        made += 1;
        pairs.push_str(&pair(work, corpus, case, &step, made)?);
        pairs.push('\n');
    }
    let file = work.join("pairs.jsonl");
    fs::write(&file, pairs).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(format!("{made} pairs in {}", file.display()))
}

fn coprime(length: usize) -> usize {
    let divisor = |mut a: usize, mut b: usize| {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    (length * 5 / 13 + 1..)
        .find(|it| divisor(*it, length) == 1)
        .unwrap_or(1)
}

/// What is done to a template or its inputs.
enum Step {
    Text {
        name: &'static str,
        text: String,
    },
    Parameter {
        name: &'static str,
        parameter: String,
        value: String,
    },
}

/// A line of `pairs.jsonl`; the new template lies beside a copy of the old one.
fn pair(work: &Path, corpus: &Path, case: &Value, step: &Step, number: usize) -> Result<String, String> {
    let template = case["template"].as_str().unwrap_or_default();
    let repository = template.split('/').next().unwrap_or_default();
    copy(&corpus.join(repository), &work.join(repository)).map_err(|error| format!("{repository}: {error}"))?;
    let (name, new_template) = match step {
        Step::Text { name, text } => {
            let (stem, extension) = template.rsplit_once('.').unwrap_or((template, "yaml"));
            let new = format!("{stem}.step-{number}.{extension}");
            fs::write(work.join(&new), text).map_err(|error| format!("{new}: {error}"))?;
            (name, new)
        }
        Step::Parameter { name, .. } => (name, template.to_owned()),
    };
    let mut parameters: Map<String, Value> = case["parameters"].as_object().cloned().unwrap_or_default();
    let side = |template: &str, parameters: &Map<String, Value>| {
        json!({
            "id": "side",
            "template": template,
            "environments": case["environments"].clone(),
            "parameters": parameters,
        })
    };
    let old = side(template, &parameters);
    if let Step::Parameter { parameter, value, .. } = step {
        parameters.insert(parameter.clone(), json!(value));
    }
    let id = format!("{number}-{name}-{}", case["id"].as_str().unwrap_or_default());
    let line = json!({ "id": id, "old": old, "new": side(&new_template, &parameters) });
    Ok(line.to_string())
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if to.exists() {
        return Ok(());
    }
    fs::create_dir_all(to)?;
    let mut waiting = vec![(from.to_owned(), to.to_owned())];
    while let Some((from, to)) = waiting.pop() {
        for entry in fs::read_dir(&from)? {
            let entry = entry?;
            let target = to.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                fs::create_dir_all(&target)?;
                waiting.push((entry.path(), target));
            } else {
                fs::write(&target, fs::read(entry.path())?)?;
            }
        }
    }
    Ok(())
}

/// One step, of the kind that its turn asks for.
fn step(text: &str, case: &Value, turn: usize) -> Option<Step> {
    let document = read(text, FileKind::Template);
    let template = document.template()?;
    if template.is_cfn() || text.trim_start().starts_with('{') || template.resources.is_empty() {
        return None;
    }
    let pick = turn / 10;
    let resource = &template.resources[pick % template.resources.len()];
    match turn % 10 {
        0 => scalar(text, template, pick),
        1 => removed_property(text, resource, pick),
        2 => inserted(text, resource, "deletion_policy: Retain", "deletion-policy"),
        3 => depends_on(text, template, pick),
        4 => retyped(text, resource),
        5 => removed(text, resource),
        6 => added(text, template),
        7 => parameter(template, case, pick),
        8 => literal_for_call(text, template, pick),
        _ => default(text, template, pick),
    }
}

fn with(text: &str, range: TextRange, replacement: &str) -> String {
    let (start, end) = (range.start() as usize, range.end() as usize);
    format!("{}{replacement}{}", &text[..start], &text[end..])
}

/// Another scalar: a number one higher, a text with something behind it, the other boolean.
fn other_scalar(text: &str, value: &Expr) -> Option<String> {
    let written = text.get(value.range.start() as usize..value.range.end() as usize)?;
    Some(match &value.kind {
        ExprKind::Integer(number) => (number + 1).to_string(),
        ExprKind::Bool(value) => (!value).to_string(),
        ExprKind::Text(_) if written.contains('\n') => return None,
        ExprKind::Text(_) => match written.chars().last()? {
            quote @ ('"' | '\'') => format!("{}x{quote}", &written[..written.len() - 1]),
            _ => format!("{written}x"),
        },
        _ => return None,
    })
}

fn entries(template: &Template) -> Vec<&hotkit_model::Entry> {
    template.resources.iter().flat_map(Resource::property_entries).collect()
}

fn scalar(text: &str, template: &Template, pick: usize) -> Option<Step> {
    let found: Vec<(TextRange, String)> = entries(template)
        .into_iter()
        .filter_map(|it| Some((it.value.range, other_scalar(text, &it.value)?)))
        .collect();
    let (range, replacement) = found.get(pick % found.len().max(1))?;
    Some(Step::Text {
        name: "scalar",
        text: with(text, *range, replacement),
    })
}

/// Takes the lines of a property away, where it has them for itself.
fn removed_property(text: &str, resource: &Resource, pick: usize) -> Option<Step> {
    let entries = resource.property_entries();
    let entry = entries.get(pick % entries.len().max(1)).filter(|_| entries.len() > 1)?;
    let range = TextRange::new(entry.key.range.start(), entry.value.range.end());
    Some(Step::Text {
        name: "property-removed",
        text: without_lines(text, range)?,
    })
}

fn without_lines(text: &str, range: TextRange) -> Option<String> {
    let (start, end) = (range.start() as usize, range.end() as usize);
    let begin = text[..start].rfind('\n').map_or(0, |it| it + 1);
    let finish = text[end..].find('\n').map_or(text.len(), |it| end + it + 1);
    let alone = text[begin..start].trim().is_empty() && text[end..finish].trim().is_empty();
    alone.then(|| format!("{}{}", &text[..begin], &text[finish..]))
}

/// A line behind the type of a resource in block style.
fn inserted(text: &str, resource: &Resource, line: &str, name: &'static str) -> Option<Step> {
    let type_range = resource.resource_type.as_ref()?.range;
    let start = type_range.start() as usize;
    let begin = text[..start].rfind('\n').map_or(0, |it| it + 1);
    let head = &text[begin..start];
    let key = head.trim_start();
    if !key.starts_with("type") {
        return None;
    }
    let indent = &head[..head.len() - key.len()];
    let end = text[type_range.end() as usize..].find('\n')? + type_range.end() as usize + 1;
    Some(Step::Text {
        name,
        text: format!("{}{indent}{line}\n{}", &text[..end], &text[end..]),
    })
}

/// A resource waits for one that stands before it.
fn depends_on(text: &str, template: &Template, pick: usize) -> Option<Step> {
    let last = template.resources.len().checked_sub(1).filter(|it| *it > 0)?;
    let index = 1 + pick % last;
    let resource = &template.resources[index];
    if resource.depends_on_key.is_some() {
        return None;
    }
    let line = format!("depends_on: {}", template.resources[index - 1].name.text);
    inserted(text, resource, &line, "depends-on")
}

fn retyped(text: &str, resource: &Resource) -> Option<Step> {
    let range = resource.resource_type.as_ref()?.range;
    Some(Step::Text {
        name: "type",
        text: with(text, range, "OS::Heat::None"),
    })
}

fn removed(text: &str, resource: &Resource) -> Option<Step> {
    Some(Step::Text {
        name: "resource-removed",
        text: without_lines(text, resource.range)?,
    })
}

fn added(text: &str, template: &Template) -> Option<Step> {
    let first = &template.resources[0].name.range;
    let start = first.start() as usize;
    let begin = text[..start].rfind('\n').map_or(0, |it| it + 1);
    let indent = &text[begin..start];
    if !indent.trim().is_empty() {
        return None;
    }
    let new = format!("{indent}added_by_a_step:\n{indent}  type: OS::Heat::RandomString\n");
    Some(Step::Text {
        name: "resource-added",
        text: format!("{}{new}{}", &text[..begin], &text[begin..]),
    })
}

/// Another value of a parameter on the command line.
fn parameter(template: &Template, case: &Value, pick: usize) -> Option<Step> {
    let given = case["parameters"].as_object()?;
    let names: Vec<&String> = given.keys().filter(|name| template.parameter(name).is_some()).collect();
    let name = *names.get(pick % names.len().max(1))?;
    let value = given[name]
        .as_str()
        .map_or_else(|| given[name].to_string(), str::to_owned);
    let value = match value.parse::<i64>() {
        Ok(number) => (number + 1).to_string(),
        Err(_) => format!("{value}x"),
    };
    Some(Step::Parameter {
        name: "parameter",
        parameter: name.clone(),
        value,
    })
}

/// A literal in the place of a call.
fn literal_for_call(text: &str, template: &Template, pick: usize) -> Option<Step> {
    let found: Vec<TextRange> = entries(template)
        .into_iter()
        .filter(|it| it.value.as_call().is_some())
        .map(|it| it.value.range)
        .filter(|range| !text[range.start() as usize..range.end() as usize].contains('\n'))
        .collect();
    let range = found.get(pick % found.len().max(1))?;
    Some(Step::Text {
        name: "literal",
        text: with(text, *range, "written-out"),
    })
}

/// Another default of a parameter.
fn default(text: &str, template: &Template, pick: usize) -> Option<Step> {
    let found: Vec<(TextRange, String)> = template
        .parameters
        .iter()
        .filter_map(|it| it.default.as_ref())
        .filter_map(|it| Some((it.range, other_scalar(text, it)?)))
        .collect();
    let (range, replacement) = found.get(pick % found.len().max(1))?;
    Some(Step::Text {
        name: "default",
        text: with(text, *range, replacement),
    })
}
