//! From templates to the plan: every stack with its resources, values and edges, nested ones included.

mod edges;
mod ends;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use hotkit_analysis::{Analysis, FileSet, FileState, GivenBy, GivenValue, Registry, Resolution, stack_graph};
use hotkit_eval::{Truth, Value, json_text};
use hotkit_model::{Document, Expr, FileKind, Resource, Template};
use hotkit_schema::limits::{MAX_NESTED_STACK_DEPTH, MAX_RESOURCES_PER_STACK};
use hotkit_text::{FileId, LineIndex, TextRange};
use smol_str::SmolStr;

use crate::display;
use crate::plan::{
    Because, BecauseKind, Disabled, Place, Plan, PropertyPlan, Requirement, ResourcePlan, StackKind, StackPlan,
};
use crate::planned::{Kind, Planned, planned, with_addresses};
use crate::reference::{Reference, ReferenceKind, references};
use crate::scope::{Masked, ParentParts, PlanScope, ScopeParts};
use crate::{group, nested, waves};

/// The files of a plan: what analysis sees of them, and the texts that `get_file` includes.
pub trait PlanFiles: FileSet {
    /// The text of a file as Heat's client sends it; `None` where it was not read.
    fn sent(&self, path: &str) -> Option<SmolStr>;
}

/// What shall be planned.
#[derive(Clone, Debug)]
pub struct Request {
    /// The root template, as the files know it.
    pub template: String,
    /// Environment files in their order, for the head of the plan.
    pub environments: Vec<String>,
    /// The name that the stack will have; `None` leaves it open.
    pub stack_name: Option<SmolStr>,
    /// The availability zones of the cloud.
    pub availability_zones: Vec<SmolStr>,
}

/// A group that is larger than Heat allows any stack to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TooLarge {
    /// The group, with the resources around it: `outer/inner`.
    pub resource: String,
    /// Where it is declared.
    pub at: Place,
    /// How many members it asks for.
    pub members: u64,
    /// How many resources Heat takes in a stack and all that is nested in it (T-024).
    pub limit: u64,
}

/// Resources of one plan beyond which groups are counted and not expanded.
const MOST_RESOURCES: usize = 20_000;

/// Plans the creation of a stack that analysis accepts.
///
/// # Errors
/// A group that is larger than any stack of Heat.
pub fn plan(files: &dyn PlanFiles, request: &Request, analysis: &Analysis) -> Result<Option<Plan>, Box<TooLarge>> {
    let FileState::Read(file, document) = files.file(&request.template, FileKind::Template) else {
        return Ok(None);
    };
    let Some(template) = document.template() else {
        return Ok(None);
    };
    let expander = Expander::new(files, request, analysis);
    let level = expander.root_level(file, document, analysis, request);
    let mut root = expander.stack(&level, template);
    if let Some(too_large) = expander.too_large.take() {
        return Err(Box::new(too_large));
    }
    finish(&mut root);
    let version = template.version_entry.as_ref().and_then(|(_, it)| it.as_text());
    Ok(Some(Plan {
        stack_name: request
            .stack_name
            .clone()
            .unwrap_or_else(|| SmolStr::new_static("stack")),
        file: request.template.clone(),
        version: version.cloned().unwrap_or_default(),
        description: template.description.as_ref().and_then(Expr::as_text).cloned(),
        environments: request.environments.clone(),
        release: hotkit_schema::latest_release().name,
        root,
    }))
}

/// A stack that is to be expanded.
#[derive(Clone)]
pub(crate) struct Level<'a> {
    pub(crate) file: FileId,
    pub(crate) path: String,
    pub(crate) document: &'a Document,
    pub(crate) registry: Registry,
    /// What its parameters are given.
    pub(crate) values: HashMap<SmolStr, Value>,
    /// What people may see of that.
    pub(crate) masked: HashMap<SmolStr, Masked>,
    /// Where the values come from, in words.
    pub(crate) from: HashMap<SmolStr, String>,
    pub(crate) parent: Option<ParentParts>,
    /// 0 for the root.
    pub(crate) depth: u64,
    /// The resources that lead here: `outer/inner/`.
    pub(crate) way: String,
    pub(crate) stack_name: Option<SmolStr>,
}

pub(crate) struct Expander<'a> {
    pub(crate) files: &'a dyn PlanFiles,
    defaults: Vec<GivenValue>,
    availability_zones: Vec<SmolStr>,
    /// Of files by path: where lines begin.
    lines: RefCell<HashMap<String, Rc<LineIndex>>>,
    resources: Cell<usize>,
    pub(crate) too_large: RefCell<Option<TooLarge>>,
}

/// A resource whose parts are known, before its nested stack is.
pub(crate) struct Known<'r> {
    pub(crate) name: &'r str,
    pub(crate) type_name: &'r str,
    pub(crate) resolution: &'r Resolution,
    pub(crate) properties: &'r [PropertyPlan],
    pub(crate) parent: ParentParts,
    pub(crate) at: &'r Place,
    /// Attributes that are asked of it somewhere in its stack.
    pub(crate) asked: Vec<Vec<SmolStr>>,
}

impl<'a> Expander<'a> {
    pub(crate) fn new(files: &'a dyn PlanFiles, request: &Request, analysis: &Analysis) -> Expander<'a> {
        Expander {
            files,
            defaults: analysis.given.defaults.clone(),
            availability_zones: request.availability_zones.clone(),
            lines: RefCell::default(),
            resources: Cell::new(0),
            too_large: RefCell::new(None),
        }
    }

    pub(crate) fn root_level(
        &self,
        file: FileId,
        document: &'a Document,
        analysis: &Analysis,
        request: &Request,
    ) -> Level<'a> {
        let mut level = Level {
            file,
            path: request.template.clone(),
            document,
            registry: analysis.registry.clone(),
            values: HashMap::new(),
            masked: HashMap::new(),
            from: HashMap::new(),
            parent: None,
            depth: 0,
            way: String::new(),
            stack_name: request.stack_name.clone(),
        };
        for given in &analysis.given.parameters {
            level.values.insert(given.name.clone(), given.value.clone());
            level
                .from
                .insert(given.name.clone(), self.source(given, &request.environments));
        }
        self.add_defaults(&mut level, &request.environments);
        level
    }

    /// `parameter_defaults` reach every stack, where nothing else is given.
    pub(crate) fn add_defaults(&self, level: &mut Level<'_>, environments: &[String]) {
        for given in &self.defaults {
            if !level.values.contains_key(&given.name) {
                level.values.insert(given.name.clone(), given.value.clone());
                level.from.insert(given.name.clone(), self.source(given, environments));
            }
        }
    }

    fn source(&self, given: &GivenValue, environments: &[String]) -> String {
        let file = given.place.and_then(|(id, _)| {
            environments
                .iter()
                .find(|path| matches!(self.files.file(path, FileKind::Environment), FileState::Read(it, _) if it == id))
        });
        match (given.by, file) {
            (GivenBy::EnvironmentDefault, Some(file)) => format!("{file} (parameter_defaults)"),
            (GivenBy::EnvironmentDefault, None) => "parameter_defaults".to_owned(),
            (GivenBy::Environment, Some(file)) => file.clone(),
            (GivenBy::Environment, None) => "environment".to_owned(),
            (GivenBy::CommandLine, _) => "command line".to_owned(),
            (GivenBy::Default, _) => "default".to_owned(),
            (GivenBy::Property, _) => "property".to_owned(),
        }
    }

    /// The line of a place, from 1.
    pub(crate) fn line(&self, path: &str, document: &Document, range: TextRange) -> u32 {
        let mut lines = self.lines.borrow_mut();
        let index = lines
            .entry(path.to_owned())
            .or_insert_with(|| Rc::new(LineIndex::new(document.tree.text())));
        index.line(range.start()) + 1
    }

    fn place(&self, level: &Level<'_>, range: TextRange) -> Place {
        Place {
            file: level.path.clone(),
            line: self.line(&level.path, level.document, range),
        }
    }

    /// The scope of a stack.
    pub(crate) fn scope(&self, level: &Level<'a>, template: &'a Template) -> PlanScope<'a> {
        PlanScope::new(ScopeParts {
            template,
            path: level.path.clone(),
            values: level.values.clone(),
            masked: level.masked.clone(),
            files: self.files,
            stack_name: level.stack_name.clone(),
            parent: level.parent.clone(),
            availability_zones: self.availability_zones.clone(),
        })
    }

    /// Expands a stack.
    pub(crate) fn stack(&self, level: &Level<'a>, template: &'a Template) -> StackPlan {
        let scope = self.scope(level, template);
        let values: Vec<(SmolStr, Value)> = level
            .values
            .iter()
            .map(|(name, it)| (name.clone(), it.clone()))
            .collect();
        let graph = stack_graph(
            self.files,
            level.file,
            &level.path,
            level.document,
            &level.registry,
            &values,
        );
        let kind = if level.depth == 0 {
            StackKind::Root
        } else {
            StackKind::Stack
        };
        let mut stack = StackPlan {
            kind,
            file: level.path.clone(),
            resources: Vec::new(),
            waves: Vec::new(),
            disabled: Vec::new(),
            outputs: Vec::new(),
            parameters: self.parameters(level, template, &scope),
            note: None,
            names_known: true,
            batches: None,
        };
        // Places in the template to places in the plan.
        let mut places: Vec<Option<usize>> = vec![None; template.resources.len()];
        let asked = asked_attributes(&scope, template);
        let mut found: Vec<Vec<Reference>> = Vec::new();
        for (index, resource) in template.resources.iter().enumerate() {
            if *scope.enabled(index) == Truth::False {
                stack.disabled.push(self.disabled(level, resource));
                continue;
            }
            let resolution = graph
                .as_ref()
                .and_then(|it| it.resources.get(index))
                .map_or(Resolution::Unknown, |it| it.resolution.clone());
            let certain = *scope.enabled(index) == Truth::True;
            let (plan, references) = self.resource(level, &scope, resource, &resolution, certain, &asked);
            places[index] = Some(stack.resources.len());
            stack.resources.push(plan);
            found.push(references);
        }
        if let Some(graph) = &graph {
            self.edges(level, graph, &places, &found, &scope, &mut stack);
        }
        waves::number(&mut stack);
        stack.outputs = self.outputs(level, template, &scope);
        stack
    }

    fn resource(
        &self,
        level: &Level<'a>,
        scope: &PlanScope<'a>,
        resource: &'a Resource,
        resolution: &Resolution,
        certain: bool,
        asked: &HashMap<SmolStr, Vec<Vec<SmolStr>>>,
    ) -> (ResourcePlan, Vec<Reference>) {
        self.resources.set(self.resources.get() + 1);
        let name = &resource.name.text;
        let type_name = resource.resource_type.as_ref().map_or("", |it| it.text.as_str());
        let mut found = Vec::new();
        let mut properties = Vec::with_capacity(resource.property_entries().len());
        for entry in resource.property_entries() {
            let at = format!("properties.{}", entry.key.text);
            found.extend(references(scope, &entry.value, &at));
            let mut value = planned(scope, &entry.value);
            with_addresses(&mut value, &entry.value, &level.path);
            properties.push(PropertyPlan {
                name: entry.key.text.clone(),
                value,
                line: self.line(&level.path, level.document, entry.key.range),
            });
        }
        if let Some(metadata) = &resource.metadata {
            found.extend(references(scope, metadata, "metadata"));
        }
        let part = |it: &Option<Expr>| it.as_ref().map(|it| planned(scope, it));
        let (metadata, update_policy) = (part(&resource.metadata), part(&resource.update_policy));
        let deletion_policy = part(&resource.deletion_policy);
        let deletion_policy = deletion_policy
            .as_ref()
            .and_then(|it| it.value()?.as_text().map(|it| title_case(it)));
        let at = self.place(level, resource.name.range);
        let external_id = part(&resource.external_id).filter(|it| it.partial() != Value::Null);
        let nested = if external_id.is_some() {
            None
        } else {
            let known = Known {
                name,
                type_name,
                resolution,
                properties: &properties,
                parent: ParentParts {
                    metadata: metadata.as_ref().map(Planned::partial),
                    deletion_policy: deletion_policy.clone().map(Value::Text),
                    update_policy: update_policy.as_ref().map(Planned::partial),
                },
                at: &at,
                asked: asked.get(name).cloned().unwrap_or_default(),
            };
            self.inside(level, &known)
        };
        let plan = ResourcePlan {
            name: name.clone(),
            type_name: type_name.into(),
            builtin: builtin(resolution),
            template: match resolution {
                Resolution::Template(path) | Resolution::Remote(path) => Some(path.clone()),
                _ => None,
            },
            at,
            wave: 1,
            requires: Vec::new(),
            properties,
            metadata,
            update_policy,
            nested: nested.map(Box::new),
            deletion_policy,
            external_id,
            depends_on: resource.depends_on.iter().map(|it| it.text.clone()).collect(),
            condition: resource.condition.as_ref().map(as_written),
            certain,
            description: resource.description.clone(),
            start: 0,
            seconds: 0,
            assumed: false,
        };
        (plan, found)
    }

    /// What a resource makes inside of itself: a nested stack, or the members of a group.
    pub(crate) fn inside(&self, level: &Level<'a>, known: &Known<'_>) -> Option<StackPlan> {
        if self.too_large.borrow().is_some() {
            return None;
        }
        match known.resolution {
            Resolution::Template(path) => {
                if level.depth >= MAX_NESTED_STACK_DEPTH || self.resources.get() > MOST_RESOURCES {
                    return None;
                }
                let FileState::Read(file, document) = self.files.file(path, FileKind::Template) else {
                    return None;
                };
                let template = document.template()?;
                let mut child = Level {
                    file,
                    path: path.clone(),
                    document,
                    registry: level.registry.child(known.type_name, known.name, path),
                    values: HashMap::new(),
                    masked: HashMap::new(),
                    from: HashMap::new(),
                    parent: Some(known.parent.clone()),
                    depth: level.depth + 1,
                    way: format!("{}{}/", level.way, known.name),
                    // Heat makes up the rest of the name by chance (12.4).
                    stack_name: None,
                };
                nested::pass(template, known.properties, &mut child);
                self.add_defaults(&mut child, &[]);
                Some(self.stack(&child, template))
            }
            Resolution::Builtin(resource_type) => {
                let members = group::members(level, known, resource_type)?;
                Some(self.group(level, known, members))
            }
            Resolution::Remote(_) | Resolution::Unknown | Resolution::Circular => None,
        }
    }

    fn group(&self, level: &Level<'a>, known: &Known<'_>, group: group::Group) -> StackPlan {
        let mut stack = StackPlan {
            kind: StackKind::Group,
            file: level.path.clone(),
            resources: Vec::new(),
            waves: Vec::new(),
            disabled: Vec::new(),
            outputs: group.outputs,
            parameters: Vec::new(),
            note: group.note,
            names_known: group.names_known,
            batches: group.batches,
        };
        if group.size > MAX_RESOURCES_PER_STACK {
            self.too_large.borrow_mut().get_or_insert(TooLarge {
                resource: format!("{}{}", level.way, known.name),
                at: known.at.clone(),
                members: group.size,
                limit: MAX_RESOURCES_PER_STACK,
            });
            return stack;
        }
        let child = Level {
            registry: level.registry.child(known.type_name, known.name, ""),
            depth: level.depth + 1,
            way: format!("{}{}/", level.way, known.name),
            ..level.clone()
        };
        for member in group.members {
            self.resources.set(self.resources.get() + 1);
            let resolution = child.registry.lookup(&member.type_name, &member.name, &level.path);
            let known_member = Known {
                name: &member.name,
                type_name: &member.type_name,
                resolution: &resolution,
                properties: &member.properties,
                parent: ParentParts {
                    metadata: member.metadata.as_ref().map(Planned::partial),
                    ..ParentParts::default()
                },
                at: known.at,
                asked: Vec::new(),
            };
            let nested = if child.depth > MAX_NESTED_STACK_DEPTH {
                None
            } else {
                self.inside(&child, &known_member)
            };
            let requires = member.requires.iter().map(|resource| Requirement {
                resource: *resource,
                because: vec![Because {
                    kind: BecauseKind::DependsOn,
                    at: "resources".to_owned(),
                    line: known.at.line,
                }],
            });
            stack.resources.push(ResourcePlan {
                name: member.name,
                type_name: member.type_name,
                builtin: builtin(&resolution),
                template: match &resolution {
                    Resolution::Template(path) | Resolution::Remote(path) => Some(path.clone()),
                    _ => None,
                },
                at: known.at.clone(),
                wave: 1,
                requires: requires.collect(),
                properties: member.properties,
                metadata: member.metadata,
                update_policy: None,
                nested: nested.map(Box::new),
                deletion_policy: None,
                external_id: None,
                depends_on: Vec::new(),
                condition: None,
                certain: true,
                description: None,
                start: 0,
                seconds: 0,
                assumed: false,
            });
        }
        waves::number(&mut stack);
        stack
    }

    fn disabled(&self, level: &Level<'_>, resource: &Resource) -> Disabled {
        Disabled {
            name: resource.name.text.clone(),
            type_name: resource
                .resource_type
                .as_ref()
                .map_or_else(SmolStr::default, |it| it.text.clone()),
            condition: resource.condition.as_ref().map(as_written).unwrap_or_default(),
            at: self.place(level, resource.name.range),
        }
    }
}

/// The attributes that the stack asks of each resource, each once, sorted: what groups make outputs of (11.3).
fn asked_attributes(scope: &PlanScope<'_>, template: &Template) -> HashMap<SmolStr, Vec<Vec<SmolStr>>> {
    let mut asked: HashMap<SmolStr, Vec<Vec<SmolStr>>> = HashMap::new();
    let enabled = template
        .resources
        .iter()
        .enumerate()
        .filter(|(index, _)| *scope.enabled(*index) != Truth::False);
    let properties = enabled.flat_map(|(_, it)| it.properties.iter().map(|(_, it)| it).chain(&it.metadata));
    let outputs = template.outputs.iter().filter_map(|it| it.value.as_ref());
    for expr in properties.chain(outputs) {
        for reference in references(scope, expr, "") {
            if let ReferenceKind::Attribute(path) = reference.kind {
                asked.entry(reference.resource).or_default().push(path);
            }
        }
    }
    #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
    for paths in asked.values_mut() {
        paths.sort();
        paths.dedup();
    }
    asked
}

fn builtin(resolution: &Resolution) -> Option<&'static str> {
    match resolution {
        Resolution::Builtin(it) => Some(it.alias.unwrap_or(it.name)),
        _ => None,
    }
}

/// What stands for a condition that is longer than any that is shown.
const TOO_LONG: SmolStr = SmolStr::new_static("an expression too long to show");

fn as_written(expr: &Expr) -> SmolStr {
    match expr.as_text() {
        Some(name) => name.clone(),
        None => json_text(&Value::from_expr(expr)).map_or(TOO_LONG, SmolStr::from),
    }
}

fn title_case(word: &str) -> SmolStr {
    let mut characters = word.chars();
    let first = characters.next().map(|it| it.to_ascii_uppercase());
    first
        .into_iter()
        .chain(characters.flat_map(char::to_lowercase))
        .collect()
}

/// Gives every value for people its final form.
fn finish(stack: &mut StackPlan) {
    let polish = |planned: &mut Planned| {
        if let Some(display) = &planned.display {
            planned.display = Some(display::finished(display));
        }
        if let Kind::Unknown { partial, .. } = &mut planned.kind {
            *partial = display::finished(partial);
        }
    };
    for resource in &mut stack.resources {
        for property in &mut resource.properties {
            polish(&mut property.value);
        }
        for part in [
            &mut resource.metadata,
            &mut resource.update_policy,
            &mut resource.external_id,
        ] {
            part.iter_mut().for_each(polish);
        }
        if let Some(nested) = &mut resource.nested {
            finish(nested);
        }
    }
    for output in &mut stack.outputs {
        polish(&mut output.value);
    }
    for parameter in &mut stack.parameters {
        polish(&mut parameter.value);
    }
}
