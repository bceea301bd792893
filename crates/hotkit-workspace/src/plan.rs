//! One run of `plan`: a template with its inputs, checked and then expanded, perhaps beside what it was before.

use hotkit_analysis::{Analysis, Inputs, Verdict, analyze};
use hotkit_lint::{RuleSet, Selection};
use hotkit_plan::{Action, Change, Cloud, Estimate, Failure, Plan, Request, TooLarge, UpdatePlan};
use hotkit_text::{Diagnostic, Files};

use crate::check::{Unreadable, not_utf8, once_each, parameters, unreadable};
use crate::config::{ConfigChoice, ConfigFault, Configs, Protected, plug_ins};
use crate::discovery::normalise;
use crate::git;
use crate::project::Project;
use crate::store::{Outcome, Store, Use};

/// What shall be planned.
#[derive(Clone, Debug, Default)]
pub struct PlanRequest {
    /// The template with its inputs.
    pub new: Side,
    /// What it is compared with: the stack as it is.
    pub old: Option<Side>,
    /// The name of the stack; `None` leaves it open.
    pub stack_name: Option<String>,
    /// The time in seconds since 1970, for what may have expired.
    pub now: Option<i64>,
    /// The mocked cloud.
    pub cloud: Cloud,
    /// The resource of the root stack that shall fail.
    pub fail: Option<String>,
    /// True where a plan is wanted even of what Heat refuses: of half-typed text, for eyes.
    pub draft: bool,
    /// What no update shall replace or delete.
    pub protected: Protected,
    /// The configurations that say which environments and parameters belong to a template for which none are given.
    pub config: ConfigChoice,
}

/// A template with its inputs.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// The template, relative to the working folder.
    pub template: String,
    /// The revision of git at which it is read; `None` for the files as they are.
    pub revision: Option<String>,
    /// Environment files in their order.
    pub environments: Vec<String>,
    /// Names and values of parameters, in their order.
    pub parameters: Vec<(String, String)>,
    /// Names of parameters, and the files that hold their values.
    pub parameter_files: Vec<(String, String)>,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct PlanResult {
    /// Every file that a finding speaks of.
    pub files: Files,
    /// The findings on the template, and on the old one where Heat refuses that.
    pub diagnostics: Vec<Diagnostic>,
    /// The plan; `None` where Heat refuses the template.
    pub plan: Option<Plan>,
    /// What an update does.
    pub update: Option<UpdatePlan>,
    /// What it costs.
    pub estimate: Option<Estimate>,
    /// What happens when the resource fails that shall fail.
    pub failure: Option<Failure>,
    /// True where it is the old template that Heat refuses.
    pub old_refused: bool,
    /// A group that is larger than Heat allows.
    pub too_large: Option<TooLarge>,
    /// The commit that the revision names, shortened.
    pub commit: Option<String>,
    /// Files that could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// Why nothing could be planned.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PlanError {
    /// Git knows no such revision.
    #[error("git knows no revision `{0}`")]
    UnknownRevision(String),
    /// There is no resource of this name that could fail.
    #[error("the stack has no resource `{name}`")]
    UnknownResource {
        /// The name.
        name: String,
        /// A name that was most likely meant.
        suggestion: Option<String>,
    },
    /// Git could not be asked.
    #[error("{0}")]
    Git(String),
    /// Mistakes in configurations.
    #[error("the configuration has mistakes")]
    Config(Vec<ConfigFault>),
}

/// Plans what the request names. Files that cannot be read are told in the result.
///
/// # Errors
/// Where a revision cannot be found, or a configuration has mistakes.
pub fn plan(project: &Project, request: &PlanRequest) -> Result<PlanResult, PlanError> {
    let mut result = PlanResult::default();
    let old_project = match request.old.as_ref().and_then(|it| it.revision.as_ref()) {
        Some(revision) => {
            let commit = git::commit(project.root(), revision).map_err(PlanError::Git)?;
            result.commit = Some(commit.ok_or_else(|| PlanError::UnknownRevision(revision.clone()))?);
            project.at_revision(revision)
        }
        None => project.clone(),
    };
    let Some(mut new) = side(project, &request.new, request, &mut result)? else {
        return Ok(result);
    };
    if let Some(plan) = &mut new.plan {
        result.estimate = Some(hotkit_plan::estimate(plan, &request.cloud));
        if let Some(name) = &request.fail {
            result.failure = hotkit_plan::failure(plan, name, &request.cloud);
            if result.failure.is_none() {
                let names = plan.root.resources.iter().map(|it| it.name.as_str());
                return Err(PlanError::UnknownResource {
                    name: name.clone(),
                    suggestion: hotkit_text::nearest(name, names).map(str::to_owned),
                });
            }
        }
    }
    let refused = new.plan.is_none();
    let (Some(old_side), false) = (&request.old, refused) else {
        result.take(new);
        return Ok(result);
    };
    let findings = std::mem::take(&mut result.diagnostics);
    let Some(old) = side(&old_project, old_side, request, &mut result)? else {
        result.old_refused = true;
        return Ok(result);
    };
    let (Some(old_plan), Some(new_plan)) = (&old.plan, &new.plan) else {
        result.old_refused = true;
        result.take(old);
        result.plan = None;
        return Ok(result);
    };
    let mut update = hotkit_plan::compare(
        hotkit_plan::Side {
            files: &old.store,
            request: &old.request,
            analysis: &old.analysis,
            plan: old_plan,
        },
        hotkit_plan::Side {
            files: &new.store,
            request: &new.request,
            analysis: &new.analysis,
            plan: new_plan,
        },
        request.cloud.stack_timeout,
    );
    protect(&mut update, &request.protected);
    result.diagnostics = findings;
    result.update = Some(update);
    result.take(new);
    Ok(result)
}

/// Notes what the update would take from resources that are protected.
fn protect(update: &mut UpdatePlan, protected: &Protected) {
    let mut found = Vec::new();
    let mut waiting: Vec<(String, &[Change])> = vec![(String::new(), &update.changes)];
    while let Some((way, changes)) = waiting.pop() {
        for change in changes {
            let path = format!("{way}{}", change.name);
            let what = match change.action {
                Action::Replace => "replace",
                Action::Delete => "delete",
                Action::Update | Action::Create | Action::Unchanged => "",
            };
            if !what.is_empty() && protected.holds(&path, &change.type_name) {
                found.push(format!("`{path}` is protected, and the update would {what} it"));
            }
            waiting.push((format!("{path}/"), &change.nested));
        }
    }
    found.sort();
    update.protected = found;
}

impl PlanResult {
    fn take(&mut self, planned: Planned) {
        self.plan = planned.plan;
        self.too_large = planned.too_large;
        self.files = planned.store.files().clone();
    }
}

struct Planned {
    store: Store,
    request: Request,
    analysis: Analysis,
    plan: Option<Plan>,
    too_large: Option<TooLarge>,
}

/// The inputs that the configuration gives a template for which the command line gives none.
fn with_configured_inputs(project: &Project, side: &Side, template: &str, request: &PlanRequest) -> Option<Side> {
    let bare = side.environments.is_empty() && side.parameters.is_empty() && side.parameter_files.is_empty();
    let stacks = bare.then(|| Configs::new(request.config.clone()).stacks(project, template))?;
    let stack = stacks.into_iter().next()?;
    Some(Side {
        environments: stack.environments,
        parameters: stack.parameters,
        ..side.clone()
    })
}

fn side(
    project: &Project,
    side: &Side,
    request: &PlanRequest,
    result: &mut PlanResult,
) -> Result<Option<Planned>, PlanError> {
    let mut project = project.clone();
    let template = normalise(&side.template);
    let plug_ins = plug_ins(&project, &request.config, &template).map_err(PlanError::Config)?;
    let configured = with_configured_inputs(&project, side, &template, request);
    let side = configured.as_ref().unwrap_or(side);
    let environments: Vec<String> = side.environments.iter().map(|it| normalise(it)).collect();
    project.admit_named(&template);
    for file in environments
        .iter()
        .cloned()
        .chain(side.parameter_files.iter().map(|(_, it)| normalise(it)))
    {
        project.admit_named_file(&file);
    }
    let mut store = Store::with_texts();
    let roots = std::iter::once((template.clone(), Use::Template));
    store.load(
        &project,
        roots.chain(environments.iter().map(|it| (it.clone(), Use::Environment))),
    );
    let mut diagnostics = Vec::new();
    let mut readable = true;
    let named = std::iter::once((&template, Use::Template, None));
    let named = named.chain(environments.iter().map(|it| (it, Use::Environment, Some("-e"))));
    for (path, purpose, option) in named {
        match store.outcome(path, purpose) {
            Some(Outcome::Unreadable { why, missing }) => {
                result.unreadable.push(unreadable(&project, path, why, missing, option));
                readable = false;
            }
            Some(Outcome::NotUtf8 { file, offset, .. }) => {
                diagnostics.push(not_utf8(file, offset));
                readable &= purpose != Use::Template;
            }
            Some(Outcome::Read { .. }) | None => {}
        }
    }
    let before = result.unreadable.len();
    let parameters = parameters(
        &project,
        &side.parameters,
        &side.parameter_files,
        Some(&template),
        &mut result.unreadable,
    );
    if !readable || result.unreadable.len() > before {
        result.diagnostics = diagnostics;
        result.files = store.files().clone();
        return Ok(None);
    }
    let inputs = Inputs {
        template: template.clone(),
        environments: environments.clone(),
        parameters,
        stack: true,
        now: request.now,
        cloud: None,
        plug_ins,
    };
    let mut analysis: Analysis = analyze(&store, &inputs);
    let refused = !diagnostics.is_empty() || analysis.problems.iter().any(|it| it.verdict == Verdict::Refused);
    let problems = std::mem::take(&mut analysis.problems);
    let wanted = RuleSet::from(&Selection::default());
    diagnostics.extend(hotkit_lint::check(problems, &wanted, store.files()));
    result.diagnostics = once_each(diagnostics, store.files());
    let mut planned = Planned {
        store,
        request: Request {
            template,
            environments,
            stack_name: request.stack_name.as_deref().map(Into::into),
            availability_zones: request.cloud.availability_zones.iter().map(Into::into).collect(),
        },
        analysis,
        plan: None,
        too_large: None,
    };
    if !refused || request.draft {
        match hotkit_plan::plan(&planned.store, &planned.request, &planned.analysis) {
            Ok(plan) => planned.plan = plan,
            Err(too_large) => planned.too_large = Some(*too_large),
        }
    }
    Ok(Some(planned))
}
