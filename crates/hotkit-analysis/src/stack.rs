//! One stack after the other: the root, and every nested stack that its resources lead to.

use hotkit_eval::{Mode, TemplateScope, Value, evaluate};
use hotkit_model::{Context, Document, Expr, Fault as FileFault, FileKind, Path, Resource, Template};
use hotkit_schema::limits::MAX_RESOURCES_PER_STACK;
use hotkit_text::{FileId, TextRange, nearest};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::condition::{self, Holds};
use crate::file::{FileSet, FileState, Resolved, base_of, resolve};
use crate::graph::{Because, Graph};
use crate::input::{self, Values};
use crate::nested::{Arguments, Visit};
use crate::problem::{Fault, Problem, ReferenceFunction, Site, Step, Verdict};
use crate::property;
use crate::registry::{Registry, Resolution};
use crate::seen::Seen;
use crate::walk::{self, Found, Place, Section};
use crate::{group, implicit, inclusion, types};

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
    );
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
    let level = Level {
        site,
        path: inputs.template.clone(),
        template,
        problems: &document.problems,
        registry,
        depth: 0,
        present: Holds::Yes,
        arguments: None,
    };
    let root = run.stack(&level);
    Analysis {
        problems: in_order(run.problems),
        root: Some(root),
        nested: run.nested,
        missing_values,
    }
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
                file_verdict(&it.fault, true),
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

/// What Heat makes of a fault that one file shows by itself.
fn file_verdict(fault: &FileFault, root: bool) -> Verdict {
    match fault {
        FileFault::DuplicateKey { .. } | FileFault::PurePython { .. } => Verdict::Accepted,
        FileFault::UnknownOutputKey { .. } if root => Verdict::Accepted,
        _ => Verdict::Refused,
    }
}

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

    fn ignores_properties(&self, index: usize) -> bool {
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
        for problem in level.problems {
            let verdict = match (file_verdict(&problem.fault, root), level.present) {
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
        let values = root.then_some(&self.values);
        input::check_declarations(
            template,
            &level.site,
            values,
            declared,
            self.inputs.now,
            &mut self.problems,
        );
        let ctx = self.context(level);
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
        let strict = level.depth == 0;
        let (files, here) = (self.files, level.path.clone());
        let mut scope =
            TemplateScope::new(template, Mode::BeforeCreation).with_files(move |path| content(files, &here, path));
        if strict && self.inputs.stack {
            scope = scope.with_values(self.values.effective());
        }
        if let Some(arguments) = &level.arguments {
            let facade = arguments.clone();
            scope = scope
                .with_values(arguments.values.iter().cloned())
                .without_values(arguments.missing.iter().cloned())
                .with_facade(move |part| facade.facade(part));
        }
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

    fn resource<'l>(
        &mut self,
        ctx: &StackContext<'l>,
        level: &Level<'l>,
        index: usize,
        resource: &Resource,
        found: &mut Found,
    ) where
        'a: 'l,
    {
        let begin = found.problems.len();
        let present = level.present.and(ctx.enabled[index]);
        let section = if ctx.template.is_cfn() {
            "Resources"
        } else {
            "resources"
        };
        let names = [section, resource.name.text.as_str()];
        let mut here = place(Section::Properties, Some(index), present, &names);
        here.branch = level.present;
        here.ignored = ctx.ignores_properties(index);
        if let Some(condition) = &resource.condition {
            let key = if ctx.template.is_cfn() {
                "Condition"
            } else {
                "condition"
            };
            walk::walk_condition(ctx, condition, &mut at(&here, Section::Condition, key), found);
        }
        self.parts(ctx, resource, &here, found);
        if present == Holds::No {
            return;
        }
        self.depends_on(ctx, index, resource, &here, found);
        name_taken(ctx, resource, &here, found);
        match &ctx.resolutions[index] {
            Resolution::Builtin(resource_type) => {
                if !here.ignored {
                    let before = found.problems.len();
                    property::check_builtin(ctx, resource, resource_type, &mut here, found);
                    policies(ctx, resource, &Policies::of(resource_type), &here, found);
                    let properties = resource.properties.as_ref().map(|(_, it)| it);
                    let seen = Seen::of(resource_type, properties, &ctx.scope);
                    if group::is_group(resource_type) {
                        found.groups.push((index, here.clone()));
                    } else if resource_type.name == "AWS::CloudFormation::Stack" {
                        group::check_template_url(ctx, resource, &seen, &here, found);
                    }
                    types::check(ctx, resource, (resource_type, &seen), &here, (begin, before), found);
                }
            }
            Resolution::Template(path) => {
                if !here.ignored {
                    policies(ctx, resource, &TEMPLATE, &here, found);
                }
                self.nested(ctx, level, resource, path, &mut here, found);
            }
            Resolution::Remote(_) => {}
            Resolution::Unknown | Resolution::Circular => {
                if let Some(name) = &resource.resource_type {
                    let fault = self.unknown_type(&name.text, &resource.name.text, &level.registry);
                    let open = matches!(fault, Fault::UnknownType { open: true, .. });
                    let verdict = match here.verdict(hotkit_eval::Phase::Parse, true) {
                        Verdict::Refused if open => Verdict::Possible,
                        verdict if present == Holds::Yes => verdict,
                        _ => Verdict::Possible,
                    };
                    let path = here.path.join(if ctx.template.is_cfn() { "Type" } else { "type" });
                    found.problems.push(ctx.site.problem(fault, name.range, &path, verdict));
                }
            }
        }
    }

    /// Walks over everything of a resource in which functions may stand.
    fn parts(&self, ctx: &StackContext<'_>, resource: &Resource, here: &Place, found: &mut Found) {
        let cfn = ctx.template.is_cfn();
        let parts: [(Section, &str, &str, Option<&Expr>); 5] = [
            (
                Section::Properties,
                "properties",
                "Properties",
                resource.properties.as_ref().map(|(_, it)| it),
            ),
            (Section::Metadata, "metadata", "Metadata", resource.metadata.as_ref()),
            (
                Section::DeletionPolicy,
                "deletion_policy",
                "DeletionPolicy",
                resource.deletion_policy.as_ref(),
            ),
            (
                Section::UpdatePolicy,
                "update_policy",
                "UpdatePolicy",
                resource.update_policy.as_ref(),
            ),
            (
                Section::ExternalId,
                "external_id",
                "external_id",
                resource.external_id.as_ref(),
            ),
        ];
        for (section, hot_name, cfn_name, value) in parts {
            if let Some(value) = value {
                let mut place = at(here, section, if cfn { cfn_name } else { hot_name });
                if matches!(section, Section::DeletionPolicy | Section::ExternalId) {
                    place.ignored = false;
                }
                if section == Section::DeletionPolicy && property::reads_resources(ctx, value) == Holds::Yes {
                    let phase = hotkit_eval::Phase::Parse;
                    walk::report(ctx, Fault::PolicyReadsResource, value.range, &place, phase, found);
                }
                walk::walk(ctx, value, &mut place, found);
            }
        }
    }

    fn depends_on(&self, ctx: &StackContext<'_>, index: usize, resource: &Resource, here: &Place, found: &mut Found) {
        let key = if ctx.template.is_cfn() {
            "DependsOn"
        } else {
            "depends_on"
        };
        let path = here.path.join(key);
        external_with_dependencies(ctx, resource, here, &path, found);
        for name in &resource.depends_on {
            let Some(required) = ctx.resources.get(name.text.as_str()).copied() else {
                let declared = ctx.template.resources.iter().map(|it| &it.name);
                let fault = walk::undefined(ctx, name, ReferenceFunction::DependsOn, declared);
                let verdict = if here.owner == Holds::Yes {
                    Verdict::Refused
                } else {
                    Verdict::Possible
                };
                found.problems.push(ctx.site.problem(fault, name.range, &path, verdict));
                continue;
            };
            if ctx.enabled[required] == Holds::No || ctx.is_external(Some(index)) {
                continue;
            }
            let because = Because {
                range: name.range,
                function: ReferenceFunction::DependsOn,
                path: path.clone(),
                certain: here.owner.and(ctx.enabled[required]) == Holds::Yes,
            };
            found.edges.push((index, required, because));
        }
    }

    /// In namespaces that Heat fills itself a name that it does not know is wrong; in others an environment may know more.
    fn unknown_type(&self, name: &str, resource: &str, registry: &Registry) -> Fault {
        let known = hotkit_schema::resource_types()
            .iter()
            .filter(|it| !it.hidden)
            .map(|it| it.name);
        if registry.has_mapping_for(name, resource) {
            return Fault::TypeIsMapping { name: name.into() };
        }
        let suggestion = nearest(name, registry.names().chain(known)).map(SmolStr::new);
        let namespace = name.rfind("::").map(|end| &name[..end + 2]);
        let own = namespace.is_some_and(|it| {
            hotkit_schema::resource_types()
                .iter()
                .any(|known| known.name.starts_with(it))
        });
        Fault::UnknownType {
            name: name.into(),
            suggestion,
            open: !own && !self.inputs.stack,
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

fn place(section: Section, resource: Option<usize>, owner: Holds, names: &[&str]) -> Place {
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

fn at(place: &Place, section: Section, step: &str) -> Place {
    let mut place = place.clone();
    place.section = section;
    place.path.push(step);
    place
}

/// An id that a function gives, with `depends_on` beside it; a literal id is seen in the file by itself.
fn external_with_dependencies(
    ctx: &StackContext<'_>,
    resource: &Resource,
    here: &Place,
    path: &Path,
    found: &mut Found,
) {
    let (Some(id), Some(key)) = (&resource.external_id, resource.depends_on_key) else {
        return;
    };
    if resource.depends_on.is_empty() {
        return;
    }
    let counts = match evaluate(id, &ctx.scope) {
        Ok(_) if id.as_call().is_none() => Holds::No,
        Ok(value) => value
            .is_truthy()
            .map_or(Holds::Unknown, |it| if it { Holds::Yes } else { Holds::No }),
        Err(_) => Holds::No,
    };
    let verdict = match here.owner.and(counts) {
        Holds::Yes => Verdict::Refused,
        Holds::Unknown => Verdict::Possible,
        Holds::No => return,
    };
    let fault = Fault::File(FileFault::ExternalWithDependencies {
        resource: resource.name.text.clone(),
    });
    found.problems.push(ctx.site.problem(fault, key, path, verdict));
}

/// P-028: enabled resources only; pseudo parameters count.
fn name_taken(ctx: &StackContext<'_>, resource: &Resource, here: &Place, found: &mut Found) {
    let name = &resource.name;
    if !ctx.has_parameter(&name.text) {
        return;
    }
    let fault = Fault::NameTaken {
        name: name.text.clone(),
        parameter: ctx.template.parameter(&name.text).map(|it| it.name.range),
    };
    let mut here = here.clone();
    here.ignored = false;
    walk::report(ctx, fault, name.range, &here, hotkit_eval::Phase::Validate, found);
}

/// What a type takes as policies.
struct Policies {
    name: &'static str,
    takes_snapshots: bool,
    update_policy: &'static [hotkit_schema::Property],
}

/// A template as a type takes none.
const TEMPLATE: Policies = Policies {
    name: "a nested template",
    takes_snapshots: false,
    update_policy: &[],
};

impl Policies {
    fn of(resource_type: &'static hotkit_schema::ResourceType) -> Policies {
        Policies {
            name: resource_type.name,
            takes_snapshots: resource_type.snapshot_delete,
            update_policy: resource_type.update_policy,
        }
    }
}

/// Deletion and update policies against the type.
fn policies(ctx: &StackContext<'_>, resource: &Resource, policies: &Policies, here: &Place, found: &mut Found) {
    let cfn = ctx.template.is_cfn();
    if let Some(policy) = &resource.deletion_policy {
        let snapshot = policy.as_text().is_some_and(|it| it.eq_ignore_ascii_case("snapshot"));
        if snapshot && !policies.takes_snapshots {
            let place = at(
                here,
                Section::DeletionPolicy,
                if cfn { "DeletionPolicy" } else { "deletion_policy" },
            );
            let fault = Fault::NoSnapshot {
                resource_type: policies.name.into(),
            };
            walk::report(ctx, fault, policy.range, &place, hotkit_eval::Phase::Validate, found);
        }
    }
    if let Some(policy) = &resource.update_policy {
        let mut place = at(
            here,
            Section::UpdatePolicy,
            if cfn { "UpdatePolicy" } else { "update_policy" },
        );
        property::check_update_policy(ctx, policies.name, policies.update_policy, policy, &mut place, found);
    }
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
