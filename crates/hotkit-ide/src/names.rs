//! Every name of a template: where it is declared, and where it is used.

use hotkit_model::{Call, Entry, Expr, ExprKind, Key, Template};
use hotkit_schema::Function;
use hotkit_text::TextRange;
use smol_str::SmolStr;

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NameKind {
    /// A parameter.
    Parameter,
    /// A resource.
    Resource,
    /// A condition.
    Condition,
    /// An output.
    Output,
}

impl NameKind {
    /// Heat's word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            NameKind::Parameter => "parameter",
            NameKind::Resource => "resource",
            NameKind::Condition => "condition",
            NameKind::Output => "output",
        }
    }
}

/// One name at one place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Occurrence {
    /// What it stands for.
    pub kind: NameKind,
    /// What it says.
    pub name: SmolStr,
    /// Where it stands, quotes included.
    pub range: TextRange,
    /// True for the declaration.
    pub declares: bool,
}

/// An attribute that is asked of a resource.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttributeUse {
    /// The resource.
    pub resource: SmolStr,
    /// The attribute, as it is written.
    pub name: SmolStr,
    /// Where it stands.
    pub range: TextRange,
}

/// A function that is called.
#[derive(Clone, Debug)]
pub struct FunctionUse<'t> {
    /// The call.
    pub call: &'t Call,
    /// The call with its braces, or its line.
    pub range: TextRange,
}

/// Everything that one pass over a template finds.
#[derive(Default, Debug)]
pub struct Names<'t> {
    /// Names, sorted by place.
    pub occurrences: Vec<Occurrence>,
    /// Attributes, sorted by place.
    pub attributes: Vec<AttributeUse>,
    /// Calls, in no order.
    pub calls: Vec<FunctionUse<'t>>,
}

impl<'t> Names<'t> {
    /// The names of a template.
    #[must_use]
    pub fn of(template: &'t Template) -> Names<'t> {
        let mut names = Names::default();
        names.collect(template);
        names.occurrences.sort_by_key(|it| (it.range, it.kind, !it.declares));
        names.occurrences.dedup();
        names.attributes.sort_by_key(|it| it.range);
        names.attributes.dedup();
        names
    }

    /// The name that the cursor touches.
    #[must_use]
    pub fn at(&self, offset: u32) -> Option<&Occurrence> {
        self.occurrences.iter().find(|it| it.range.touches(offset))
    }

    /// The attribute that the cursor touches.
    #[must_use]
    pub fn attribute_at(&self, offset: u32) -> Option<&AttributeUse> {
        self.attributes.iter().find(|it| it.range.touches(offset))
    }

    /// Every place of one name.
    pub fn all<'n>(&'n self, kind: NameKind, name: &'n str) -> impl Iterator<Item = &'n Occurrence> {
        self.occurrences
            .iter()
            .filter(move |it| it.kind == kind && it.name == name)
    }

    fn collect(&mut self, template: &'t Template) {
        for parameter in &template.parameters {
            self.declared(NameKind::Parameter, &parameter.name);
        }
        for group in &template.parameter_groups {
            for name in &group.parameters {
                self.used(NameKind::Parameter, name);
            }
        }
        for condition in &template.conditions {
            self.declared(NameKind::Condition, &condition.name);
            self.walk(template, &condition.value);
        }
        for resource in &template.resources {
            self.declared(NameKind::Resource, &resource.name);
            for name in &resource.depends_on {
                self.key(NameKind::Resource, name);
            }
            let properties = resource.properties.as_ref().map(|(_, it)| it);
            let values = [
                properties,
                resource.metadata.as_ref(),
                resource.deletion_policy.as_ref(),
                resource.update_policy.as_ref(),
                resource.external_id.as_ref(),
            ];
            for value in values.into_iter().flatten() {
                self.walk(template, value);
            }
            self.condition(template, resource.condition.as_ref());
        }
        for output in &template.outputs {
            self.declared(NameKind::Output, &output.name);
            if let Some(value) = &output.value {
                self.walk(template, value);
            }
            self.condition(template, output.condition.as_ref());
        }
    }

    fn condition(&mut self, template: &'t Template, condition: Option<&'t Expr>) {
        let Some(condition) = condition else { return };
        self.used(NameKind::Condition, condition);
        self.walk(template, condition);
    }

    fn declared(&mut self, kind: NameKind, name: &Key) {
        self.occurrences.push(Occurrence {
            kind,
            name: name.text.clone(),
            range: name.range,
            declares: true,
        });
    }

    fn key(&mut self, kind: NameKind, name: &Key) {
        self.occurrences.push(Occurrence {
            kind,
            name: name.text.clone(),
            range: name.range,
            declares: false,
        });
    }

    /// Keeps a name that is written out; what a function gives is nobody's name.
    fn used(&mut self, kind: NameKind, expr: &Expr) {
        if let Some(text) = expr.as_text() {
            self.occurrences.push(Occurrence {
                kind,
                name: text.clone(),
                range: expr.range,
                declares: false,
            });
        }
    }

    /// A walk with a stack of its own: the depth of data is nobody's promise here.
    fn walk(&mut self, template: &'t Template, expr: &'t Expr) {
        let mut open = vec![expr];
        while let Some(expr) = open.pop() {
            match &expr.kind {
                ExprKind::List(items) => open.extend(items),
                ExprKind::Map(entries) => open.extend(entries.iter().map(|Entry { value, .. }| value)),
                ExprKind::Call(call) => {
                    self.call(template, call);
                    self.calls.push(FunctionUse {
                        call,
                        range: expr.range,
                    });
                    open.push(&call.argument);
                }
                _ => {}
            }
        }
    }

    fn call(&mut self, template: &'t Template, call: &'t Call) {
        let items = call.argument.as_list();
        let first = items.map_or(Some(&call.argument), <[Expr]>::first);
        match call.function {
            Function::GetParam | Function::ParamRef => {
                if let Some(name) = first {
                    self.used(NameKind::Parameter, name);
                }
            }
            Function::GetResource => self.used(NameKind::Resource, &call.argument),
            Function::Ref => {
                let is_resource = call
                    .argument
                    .as_text()
                    .is_some_and(|it| template.resource(it).is_some());
                let kind = if is_resource {
                    NameKind::Resource
                } else {
                    NameKind::Parameter
                };
                self.used(kind, &call.argument);
            }
            Function::GetAtt | Function::GetAttThenSelect | Function::GetAttAllAttributes | Function::CfnGetAtt => {
                let Some([resource, rest @ ..]) = items else { return };
                self.used(NameKind::Resource, resource);
                if let (Some(resource), Some(attribute)) = (resource.as_text(), rest.first())
                    && let Some(name) = attribute.as_text()
                {
                    self.attributes.push(AttributeUse {
                        resource: resource.clone(),
                        name: name.clone(),
                        range: attribute.range,
                    });
                }
            }
            Function::If | Function::IfNullable => {
                if let Some([condition, ..]) = items {
                    self.used(NameKind::Condition, condition);
                }
            }
            Function::And | Function::Or | Function::Not | Function::CfnNot => {
                for item in items.unwrap_or(std::slice::from_ref(&call.argument)) {
                    self.used(NameKind::Condition, item);
                }
            }
            _ => {}
        }
    }
}

/// The characters of a name without the quotes around it; `None` where it is not written out (an alias, an escape).
#[must_use]
pub fn written(text: &str, name: &str, range: TextRange) -> Option<TextRange> {
    let source = range.slice(text);
    if source == name {
        return Some(range);
    }
    let is_quote = |it: char| matches!(it, '"' | '\'');
    let inner = source.strip_prefix(is_quote)?.strip_suffix(is_quote)?;
    (inner == name).then(|| TextRange::new(range.start() + 1, range.end() - 1))
}
