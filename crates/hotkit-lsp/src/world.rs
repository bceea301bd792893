//! The rest of the project, as editor features ask for it.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use hotkit_ide::{Known, KnownRule, World};
use hotkit_model::Document;
use hotkit_text::Group;
use hotkit_workspace::{ConfigChoice, Inspection, PlugIns, Project, Surveyed};
use hotkit_workspace::{document, environments_of, exists, names_in, plug_ins, survey};

use crate::state::Shared;

/// A project as it was when a request came in.
pub(crate) struct ProjectWorld {
    pub(crate) project: Project,
    /// The environments that the user set, for every template.
    pub(crate) environments: Vec<String>,
    /// The template that is looked at, whose environments the configuration may name.
    pub(crate) template: String,
    pub(crate) recent_types: Vec<String>,
    /// The last run over the template; may be of an older text.
    pub(crate) inspection: Option<Arc<Inspection>>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) survey: OnceLock<Arc<Vec<Surveyed>>>,
    pub(crate) plug_ins: OnceLock<PlugIns>,
}

impl ProjectWorld {
    /// The templates and environments of the folder; looked for once, until files appear or go.
    pub(crate) fn survey(&self) -> &[Surveyed] {
        self.survey.get_or_init(|| {
            let folder = self.project.working_folder().to_owned();
            if let Some(known) = self.shared.lock().surveys.get(&folder) {
                return Arc::clone(known);
            }
            let found = Arc::new(survey(&self.project));
            let mut state = self.shared.lock();
            // Without news of files it would never be known that it is old.
            if state.abilities.watch_files {
                state.surveys.insert(folder, Arc::clone(&found));
            }
            found
        })
    }
}

impl World for ProjectWorld {
    fn document(&self, path: &str, as_template: bool) -> Option<Arc<Document>> {
        document(&self.project, path, as_template)
    }

    fn known(&self) -> Vec<Known> {
        let known = self.survey().iter().map(|it| Known {
            path: it.path.clone(),
            kind: it.kind,
            references: it.references.clone(),
        });
        known.collect()
    }

    fn names_in(&self, folder: &str) -> Vec<String> {
        names_in(&self.project, folder)
    }

    fn exists(&self, path: &str) -> bool {
        exists(&self.project, path)
    }

    fn environments(&self) -> Vec<String> {
        if self.environments.is_empty() && !self.template.is_empty() {
            return environments_of(&self.project, &self.template);
        }
        self.environments.clone()
    }

    fn plug_ins(&self) -> PlugIns {
        // Mistakes in the configuration are told where files are checked.
        let known = self
            .plug_ins
            .get_or_init(|| plug_ins(&self.project, &ConfigChoice::default(), &self.template).unwrap_or_default());
        known.clone()
    }

    fn recent_types(&self) -> Vec<String> {
        self.recent_types.clone()
    }

    fn rules(&self) -> Vec<KnownRule> {
        let result = self.inspection.as_ref().map(|it| &it.result);
        let is_here =
            |it: &&hotkit_text::Diagnostic| result.is_some_and(|all| all.files.get(it.file).path() == self.template);
        let found = result.map_or(&[][..], |it| &it.diagnostics).iter().filter(is_here);
        let found: BTreeSet<&str> = found.map(|it| it.rule).collect();
        let rules = hotkit_lint::rules().iter().map(|it| KnownRule {
            name: it.name,
            family: it.group.name().to_owned(),
            summary: it.summary(),
            found: found.contains(it.name),
        });
        let groups = Group::ALL.into_iter().map(|it| KnownRule {
            name: it.name(),
            family: "group".to_owned(),
            summary: format!("All rules of the group `{}`.", it.name()),
            found: false,
        });
        rules.chain(groups).collect()
    }
}
