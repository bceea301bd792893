//! Who uses what: one walk over the template, shared by all rules.

use hotkit_model::{Call, Entry, Expr, ExprKind, Template};
use hotkit_schema::Function;
use hotkit_text::TextRange;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

/// What an expression belongs to, by its index in the template.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Owner {
    /// A resource.
    Resource(usize),
    /// An output.
    Output(usize),
    /// A condition.
    Condition(usize),
}

/// The part of its owner in which an expression stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Section {
    /// `properties`
    Properties,
    /// `metadata`
    Metadata,
    /// Policies, `external_id`, `condition`.
    Other,
    /// The value of an output.
    Output,
    /// A definition in `conditions`.
    Condition,
}

/// A place where something is named.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Use {
    /// What it belongs to.
    pub(crate) owner: Owner,
    /// The part of that.
    pub(crate) section: Section,
    /// The name.
    pub(crate) range: TextRange,
}

/// A call of a function.
#[derive(Clone, Copy)]
pub(crate) struct CallUse<'a> {
    pub(crate) call: &'a Call,
    pub(crate) at: Use,
}

/// A text.
#[derive(Clone, Copy)]
pub(crate) struct TextUse<'a> {
    pub(crate) text: &'a SmolStr,
    pub(crate) at: Use,
}

/// Everything that is used.
#[derive(Default)]
pub(crate) struct Uses<'a> {
    /// Every call, the outer ones first.
    pub(crate) calls: Vec<CallUse<'a>>,
    /// Every text that is a value, those of `get_param` and the like included.
    pub(crate) texts: Vec<TextUse<'a>>,
    /// Parameters by name.
    pub(crate) parameters: FxHashMap<&'a str, Vec<Use>>,
    /// Resources by name: `get_resource`, `get_attr`, `depends_on`.
    pub(crate) resources: FxHashMap<&'a str, Vec<Use>>,
    /// Conditions by name.
    pub(crate) conditions: FxHashSet<&'a str>,
    /// True where some name is computed, so that anything may be used.
    pub(crate) computed: bool,
    /// Room for [`Uses::walk`]; empty in between.
    waiting: Vec<&'a Expr>,
}

impl<'a> Uses<'a> {
    pub(super) fn of(template: &'a Template) -> Uses<'a> {
        let mut uses = Uses::default();
        for (index, condition) in template.conditions.iter().enumerate() {
            uses.walk(&condition.value, (Owner::Condition(index), Section::Condition));
        }
        for (index, resource) in template.resources.iter().enumerate() {
            let owner = Owner::Resource(index);
            if let Some(condition) = &resource.condition {
                uses.condition(condition, (owner, Section::Other));
            }
            if let Some((_, properties)) = &resource.properties {
                uses.walk(properties, (owner, Section::Properties));
            }
            if let Some(metadata) = &resource.metadata {
                uses.walk(metadata, (owner, Section::Metadata));
            }
            let others = [
                &resource.deletion_policy,
                &resource.update_policy,
                &resource.external_id,
            ];
            for expr in others.into_iter().flatten() {
                uses.walk(expr, (owner, Section::Other));
            }
            for name in &resource.depends_on {
                let section = Section::Other;
                let range = name.range;
                uses.resources
                    .entry(&name.text)
                    .or_default()
                    .push(Use { owner, section, range });
            }
        }
        for (index, output) in template.outputs.iter().enumerate() {
            let place = (Owner::Output(index), Section::Output);
            if let Some(condition) = &output.condition {
                uses.condition(condition, (Owner::Output(index), Section::Other));
            }
            if let Some(value) = &output.value {
                uses.walk(value, place);
            }
        }
        uses
    }

    /// True where nothing in the template names the resource, but for itself.
    pub(crate) fn is_unused(&self, resource: usize, name: &str) -> bool {
        let others = self.resources.get(name).into_iter().flatten();
        !self.computed && others.filter(|it| it.owner != Owner::Resource(resource)).count() == 0
    }

    /// Walks with a stack of its own: what waits is looked at in the order of the text.
    fn walk(&mut self, expr: &'a Expr, place: (Owner, Section)) {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.push(expr);
        while let Some(expr) = waiting.pop() {
            match &expr.kind {
                ExprKind::Text(text) => {
                    let at = at(place, expr.range);
                    self.texts.push(TextUse { text, at });
                }
                ExprKind::List(items) => waiting.extend(items.iter().rev()),
                ExprKind::Map(entries) => waiting.extend(entries.iter().rev().map(|it: &Entry| &it.value)),
                ExprKind::Call(call) => {
                    let at = at(place, call.name.range);
                    self.calls.push(CallUse { call, at });
                    self.names(call, place);
                    waiting.push(&call.argument);
                }
                _ => {}
            }
        }
        self.waiting = waiting;
    }

    fn condition(&mut self, expr: &'a Expr, place: (Owner, Section)) {
        match expr.as_text() {
            Some(name) => {
                self.conditions.insert(name);
            }
            None => self.walk(expr, place),
        }
    }

    fn names(&mut self, call: &'a Call, place: (Owner, Section)) {
        let first = match &call.argument.kind {
            ExprKind::List(items) => items.first(),
            _ => Some(&call.argument),
        };
        let name = first.and_then(|it| Some((it.as_text()?, at(place, it.range))));
        match call.function {
            Function::GetParam | Function::ParamRef => match name {
                Some((name, at)) => self.parameters.entry(name).or_default().push(at),
                None => self.computed = true,
            },
            Function::GetResource
            | Function::GetAtt
            | Function::GetAttAllAttributes
            | Function::GetAttThenSelect
            | Function::CfnGetAtt => match name {
                Some((name, at)) => {
                    let name = if call.function == Function::CfnGetAtt {
                        name.split('.').next().unwrap_or_default()
                    } else {
                        name.as_str()
                    };
                    self.resources.entry(name).or_default().push(at);
                }
                None => self.computed = true,
            },
            Function::Ref => match name {
                Some((name, at)) => {
                    self.parameters.entry(name).or_default().push(at);
                    self.resources.entry(name).or_default().push(at);
                }
                None => self.computed = true,
            },
            Function::If | Function::IfNullable => {
                if let Some((name, _)) = name {
                    self.conditions.insert(name);
                }
            }
            Function::And | Function::Or | Function::Not | Function::CfnNot => {
                let items = match &call.argument.kind {
                    ExprKind::List(items) => items.as_slice(),
                    _ => std::slice::from_ref(&call.argument),
                };
                self.conditions
                    .extend(items.iter().filter_map(|it| it.as_text()).map(SmolStr::as_str));
            }
            _ => {}
        }
    }
}

fn at(place: (Owner, Section), range: TextRange) -> Use {
    let (owner, section) = place;
    Use { owner, section, range }
}
