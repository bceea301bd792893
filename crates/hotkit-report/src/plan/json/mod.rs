//! The form for programs: `schemas/plan.schema.json` describes it.

mod changes;
mod stack;
mod value;

use std::io;

use hotkit_plan::{Estimate, Place, Plan};
use serde::{Serialize, Serializer};

use self::changes::Changes;
use self::stack::{DisabledDocument, Outputs, Parameters, ResourceDocument, Resources, Waves};
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
struct PlaceDocument<'a> {
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

#[derive(Serialize)]
struct AgainstDocument<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'a str>,
}
