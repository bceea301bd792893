//! A judged stack as rules look at it: the template, what its names mean, who uses what, and values as far as they are known.

pub(crate) mod address;
pub(crate) mod data;
pub(crate) mod edit;
pub(crate) mod firewall;
mod part;
mod script;
mod secret;
mod topology;
mod uses;

#[cfg(test)]
mod tests;

use std::cell::{OnceCell, RefCell};

use hotkit_analysis::{Analysis, FileSet, FileState, Inputs, Resolved, Stack, resolve};
use hotkit_eval::{Mode, ParameterLookup, Scope, TemplateScope, Truth, Value, condition_truth, evaluate};
use hotkit_model::{Document, Entry, EnvironmentFile, Expr, ExprKind, FileKind, Path, Template};
use hotkit_schema::Function;
use hotkit_text::{FileId, TextRange};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

pub(crate) use part::Part;
pub(crate) use secret::promises_secret;
pub(crate) use uses::{CallUse, Owner, Section, TextUse, Use, Uses};

/// A stack and everything that rules may ask of it.
pub(crate) struct View<'a> {
    pub(crate) template: &'a Template,
    pub(crate) document: &'a Document,
    pub(crate) text: &'a str,
    pub(crate) stack: &'a Stack,
    pub(crate) analysis: &'a Analysis,
    pub(crate) inputs: &'a Inputs,
    /// Resources that may be there, and the definitions of what groups make, in the order of the text.
    pub(crate) parts: Vec<Part<'a>>,
    /// Who uses what.
    pub(crate) uses: Uses<'a>,
    files: &'a dyn FileSet,
    resources: FxHashMap<&'a str, usize>,
    /// Places of parts by the names of their types.
    by_type: FxHashMap<&'static str, Vec<usize>>,
    scope: TemplateScope<'a>,
    /// What [`View::is_given`] said of the expressions at these places: several rules ask it of long texts.
    given: RefCell<FxHashMap<TextRange, bool>>,
    /// What lines of the text end with; see [`View::line_break`].
    line_break: OnceCell<&'static str>,
}

impl<'a> View<'a> {
    pub(crate) fn new(
        files: &'a dyn FileSet,
        document: &'a Document,
        template: &'a Template,
        stack: &'a Stack,
        analysis: &'a Analysis,
        inputs: &'a Inputs,
    ) -> View<'a> {
        let mut scope = TemplateScope::new(template, Mode::Symbolic);
        if stack.with_inputs {
            scope = scope.with_values(stack.values.iter().cloned());
        }
        let names = template.resources.iter().map(|it| it.name.text.as_str());
        let parts = part::parts(template, stack);
        View {
            template,
            document,
            text: document.tree.text(),
            stack,
            analysis,
            inputs,
            by_type: part::by_type(&parts),
            parts,
            uses: Uses::of(template),
            files,
            resources: names.zip(0..).collect(),
            scope,
            given: RefCell::default(),
            line_break: OnceCell::new(),
        }
    }

    /// True for the template that the user named, false for those that it nests.
    pub(crate) fn is_root(&self) -> bool {
        self.stack.prefix.is_empty()
    }

    /// The text of a place.
    pub(crate) fn slice(&self, range: TextRange) -> &'a str {
        range.slice(self.text)
    }

    /// The index of the resource of this name.
    pub(crate) fn resource(&self, name: &str) -> Option<usize> {
        self.resources.get(name).copied()
    }

    /// The resource, not the definition of a group's members, at an index of the template.
    pub(crate) fn part(&self, resource: usize) -> Option<&Part<'a>> {
        let first = self.parts.partition_point(|it| it.index < resource);
        self.parts.get(first).filter(|it| it.index == resource && !it.member)
    }

    /// The resource that an expression refers to as a whole: `get_resource`, or `get_attr` of its id.
    pub(crate) fn referred(&self, expr: &Expr) -> Option<&Part<'a>> {
        let call = expr.as_call()?;
        match call.function {
            Function::GetResource | Function::Ref => {
                let index = self.resource(call.argument.as_text()?)?;
                self.part(index)
            }
            _ => None,
        }
    }

    /// Every part of this type.
    pub(crate) fn of_type(&self, name: &str) -> impl Iterator<Item = &Part<'a>> {
        let places = self.by_type.get(name).map_or(&[][..], Vec::as_slice);
        places.iter().map(|it| &self.parts[*it])
    }

    /// What an expression comes to; `None` where that is not known, or Heat cannot tell either.
    pub(crate) fn value(&self, expr: &Expr) -> Option<Value> {
        match evaluate(expr, &self.scope) {
            Ok(Value::Unknown(_)) | Err(_) => None,
            Ok(value) => Some(value),
        }
    }

    /// The value of a parameter, where the inputs say it.
    pub(crate) fn parameter_value(&self, name: &str) -> Option<Value> {
        match self.scope.parameter(name) {
            ParameterLookup::Value(value) if value.is_known() => Some(value),
            _ => None,
        }
    }

    /// The text of an expression, where it comes to a text that is known.
    pub(crate) fn known_text(&self, expr: &Expr) -> Option<SmolStr> {
        match &expr.kind {
            ExprKind::Text(text) => Some(text.clone()),
            ExprKind::Call(_) => match self.value(expr)? {
                Value::Text(text) => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// The number of an expression, where it comes to one that is known; text that holds a number counts.
    pub(crate) fn known_integer(&self, expr: &Expr) -> Option<i64> {
        match self.value(expr)? {
            Value::Integer(number) => Some(number),
            Value::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The truth of a boolean property, where it is known.
    pub(crate) fn known_bool(&self, expr: &Expr) -> Option<bool> {
        match self.value(expr)? {
            Value::Bool(value) => Some(value),
            Value::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// Whether a condition holds, where that is known.
    pub(crate) fn condition(&self, expr: &Expr) -> Option<bool> {
        match condition_truth(expr, &self.scope) {
            Ok(Truth::True) => Some(true),
            Ok(Truth::False) => Some(false),
            Ok(Truth::Unknown(_)) | Err(_) => None,
        }
    }

    /// True where the value is unknown, or known to be there: not null, empty or left out.
    pub(crate) fn is_given(&self, expr: &Expr) -> bool {
        if let Some(known) = self.given.borrow().get(&expr.range) {
            return *known;
        }
        let given = match evaluate(expr, &self.scope) {
            Ok(value) => value.is_truthy() != Some(false),
            Err(_) => true,
        };
        self.given.borrow_mut().insert(expr.range, given);
        given
    }

    /// The text of a file that the template includes, where it was read.
    pub(crate) fn included(&self, path: &str) -> Option<&'a str> {
        let Resolved::Path(path) = resolve(&self.stack.path, path) else {
            return None;
        };
        match self.files.file(&path, FileKind::Unknown) {
            FileState::Read(_, document) => Some(document.tree.text()),
            _ => None,
        }
    }

    /// The template at a path as the run knows it.
    pub(crate) fn template_at(&self, path: &str) -> Option<&'a Template> {
        match self.files.file(path, FileKind::Template) {
            FileState::Read(_, document) => document.template(),
            _ => None,
        }
    }

    /// The environment at a path as the run knows it.
    pub(crate) fn environment_at(&self, path: &str) -> Option<(FileId, &'a EnvironmentFile)> {
        match self.files.file(path, FileKind::Environment) {
            FileState::Read(file, document) => Some((file, document.environment()?)),
            _ => None,
        }
    }

    /// Where a declared parameter is a mere `get_param` of the whole: its name.
    pub(crate) fn parameter_of<'e>(&self, expr: &'e Expr) -> Option<&'e SmolStr> {
        let call = expr.as_call()?;
        let is_parameter = matches!(call.function, Function::GetParam | Function::ParamRef);
        call.argument.as_text().filter(|_| is_parameter)
    }

    /// The parameter that a `get_param` reads, as a whole or a part of it.
    pub(crate) fn read_parameter<'e>(&self, expr: &'e Expr) -> Option<&'e SmolStr> {
        self.parameter_of(expr).or_else(|| {
            let call = expr.as_call().filter(|it| it.function == Function::GetParam)?;
            call.argument.as_list()?.first()?.as_text()
        })
    }

    /// What stands before `infix` and a number: `fw` of `fw_server_0`.
    pub(crate) fn indexed<'n>(&self, name: &'n str, infix: &str) -> Option<&'n str> {
        let (before, index) = name.rsplit_once(infix)?;
        let is_index = !index.is_empty() && index.bytes().all(|it| it.is_ascii_digit());
        (is_index && !before.is_empty()).then_some(before)
    }

    /// The engine's name of a resource.
    pub(crate) fn resource_path(&self, resource: usize) -> String {
        Path::of(["resources", &self.template.resources[resource].name.text]).to_string()
    }

    /// The engine's name of a parameter.
    pub(crate) fn parameter_path(&self, name: &str) -> String {
        Path::of(["parameters", name]).to_string()
    }

    /// The engine's name of a place inside a resource, output or condition, as near as the text tells.
    pub(crate) fn path_to(&self, owner: Owner, range: TextRange) -> String {
        let mut path;
        let start: Vec<(&str, &Expr)> = match owner {
            Owner::Resource(index) => {
                let resource = &self.template.resources[index];
                path = Path::of(["resources", &resource.name.text]);
                let parts = [
                    ("properties", resource.properties.as_ref().map(|(_, it)| it)),
                    ("metadata", resource.metadata.as_ref()),
                    ("deletion_policy", resource.deletion_policy.as_ref()),
                    ("update_policy", resource.update_policy.as_ref()),
                    ("external_id", resource.external_id.as_ref()),
                    ("condition", resource.condition.as_ref()),
                ];
                parts.into_iter().filter_map(|(name, it)| Some((name, it?))).collect()
            }
            Owner::Output(index) => {
                let output = &self.template.outputs[index];
                path = Path::of(["outputs", &output.name.text]);
                output.value.iter().map(|it| ("value", it)).collect()
            }
            Owner::Condition(index) => {
                let condition = &self.template.conditions[index];
                path = Path::of(["conditions"]);
                vec![(condition.name.text.as_str(), &condition.value)]
            }
        };
        let Some((name, expr)) = start.into_iter().find(|(_, it)| it.range.covers(range)) else {
            return path.to_string();
        };
        path.push(name);
        descend(expr, range, &mut path);
        path.to_string()
    }

    /// True where a resource waits for another one, perhaps by way of others.
    pub(crate) fn waits_for(&self, requirer: usize, required: usize) -> bool {
        let edges = &self.stack.graph.edges;
        let mut seen = vec![false; self.template.resources.len()];
        let mut waiting = vec![requirer];
        while let Some(here) = waiting.pop() {
            let first = edges.partition_point(|it| it.requirer < here);
            for edge in edges[first..].iter().take_while(|it| it.requirer == here) {
                if edge.required == required {
                    return true;
                }
                if !seen[edge.required] {
                    seen[edge.required] = true;
                    waiting.push(edge.required);
                }
            }
        }
        false
    }
}

/// Goes down to the smallest value that covers the range, and writes down the way.
fn descend(mut expr: &Expr, range: TextRange, path: &mut Path) {
    loop {
        let next = match &expr.kind {
            ExprKind::List(items) => {
                items
                    .iter()
                    .enumerate()
                    .find(|(_, it)| it.range.covers(range))
                    .map(|(index, it)| {
                        path.push_index(index);
                        it
                    })
            }
            ExprKind::Map(entries) => entries.iter().find(|it| covers(it, range)).map(|it| {
                path.push(it.key.text.clone());
                &it.value
            }),
            ExprKind::Call(call) => {
                let inside = call.name.range.covers(range) || call.argument.range.covers(range);
                inside.then(|| {
                    path.push(call.name.text.clone());
                    &call.argument
                })
            }
            _ => None,
        };
        match next {
            Some(next) => expr = next,
            None => return,
        }
    }
}

fn covers(entry: &Entry, range: TextRange) -> bool {
    entry.key.range.covers(range) || entry.value.range.covers(range)
}
