//! Making mutants: templates that the engine accepts, changed by one step each.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hotkit_model::{FileKind, ReferenceKind};
use hotkit_text::{Edit, apply_edits};

use crate::case::{Case, is_decided, judged_cases, write_cases};
use crate::mutants::changes::{CHANGES, Steps};
use crate::mutants::random::Random;
use crate::mutants::target::Target;
use crate::mutants::worlds::world;

/// How often a template is asked for a step before another one is taken.
const TRIES: usize = 30;

/// Values that parameters of the command line and of environments are given.
const ODD_VALUES: [&str; 12] = [
    "",
    "x",
    "-1",
    "0",
    "1.5",
    "99999",
    "true",
    "a,b",
    "[1, 2]",
    "{\"a\": 1}",
    "{a",
    "null",
];

/// Copies the files of `corpus` into `work` and writes `count` mutants and their cases beside them.
pub(crate) fn make(corpus: &Path, work: &Path, count: usize, seed: u64) -> Result<String, String> {
    if work.join("cases.jsonl").exists() {
        return Err(format!("there are cases in {} already", work.display()));
    }
    let sound = sound_cases(corpus)?;
    copy_folder(corpus, work)?;
    let mut random = Random::new(seed);
    let mut cases = Vec::new();
    let mut attempts = 0;
    while cases.len() < count && attempts < count * TRIES {
        attempts += 1;
        let Some(origin) = any_case(&sound, &mut random) else {
            break;
        };
        cases.extend(mutant(work, origin, cases.len(), &mut random)?);
    }
    write_cases(work, &cases)?;
    Ok(format!("{} mutants in {}", cases.len(), work.display()))
}

/// Accepted cases by repository and template.
type Sound = Vec<Vec<Vec<Case>>>;

fn sound_cases(corpus: &Path) -> Result<Sound, String> {
    let mut sound: BTreeMap<String, BTreeMap<String, Vec<Case>>> = BTreeMap::new();
    for (case, verdict) in judged_cases(corpus)? {
        if is_decided(&verdict) && verdict["stack"]["verdict"] == "accept" && case.base.is_empty() {
            let repository = case.template.split('/').next().unwrap_or_default().to_owned();
            let templates = sound.entry(repository).or_default();
            templates.entry(case.template.clone()).or_default().push(case);
        }
    }
    Ok(sound.into_values().map(|it| it.into_values().collect()).collect())
}

/// Every repository is as likely as the others, every template within it, every case of a template.
fn any_case<'a>(sound: &'a Sound, random: &mut Random) -> Option<&'a Case> {
    let templates = random.pick(sound)?;
    let cases = random.pick(templates)?;
    random.pick(cases)
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), String> {
    let mut left = vec![(from.to_owned(), to.to_owned())];
    while let Some((from, to)) = left.pop() {
        fs::create_dir_all(&to).map_err(|error| format!("cannot make {}: {error}", to.display()))?;
        let entries = fs::read_dir(&from).map_err(|error| format!("cannot read {}: {error}", from.display()))?;
        for entry in entries.flatten() {
            let (path, copy) = (entry.path(), to.join(entry.file_name()));
            if path.is_dir() {
                left.push((path, copy));
            } else if path.extension().is_none_or(|it| it != "jsonl" && it != "gz") {
                let bytes = fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
                fs::write(&copy, bytes).map_err(|error| format!("cannot write {}: {error}", copy.display()))?;
            }
        }
    }
    Ok(())
}

/// One mutant of a case; `None` where the step that was drawn does not fit.
fn mutant(work: &Path, origin: &Case, number: usize, random: &mut Random) -> Result<Option<Case>, String> {
    if random.below(4) == 0 {
        return world(work, origin, number, random);
    }
    let mut case = Case {
        origin: Some(origin.id.clone()),
        ..origin.clone()
    };
    let name = match random.below(20) {
        0 => change_inputs(&mut case, random),
        1 | 2 => change_environment(work, &mut case, number, random)?,
        3 | 4 => change_nested(work, &mut case, number, random)?,
        _ => change_template(work, &mut case, number, random)?,
    };
    Ok(name.map(|name| {
        case.id = format!("{number:05}-{name}");
        case
    }))
}

/// The path of a mutated copy: `web.yaml` becomes `web.m00012.yaml`.
pub(crate) fn renamed(path: &str, number: usize) -> String {
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, "yaml"));
    format!("{stem}.m{number:05}.{extension}")
}

pub(crate) fn read(work: &Path, path: &str) -> Option<String> {
    fs::read_to_string(work.join(path)).ok()
}

pub(crate) fn write(work: &Path, path: &str, text: &str) -> Result<(), String> {
    fs::write(work.join(path), text).map_err(|error| format!("cannot write {path}: {error}"))
}

/// A text after one of the steps, drawn by chance.
fn stepped(text: &str, steps: &Steps, random: &mut Random) -> Option<String> {
    let edits: &Vec<Edit> = random.pick(steps)?;
    apply_edits(text, edits).filter(|it| it != text)
}

/// A template after a step of some kind, and the name of the kind.
pub(crate) fn changed_template(text: &str, random: &mut Random) -> Option<(String, &'static str)> {
    let target = Target::new(text, FileKind::Template);
    let template = target.template().filter(|it| !it.resources.is_empty())?;
    let change = random.pick(CHANGES)?;
    let steps = (change.steps)(&target, template);
    Some((stepped(text, &steps, random)?, change.name))
}

fn change_template(work: &Path, case: &mut Case, number: usize, random: &mut Random) -> Result<Option<String>, String> {
    let Some(text) = read(work, &case.template) else {
        return Ok(None);
    };
    let Some((changed, name)) = changed_template(&text, random) else {
        return Ok(None);
    };
    case.template = renamed(&case.template, number);
    write(work, &case.template, &changed)?;
    Ok(Some(name.to_owned()))
}

/// Changes a template that the template names as a type, and the name to that of the changed copy.
fn change_nested(work: &Path, case: &mut Case, number: usize, random: &mut Random) -> Result<Option<String>, String> {
    let Some(text) = read(work, &case.template) else {
        return Ok(None);
    };
    let target = Target::new(&text, FileKind::Template);
    let references = target.document.references.iter();
    let nested: Vec<_> = references
        .filter(|it| it.kind == ReferenceKind::NestedTemplate)
        .collect();
    let Some(reference) = random.pick(&nested) else {
        return Ok(None);
    };
    let folder = Path::new(&case.template).parent().unwrap_or(Path::new(""));
    let path = folder.join(reference.path.as_str()).to_string_lossy().into_owned();
    let Some((changed, name)) = read(work, &path).and_then(|it| changed_template(&it, random)) else {
        return Ok(None);
    };
    let edit = Edit::replace(reference.range, format!("'{}'", renamed(&reference.path, number)));
    let Some(outer) = apply_edits(&text, &[edit]) else {
        return Ok(None);
    };
    case.template = renamed(&case.template, number);
    write(work, &case.template, &outer)?;
    write(work, &renamed(&path, number), &changed)?;
    Ok(Some(format!("nested-{name}")))
}

fn change_environment(
    work: &Path,
    case: &mut Case,
    number: usize,
    random: &mut Random,
) -> Result<Option<String>, String> {
    if case.environments.is_empty() {
        return Ok(None);
    }
    let position = random.below(case.environments.len());
    let path = case.environments[position].clone();
    let Some(text) = read(work, &path) else { return Ok(None) };
    let steps = environment_steps(&Target::new(&text, FileKind::Environment));
    let Some(changed) = stepped(&text, &steps, random) else {
        return Ok(None);
    };
    case.environments[position] = renamed(&path, number);
    write(work, &case.environments[position], &changed)?;
    Ok(Some("environment".to_owned()))
}

fn environment_steps(target: &Target) -> Steps {
    const SECTIONS: [&str; 8] = [
        "zzz: 1",
        "parameters: null",
        "parameter_defaults: {nope: 1}",
        "resource_registry: {'OS::Nova::Server': 'OS::Heat::None'}",
        "resource_registry: {'OS::Nova::*': 'OS::Heat::*'}",
        "resource_registry: {'OS::Nova::Server': nope.yaml}",
        "parameter_merge_strategies: {default: merge}",
        "event_sinks: [{type: nope}]",
    ];
    let mut steps = Steps::new();
    let mut push = |edit: Option<Edit>| steps.extend(edit.map(|it| vec![it]));
    for node in target.document.tree.nodes() {
        for entry in node.entries() {
            let key = entry.key.range();
            push(target.respell(key));
            push(target.remove(key));
            for value in ODD_VALUES.iter().chain(&["[]", "{}", "OS::Heat::None"]) {
                push(target.set(key, if value.is_empty() { "''" } else { value }));
            }
        }
    }
    for section in target
        .document
        .tree
        .root()
        .into_iter()
        .flat_map(|root| SECTIONS.map(|it| target.add_to(root, it)))
    {
        push(section);
    }
    steps
}

fn change_inputs(case: &mut Case, random: &mut Random) -> Option<String> {
    match random.below(4) {
        0 => case.parameters.push(("nope".to_owned(), "1".to_owned())),
        1 if !case.environments.is_empty() => drop(case.environments.remove(0)),
        2 if !case.parameters.is_empty() => drop(case.parameters.remove(random.below(case.parameters.len()))),
        _ if !case.parameters.is_empty() => {
            let position = random.below(case.parameters.len());
            case.parameters[position].1 = (*random.pick(&ODD_VALUES)?).to_owned();
        }
        _ => return None,
    }
    Some("inputs".to_owned())
}
