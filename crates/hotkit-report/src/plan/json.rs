//! The form for programs: `schemas/plan.schema.json` describes it.

use std::io;

use hotkit_plan::{
    Batch, Because, BecauseKind, Change, ChangeReason, Disabled, Estimate, Kind, OutputPlan, ParameterPlan, Place,
    Plan, Planned, PropertyPlan, ResourcePlan, Rolling, StackKind, StackPlan, Value,
};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::json::Findings;
use crate::plan::PlanReport;

/// Number of the form; a program that knows another one must not read on.
const FORMAT_VERSION: u32 = 1;

/// Writes a plan as one line of JSON, ended by a line break. Values are the engine's; hidden parameters are left out.
///
/// # Errors
/// What `out` reports; a part may have been written then.
pub fn write_plan_json(report: &PlanReport<'_>, out: &mut impl io::Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Document::new(report, Eyes::Machine))?;
    out.write_all(b"\n")
}

/// One resource of the root stack as JSON, for people: secrets are masked. `None` where there is no such resource.
#[must_use]
pub fn resource_json(report: &PlanReport<'_>, name: &str) -> Option<serde_json::Value> {
    let plan = report.plan?;
    let resource = plan.root.resources.iter().find(|it| it.name == name)?;
    serde_json::to_value(ResourceDocument::new(resource, &plan.root, plan, Eyes::People)).ok()
}

/// Who reads it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Eyes {
    /// A program: values as the engine has them.
    Machine,
    /// People: secrets are masked.
    People,
}

#[derive(Serialize)]
pub(crate) struct Document<'a> {
    format_version: u32,
    verdict: &'static str,
    #[serde(flatten)]
    plan: Option<PlanDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<AgainstDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Changes<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    update_refused: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    protected: Option<&'a [String]>,
    diagnostics: Findings<'a>,
}

impl<'a> Document<'a> {
    pub(crate) fn new(report: &PlanReport<'a>, eyes: Eyes) -> Document<'a> {
        Document {
            format_version: FORMAT_VERSION,
            verdict: if report.plan.is_some() { "accepted" } else { "refused" },
            plan: report.plan.map(|plan| PlanDocument::new(plan, report, eyes)),
            against: report.against.map(|it| AgainstDocument {
                file: &it.file,
                revision: it.revision.as_deref(),
                commit: it.commit.as_deref(),
            }),
            changes: report.update.zip(report.plan).map(|(update, plan)| Changes {
                changes: &update.changes,
                plan,
                eyes,
            }),
            update_refused: report
                .update
                .map(|it| it.refused.as_slice())
                .filter(|it| !it.is_empty()),
            protected: report
                .update
                .map(|it| it.protected.as_slice())
                .filter(|it| !it.is_empty()),
            diagnostics: Findings {
                files: report.files,
                diagnostics: report.diagnostics,
            },
        }
    }
}

#[derive(Serialize)]
struct PlanDocument<'a> {
    stack: &'a str,
    template: TemplateDocument<'a>,
    environments: &'a [String],
    release: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cloud: Option<&'a str>,
    summary: SummaryDocument<'a>,
    parameters: Parameters<'a>,
    resources: Resources<'a>,
    waves: Waves<'a>,
    disabled: Vec<DisabledDocument<'a>>,
    outputs: Outputs<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quota: Option<Quota<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stacks_that_fit: Option<FitDocument>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_in_cloud: Vec<MissingDocument<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    warnings: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<FailureDocument<'a>>,
}

impl<'a> PlanDocument<'a> {
    fn new(plan: &'a Plan, report: &PlanReport<'a>, eyes: Eyes) -> PlanDocument<'a> {
        let estimate = report.estimate;
        let root = &plan.root;
        PlanDocument {
            stack: &plan.stack_name,
            template: TemplateDocument {
                file: &plan.file,
                version: &plan.version,
                description: plan.description.as_deref(),
            },
            environments: &plan.environments,
            release: plan.release,
            cloud: estimate.map(|it| it.cloud.as_str()),
            summary: SummaryDocument {
                resources: root.total(),
                nested: root.total() - root.resources.len(),
                disabled: root.disabled.len(),
                waves: root.waves.len(),
                seconds: estimate.map_or(0, |it| it.seconds),
                critical_path: estimate.map_or(&[], |it| it.critical_path.as_slice()),
            },
            parameters: Parameters { stack: root, eyes },
            resources: Resources {
                stack: root,
                root: plan,
                eyes,
            },
            waves: Waves(root),
            disabled: root.disabled.iter().map(|it| DisabledDocument::new(it, plan)).collect(),
            outputs: Outputs {
                outputs: &root.outputs,
                eyes,
            },
            quota: estimate.map(Quota),
            stacks_that_fit: estimate.and_then(|it| it.fit).map(|(count, kind)| FitDocument {
                count,
                limited_by: kind.key(),
            }),
            not_in_cloud: estimate
                .map_or(&[][..], |it| it.missing.as_slice())
                .iter()
                .map(|it| MissingDocument {
                    resource: &it.resource,
                    property: &it.property,
                    what: it.what,
                    value: &it.value,
                    suggestion: it.suggestion.as_deref(),
                    at: PlaceDocument::new(&it.at, plan),
                })
                .collect(),
            warnings: estimate.map_or(&[], |it| it.warnings.as_slice()),
            failure: report.failure.map(|it| FailureDocument {
                resource: &it.resource,
                at: it.at,
                times_out: it.times_out,
                complete: &it.complete,
                unfinished: &it.unfinished,
                never: &it.never,
                left: Quota(&it.left),
                rollback: &it.rollback,
            }),
        }
    }
}

#[derive(Serialize)]
struct TemplateDocument<'a> {
    file: &'a str,
    version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
}

#[derive(Serialize)]
struct SummaryDocument<'a> {
    resources: usize,
    nested: usize,
    disabled: usize,
    waves: usize,
    seconds: u64,
    critical_path: &'a [String],
}

/// What is needed of each kind, and what the cloud allows.
struct Quota<'a>(&'a Estimate);

impl Serialize for Quota<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kinds = self.0.needed.iter().map(|(kind, needed)| {
            let line = QuotaDocument {
                needed: *needed,
                limit: self.0.limits.get(kind).copied().flatten(),
                used: self.0.used.get(kind).copied(),
            };
            (kind.key(), line)
        });
        serializer.collect_map(kinds)
    }
}

#[derive(Serialize)]
struct QuotaDocument {
    needed: u64,
    limit: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    used: Option<u64>,
}

#[derive(Serialize)]
struct FitDocument {
    count: u64,
    limited_by: &'static str,
}

#[derive(Serialize)]
struct MissingDocument<'a> {
    resource: &'a str,
    property: &'a str,
    what: &'a str,
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<&'a str>,
    at: PlaceDocument<'a>,
}

#[derive(Serialize)]
struct FailureDocument<'a> {
    resource: &'a str,
    at: u64,
    times_out: bool,
    complete: &'a [String],
    unfinished: &'a [String],
    never: &'a [String],
    left: Quota<'a>,
    rollback: &'a [Vec<String>],
}

/// The line, and the file where it is not the root template.
#[derive(Serialize)]
pub(crate) struct PlaceDocument<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    line: u32,
}

impl<'a> PlaceDocument<'a> {
    fn new(place: &'a Place, plan: &Plan) -> PlaceDocument<'a> {
        PlaceDocument {
            file: (place.file != plan.file).then_some(place.file.as_str()),
            line: place.line,
        }
    }
}

struct Parameters<'a> {
    stack: &'a StackPlan,
    eyes: Eyes,
}

impl Serialize for Parameters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parameters = self.stack.parameters.iter();
        serializer.collect_map(parameters.map(|it| (it.name.as_str(), ParameterDocument::new(it, self.eyes))))
    }
}

#[derive(Serialize)]
struct ParameterDocument<'a> {
    r#type: &'static str,
    #[serde(flatten)]
    value: Option<PlannedDocument<'a>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    hidden: bool,
    from: &'a str,
    line: u32,
}

impl<'a> ParameterDocument<'a> {
    fn new(parameter: &'a ParameterPlan, eyes: Eyes) -> ParameterDocument<'a> {
        let hidden = parameter.hidden || parameter.value.secret;
        ParameterDocument {
            r#type: parameter.type_name,
            value: (!hidden).then(|| PlannedDocument::new(&parameter.value, eyes)),
            hidden,
            from: &parameter.from,
            line: parameter.line,
        }
    }
}

struct Resources<'a> {
    stack: &'a StackPlan,
    root: &'a Plan,
    eyes: Eyes,
}

impl Serialize for Resources<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let resources = self.stack.resources.iter();
        serializer.collect_map(resources.map(|it| {
            let document = ResourceDocument::new(it, self.stack, self.root, self.eyes);
            (it.name.as_str(), document)
        }))
    }
}

#[derive(Serialize)]
struct ResourceDocument<'a> {
    r#type: &'a str,
    wave: usize,
    at: PlaceDocument<'a>,
    requires: Vec<RequirementDocument<'a>>,
    properties: Properties<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deletion_policy: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<PlannedDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    perhaps: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    nested: Option<NestedDocument<'a>>,
    start: u64,
    seconds: u64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    assumed: bool,
}

impl<'a> ResourceDocument<'a> {
    fn new(resource: &'a ResourcePlan, stack: &'a StackPlan, root: &'a Plan, eyes: Eyes) -> ResourceDocument<'a> {
        ResourceDocument {
            r#type: &resource.type_name,
            wave: resource.wave,
            at: PlaceDocument::new(&resource.at, root),
            requires: resource
                .requires
                .iter()
                .map(|it| RequirementDocument {
                    resource: &stack.resources[it.resource].name,
                    because: it.because.iter().map(BecauseDocument::new).collect(),
                })
                .collect(),
            properties: Properties {
                properties: &resource.properties,
                eyes,
            },
            deletion_policy: resource.deletion_policy.as_deref(),
            external_id: resource.external_id.as_ref().map(|it| PlannedDocument::new(it, eyes)),
            condition: resource.condition.as_deref(),
            perhaps: !resource.certain,
            nested: resource.nested.as_deref().map(|it| NestedDocument::new(it, root, eyes)),
            start: resource.start,
            seconds: resource.seconds,
            assumed: resource.assumed,
        }
    }
}

#[derive(Serialize)]
struct NestedDocument<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    resources: Resources<'a>,
    waves: Waves<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    disabled: Vec<DisabledDocument<'a>>,
    parameters: Parameters<'a>,
    outputs: Outputs<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    names_made_up: bool,
}

impl<'a> NestedDocument<'a> {
    fn new(stack: &'a StackPlan, root: &'a Plan, eyes: Eyes) -> NestedDocument<'a> {
        let is_group = stack.kind == StackKind::Group;
        NestedDocument {
            kind: if is_group { "group" } else { "stack" },
            file: (!is_group).then_some(stack.file.as_str()),
            resources: Resources { stack, root, eyes },
            waves: Waves(stack),
            disabled: stack
                .disabled
                .iter()
                .map(|it| DisabledDocument::new(it, root))
                .collect(),
            parameters: Parameters { stack, eyes },
            outputs: Outputs {
                outputs: &stack.outputs,
                eyes,
            },
            note: stack.note.as_deref(),
            names_made_up: !stack.names_known,
        }
    }
}

#[derive(Serialize)]
struct RequirementDocument<'a> {
    resource: &'a str,
    because: Vec<BecauseDocument<'a>>,
}

#[derive(Serialize)]
struct BecauseDocument<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    at: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribute: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
}

impl<'a> BecauseDocument<'a> {
    fn new(because: &'a Because) -> BecauseDocument<'a> {
        let (attribute, text) = match &because.kind {
            BecauseKind::GetAttr(attribute) => (Some(attribute.as_str()), None),
            BecauseKind::Heat(text) => (None, Some(*text)),
            BecauseKind::GetResource | BecauseKind::DependsOn => (None, None),
        };
        BecauseDocument {
            kind: because.kind.name(),
            at: &because.at,
            attribute,
            text,
            line: text.is_none().then_some(because.line),
        }
    }
}

struct Properties<'a> {
    properties: &'a [PropertyPlan],
    eyes: Eyes,
}

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.properties.iter().map(|it| {
            let document = PropertyDocument {
                value: PlannedDocument::new(&it.value, self.eyes),
                line: (it.line > 0).then_some(it.line),
            };
            (it.name.as_str(), document)
        }))
    }
}

#[derive(Serialize)]
struct PropertyDocument<'a> {
    #[serde(flatten)]
    value: PlannedDocument<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
}

struct Waves<'a>(&'a StackPlan);

impl Serialize for Waves<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = |wave: &Vec<usize>| -> Vec<&str> {
            wave.iter()
                .map(|index| self.0.resources[*index].name.as_str())
                .collect()
        };
        serializer.collect_seq(self.0.waves.iter().map(names))
    }
}

#[derive(Serialize)]
struct DisabledDocument<'a> {
    resource: &'a str,
    r#type: &'a str,
    condition: &'a str,
    at: PlaceDocument<'a>,
}

impl<'a> DisabledDocument<'a> {
    fn new(disabled: &'a Disabled, plan: &'a Plan) -> DisabledDocument<'a> {
        DisabledDocument {
            resource: &disabled.name,
            r#type: &disabled.type_name,
            condition: &disabled.condition,
            at: PlaceDocument::new(&disabled.at, plan),
        }
    }
}

struct Outputs<'a> {
    outputs: &'a [OutputPlan],
    eyes: Eyes,
}

impl Serialize for Outputs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.outputs.iter().map(|it| {
            let document = OutputDocument {
                value: PlannedDocument::new(&it.value, self.eyes),
                description: it.description.as_deref(),
                line: (it.line > 0).then_some(it.line),
                secret: it.secret,
            };
            (it.name.as_str(), document)
        }))
    }
}

#[derive(Serialize)]
struct OutputDocument<'a> {
    #[serde(flatten)]
    value: PlannedDocument<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    secret: bool,
}

#[derive(Serialize)]
struct AgainstDocument<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'a str>,
}

struct Changes<'a> {
    changes: &'a [Change],
    plan: &'a Plan,
    eyes: Eyes,
}

impl Serialize for Changes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.changes.iter().map(|it| {
            let document = ChangeDocument::new(it, self.plan, self.eyes);
            (it.name.as_str(), document)
        }))
    }
}

#[derive(Serialize)]
struct ChangeDocument<'a> {
    action: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'a str>,
    because: Vec<ReasonDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rolling: Option<RollingDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<PlaceDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nested: Option<Changes<'a>>,
}

#[derive(Serialize)]
struct RollingDocument<'a> {
    pause: f64,
    batches: Vec<BatchDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resized: Option<BatchDocument<'a>>,
    left: Vec<&'a str>,
}

#[derive(Serialize)]
struct BatchDocument<'a> {
    renewed: Vec<&'a str>,
    created: Vec<&'a str>,
    removed: Vec<&'a str>,
    size: usize,
}

impl<'a> RollingDocument<'a> {
    fn new(rolling: &'a Rolling) -> RollingDocument<'a> {
        RollingDocument {
            pause: rolling.pause,
            batches: rolling.batches.iter().map(BatchDocument::new).collect(),
            resized: rolling.resized.as_ref().map(BatchDocument::new),
            left: rolling.left.iter().map(|it| it.as_str()).collect(),
        }
    }
}

impl<'a> BatchDocument<'a> {
    fn new(batch: &'a Batch) -> BatchDocument<'a> {
        BatchDocument {
            renewed: batch.renewed.iter().map(|it| it.as_str()).collect(),
            created: batch.created.iter().map(|it| it.as_str()).collect(),
            removed: batch.removed.iter().map(|it| it.as_str()).collect(),
            size: batch.size,
        }
    }
}

impl<'a> ChangeDocument<'a> {
    fn new(change: &'a Change, plan: &'a Plan, eyes: Eyes) -> ChangeDocument<'a> {
        ChangeDocument {
            action: change.action.name(),
            r#type: change.gone.then_some(change.type_name.as_str()),
            because: change.because.iter().map(|it| ReasonDocument::new(it, eyes)).collect(),
            note: (!change.notes.is_empty()).then(|| change.notes.join("; ")),
            rolling: change.rolling.as_ref().map(RollingDocument::new),
            at: change.gone.then(|| PlaceDocument::new(&change.at, plan)),
            nested: (!change.nested.is_empty()).then_some(Changes {
                changes: &change.nested,
                plan,
                eyes,
            }),
        }
    }
}

#[derive(Serialize)]
struct ReasonDocument<'a> {
    property: &'a str,
    before: Side<'a>,
    after: Side<'a>,
    effect: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
}

/// One side of a change; what is no property has none.
struct Side<'a>(Option<&'a Planned>, Eyes);

impl Serialize for Side<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(planned) => PlannedDocument::new(planned, self.1).serialize(serializer),
            None => serializer.collect_map([("omitted", true)]),
        }
    }
}

impl<'a> ReasonDocument<'a> {
    fn new(reason: &'a ChangeReason, eyes: Eyes) -> ReasonDocument<'a> {
        ReasonDocument {
            property: &reason.property,
            before: Side(reason.before.as_ref(), eyes),
            after: Side(reason.after.as_ref(), eyes),
            effect: reason.effect.name(),
            why: reason.why.as_deref(),
            line: (reason.line > 0).then_some(reason.line),
        }
    }
}

/// A property or output: `value`, `unknown` with perhaps a `text`, `omitted` or `error`.
pub(crate) struct PlannedDocument<'a> {
    planned: &'a Planned,
    eyes: Eyes,
}

impl<'a> PlannedDocument<'a> {
    pub(crate) fn new(planned: &'a Planned, eyes: Eyes) -> PlannedDocument<'a> {
        PlannedDocument { planned, eyes }
    }
}

impl Serialize for PlannedDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match &self.planned.kind {
            Kind::Value(value) => {
                let shown = match self.eyes {
                    Eyes::Machine => value,
                    Eyes::People => self.planned.shown().unwrap_or(value),
                };
                map.serialize_entry("value", &Json(shown))?;
                if let (Eyes::Machine, false, Some(Value::Text(text))) =
                    (self.eyes, self.planned.secret, &self.planned.display)
                {
                    map.serialize_entry("text", text.as_str())?;
                }
            }
            Kind::Unknown { sources, .. } => {
                let sources: Vec<Vec<&str>> = sources.iter().map(|it| it.iter().map(smol_str_of).collect()).collect();
                map.serialize_entry("unknown", &sources)?;
                if let Some(Value::Text(text)) = &self.planned.display {
                    map.serialize_entry("text", text.as_str())?;
                }
            }
            Kind::Omitted => map.serialize_entry("omitted", &true)?,
            Kind::Error(text) => map.serialize_entry("error", text.as_str())?,
        }
        map.end()
    }
}

fn smol_str_of(text: &impl AsRef<str>) -> &str {
    text.as_ref()
}

/// A value as JSON.
pub(crate) struct Json<'a>(pub(crate) &'a Value);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null | Value::Omitted => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Integer(number) => serializer.serialize_i64(*number),
            Value::BigInteger(digits) => match digits.parse::<i128>() {
                Ok(number) => serializer.serialize_i128(number),
                Err(_) => serializer.serialize_str(digits),
            },
            Value::Float(number) if number.is_finite() => serializer.serialize_f64(*number),
            Value::Float(number) if number.is_nan() => serializer.serialize_str("nan"),
            Value::Float(number) => serializer.serialize_str(if *number > 0.0 { "inf" } else { "-inf" }),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items.iter().map(Json)),
            Value::Map(entries) => {
                serializer.collect_map(entries.iter().map(|(key, value)| (key.as_str(), Json(value))))
            }
            Value::Unknown(_) => serializer.serialize_str("(unknown)"),
        }
    }
}
