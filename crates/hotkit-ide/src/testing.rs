//! Fixtures: small files in one text, `<|>` for the cursor, `#- path` at the beginning of each further file.

use std::collections::BTreeMap;
use std::sync::Arc;

use hotkit_analysis::{PlugIns, wanted};
use hotkit_model::{Content, Document, FileKind, read};

use crate::view::{Known, KnownRule, View, World};

/// Files of a fixture, as a world.
pub(crate) struct Fixture {
    files: BTreeMap<String, Arc<Document>>,
    path: String,
    pub(crate) offset: u32,
    pub(crate) environments: Vec<String>,
    pub(crate) plug_ins: PlugIns,
    pub(crate) recent_types: Vec<String>,
}

impl Fixture {
    /// The files of a text; the first one is `t.yaml`, the one with the cursor is looked at.
    pub(crate) fn new(text: &str) -> Fixture {
        let mut texts: Vec<(String, String)> = vec![("t.yaml".to_owned(), String::new())];
        for line in text.split_inclusive('\n') {
            match line.strip_prefix("#- ") {
                Some(path) => texts.push((path.trim().to_owned(), String::new())),
                None => texts.last_mut().expect("there is a first file").1.push_str(line),
            }
        }
        let mut fixture = Fixture {
            files: BTreeMap::new(),
            path: "t.yaml".to_owned(),
            offset: 0,
            environments: Vec::new(),
            plug_ins: PlugIns::default(),
            recent_types: Vec::new(),
        };
        for (path, text) in texts {
            let text = match text.find("<|>") {
                Some(at) => {
                    (fixture.path, fixture.offset) = (path.clone(), at as u32);
                    text.replacen("<|>", "", 1)
                }
                None => text,
            };
            fixture
                .files
                .insert(path, Arc::new(read(text.as_str(), FileKind::Unknown)));
        }
        fixture
    }

    pub(crate) fn view(&self) -> View<'_> {
        View {
            path: &self.path,
            document: &self.files[&self.path],
            stack: None,
            world: self,
        }
    }

    /// The text of a file after edits.
    pub(crate) fn edited(&self, path: &str, edits: &[hotkit_text::Edit]) -> String {
        hotkit_text::apply_edits(self.files[path].tree.text(), edits).expect("edits that fit each other")
    }
}

impl World for Fixture {
    fn document(&self, path: &str, _: bool) -> Option<Arc<Document>> {
        self.files.get(path).cloned()
    }

    fn known(&self) -> Vec<Known> {
        let known = self.files.iter().filter_map(|(path, document)| {
            let kind = match document.content {
                Content::Template(_) => FileKind::Template,
                Content::Environment(_) => FileKind::Environment,
                Content::Other => return None,
            };
            Some(Known {
                path: path.clone(),
                kind,
                references: wanted(path, document).into_iter().map(|it| it.0).collect(),
            })
        });
        known.collect()
    }

    fn names_in(&self, folder: &str) -> Vec<String> {
        let names = self.files.keys().filter_map(|path| {
            let below = if folder.is_empty() {
                Some(path.as_str())
            } else {
                path.strip_prefix(&format!("{folder}/"))
            }?;
            Some(match below.split_once('/') {
                Some((folder, _)) => format!("{folder}/"),
                None => below.to_owned(),
            })
        });
        let mut names: Vec<String> = names.collect();
        names.dedup();
        names
    }

    fn exists(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    fn environments(&self) -> Vec<String> {
        self.environments.clone()
    }

    fn plug_ins(&self) -> PlugIns {
        self.plug_ins.clone()
    }

    fn recent_types(&self) -> Vec<String> {
        self.recent_types.clone()
    }

    fn rules(&self) -> Vec<KnownRule> {
        let rules = [
            (
                "missing-constraint",
                "portability",
                "A parameter without a check.",
                false,
            ),
            (
                "unused-parameter",
                "suspicious",
                "A parameter that nothing reads.",
                true,
            ),
            ("style", "group", "What is harder to read than it need be.", false),
        ];
        let rules = rules.map(|(name, family, summary, found)| KnownRule {
            name,
            family: family.to_owned(),
            summary: summary.to_owned(),
            found,
        });
        rules.to_vec()
    }
}
