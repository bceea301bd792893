//! The values that a stack is given: which are missing, which nobody asked for (P-016, P-017, 13.2).

use hotkit_eval::Value;
use hotkit_model::{Document, ExprKind, Path, Template};
use hotkit_text::{FileId, TextRange, nearest};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::problem::{Fault, Problem, Site, Verdict};

/// What the environments and the command line give to a root template.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// Values by parameter name: the command line, then the environments over it.
    pub(crate) values: FxHashMap<SmolStr, Value>,
    /// `parameter_defaults`, which reach every stack below (E-012).
    pub(crate) defaults: FxHashMap<SmolStr, Value>,
}

impl Given {
    /// One value for each name: `parameter_defaults` count where nothing else is given (3.2).
    pub(crate) fn effective(&self) -> Vec<(SmolStr, Value)> {
        let defaults = self.defaults.iter().filter(|(name, _)| !self.values.contains_key(*name));
        let mut all: Vec<(SmolStr, Value)> =
            self.values.iter().chain(defaults).map(|(name, value)| (name.clone(), value.clone())).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }
}

/// Collects the values, and says what Heat refuses about them.
pub(crate) fn collect(
    template: &Template,
    site: &Site,
    environments: &[(FileId, &Document)],
    command_line: &[(SmolStr, Value)],
    stack: bool,
    problems: &mut Vec<Problem>,
) -> Given {
    let mut given = Given::default();
    let place = section_place(template);
    for (name, value) in command_line {
        if template.parameter(name).is_none() {
            let fault = unknown(template, name);
            problems.push(site.problem(fault, place, &Path::of(["parameters"]), Verdict::Refused));
        }
        given.values.insert(name.clone(), value.clone());
    }
    let mut first = command_line.is_empty();
    for (file, document) in environments {
        let Some(environment) = document.environment() else { continue };
        for entry in &environment.parameters {
            if entry.value.kind == ExprKind::Null {
                continue;
            }
            if template.parameter(&entry.key.text).is_none() {
                // Refused only where nothing was given before: afterwards the engine drops unknown names (13.2).
                let verdict = if first { Verdict::Refused } else { Verdict::Accepted };
                let site = Site {
                    file: *file,
                    prefix: String::new(),
                };
                let path = Path::of(["parameters", &entry.key.text]);
                problems.push(site.problem(unknown(template, &entry.key.text), entry.key.range, &path, verdict));
                continue;
            }
            given.values.insert(entry.key.text.clone(), Value::from_expr(&entry.value));
        }
        first &= environment.parameters.is_empty();
        for entry in &environment.parameter_defaults {
            if entry.value.kind != ExprKind::Null {
                given.defaults.insert(entry.key.text.clone(), Value::from_expr(&entry.value));
            }
        }
    }
    if stack {
        missing(template, site, &given, problems);
    }
    given
}

fn missing(template: &Template, site: &Site, given: &Given, problems: &mut Vec<Problem>) {
    for parameter in &template.parameters {
        let name = &parameter.name.text;
        // Without a type there is no parameter yet; that has its own fault.
        let declared = parameter.parameter_type.is_some();
        let has_value = given.values.contains_key(name) || given.defaults.contains_key(name);
        if declared && parameter.default.is_none() && !has_value {
            let fault = Fault::MissingParameterValue { name: name.clone() };
            let path = Path::of(["parameters", name]);
            problems.push(site.problem(fault, parameter.name.range, &path, Verdict::Refused));
        }
    }
}

fn unknown(template: &Template, name: &str) -> Fault {
    let known = template.parameters.iter().map(|it| it.name.text.as_str());
    Fault::UnknownParameterValue {
        name: name.into(),
        suggestion: nearest(name, known).map(SmolStr::new),
    }
}

/// Where faults of the command line are shown: the template's `parameters`, else its first key.
fn section_place(template: &Template) -> TextRange {
    let section = template.sections.iter().find(|it| it.text.eq_ignore_ascii_case("parameters"));
    section.or(template.sections.first()).map_or(TextRange::at(0), |it| it.range)
}
