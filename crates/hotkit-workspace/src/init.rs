//! What `init` proposes: a configuration made from what is found, and the files that run hotkit on every change.

use std::collections::BTreeSet;

use hotkit_analysis::{FileSet, FileState};
use hotkit_model::FileKind;

use crate::config::CONFIG_NAME;
use crate::discovery::{Naming, candidates};
use crate::project::Project;
use crate::store::{Kind, Outcome, Store, Use};

/// Stacks that are proposed.
const MOST_STACKS: usize = 20;

/// A file that could be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// Its path from the root of the project.
    pub path: String,
    /// Its text, or what to add where it is there already.
    pub text: String,
    /// True where it is there already.
    pub exists: bool,
}

/// Looks at the project and proposes.
#[must_use]
pub fn propose(project: &Project) -> Vec<Proposal> {
    let root = project.root();
    let mut proposals = vec![proposal(project, CONFIG_NAME, configuration(project))];
    proposals.push(proposal(project, ".pre-commit-config.yaml", PRE_COMMIT.to_owned()));
    let (is_gitlab, is_github) = (root.join(".gitlab-ci.yml").exists(), root.join(".github").exists());
    if is_gitlab {
        proposals.push(proposal(project, ".gitlab-ci.yml", GITLAB.to_owned()));
    }
    if is_github || !is_gitlab {
        proposals.push(proposal(project, ".github/workflows/hotkit.yml", GITHUB.to_owned()));
    }
    proposals
}

fn proposal(project: &Project, path: &str, text: String) -> Proposal {
    Proposal {
        path: path.to_owned(),
        text,
        exists: project.root().join(path).exists(),
    }
}

/// The hooks of `.pre-commit-hooks.yaml`, at the version that proposes them.
const PRE_COMMIT: &str = concat!(
    "\
repos:
- repo: https://github.com/hotkit/hotkit
  rev: v",
    env!("CARGO_PKG_VERSION"),
    "
  hooks:
  - id: hotkit-fmt
  - id: hotkit-check
"
);

const GITHUB: &str = concat!(
    "\
name: hotkit
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
    - uses: actions/checkout@v5
    - uses: hotkit/hotkit@v",
    env!("CARGO_PKG_VERSION"),
    "
"
);

const GITLAB: &str = concat!(
    "\
include:
- remote: https://raw.githubusercontent.com/hotkit/hotkit/v",
    env!("CARGO_PKG_VERSION"),
    "/ci/gitlab.yml
"
);

/// The configuration, with the stacks that the environments beside the templates suggest.
fn configuration(project: &Project) -> String {
    let mut text = "\
# What hotkit checks here: docs/configuration.md of hotkit has every key.
profile: default
fail-on: warning

# Levels of rules and groups: off, on, hint, info, warning, error.
rules: {}
"
    .to_owned();
    let stacks = stacks(project);
    if !stacks.is_empty() {
        text.push_str(
            "\n# Environments that belong to templates: each entry is judged as a stack creation.\nstacks:\n",
        );
        for (template, environment) in stacks {
            text.push_str(&format!(
                "- templates: {}\n  environments: [{}]\n",
                quoted(&format!("/{template}")),
                quoted(&environment)
            ));
        }
    }
    text
}

/// A text as YAML, in quotes where it needs them.
fn quoted(text: &str) -> String {
    let is_plain =
        text.chars().all(|it| it.is_ascii_alphanumeric() || "/._-".contains(it)) && !text.starts_with(['-', '.']);
    if is_plain {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// Templates with the environments in their folder that give values to their parameters and to no others.
fn stacks(project: &Project) -> Vec<(String, String)> {
    let start = Project::open(project.root(), false);
    let (candidates, _) = candidates(&start, &[String::new()], Naming::Meant);
    let mut store = Store::default();
    store.load(&start, candidates.iter().map(|it| (it.path.clone(), Use::Found)));
    let mut templates = Vec::new();
    let mut environments = Vec::new();
    for candidate in &candidates {
        let path = candidate.path.as_str();
        match store.outcome(path, Use::Found) {
            Some(Outcome::Read {
                kind: Kind::Template, ..
            }) => {
                let FileState::Read(_, document) = store.file(path, FileKind::Template) else {
                    continue;
                };
                let names = document
                    .template()
                    .map(|it| it.parameters.iter().map(|it| it.name.text.as_str()).collect());
                templates.push((path, names.unwrap_or_else(BTreeSet::<&str>::new)));
            }
            Some(Outcome::Read {
                kind: Kind::Environment,
                ..
            }) => {
                let FileState::Read(_, document) = store.file(path, FileKind::Environment) else {
                    continue;
                };
                let names = document
                    .environment()
                    .map(|it| it.parameters.iter().map(|it| it.key.text.as_str()).collect());
                environments.push((path, names.unwrap_or_else(BTreeSet::<&str>::new)));
            }
            _ => {}
        }
    }
    let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut stacks = Vec::new();
    for (template, parameters) in &templates {
        for (environment, values) in &environments {
            let fits = !values.is_empty() && values.is_subset(parameters) && folder(template) == folder(environment);
            if fits && stacks.len() < MOST_STACKS {
                stacks.push(((*template).to_owned(), (*environment).to_owned()));
            }
        }
    }
    stacks
}
