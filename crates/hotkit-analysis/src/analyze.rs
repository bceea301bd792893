//! What is asked and what is answered: one root template with its inputs, and everything that is wrong with it.

use std::sync::Arc;

use hotkit_eval::{Mode, TemplateScope, Value};
use hotkit_model::{Document, Fault as FileFault, FileKind, Template};
use hotkit_text::FileId;
use smol_str::SmolStr;

use crate::cloud::CloudContents;
use crate::condition::Holds;
use crate::file::{FileSet, FileState, base_of};
use crate::graph::Graph;
use crate::input::{self, GivenValues, Values};
use crate::plug_in::PlugIns;
use crate::problem::{Fault, Problem, Verdict};
use crate::registry::{Registry, Resolution};
use crate::site::Site;
use crate::stack::{Level, Run, place};
use crate::walk::{Found, Section};
use crate::{implicit, inclusion};

/// What a root template is judged with.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The root template, as [`FileSet`] knows it.
    pub template: String,
    /// Environment files in their order.
    pub environments: Vec<String>,
    /// Values from the command line.
    pub parameters: Vec<(SmolStr, Value)>,
    /// Judge as a stack creation: what has no value is missing, not unknown.
    pub stack: bool,
    /// The time, in seconds since 1970, for what may have expired; `None` where that shall not be judged.
    pub now: Option<i64>,
    /// What the cloud has that the stack is meant for, where that is written down.
    pub cloud: Option<Arc<CloudContents>>,
    /// Types that the cloud's Heat has beside those that it is shipped with.
    pub plug_ins: PlugIns,
}

/// What there is to say about a root template with its inputs.
#[derive(Debug, Default)]
pub struct Analysis {
    /// Everything that is wrong, in the order of files and places; nothing twice.
    pub problems: Vec<Problem>,
    /// The root stack, where the template could be read.
    pub root: Option<Stack>,
    /// The nested stacks whose templates are files, each file once, in the order in which the root stack leads to them.
    pub nested: Vec<Stack>,
    /// Parameters without value and default, in the order of the template.
    pub missing_values: Vec<SmolStr>,
    /// What the environments and the command line give, for a dry run.
    pub given: GivenValues,
    /// The registry that the root stack sees.
    pub registry: Registry,
}

/// One stack.
#[derive(Debug)]
pub struct Stack {
    /// Its template.
    pub file: FileId,
    /// The path of its template.
    pub path: String,
    /// What stands before every path in it: `resources.n<file://n.yaml>.` inside a nested stack.
    pub prefix: String,
    /// Which types the environments give another meaning here.
    pub registry: Registry,
    /// The values of its parameters, as far as the inputs give them; defaults are not among them.
    pub values: Vec<(SmolStr, Value)>,
    /// True where the inputs are those of a stack creation, so that defaults count.
    pub with_inputs: bool,
    /// Name, type and state of every resource, in the order of the template.
    pub resources: Vec<StackResource>,
    /// Who waits for whom; indices are those of `resources`.
    pub graph: Graph,
}

/// A resource of a stack.
#[derive(Debug)]
pub struct StackResource {
    /// Its logical name.
    pub name: SmolStr,
    /// What its type is.
    pub resolution: Resolution,
    /// False where its condition is certainly false.
    pub enabled: bool,
}

/// Judges a root template with its inputs. Files that [`FileSet`] does not have are missing: read what
/// [`crate::wanted`] names before.
#[must_use]
pub fn analyze(files: &dyn FileSet, inputs: &Inputs) -> Analysis {
    let FileState::Read(file, document) = files.file(&inputs.template, FileKind::Template) else {
        return Analysis::default();
    };
    let environments: Vec<(FileId, &str, &Document)> = inputs
        .environments
        .iter()
        .filter_map(|path| match files.file(path, FileKind::Environment) {
            FileState::Read(id, document) => Some((id, path.as_str(), document)),
            _ => None,
        })
        .collect();
    let mut run = Run {
        files,
        inputs,
        problems: Vec::new(),
        visited: Vec::new(),
        nested: Vec::new(),
        values: Values::default(),
    };
    for (id, _, document) in &environments {
        run.problems.extend(environment_problems(*id, document));
    }
    let mut roots = vec![(file, inputs.template.as_str(), document)];
    roots.extend(environments.iter().copied());
    let inclusions = inclusion::check(files, &roots, inputs.stack);
    run.problems.extend(inclusions.problems);
    let bases: Vec<String> = environments
        .iter()
        .map(|(_, path, document)| base_of(path, document))
        .collect();
    let registry = Registry::of(
        environments
            .iter()
            .zip(&bases)
            .filter_map(|((_, _, document), base)| Some((document.environment()?, base.as_str()))),
    )
    .with_plug_ins(inputs.plug_ins.clone());
    let Some(template) = document.template() else {
        return Analysis::default();
    };
    let site = Site::root(file);
    let given_files: Vec<(FileId, &Document)> = environments.iter().map(|(id, _, document)| (*id, *document)).collect();
    let sent: Vec<&Template> = inclusions.sent.iter().filter_map(|it| it.template()).collect();
    run.values = input::collect(
        template,
        &sent,
        &site,
        &given_files,
        &inputs.parameters,
        &mut run.problems,
    );
    if inputs.stack {
        input::check_values(template, &site, &run.values, inputs.now, &mut run.problems);
    }
    let without_value = |it: &&hotkit_model::Parameter| it.default.is_none() && run.values.get(&it.name.text).is_none();
    let missing_values = template
        .parameters
        .iter()
        .filter(without_value)
        .map(|it| it.name.text.clone())
        .collect();
    let given = run.values.given();
    let level = Level {
        site,
        path: inputs.template.clone(),
        template,
        problems: &document.problems,
        registry: registry.clone(),
        depth: 0,
        present: Holds::Yes,
        is_yaml: false,
        arguments: None,
    };
    let root = run.stack(&level);
    Analysis {
        problems: in_order(run.problems),
        root: Some(root),
        nested: run.nested,
        missing_values,
        given,
        registry,
    }
}

/// Who waits for whom in one stack whose parameters have these values, with the edges that Heat adds by itself.
///
/// For a dry run, which knows what a nested stack is given. Nothing is judged; what cannot be evaluated has no edges.
#[must_use]
pub fn stack_graph(
    files: &dyn FileSet,
    file: FileId,
    path: &str,
    document: &Document,
    registry: &Registry,
    values: &[(SmolStr, Value)],
) -> Option<Stack> {
    let template = document.template()?;
    let inputs = Inputs {
        stack: true,
        ..Inputs::default()
    };
    let run = Run {
        files,
        inputs: &inputs,
        problems: Vec::new(),
        visited: Vec::new(),
        values: Values::default(),
        nested: Vec::new(),
    };
    let level = Level {
        site: Site::root(file),
        path: path.to_owned(),
        template,
        problems: &document.problems,
        registry: registry.clone(),
        depth: 0,
        present: Holds::Yes,
        is_yaml: false,
        arguments: None,
    };
    let scope = TemplateScope::new(template, Mode::BeforeCreation).with_values(values.iter().cloned());
    let ctx = run.context_in(&level, scope);
    let mut found = Found::default();
    let section = if ctx.template.is_cfn() {
        "Resources"
    } else {
        "resources"
    };
    for (index, resource) in template.resources.iter().enumerate() {
        let names = [section, resource.name.text.as_str()];
        let mut here = place(Section::Properties, Some(index), ctx.enabled[index], &names);
        here.ignored = ctx.ignores_properties(index);
        if ctx.enabled[index] != Holds::No {
            run.parts(&ctx, resource, &here, &mut found);
            run.depends_on(&ctx, index, resource, &here, &mut found);
        }
    }
    let implicit = implicit::edges(&ctx, &found.edges);
    found.edges.extend(implicit);
    let graph = Graph::new(template.resources.len(), found.edges);
    let resources = template.resources.iter().zip(ctx.resolutions).zip(ctx.enabled);
    let resources = resources.map(|((resource, resolution), enabled)| StackResource {
        name: resource.name.text.clone(),
        resolution,
        enabled: enabled != Holds::No,
    });
    Some(Stack {
        file,
        path: level.path,
        prefix: level.site.prefix().to_owned(),
        registry: level.registry,
        values: values.to_vec(),
        with_inputs: true,
        resources: resources.collect(),
        graph,
    })
}

/// Judges an environment by itself: its sections, and the files that it names.
#[must_use]
pub fn analyze_environment(files: &dyn FileSet, path: &str) -> Vec<Problem> {
    let FileState::Read(file, document) = files.file(path, FileKind::Environment) else {
        return Vec::new();
    };
    let mut problems = environment_problems(file, document);
    problems.extend(inclusion::check(files, &[(file, path, document)], false).problems);
    in_order(problems)
}

fn environment_problems(file: FileId, document: &Document) -> Vec<Problem> {
    let site = Site::root(file);
    let problems = document.problems.iter();
    problems
        .map(|it| {
            site.problem(
                Fault::File(it.fault.clone()),
                it.range,
                &it.path,
                file_verdict(&it.fault, OutputKeys::Free),
            )
        })
        .collect()
}

/// Sorts by file and place; of the same fault at the same place, met on several ways, the worst is kept.
fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by(|a, b| {
        (a.file, a.range, a.verdict, turn(a), a.path.len())
            .cmp(&(b.file, b.range, b.verdict, turn(b), b.path.len()))
            .then_with(|| a.path.cmp(&b.path))
    });
    let mut kept: Vec<Problem> = Vec::with_capacity(problems.len());
    for problem in problems {
        let same_place = kept
            .iter()
            .rev()
            .take_while(|it| it.file == problem.file && it.range == problem.range);
        let mut same_place = same_place;
        if !same_place.any(|it| it.fault == problem.fault) {
            kept.push(problem);
        }
    }
    kept
}

/// When Heat comes to a place, of those that the same fault has. It parses the definitions of conditions first, and decides them
/// where they are used: in resources before outputs.
fn turn(problem: &Problem) -> u8 {
    // Behind what leads into a nested stack.
    let path = problem
        .path
        .rsplit_once(">.")
        .map_or(problem.path.as_str(), |(_, path)| path);
    let section = path.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_shape = matches!(&problem.fault, Fault::Argument(fault) if fault.phase == hotkit_eval::Phase::Parse);
    match section.as_str() {
        "conditions" if is_shape => 0,
        "conditions" => 3,
        "outputs" => 2,
        _ => 1,
    }
}

/// Whether Heat looks at the keys of a template's outputs: it does in nested templates in its own format alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum OutputKeys {
    Free,
    Known,
}

impl OutputKeys {
    /// Those of a template that is the root, or nested.
    pub(crate) fn of(template: &Template, root: bool) -> OutputKeys {
        if root || template.is_cfn() {
            OutputKeys::Free
        } else {
            OutputKeys::Known
        }
    }
}

/// What Heat makes of a fault that one file shows by itself.
pub(crate) fn file_verdict(fault: &FileFault, keys: OutputKeys) -> Verdict {
    match fault {
        FileFault::DuplicateKey { .. } | FileFault::PurePython { .. } => Verdict::Accepted,
        FileFault::UnknownOutputKey { .. } if keys == OutputKeys::Free => Verdict::Accepted,
        _ => Verdict::Refused,
    }
}
