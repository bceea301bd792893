//! One stack after the other: the root, and every nested stack that its resources lead to.

use hotkit_eval::{Mode, TemplateScope, Value, evaluate};
use hotkit_model::{Context, Document, Expr, Fault as FileFault, FileKind, Path, Template};
use hotkit_schema::limits::MAX_RESOURCES_PER_STACK;
use hotkit_text::TextRange;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::analyze::{Inputs, OutputKeys, Stack, StackResource, file_verdict};
use crate::condition::{self, Holds};
use crate::file::{FileSet, FileState, Resolved, resolve};
use crate::graph::Graph;
use crate::implicit;
use crate::input::{self, Values};
use crate::nested::{Arguments, Visit};
use crate::problem::{Fault, Problem, Step, Verdict};
use crate::registry::{Registry, Resolution};
use crate::site::Site;
use crate::walk::{self, Found, Place, Section};

/// The judgement of one root template.
pub(crate) struct Run<'a> {
    pub(crate) files: &'a dyn FileSet,
    pub(crate) inputs: &'a Inputs,
    pub(crate) problems: Vec<Problem>,
    /// Nested stacks that were judged already.
    pub(crate) visited: Vec<Visit>,
    /// The stacks of nested templates, each file once.
    pub(crate) nested: Vec<Stack>,
    pub(crate) values: Values,
}

/// A stack that is to be judged.
pub(crate) struct Level<'l> {
    pub(crate) site: Site,
    /// The file that paths in the template are relative to.
    pub(crate) path: String,
    pub(crate) template: &'l Template,
    /// What the template's file shows to be wrong by itself.
    pub(crate) problems: &'l [hotkit_model::Problem],
    pub(crate) registry: Registry,
    /// 0 for the root.
    pub(crate) depth: u64,
    /// Whether the resource that it belongs to is there.
    pub(crate) present: Holds,
    /// A nested template that is no JSON though it begins as such, and is YAML: the engine reads it so (T-014).
    pub(crate) is_yaml: bool,
    /// What its parameters are given; `None` where nothing is known of them.
    pub(crate) arguments: Option<Arguments>,
}

/// What is known of the stack that is being judged.
pub(crate) struct StackContext<'a> {
    pub(crate) site: Site,
    pub(crate) template: &'a Template,
    pub(crate) resources: FxHashMap<&'a str, usize>,
    pub(crate) conditions: FxHashMap<&'a str, usize>,
    parameters: FxHashMap<&'a str, usize>,
    pub(crate) resolutions: Vec<Resolution>,
    /// Whether each resource is there, as its condition says.
    pub(crate) enabled: Vec<Holds>,
    /// True for the root: Heat evaluates values while it validates.
    pub(crate) strict: bool,
    pub(crate) scope: TemplateScope<'a>,
    pub(crate) now: Option<i64>,
}

impl StackContext<'_> {
    /// True for declared parameters and the pseudo parameters that have a value (P-029, CF-004).
    pub(crate) fn has_parameter(&self, name: &str) -> bool {
        let pseudo = self.template.version.is_some_and(|it| it.is_pseudo_parameter(name));
        self.parameters.contains_key(name) || (pseudo && name != "OS::region")
    }

    /// True where the resource stands, or may stand, for one that exists already: an id that comes to nothing is none.
    pub(crate) fn is_external(&self, resource: Option<usize>) -> bool {
        let id = resource.and_then(|index| self.template.resources[index].external_id.as_ref());
        id.is_some_and(|id| match evaluate(id, &self.scope) {
            Ok(value) => value.is_truthy() != Some(false),
            Err(_) => true,
        })
    }

    /// Whether that is there which Heat looks at for this fault: names of resources are looked at where resources are made, and
    /// that of a disabled one is not (T-020).
    fn presence_of(&self, fault: &FileFault) -> Holds {
        match fault {
            FileFault::SlashInName { name } => {
                let index = self.resources.get(name.as_str());
                index.map_or(Holds::Yes, |index| self.enabled[*index])
            }
            _ => Holds::Yes,
        }
    }

    pub(crate) fn ignores_properties(&self, index: usize) -> bool {
        let placeholder = matches!(self.resolutions[index], Resolution::Builtin(it) if it.placeholder);
        placeholder || self.is_external(Some(index))
    }
}

impl<'a> Run<'a> {
    pub(crate) fn stack<'l>(&mut self, level: &Level<'l>) -> Stack
    where
        'a: 'l,
    {
        let template = level.template;
        let root = level.depth == 0;
        let ctx = self.context(level);
        let keys = OutputKeys::of(template, root);
        for problem in level.problems {
            let present = level.present.and(ctx.presence_of(&problem.fault));
            let is_read = level.is_yaml && matches!(problem.fault, FileFault::Json { .. });
            if is_read || present == Holds::No && level.present != Holds::No {
                continue;
            }
            let verdict = match (file_verdict(&problem.fault, keys), present) {
                (Verdict::Refused, Holds::Unknown) => Verdict::Possible,
                (verdict, _) => verdict,
            };
            let fault = Fault::File(problem.fault.clone());
            self.problems
                .push(level.site.problem(fault, problem.range, &problem.path, verdict));
        }
        let declared = if level.present == Holds::Yes {
            Verdict::Refused
        } else {
            Verdict::Possible
        };
        input::check_declarations(template, &level.site, declared, self.inputs.now, &mut self.problems);
        let mut found = Found::default();
        self.template_level(&ctx, level, &mut found);
        for (index, resource) in template.resources.iter().enumerate() {
            self.resource(&ctx, level, index, resource, &mut found);
        }
        for output in &template.outputs {
            let mut place = place(
                Section::Output,
                None,
                level.present,
                &[outputs_key(template), &output.name.text],
            );
            if let Some(condition) = &output.condition {
                walk::walk_condition(&ctx, condition, &mut place, &mut found);
                place.owner = place.owner.and(condition::holds(&ctx, condition));
            }
            if let (Some(value), true) = (&output.value, place.owner != Holds::No) {
                // Not even parsed where the output is disabled (C-013).
                place.branch = place.owner;
                // The engine writes the key of a list as if the template were of the other format.
                let list = value.as_list().is_some();
                place
                    .path
                    .push(if template.is_cfn() || list { "Value" } else { "value" });
                walk::walk(&ctx, value, &mut place, &mut found);
            }
        }
        walk::attributes_of_policies(&ctx, &mut found);
        // Of a nested stack the engine builds the whole graph only when it creates it: circles through edges of its own are not
        // found before.
        let implicit = implicit::edges(&ctx, &found.edges);
        let written =
            (!ctx.strict && !implicit.is_empty()).then(|| Graph::new(template.resources.len(), found.edges.clone()));
        found.edges.extend(implicit);
        if !found.groups.is_empty() {
            self.groups(&ctx, level, &mut found);
        }
        let graph = Graph::new(template.resources.len(), found.edges);
        self.problems.append(&mut found.problems);
        self.circles(&ctx, written.as_ref().unwrap_or(&graph));
        let resources = template.resources.iter().zip(ctx.resolutions).zip(ctx.enabled);
        let resources = resources.map(|((resource, resolution), enabled)| StackResource {
            name: resource.name.text.clone(),
            resolution,
            enabled: enabled != Holds::No,
        });
        Stack {
            file: level.site.file,
            path: level.path.clone(),
            prefix: level.site.prefix().to_owned(),
            registry: level.registry.clone(),
            values: self.known_values(level),
            with_inputs: self.inputs.stack,
            resources: resources.collect(),
            graph,
        }
    }

    /// The values that the inputs give to the parameters of a stack.
    fn known_values(&self, level: &Level<'_>) -> Vec<(SmolStr, Value)> {
        match &level.arguments {
            Some(arguments) => arguments.values.clone(),
            None if level.depth == 0 && self.inputs.stack => self.values.effective(),
            None => Vec::new(),
        }
    }

    fn context<'l>(&self, level: &Level<'l>) -> StackContext<'l>
    where
        'a: 'l,
    {
        let template = level.template;
        let (files, here) = (self.files, level.path.clone());
        let mut scope =
            TemplateScope::new(template, Mode::BeforeCreation).with_files(move |path| content(files, &here, path));
        if level.depth == 0 && self.inputs.stack {
            scope = scope.with_values(self.values.effective());
        }
        if let Some(arguments) = &level.arguments {
            let facade = arguments.clone();
            scope = scope
                .with_values(arguments.values.iter().cloned())
                .without_values(arguments.missing.iter().cloned())
                .with_facade(move |part| facade.facade(part));
        }
        self.context_in(level, scope)
    }

    /// The same with values from elsewhere.
    pub(crate) fn context_in<'l>(&self, level: &Level<'l>, scope: TemplateScope<'l>) -> StackContext<'l> {
        let template = level.template;
        let strict = level.depth == 0;
        let by_name = |names: &mut dyn Iterator<Item = &'l SmolStr>| {
            names
                .enumerate()
                .map(|(index, name)| (name.as_str(), index))
                .collect::<FxHashMap<_, _>>()
        };
        let mut ctx = StackContext {
            site: level.site.clone(),
            template,
            resources: by_name(&mut template.resources.iter().map(|it| &it.name.text)),
            conditions: by_name(&mut template.conditions.iter().map(|it| &it.name.text)),
            parameters: by_name(&mut template.parameters.iter().map(|it| &it.name.text)),
            resolutions: Vec::with_capacity(template.resources.len()),
            enabled: Vec::with_capacity(template.resources.len()),
            strict,
            scope,
            now: self.inputs.now,
        };
        for resource in &template.resources {
            let resolution = resource.resource_type.as_ref().map_or(Resolution::Unknown, |it| {
                level.registry.lookup(&it.text, &resource.name.text, &level.path)
            });
            ctx.resolutions.push(resolution);
            let holds = resource
                .condition
                .as_ref()
                .map_or(Holds::Yes, |it| condition::holds(&ctx, it));
            ctx.enabled.push(holds);
        }
        ctx
    }

    /// What concerns the template as a whole: its conditions, its size.
    fn template_level(&mut self, ctx: &StackContext<'_>, level: &Level<'_>, found: &mut Found) {
        let template = ctx.template;
        for condition in &template.conditions {
            let section = if template.is_cfn() { "Conditions" } else { "conditions" };
            // Values are looked at only where the condition is used (C-006 to C-008); the parser looks everywhere (C-003).
            let used = if is_used(template, &condition.name.text) {
                level.present
            } else {
                Holds::Unknown
            };
            let mut place = place(Section::Condition, None, used, &[section, &condition.name.text]);
            place.branch = level.present;
            place.context = Context::Condition;
            walk::walk(ctx, &condition.value, &mut place, found);
        }
        if template.resources.len() as u64 > MAX_RESOURCES_PER_STACK {
            let fault = Fault::TooManyResources {
                count: template.resources.len(),
                limit: MAX_RESOURCES_PER_STACK,
            };
            let section = template
                .sections
                .iter()
                .find(|it| it.text.eq_ignore_ascii_case("resources"));
            let range = section.map_or(TextRange::at(0), |it| it.range);
            found
                .problems
                .push(level.site.problem(fault, range, &Path::default(), Verdict::Refused));
        }
    }

    fn circles(&mut self, ctx: &StackContext<'_>, graph: &Graph) {
        let name = |index: usize| ctx.template.resources[index].name.clone();
        let certain = graph.circles(true, |index| name(index).range);
        let mut seen: Vec<usize> = Vec::new();
        for (edges, sure) in certain.into_iter().map(|it| (it, true)).chain(
            graph
                .circles(false, |index| name(index).range)
                .into_iter()
                .map(|it| (it, false)),
        ) {
            if edges.iter().any(|edge| seen.contains(&edge.requirer)) {
                continue;
            }
            seen.extend(edges.iter().map(|edge| edge.requirer));
            let steps: Vec<Step> = edges
                .iter()
                .map(|edge| Step {
                    resource: name(edge.requirer).text,
                    required: name(edge.required).text,
                    range: edge.because[0].range,
                    function: edge.because[0].function,
                })
                .collect();
            let first = steps[0].range;
            let path = &edges[0].because[0].path;
            let verdict = if sure { Verdict::Refused } else { Verdict::Possible };
            self.problems.push(
                ctx.site
                    .problem(Fault::CircularDependency { steps }, first, path, verdict),
            );
        }
    }
}

/// What `get_file` gives: the text of a file; `None` for a template, which the client writes anew, and for what is no text
/// (F-GF-1, N-018).
fn content(files: &dyn FileSet, from: &str, path: &str) -> Option<SmolStr> {
    let Resolved::Path(path) = resolve(from, path) else {
        return None;
    };
    let is_template = |document: &Document| {
        let has_version = document.template().is_some_and(|it| it.version_entry.is_some());
        has_version && document.tree.errors().is_empty()
    };
    match files.file(&path, FileKind::Unknown) {
        FileState::Read(_, document) if is_template(document) => None,
        _ => files.text(&path).map(SmolStr::from),
    }
}

fn outputs_key(template: &Template) -> &'static str {
    if template.is_cfn() { "Outputs" } else { "outputs" }
}

pub(crate) fn place(section: Section, resource: Option<usize>, owner: Holds, names: &[&str]) -> Place {
    let mut path = Path::default();
    for name in names {
        path.push(*name);
    }
    Place {
        section,
        resource,
        owner,
        branch: Holds::Yes,
        context: Context::Value,
        ignored: false,
        path,
    }
}

pub(crate) fn at(place: &Place, section: Section, step: &str) -> Place {
    let mut place = place.clone();
    place.section = section;
    place.path.push(step);
    place
}

/// True where a condition is named by a resource, an output or an `if` anywhere: then it is evaluated.
fn is_used(template: &Template, name: &str) -> bool {
    let named = |condition: &Option<Expr>| {
        condition
            .as_ref()
            .and_then(|it| it.as_text())
            .is_some_and(|it| it == name)
    };
    template.resources.iter().any(|it| named(&it.condition)) || template.outputs.iter().any(|it| named(&it.condition))
}
