//! A project of one template that lies on no disk.

use std::path::Path;
use std::sync::Arc;

use hotkit_workspace::{CheckRequest, ConfigChoice, Project, Unsaved};

/// A folder that is not there: nothing of the disk can be found.
pub(crate) const FOLDER: &str = "/hotkit-fuzz";

/// The name of the template.
pub(crate) const TEMPLATE: &str = "a.yaml";

pub(crate) fn of(text: &str) -> Project {
    let folder = Path::new(FOLDER);
    let mut unsaved = Unsaved::default();
    unsaved.insert(&folder.join(TEMPLATE), Arc::from(text));
    Project::open(folder, false).with_unsaved(Arc::new(unsaved))
}

#[allow(dead_code, reason = "not every target checks")]
pub(crate) fn request(stack: bool, every_rule: bool) -> CheckRequest {
    CheckRequest {
        paths: vec![TEMPLATE.to_owned()],
        stack,
        select: every_rule.then(|| "all".to_owned()).into_iter().collect(),
        config: ConfigChoice::Nothing,
        ..CheckRequest::default()
    }
}
