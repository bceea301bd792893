//! Plans of any template, and of the way from one to another behind the line `#- new`: each ends, and can be shown in each form.

#![no_main]

#[path = "project.rs"]
mod project;

use std::path::Path;
use std::sync::Arc;

use hotkit_workspace::{ConfigChoice, PlanRequest, Project, Side, Unsaved, plan};
use libfuzzer_sys::fuzz_target;

const PARTED: &str = "\n#- new\n";

fuzz_target!(|bytes: &[u8]| {
    let Some((mode, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let folder = Path::new(project::FOLDER);
    let mut unsaved = Unsaved::default();
    let (old, new) = text.split_once(PARTED).map_or((None, text), |(old, new)| (Some(old), new));
    unsaved.insert(&folder.join(project::TEMPLATE), Arc::from(new));
    unsaved.insert(&folder.join("old.yaml"), Arc::from(old.unwrap_or_default()));
    let project = Project::open(folder, false).with_unsaved(Arc::new(unsaved));
    let side = |template: &str| Side {
        template: template.to_owned(),
        ..Side::default()
    };
    let request = PlanRequest {
        new: side(project::TEMPLATE),
        old: old.map(|_| side("old.yaml")),
        now: Some(1_700_000_000),
        draft: mode & 1 == 1,
        fail: (mode & 2 == 2).then(|| "r0".to_owned()),
        config: ConfigChoice::Nothing,
        ..PlanRequest::default()
    };
    // A plan that cannot be made says so; nothing else is promised.
    let Ok(result) = plan(&project, &request) else { return };
    for finding in &result.diagnostics {
        let text = result.files.get(finding.file).text();
        assert!(text.is_char_boundary(finding.range.end() as usize), "{finding:?}");
    }
    if let Some(plan) = &result.plan {
        assert_eq!(format!("{plan:?}").is_empty(), false);
    }
});
