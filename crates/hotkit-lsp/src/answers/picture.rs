//! The stack as panels show it: the graph of the present text as data and as a picture, the plan as a page.

use hotkit_ide::View;
use hotkit_ide::graph::{concerns, waves};
use hotkit_model::Template;
use hotkit_report::{Against, PlanReport};
use hotkit_text::{Diagnostic as Finding, Severity};
use hotkit_workspace::{PlanRequest, PlanResult, Side, inputs_of, now};
use serde_json::{Value, json};
use tower_lsp_server::ls_types::Position;

use crate::snapshot::Snapshot;

/// Findings that a panel is told at most.
const MOST_PROBLEMS: usize = 50;

/// The dependency graph of a template, with its picture.
///
/// `resource` names the one that is told in full, else the one at the cursor is.
pub(crate) fn graph(snapshot: &Snapshot, position: Option<Position>, resource: Option<&str>) -> Option<Value> {
    let document = snapshot.document()?;
    let view = snapshot.view(&document);
    let template = view.template()?;
    let drawn = planned(snapshot);
    let svg = drawn.as_ref().map(|it| hotkit_report::panel_svg(&report(it)));
    let missing = drawn.as_ref().map(missing_values).unwrap_or_default();
    let (resources, edges, count) = parts(snapshot, &view, template);
    let offset = position.map(|it| snapshot.offset(it));
    let at = offset.and_then(|offset| {
        let mut all = template.resources.iter();
        all.find(|it| it.range.to(it.name.range).touches(offset))
    });
    let detailed = resource.or_else(|| at.map(|it| it.name.text.as_str()));
    let detail = detailed
        .zip(drawn.as_ref())
        .and_then(|(name, it)| hotkit_report::resource_json(&report(it), name));
    let named: Vec<Value> = concerns(template)
        .iter()
        .map(|it| {
            json!({
                "kind": it.kind.word(),
                "name": it.name.as_str(),
                "range": snapshot.range(it.range),
                "resources": it.resources.iter().map(|it| it.as_str()).collect::<Vec<_>>(),
            })
        })
        .collect();
    let findings = snapshot.findings();
    let refused = is_refused(snapshot);
    let state = if refused {
        "refused"
    } else if missing.is_empty() {
        "accepted"
    } else {
        "conditional"
    };
    Some(json!({
        "format_version": 1,
        "version": snapshot.version,
        "uri": snapshot.uri,
        "at": at.map(|it| it.name.text.as_str()),
        "detailed": detailed,
        "detail": detail,
        "refused": refused,
        "state": state,
        "missing": missing,
        "environments": inputs(snapshot).0,
        "findings": findings.len(),
        "problems": problems(snapshot, template, &findings),
        "waves": count,
        "resources": resources,
        "edges": edges,
        "names": named,
        "svg": svg.filter(|it| !it.is_empty()),
    }))
}

/// The plan of the present text as a page; where Heat refuses it, why. `against` is a file, or `git:REV` for the same file
/// at a revision: then the page shows the update from it.
pub(crate) fn plan(snapshot: &Snapshot, against: Option<&str>) -> Option<Value> {
    let document = snapshot.document()?;
    let view = snapshot.view(&document);
    let template = view.template()?;
    let request = PlanRequest {
        old: against.map(|it| old_side(snapshot, it)),
        ..request(snapshot, false)
    };
    let planned = match hotkit_workspace::plan(&snapshot.world.project, &request) {
        Ok(planned) => planned,
        Err(error) => {
            return Some(json!({
                "format_version": 1,
                "version": snapshot.version,
                "uri": snapshot.uri,
                "html": null,
                "problem": error.to_string(),
                "problems": [],
            }));
        }
    };
    let compared = against.map(|it| Against {
        file: if it.starts_with("git:") {
            snapshot.source.path().to_owned()
        } else {
            it.to_owned()
        },
        revision: it.strip_prefix("git:").map(str::to_owned),
        commit: planned.commit.clone(),
    });
    let html = hotkit_report::html_plan(&PlanReport {
        update: planned.update.as_ref(),
        against: compared.as_ref(),
        ..report(&planned)
    });
    let problem = planned
        .old_refused
        .then(|| "Heat refuses the template that this one is compared with".to_owned());
    let own = |it: &&Finding| planned.files.get(it.file).path() == snapshot.source.path();
    let findings: Vec<Finding> = planned.diagnostics.iter().filter(own).cloned().collect();
    Some(json!({
        "format_version": 1,
        "version": snapshot.version,
        "uri": snapshot.uri,
        "html": Some(html).filter(|it| !it.is_empty()),
        "problem": problem,
        "environments": inputs(snapshot).0,
        "problems": problems(snapshot, template, &findings),
    }))
}

/// The stack that is there: with the inputs of the new one.
fn old_side(snapshot: &Snapshot, against: &str) -> Side {
    let new = request(snapshot, false).new;
    match against.strip_prefix("git:") {
        Some(revision) => Side {
            revision: Some(revision.to_owned()),
            ..new
        },
        None => Side {
            template: against.to_owned(),
            ..new
        },
    }
}

/// Resources and edges as the check saw them, and the number of waves.
fn parts(snapshot: &Snapshot, view: &View<'_>, template: &Template) -> (Vec<Value>, Vec<Value>, usize) {
    let Some(stack) = view.stack else {
        return (Vec::new(), Vec::new(), 0);
    };
    let waves = waves(stack);
    let pairs = stack.resources.iter().zip(&waves);
    let resources = pairs
        .map(|(it, wave)| {
            let declared = template.resource(&it.name);
            json!({
                "name": it.name.as_str(),
                "type": declared.and_then(|it| it.resource_type.as_ref()).map(|it| it.text.as_str()),
                "wave": wave,
                "created": it.enabled,
                "range": declared.map(|it| snapshot.range(it.name.range)),
                "whole": declared.map(|it| snapshot.range(it.range.to(it.name.range))),
            })
        })
        .collect();
    let edges = stack.graph.edges.iter().map(|it| {
        let places = it.because.iter().map(|because| snapshot.range(because.range));
        json!({
            "from": stack.resources[it.requirer].name.as_str(),
            "to": stack.resources[it.required].name.as_str(),
            "ranges": places.collect::<Vec<_>>(),
        })
    });
    let count = waves.iter().flatten().max().copied().unwrap_or(0);
    (resources, edges.collect(), count)
}

/// The findings with the resource that each lies in, the gravest first.
fn problems(snapshot: &Snapshot, template: &Template, findings: &[Finding]) -> Vec<Value> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|it| (!it.refused, it.severity != Severity::Error, it.range));
    let told = sorted.into_iter().take(MOST_PROBLEMS).map(|it| {
        let mut resources = template.resources.iter();
        let resource = resources.find(|resource| resource.range.to(resource.name.range).contains(it.range.start()));
        json!({
            "message": it.message,
            "rule": it.rule,
            "refused": it.refused,
            "error": it.severity == Severity::Error,
            "range": snapshot.range(it.range),
            "resource": resource.map(|it| it.name.text.as_str()),
        })
    });
    told.collect()
}

/// Parameters that a stack creation still wants values for.
fn missing_values(planned: &PlanResult) -> Vec<String> {
    let missing = planned
        .diagnostics
        .iter()
        .filter(|it| it.rule == "missing-parameter-value");
    let names = missing.filter_map(|it| it.path.as_deref()?.strip_prefix("parameters."));
    names.map(str::to_owned).collect()
}

fn is_refused(snapshot: &Snapshot) -> bool {
    let inspection = snapshot.world.inspection.as_ref();
    inspection.is_some_and(|it| !it.result.refused_templates.is_empty())
}

/// Environments and parameters of the stack that the settings, else the configuration, make of the template.
fn inputs(snapshot: &Snapshot) -> (Vec<String>, Vec<(String, String)>) {
    let set = &snapshot.settings.environments;
    if set.is_empty() {
        return inputs_of(&snapshot.world.project, snapshot.source.path());
    }
    (set.clone(), Vec::new())
}

/// The plan of the present text; a draft is made even of what Heat refuses.
fn planned(snapshot: &Snapshot) -> Option<PlanResult> {
    hotkit_workspace::plan(&snapshot.world.project, &request(snapshot, true)).ok()
}

fn request(snapshot: &Snapshot, draft: bool) -> PlanRequest {
    let (environments, parameters) = inputs(snapshot);
    PlanRequest {
        new: Side {
            template: snapshot.source.path().to_owned(),
            environments,
            parameters,
            ..Side::default()
        },
        now: now(),
        draft,
        ..PlanRequest::default()
    }
}

fn report(planned: &PlanResult) -> PlanReport<'_> {
    PlanReport {
        files: &planned.files,
        diagnostics: &planned.diagnostics,
        plan: planned.plan.as_ref(),
        update: None,
        against: None,
        estimate: planned.estimate.as_ref(),
        failure: None,
    }
}
