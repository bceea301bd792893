//! The whole check over any template, with an environment behind the line `#- environment` if there is one, in the
//! mode that the first byte chooses: it ends, its findings lie in the texts, and their fixes can be made.

#![no_main]

use std::path::Path;
use std::sync::Arc;

use hotkit_text::apply_edits;
use hotkit_workspace::{CheckRequest, ConfigChoice, Project, Unsaved, check};
use libfuzzer_sys::fuzz_target;

/// A folder that is not there: nothing of the disk can be found.
const FOLDER: &str = "/hotkit-fuzz";

const PARTED: &str = "\n#- environment\n";

fuzz_target!(|bytes: &[u8]| {
    let Some((mode, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let folder = Path::new(FOLDER);
    let mut unsaved = Unsaved::default();
    let (template, environment) = text.split_once(PARTED).unwrap_or((text, ""));
    unsaved.insert(&folder.join("a.yaml"), Arc::from(template));
    unsaved.insert(&folder.join("e.yaml"), Arc::from(environment));
    let project = Project::open(folder, false).with_unsaved(Arc::new(unsaved));
    let request = CheckRequest {
        paths: vec!["a.yaml".to_owned()],
        environments: if text.contains(PARTED) {
            vec!["e.yaml".to_owned()]
        } else {
            Vec::new()
        },
        stack: mode & 1 == 1,
        select: if mode & 2 == 2 {
            vec!["all".to_owned()]
        } else {
            Vec::new()
        },
        config: ConfigChoice::Nothing,
        ..CheckRequest::default()
    };
    let result = check(&project, &request, &|_| {}).expect("the request is understood");
    for finding in &result.diagnostics {
        let text = result.files.get(finding.file).text();
        let is_within = |end: u32| end as usize <= text.len() && text.is_char_boundary(end as usize);
        assert!(
            is_within(finding.range.start()) && is_within(finding.range.end()),
            "{finding:?}"
        );
        for related in &finding.related {
            let text = result.files.get(related.file).text();
            assert!(related.range.end() as usize <= text.len(), "{finding:?}");
        }
        if let Some(fix) = &finding.fix {
            assert!(apply_edits(text, &fix.edits).is_some(), "{finding:?}");
        }
    }
});
