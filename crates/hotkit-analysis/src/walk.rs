//! One walk over the expressions of a stack: functions, the names they use, and the edges that come of them.

use hotkit_eval::{FaultKind, Phase, Value, condition_truth};
use hotkit_model::{Call, Context, Entry, Expr, ExprKind, Key, Path};
use hotkit_schema::Function;
use hotkit_text::{TextRange, nearest};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::condition::{self, Holds};
use crate::graph::Because;
use crate::problem::{Declared, Fault, Problem, ReferenceFunction, Verdict};
use crate::stack::StackContext;
use crate::{attribute, call};

/// The part of a template in which an expression stands; decides what Heat does with it (engine checks 0.2, 8.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Section {
    Properties,
    Metadata,
    UpdatePolicy,
    DeletionPolicy,
    ExternalId,
    Output,
    /// A definition in `conditions`, or a condition in its place.
    Condition,
}

/// Where the walk stands.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) section: Section,
    /// Index of the resource, where it is inside one.
    pub(crate) resource: Option<usize>,
    /// Whether that which owns the expression is there: the resource, the output, or a use of the condition.
    pub(crate) owner: Holds,
    /// Whether the branches of all `if` around are taken.
    pub(crate) branch: Holds,
    pub(crate) context: Context,
    /// The owner's properties are not looked at by Heat: placeholder types, external resources (PR-020, R-011).
    pub(crate) ignored: bool,
    pub(crate) path: Path,
}

impl Place {
    /// What Heat makes of a fault that it raises in this phase, here.
    pub(crate) fn verdict(&self, phase: Phase, strict: bool) -> Verdict {
        let presence = match phase {
            // Functions are built in disabled resources as well (C-014).
            Phase::Parse => self.branch,
            // All conditions are validated, used or not, before anything is decided (0.1).
            Phase::Validate if self.section == Section::Condition => self.branch,
            Phase::Validate | Phase::Evaluate => self.branch.and(self.owner),
        };
        let looked_at = match phase {
            Phase::Parse => true,
            Phase::Validate => !self.ignored,
            Phase::Evaluate => !self.ignored && !matches!(self.section, Section::Output | Section::Metadata),
        };
        match presence {
            Holds::No => Verdict::Accepted,
            _ if !looked_at => Verdict::Accepted,
            Holds::Unknown => Verdict::Possible,
            // Evaluated while parsing, in nested stacks too.
            Holds::Yes if phase == Phase::Evaluate && !strict && !self.evaluated_early() => Verdict::FailsLater,
            Holds::Yes => Verdict::Refused,
        }
    }

    /// What Heat makes of a missing target of a reference, which it notices when it collects the edges (8.1).
    pub(crate) fn reference_verdict(&self) -> Verdict {
        match (self.branch.and(self.owner), self.section) {
            (Holds::No, _) => Verdict::Accepted,
            (_, Section::Output | Section::UpdatePolicy | Section::Condition) => Verdict::Accepted,
            (Holds::Unknown, _) => Verdict::Possible,
            (Holds::Yes, _) => Verdict::Refused,
        }
    }

    fn evaluated_early(&self) -> bool {
        matches!(
            self.section,
            Section::Condition | Section::DeletionPolicy | Section::ExternalId
        )
    }
}

/// What a walk finds.
#[derive(Default, Debug)]
pub(crate) struct Found {
    pub(crate) problems: Vec<Problem>,
    /// Requirer, required, why.
    pub(crate) edges: Vec<(usize, usize, Because)>,
    /// Resources that make a stack of members, and where they stand.
    pub(crate) groups: Vec<(usize, Place)>,
    /// The attributes that are asked for, of groups.
    pub(crate) asked: Vec<AskedAttribute>,
    pub(crate) attributes: Attributes,
    /// Keys that stand alone in a mapping and were compared with the functions of the version: the function next to each.
    next_to: FxHashMap<SmolStr, Option<&'static str>>,
}

/// The attributes that a stack reads.
#[derive(Default, Debug)]
pub(crate) struct Attributes {
    /// Of which resource, and which; `None` for all of them but `show`.
    read: FxHashSet<(usize, Option<SmolStr>)>,
    /// Those that update policies read, and where.
    of_policies: Vec<(usize, Key, Place)>,
}

impl Attributes {
    /// Keeps what an expression reads. What an update policy reads makes nobody fetch it.
    pub(crate) fn read(&mut self, resource: usize, attribute: Option<&Key>, place: &Place) {
        match (place.section, attribute) {
            (Section::Properties | Section::Metadata | Section::Output, _) => {
                self.read.insert((resource, attribute.map(|it| it.text.clone())));
            }
            (Section::UpdatePolicy, Some(attribute)) => {
                self.of_policies.push((resource, attribute.clone(), place.clone()));
            }
            _ => {}
        }
    }
}

/// Reports the attributes that update policies alone read: Heat has them at hand only where something else reads them.
pub(crate) fn attributes_of_policies(ctx: &StackContext<'_>, found: &mut Found) {
    let attributes = std::mem::take(&mut found.attributes);
    for (resource, name, place) in attributes.of_policies {
        let is_read = attributes.read.contains(&(resource, Some(name.text.clone())))
            || name.text != "show" && attributes.read.contains(&(resource, None));
        if is_read || attribute::unknown(ctx, resource, &name).is_some() {
            continue;
        }
        let fault = Fault::AttributeOfPolicy {
            resource: ctx.template.resources[resource].name.text.clone(),
            name: name.text.clone(),
        };
        report(ctx, fault, name.range, &place, Phase::Validate, found);
    }
}

/// An attribute that some expression asks of a resource: `[resource, name, path...]`.
#[derive(Debug)]
pub(crate) struct AskedAttribute {
    pub(crate) resource: usize,
    /// Name and path, as far as they are known, each with its place.
    pub(crate) steps: Vec<(Value, TextRange)>,
    /// False where the path goes on with what is not known.
    pub(crate) whole: bool,
}

impl AskedAttribute {
    /// True where one member of a group is asked, by its name.
    pub(crate) fn names_member(&self) -> bool {
        let name = self.steps.first().and_then(|(name, _)| name.as_text());
        name.is_some_and(|it| it.starts_with("resource."))
    }
}

/// Walks over an expression.
pub(crate) fn walk(ctx: &StackContext<'_>, expr: &Expr, place: &mut Place, found: &mut Found) {
    match &expr.kind {
        ExprKind::List(items) => {
            for (index, item) in items.iter().enumerate() {
                if is_leaf(item) {
                    continue;
                }
                place.path.push_index(index);
                walk(ctx, item, place, found);
                place.path.pop();
            }
        }
        ExprKind::Map(entries) => {
            if let [only] = entries.as_slice() {
                unknown_function(ctx, only, place, found);
            }
            for entry in entries {
                if is_leaf(&entry.value) {
                    continue;
                }
                place.path.push(entry.key.text.clone());
                walk(ctx, &entry.value, place, found);
                place.path.pop();
            }
        }
        ExprKind::Call(call) => walk_call(ctx, call, place, found),
        _ => {}
    }
}

/// Scalars have nothing to find in them; skipping them early spares the path.
fn is_leaf(expr: &Expr) -> bool {
    !matches!(expr.kind, ExprKind::List(_) | ExprKind::Map(_) | ExprKind::Call(_))
}

fn walk_call(ctx: &StackContext<'_>, call: &Call, place: &mut Place, found: &mut Found) {
    place.path.push(call.name.text.clone());
    if place.context == Context::Condition && !allowed_in_condition(ctx, call) {
        let name = call.name.text.clone();
        report(
            ctx,
            Fault::FunctionNotAllowed { name },
            call.name.range,
            place,
            Phase::Parse,
            found,
        );
        place.path.pop();
        return;
    }
    if call.function == Function::Removed {
        if let Some(version) = ctx.template.version {
            let name = call.name.text.clone();
            let fault = Fault::WithdrawnFunction { name, version };
            report(ctx, fault, call.name.range, place, Phase::Validate, found);
        }
        walk(ctx, &call.argument, place, found);
        place.path.pop();
        return;
    }
    let faults = hotkit_eval::check_call(call, ctx.template);
    if faults.is_empty() {
        call::references(ctx, call, place, found);
    }
    for fault in faults {
        let (phase, range) = (fault.phase, fault.range);
        let before = found.problems.len();
        report(ctx, Fault::Argument(fault), range, place, phase, found);
        // Whatever stands in the place of a resource's name is looked up while edges are collected.
        if let (Function::GetResource, Some(problem)) = (call.function, found.problems.get_mut(before)) {
            problem.verdict = problem.verdict.min(place.reference_verdict());
        }
    }
    match call.function {
        Function::If | Function::IfNullable => walk_if(ctx, call, place, found),
        Function::And | Function::Or | Function::Not | Function::CfnNot => {
            condition_names(ctx, call, place, found);
            walk(ctx, &call.argument, place, found);
        }
        _ => walk(ctx, &call.argument, place, found),
    }
    place.path.pop();
}

fn allowed_in_condition(ctx: &StackContext<'_>, call: &Call) -> bool {
    let function = ctx
        .template
        .version
        .and_then(|it| it.condition_function(&call.name.text));
    function == Some(call.function)
}

/// The condition decides which branch there is at all (F-IF-2).
fn walk_if(ctx: &StackContext<'_>, call: &Call, place: &mut Place, found: &mut Found) {
    let Some([condition, branches @ ..]) = call.argument.as_list() else {
        return walk(ctx, &call.argument, place, found);
    };
    walk_condition(ctx, condition, place, found);
    let holds = condition::holds(ctx, condition);
    for (index, branch) in branches.iter().enumerate() {
        let taken = if index == 0 { holds } else { holds.not() };
        // With the inputs of a stack at hand the other branch is nobody's business.
        if taken == Holds::No {
            continue;
        }
        let outer = place.branch;
        place.branch = outer.and(taken);
        walk(ctx, branch, place, found);
        place.branch = outer;
    }
}

/// A condition in its place: the name of one, or a condition function.
pub(crate) fn walk_condition(ctx: &StackContext<'_>, condition: &Expr, place: &mut Place, found: &mut Found) {
    if let Some(name) = condition.as_text() {
        let key = Key {
            text: name.clone(),
            range: condition.range,
        };
        // The look-up happens while the definition is parsed (C-004, F-IF-1).
        undefined_condition(ctx, &key, place, Phase::Parse, found);
        condition_fault(ctx, condition, place, found);
        return;
    }
    condition_fault(ctx, condition, place, found);
    let (context, section) = (place.context, place.section);
    place.context = Context::Condition;
    place.section = Section::Condition;
    walk(ctx, condition, place, found);
    place.context = context;
    place.section = section;
}

/// What goes wrong when a condition is decided, which happens where it is used (C-006 to C-011).
fn condition_fault(ctx: &StackContext<'_>, condition: &Expr, place: &Place, found: &mut Found) {
    let Err(fault) = condition_truth(condition, &ctx.scope) else {
        return;
    };
    let named = |name: &SmolStr| Key {
        text: name.clone(),
        range: fault.range,
    };
    let problem = match &fault.kind {
        FaultKind::UnknownCondition { name } => {
            let declared = ctx.template.conditions.iter().map(|it| &it.name);
            undefined(ctx, &named(name), ReferenceFunction::Condition, declared)
        }
        FaultKind::UnknownParameter { name } => {
            let declared = ctx.template.parameters.iter().map(|it| &it.name);
            undefined(ctx, &named(name), ReferenceFunction::Parameter, declared)
        }
        FaultKind::CircularCondition { name } => Fault::CircularCondition {
            names: condition::circle(ctx, name),
        },
        // Told where it stands.
        FaultKind::NotInConditions | FaultKind::Withdrawn => return,
        _ => Fault::Argument(fault.clone()),
    };
    report(ctx, problem, fault.range, place, Phase::Parse, found);
}

/// The names of conditions among the arguments of `and`, `or`, `not` (C-010, C-011): looked up only when it comes to them.
fn condition_names(ctx: &StackContext<'_>, call: &Call, place: &mut Place, found: &mut Found) {
    let items = match &call.argument.kind {
        ExprKind::List(items) => items.as_slice(),
        _ => std::slice::from_ref(&call.argument),
    };
    let outer = place.branch;
    for (index, item) in items.iter().enumerate() {
        let Some(name) = item.as_text() else { continue };
        if index > 0 {
            place.branch = outer.and(Holds::Unknown);
        }
        let key = Key {
            text: name.clone(),
            range: item.range,
        };
        undefined_condition(ctx, &key, place, Phase::Evaluate, found);
    }
    place.branch = outer;
}

fn undefined_condition(ctx: &StackContext<'_>, name: &Key, place: &Place, phase: Phase, found: &mut Found) {
    if ctx.conditions.contains_key(name.text.as_str()) {
        return;
    }
    let declared = ctx.template.conditions.iter().map(|it| &it.name);
    let fault = undefined(ctx, name, ReferenceFunction::Condition, declared);
    report(ctx, fault, name.range, place, phase, found);
}

/// A fault about a name that nothing declares, with the nearest name that something does.
pub(crate) fn undefined<'n>(
    ctx: &StackContext<'_>,
    name: &Key,
    function: ReferenceFunction,
    declared: impl Iterator<Item = &'n Key> + Clone,
) -> Fault {
    let near = nearest(&name.text, declared.clone().map(|it| it.text.as_str()));
    let suggestion = near
        .and_then(|near| declared.clone().find(|it| it.text == near))
        .map(|key| Declared {
            name: key.text.clone(),
            place: Some((ctx.site.file, key.range)),
        });
    Fault::Undefined {
        name: name.text.clone(),
        function,
        suggestion,
    }
}

/// A mapping with one key that is a function of another version, or nearly one of this (V-021, F-FN-1). Heat takes it as
/// data, so it is said only where the key can hardly be meant as data.
fn unknown_function(ctx: &StackContext<'_>, entry: &Entry, place: &Place, found: &mut Found) {
    let name = entry.key.text.as_str();
    let Some(version) = ctx.template.version else { return };
    let looks_like_function = name.contains('_') || name.contains("::");
    if place.context == Context::Condition || !looks_like_function || version.function(name).is_some() {
        return;
    }
    let is_foreign = hotkit_schema::function_names().contains(&name);
    let suggestion = *found.next_to.entry(entry.key.text.clone()).or_insert_with(|| {
        let functions = version.functions.iter().map(|(name, _)| *name);
        nearest(name, functions.filter(|it| it.contains('_') || it.contains("::")))
    });
    if suggestion.is_none() && !is_foreign {
        return;
    }
    let since = hotkit_schema::since(name).filter(|_| version.kind == hotkit_schema::TemplateKind::Hot);
    let fault = Fault::UnknownFunction {
        name: entry.key.text.clone(),
        suggestion,
        since,
    };
    if place.owner != Holds::No {
        let problem = ctx.site.problem(fault, entry.key.range, &place.path, Verdict::Accepted);
        found.problems.push(problem);
    }
}

/// Adds a fault that Heat raises in this phase; nothing where it is certain that Heat never looks there.
pub(crate) fn report(
    ctx: &StackContext<'_>,
    fault: Fault,
    range: TextRange,
    place: &Place,
    phase: Phase,
    found: &mut Found,
) {
    let absent = match phase {
        Phase::Parse => place.branch == Holds::No,
        _ => place.branch.and(place.owner) == Holds::No,
    };
    if !absent {
        let verdict = place.verdict(phase, ctx.strict);
        found
            .problems
            .push(ctx.site.problem(fault, range, &place.path, verdict));
    }
}

pub(crate) fn attribute_of(ctx: &StackContext<'_>, index: usize, name: &Key, place: &Place, found: &mut Found) {
    if let Some(fault) = attribute::unknown(ctx, index, name) {
        report(ctx, fault, name.range, place, Phase::Validate, found);
    }
}
