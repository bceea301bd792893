//! On which releases of Heat a template works, with everything that it names.

use std::collections::BTreeSet;

use hotkit_analysis::{FileSet, FileState};
use hotkit_lint::{Need, needs};
use hotkit_model::{FileKind, RegistryTarget};
use hotkit_schema::{Release, releases as all_releases};

use crate::check::{CheckRequest, Unreadable, unreadable};
use crate::discovery::{Naming, candidates, normalise};
use crate::project::Project;
use crate::store::{Outcome, Store, Use};

/// Needs that are listed of each side.
const MOST_NEEDS: usize = 10;

/// A page in Markdown: the oldest and the newest release on which the template of the request works, and what keeps it
/// from others.
///
/// # Errors
/// What cannot be read.
pub fn releases(project: &Project, request: &CheckRequest) -> Result<String, Vec<Unreadable>> {
    let mut project = project.clone();
    for path in &request.paths {
        project.admit_named(&normalise(path));
    }
    let (candidates, _) = candidates(&project, &request.paths, Naming::Meant);
    let mut store = Store::default();
    store.load(&project, candidates.iter().map(|it| (it.path.clone(), Use::Template)));
    let mut failed = Vec::new();
    for candidate in &candidates {
        if let Some(Outcome::Unreadable { why, missing }) = store.outcome(&candidate.path, Use::Template) {
            failed.push(unreadable(&project, &candidate.path, why, missing, None));
        }
    }
    if !failed.is_empty() {
        return Err(failed);
    }
    let remapped = remapped(&store);
    let mut all: Vec<(String, Need)> = Vec::new();
    for (_, file) in store.files().iter() {
        if let FileState::Read(_, document) = store.file(file.path(), FileKind::Template) {
            let place = |need: &Need| {
                let position = file.position(need.range.start());
                format!("{}:{}:{}", file.path(), position.line + 1, position.column + 1)
            };
            all.extend(needs(document, &remapped).into_iter().map(|need| (place(&need), need)));
        }
    }
    let title = request.paths.join(", ");
    Ok(page(&title, &all))
}

/// The types that environments among the files give another meaning.
pub(crate) fn remapped(store: &Store) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (_, file) in store.files().iter() {
        let FileState::Read(_, document) = store.file(file.path(), FileKind::Environment) else {
            continue;
        };
        let Some(environment) = document.environment() else {
            continue;
        };
        let entries = environment.registry.iter().chain(&environment.registry_resources);
        let mapped = entries.filter(|it| matches!(it.target, RegistryTarget::File(_) | RegistryTarget::Type(_)));
        names.extend(mapped.map(|it| it.name.text.to_string()));
    }
    names
}

fn page(title: &str, needs: &[(String, Need)]) -> String {
    let works = |release: &&Release| needs.iter().all(|(_, need)| need.is_met_by(release));
    let good: Vec<&Release> = all_releases().iter().filter(works).collect();
    let named = |release: &Release| format!("{} ({})", release.name, release.code_name);
    let mut page = format!("# {title}\n\n");
    let (Some(oldest), Some(newest)) = (good.first(), good.last()) else {
        page.push_str("No release has everything that it needs.\n");
        page.push_str(&list("It needs", needs.iter().collect()));
        return page;
    };
    let span = usize::from(newest.ordinal - oldest.ordinal) + 1;
    if oldest == newest {
        page.push_str(&format!("Works on {} only.\n", named(oldest)));
    } else {
        page.push_str(&format!("Works on {} to {}.\n", named(oldest), named(newest)));
    }
    if span > good.len() {
        let bad: Vec<String> = all_releases()
            .iter()
            .filter(|it| oldest < it && it < newest && !works(it))
            .map(named)
            .collect();
        page.push_str(&format!("\nNot on {}.\n", bad.join(", ")));
    }
    let before = all_releases().iter().find(|it| it.ordinal + 1 == oldest.ordinal);
    if let Some(before) = before {
        let lacking = needs.iter().filter(|(_, need)| !need.is_met_by(before)).collect();
        page.push_str(&list(&format!("What {} does not have", named(before)), lacking));
    }
    let after = all_releases().iter().find(|it| it.ordinal == newest.ordinal + 1);
    if let Some(after) = after {
        let lacking = needs.iter().filter(|(_, need)| !need.is_met_by(after)).collect();
        page.push_str(&list(&format!("What {} does not have any more", named(after)), lacking));
    }
    page
}

fn list(title: &str, needs: Vec<&(String, Need)>) -> String {
    let mut text = format!("\n## {title}\n\n");
    for (place, need) in needs.iter().take(MOST_NEEDS) {
        text.push_str(&format!("- {} ({place})\n", need.what));
    }
    if needs.len() > MOST_NEEDS {
        text.push_str(&format!("- and {} more\n", needs.len() - MOST_NEEDS));
    }
    text
}
