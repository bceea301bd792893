//! The pages, and the blocks of code in them.

use std::fs;
use std::path::{Path, PathBuf};

/// A page of the book, or one beside it.
#[derive(Debug)]
pub(crate) struct Page {
    /// Its path from the root of the repository.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// A block of code.
#[derive(Debug)]
pub(crate) struct Block {
    /// The line of its opening fence, counted from one.
    pub(crate) line: usize,
    pub(crate) language: String,
    /// The words behind the language: `exit=1`, `skip="why"`.
    attributes: String,
    pub(crate) text: String,
}

impl Block {
    /// The value behind `name=`, without quotes.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let start = self.attributes.find(&format!("{name}="))? + name.len() + 1;
        let rest = &self.attributes[start..];
        let value = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => rest.split(' ').next(),
        };
        value.filter(|it| !it.is_empty())
    }
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every page that people read, sorted.
pub(crate) fn pages() -> Vec<Page> {
    let mut paths = Vec::new();
    for page in [
        "README.md",
        "SECURITY.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
    ] {
        paths.push(root().join(page));
    }
    let mut open = vec![root().join("docs")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "md") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let page = |path: &PathBuf| Page {
        path: path.strip_prefix(root()).unwrap().to_string_lossy().into_owned(),
        text: fs::read_to_string(path).unwrap(),
    };
    paths.iter().map(page).collect()
}

/// The blocks of code of a page, in their order.
pub(crate) fn blocks(page: &Page) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page.text.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        let ticks = line.trim_start().chars().take_while(|it| *it == '`').count();
        if ticks < 3 {
            continue;
        }
        let fence = "`".repeat(ticks);
        let info = line.trim_start().trim_start_matches('`');
        let (language, attributes) = info.split_once(' ').unwrap_or((info, ""));
        let mut text = String::new();
        let mut is_closed = false;
        for (line, _) in lines.by_ref() {
            if line.trim() == fence {
                is_closed = true;
                break;
            }
            text.push_str(line.get(indent..).unwrap_or_else(|| line.trim_start()));
            text.push('\n');
        }
        assert!(is_closed, "{}:{number}: the block has no end", page.path);
        blocks.push(Block {
            line: number,
            language: language.to_owned(),
            attributes: attributes.to_owned(),
            text,
        });
    }
    blocks
}
