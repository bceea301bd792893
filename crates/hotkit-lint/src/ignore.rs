//! Comments that silence findings: `# hotkit: ignore[rule] reason`.
//!
//! Behind text such a comment speaks of its own line; on a line of its own it speaks of the block that begins below it;
//! `ignore-file` speaks of the whole file. Each names rules or groups: nothing is silenced wholesale. What names nothing
//! that there is, and what silences nothing, is a finding itself.

use hotkit_syntax::{TokenKind, Tree};
use hotkit_text::{Diagnostic, Edit, FileId, Fix, LineIndex, SourceFile, TextRange, nearest};

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::rules::suspicious::{unknown_ignore, unused_ignore};
use crate::selection::{Selector, selector};

/// The word that our comments begin with.
const MARK: &str = "hotkit:";

/// What may follow it. `fmt` belongs to the formatter.
const INSTRUCTIONS: [&str; 3] = ["ignore", "ignore-file", "fmt"];

/// All such comments of one file.
#[derive(Clone, Debug, Default)]
pub struct Ignores {
    comments: Vec<Comment>,
    faults: Vec<Fault>,
}

#[derive(Clone, Debug)]
struct Comment {
    /// From `#` to the end of the line.
    range: TextRange,
    /// Lines, from zero, of which it speaks; both ends included.
    lines: (u32, u32),
    names: Vec<Name>,
}

#[derive(Clone, Debug)]
struct Name {
    text: String,
    range: TextRange,
    selector: Selector,
    used: bool,
}

/// Something in a comment that cannot be understood.
#[derive(Clone, Debug)]
struct Fault {
    range: TextRange,
    message: String,
    suggestion: Option<&'static str>,
}

impl Ignores {
    /// Whether a text can hold any; most do not, and are not even parsed for them.
    #[must_use]
    pub fn may_be_in(text: &str) -> bool {
        text.contains(MARK)
    }

    /// The comments of a file.
    #[must_use]
    pub fn read(file: &SourceFile) -> Ignores {
        let mut ignores = Ignores::default();
        if !Ignores::may_be_in(file.text()) {
            return ignores;
        }
        let tree = hotkit_syntax::parse(file.text().clone());
        for token in tree.tokens().filter(|it| it.kind == TokenKind::Comment) {
            ignores.add(token.range, &tree, file.lines());
        }
        ignores
    }

    /// True where the file has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.comments.is_empty() && self.faults.is_empty()
    }

    /// Whether a finding of the file is silenced; the comments that do so count as used.
    pub fn silences(&mut self, rule: &Rule, range: TextRange, lines: &LineIndex) -> bool {
        let (start, end) = (lines.line(range.start()), lines.line(range.end()));
        let mut silenced = false;
        for comment in &mut self.comments {
            let (first, last) = comment.lines;
            let speaks_of = |line| first <= line && line <= last;
            if !(speaks_of(start) || first == last && speaks_of(end)) {
                continue;
            }
            for name in comment.names.iter_mut().filter(|it| it.selector.includes(rule)) {
                name.used = true;
                silenced = true;
            }
        }
        silenced
    }

    /// What is wrong with the comments themselves: names of nothing, and, of the rules for which `is_judged` holds, those
    /// that silenced nothing.
    #[must_use]
    pub fn findings(&self, file: FileId, text: &str, is_judged: &dyn Fn(Selector) -> bool) -> Vec<Diagnostic> {
        let mut findings: Vec<Diagnostic> = self
            .faults
            .iter()
            .map(|it| unknown_ignore::finding(file, it.range, it.message.clone(), it.suggestion))
            .collect();
        for comment in &self.comments {
            let is_idle = |name: &&Name| !name.used && is_judged(name.selector);
            let idle: Vec<&Name> = comment.names.iter().filter(is_idle).collect();
            if let Some(first) = idle.first() {
                let names: Vec<&str> = idle.iter().map(|it| it.text.as_str()).collect();
                let fix = comment.without(&idle, text);
                let range = if idle.len() == 1 { first.range } else { comment.range };
                findings.push(unused_ignore::finding(file, range, &names, fix));
            }
        }
        findings
    }

    fn add(&mut self, range: TextRange, tree: &Tree, lines: &LineIndex) {
        let text = tree.text();
        let comment = range.slice(text);
        let body = comment.trim_start_matches('#').trim_start();
        let Some(rest) = body.strip_prefix(MARK) else { return };
        let offset_of = |part: &str| range.start() + (part.as_ptr() as usize - comment.as_ptr() as usize) as u32;
        let instruction = rest.trim_start();
        let end = instruction
            .find(|it: char| !it.is_ascii_alphanumeric() && it != '-')
            .unwrap_or(instruction.len());
        let (word, rest) = instruction.split_at(end);
        if word == "fmt" {
            return;
        }
        if word.is_empty() {
            self.faults.push(Fault {
                range,
                message: format!(
                    "the comment does not say what hotkit shall do, such as {}",
                    quoted("ignore[rule]")
                ),
                suggestion: None,
            });
            return;
        }
        if !INSTRUCTIONS.contains(&word) {
            let start = offset_of(instruction);
            self.faults.push(Fault {
                range: TextRange::new(start, start + word.len() as u32),
                message: format!("hotkit knows no instruction {} in comments", quoted(word)),
                suggestion: nearest(word, INSTRUCTIONS),
            });
            return;
        }
        let list = rest.trim_start().strip_prefix('[').and_then(|it| it.split_once(']'));
        let Some((list, _reason)) = list.filter(|(list, _)| !list.trim().is_empty()) else {
            self.faults.push(Fault {
                range,
                message: format!(
                    "the comment does not say which rules to ignore: {}",
                    quoted(&format!("{word}[rule]"))
                ),
                suggestion: None,
            });
            return;
        };
        let mut names = Vec::new();
        for part in list.split(',') {
            let name = part.trim();
            let start = offset_of(name);
            let range = TextRange::new(start, start + name.len() as u32);
            match selector(name) {
                Ok(selector) => names.push(Name {
                    text: name.to_owned(),
                    range,
                    selector,
                    used: false,
                }),
                Err(error) => self.faults.push(Fault {
                    range,
                    message: format!("there is no rule or group {}", quoted(name)),
                    suggestion: error.suggestion,
                }),
            }
        }
        let lines = if word == "ignore-file" {
            (0, u32::MAX)
        } else {
            scope(range, text, lines)
        };
        self.comments.push(Comment { range, lines, names });
    }
}

impl Comment {
    /// The file without the names that silence nothing, and without the comment where no other is left.
    fn without(&self, idle: &[&Name], text: &str) -> Fix {
        let others: Vec<&Name> = self
            .names
            .iter()
            .filter(|name| !idle.iter().any(|it| it.range == name.range))
            .collect();
        let edit = match (self.names.first(), self.names.last()) {
            (Some(first), Some(last)) if !others.is_empty() => {
                let names: Vec<&str> = others.iter().map(|it| it.text.as_str()).collect();
                Edit::replace(first.range.to(last.range), names.join(", "))
            }
            _ => Edit::replace(self.whole(text), ""),
        };
        Fix {
            title: "take it away".to_owned(),
            edits: vec![edit],
            safe: true,
        }
    }

    /// The comment with the blanks before it, and with its line where nothing else stands there.
    fn whole(&self, text: &str) -> TextRange {
        let before = text.get(..self.range.start() as usize).unwrap_or_default();
        let kept = before.trim_end_matches([' ', '\t']).len() as u32;
        let is_alone = kept == 0 || before[..kept as usize].ends_with(['\n', '\r']);
        let behind = text.get(self.range.end() as usize..).unwrap_or_default();
        let line_break = match behind.as_bytes() {
            [b'\r', b'\n', ..] => 2,
            [b'\n' | b'\r', ..] => 1,
            _ => 0,
        };
        TextRange::new(kept, self.range.end() + if is_alone { line_break } else { 0 })
    }
}

/// The lines of which a comment speaks: its own, or those of the block below.
fn scope(comment: TextRange, text: &str, lines: &LineIndex) -> (u32, u32) {
    let own = lines.line(comment.start());
    let start = lines.range(own).start();
    let is_alone = TextRange::new(start, comment.start()).slice(text).trim().is_empty();
    if !is_alone {
        return (own, own);
    }
    let content = |line| lines.content(text, line);
    let is_blank = |line: &u32| {
        let line = content(*line).trim_start();
        line.is_empty() || line.starts_with('#')
    };
    let Some(first) = (own + 1..lines.len()).find(|line| !is_blank(line)) else {
        return (own, own);
    };
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let is_item = |line: &str| line.trim_start() == "-" || line.trim_start().starts_with("- ");
    let (depth, opens_item) = (indent(content(first)), is_item(content(first)));
    let mut last = first;
    for line in first + 1..lines.len() {
        if is_blank(&line) {
            continue;
        }
        let deeper = indent(content(line)) > depth;
        // The items of a list may stand as far left as its key.
        let belongs = deeper || (!opens_item && indent(content(line)) == depth && is_item(content(line)));
        if !belongs {
            break;
        }
        last = line;
    }
    (own, last)
}
