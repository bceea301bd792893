//! The values that a stack is given, and what Heat refuses about them (engine checks 3.2, 13.2; P-012 to P-017).

use hotkit_eval::{
    MergedParameter, PatternError, Value, ValueSource, check_default, check_value, compile_pattern, merge,
};
use hotkit_model::{ConstraintKind, Document, EnvironmentFile, Parameter, Path, Template};
use hotkit_text::{FileId, TextRange, nearest};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::constraint::with_checks;
use crate::problem::{Fault, GivenBy, Problem, Verdict};
use crate::site::Site;

/// A value, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) value: Value,
    by: GivenBy,
    place: Option<(FileId, TextRange)>,
}

/// What the environments and the command line give to a root template.
#[derive(Debug, Default)]
pub(crate) struct Values {
    /// `parameters` and the command line, by name.
    pub(crate) parameters: FxHashMap<SmolStr, Given>,
    /// `parameter_defaults`, which reach every stack below (E-012).
    pub(crate) defaults: FxHashMap<SmolStr, Given>,
}

/// A value that a parameter is given, for a dry run.
#[derive(Clone, PartialEq, Debug)]
pub struct GivenValue {
    /// The parameter.
    pub name: SmolStr,
    /// The value as it is given; null is none.
    pub value: Value,
    /// Who gives it.
    pub by: GivenBy,
    /// Where it stands, unless on the command line.
    pub place: Option<(FileId, TextRange)>,
}

/// Every value that is given, sorted by name.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct GivenValues {
    /// `parameters` of the environments and the command line.
    pub parameters: Vec<GivenValue>,
    /// `parameter_defaults`, which reach every stack below (E-012).
    pub defaults: Vec<GivenValue>,
}

impl Values {
    /// Everything that is given, for a dry run.
    pub(crate) fn given(&self) -> GivenValues {
        let sorted = |map: &FxHashMap<SmolStr, Given>| {
            let mut all: Vec<GivenValue> = map
                .iter()
                .map(|(name, given)| GivenValue {
                    name: name.clone(),
                    value: given.value.clone(),
                    by: given.by,
                    place: given.place,
                })
                .collect();
            all.sort_by(|a, b| a.name.cmp(&b.name));
            all
        };
        GivenValues {
            parameters: sorted(&self.parameters),
            defaults: sorted(&self.defaults),
        }
    }

    /// The value of a parameter where one is given: null is none (P-030), `parameter_defaults` come second.
    pub(crate) fn get(&self, name: &str) -> Option<&Given> {
        self.parameters.get(name).or_else(|| self.defaults.get(name))
    }

    /// Every value that is given, sorted by name.
    pub(crate) fn effective(&self) -> Vec<(SmolStr, Value)> {
        let defaults = self
            .defaults
            .iter()
            .filter(|(name, _)| !self.parameters.contains_key(*name));
        let all = self.parameters.iter().chain(defaults);
        let mut all: Vec<(SmolStr, Value)> = all.map(|(name, given)| (name.clone(), given.value.clone())).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }
}

/// Collects the values, and says what Heat refuses about how they are given.
pub(crate) fn collect(
    template: &Template,
    sent: &[&Template],
    site: &Site,
    environments: &[(FileId, &Document)],
    command_line: &[(SmolStr, Value)],
    problems: &mut Vec<Problem>,
) -> Values {
    let files: Vec<(FileId, &EnvironmentFile)> = environments
        .iter()
        .filter_map(|(file, document)| Some((*file, document.environment()?)))
        .collect();
    let known = |name: &str| {
        let all = std::iter::once(template).chain(sent.iter().copied());
        all.filter_map(|it| it.parameter(name)).find_map(|it| it.parameter_type)
    };
    let listed: Vec<&EnvironmentFile> = files.iter().map(|(_, file)| *file).collect();
    let merged = merge(&listed, command_line, &known);
    for fault in merged.faults {
        let (file, range, name) = (files[fault.file].0, fault.range, fault.parameter.clone());
        let path = Path::of(["parameters", &name]);
        problems.push(environment_site(file).problem(Fault::Merge(fault), range, &path, Verdict::Refused));
    }
    for (name, source) in merged.dropped {
        if let ValueSource::Environment { file, name: range, .. } = source {
            let path = Path::of(["parameters", &name]);
            let site = environment_site(files[file].0);
            problems.push(site.problem(unknown(template, &name), range, &path, Verdict::Accepted));
        }
    }
    for parameter in &merged.parameters {
        if template.parameter(&parameter.name).is_none() {
            unknown_value(template, site, &files, parameter, problems);
        }
    }
    Values {
        parameters: given(merged.parameters, GivenBy::Environment, &files),
        defaults: given(merged.parameter_defaults, GivenBy::EnvironmentDefault, &files),
    }
}

fn environment_site(file: FileId) -> Site {
    Site::root(file)
}

fn given(merged: Vec<MergedParameter>, by: GivenBy, files: &[(FileId, &EnvironmentFile)]) -> FxHashMap<SmolStr, Given> {
    let used = merged.into_iter().filter(|it| it.value != Value::Null);
    let given = used.map(|it| {
        let (by, place) = match it.sources.last() {
            Some(ValueSource::Environment { file, value, .. }) => (by, Some((files[*file].0, *value))),
            _ => (GivenBy::CommandLine, None),
        };
        let value = it.value;
        (it.name, Given { value, by, place })
    });
    given.collect()
}

/// P-017, where it stands: in an environment, or, for the command line, at the template's `parameters`.
fn unknown_value(
    template: &Template,
    site: &Site,
    files: &[(FileId, &EnvironmentFile)],
    parameter: &MergedParameter,
    problems: &mut Vec<Problem>,
) {
    let name = &parameter.name;
    let path = Path::of(["parameters", name]);
    let problem = match parameter.sources.last() {
        Some(ValueSource::Environment { file, name: range, .. }) => {
            let site = environment_site(files[*file].0);
            site.problem(unknown(template, name), *range, &path, Verdict::Refused)
        }
        _ => site.problem(
            unknown(template, name),
            section_place(template),
            &path,
            Verdict::Refused,
        ),
    };
    problems.push(problem);
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
    let section = template
        .sections
        .iter()
        .find(|it| it.text.eq_ignore_ascii_case("parameters"));
    section
        .or(template.sections.first())
        .map_or(TextRange::at(0), |it| it.range)
}

/// Checks the declarations of a template's parameters: patterns and defaults, which count whatever is given (P-012, P-014).
/// In the root template a default of the environment stands in the place of the declared one.
pub(crate) fn check_declarations(
    template: &Template,
    site: &Site,
    verdict: Verdict,
    now: Option<i64>,
    problems: &mut Vec<Problem>,
) {
    for parameter in &template.parameters {
        check_patterns(parameter, site, verdict, problems);
        // Even where `parameter_defaults` have another (P-014).
        let Some(default) = &parameter.default else { continue };
        for fault in with_checks(now, |checks| check_default(parameter, checks)) {
            let value = shown(parameter, &Value::from_expr(default));
            let fault = Fault::ParameterValue {
                parameter: parameter.name.text.clone(),
                fault,
                value,
                given_by: GivenBy::Default,
                declared: (site.file, parameter.name.range),
            };
            problems.push(site.problem(fault, default.range, &path_of(parameter), verdict));
        }
    }
}

/// Checks that Python can read the patterns of a parameter, which it does wherever the declaration is read (P-012).
pub(crate) fn check_patterns(parameter: &Parameter, site: &Site, verdict: Verdict, problems: &mut Vec<Problem>) {
    for constraint in &parameter.constraints {
        let ConstraintKind::AllowedPattern(pattern) = &constraint.kind else {
            continue;
        };
        if let Err(PatternError::Invalid { offset, fault }) = compile_pattern(pattern) {
            let fault = Fault::InvalidPattern {
                parameter: parameter.name.text.clone(),
                fault,
                offset,
            };
            problems.push(site.problem(fault, constraint.value_range, &path_of(parameter), verdict));
        }
    }
}

/// Checks the values in use, and that there are any (P-016, P-018 to P-025).
pub(crate) fn check_values(
    template: &Template,
    site: &Site,
    values: &Values,
    now: Option<i64>,
    problems: &mut Vec<Problem>,
) {
    for parameter in &template.parameters {
        // Without a type there is no parameter yet; that has its own fault.
        if parameter.parameter_type.is_none() {
            continue;
        }
        let name = &parameter.name.text;
        let default = || {
            let default = parameter.default.as_ref()?;
            Some(Given {
                value: Value::from_expr(default),
                by: GivenBy::Default,
                place: Some((site.file, default.range)),
            })
        };
        let Some(given) = values.get(name).cloned().or_else(default) else {
            let fault = Fault::MissingParameterValue { name: name.clone() };
            problems.push(site.problem(fault, parameter.name.range, &path_of(parameter), Verdict::Refused));
            continue;
        };
        for fault in with_checks(now, |checks| check_value(parameter, &given.value, checks)) {
            let (file, range) = given.place.unwrap_or((site.file, parameter.name.range));
            let fault = Fault::ParameterValue {
                parameter: name.clone(),
                fault,
                value: shown(parameter, &given.value),
                given_by: given.by,
                declared: (site.file, parameter.name.range),
            };
            let path = path_of(parameter);
            problems.push(environment_site(file).problem(fault, range, &path, Verdict::Refused));
        }
    }
}

fn path_of(parameter: &Parameter) -> Path {
    Path::of(["parameters", &parameter.name.text])
}

pub(crate) fn shown(parameter: &Parameter, value: &Value) -> Option<SmolStr> {
    (!parameter.hidden).then(|| short_text(value))
}

/// A value for a message: its text, cut.
pub(crate) fn short_text(value: &Value) -> SmolStr {
    const LONGEST: usize = 40;
    let text = match value {
        Value::Text(text) => text.to_string(),
        other => hotkit_eval::json_text(other).unwrap_or_default(),
    };
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => smol_str::format_smolstr!("{}…", &line[..end]),
        None if line.len() < text.len() => smol_str::format_smolstr!("{line}…"),
        None => SmolStr::new(line),
    }
}
