//! Where a person who writes a template would ask for a word, as a plain reading of the lines has it.

use std::collections::{BTreeMap, BTreeSet};

use hotkit_schema::{Constraint, Literal, find_property};

/// Letters of a name.
fn is_letter(it: char) -> bool {
    it.is_alphanumeric() || matches!(it, '_' | '-')
}

/// Words of the language: wherever one of them stands, it must have been offered.
fn is_known(word: &str) -> bool {
    hotkit_schema::resource_type(word).is_some_and(|it| !it.hidden)
        || hotkit_schema::function_names().contains(&word) && word.contains('_')
        || matches!(
            word,
            "parameters" | "resources" | "outputs" | "properties" | "type" | "depends_on"
        )
}

/// True where the word is one of the language and no name, no prose and no value of the author's.
fn is_vocabulary(before: &str, behind: &str, word: &str) -> bool {
    let is_type = word.contains("::");
    let is_prose = ["description:", "label:"].iter().any(|it| before.contains(it));
    // Names of parameters and outputs, which stand one step below the section, may be any word.
    let is_name = before.len() == 2 && before.trim().is_empty();
    let is_value = before.trim_end().ends_with(':') && !is_type;
    !is_prose
        && !is_name
        && !is_value
        && if is_type {
            before.ends_with("type: ")
        } else {
            behind.starts_with(':')
        }
}

/// What the lines so far have said.
#[derive(Default)]
struct Reader {
    wanted: BTreeMap<usize, String>,
    section: String,
    /// Names that are declared, by section.
    names: BTreeMap<String, BTreeSet<String>>,
    /// Types of the resources.
    types: BTreeMap<String, String>,
    resource: String,
    in_properties: bool,
}

/// Offset and word of each place; only words that the text before the place makes known.
pub(super) fn wanted(text: &str) -> BTreeMap<usize, String> {
    let mut reader = Reader::default();
    let mut at = 0;
    let mut block: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        let depth = line.len() - line.trim_start().len();
        let is_inside = block.is_some_and(|it| content.trim().is_empty() || depth > it);
        if !is_inside {
            block = None;
            let code = content.split(" #").next().unwrap_or("");
            if !code.trim_start().starts_with('#') {
                reader.line(at, code, depth);
            }
            if ["|", ">", "|-", ">-", "|+", ">+"]
                .iter()
                .any(|it| content.ends_with(it))
            {
                block = Some(depth);
            }
        }
        at += line.len();
    }
    reader.wanted
}

impl Reader {
    fn line(&mut self, at: usize, code: &str, depth: usize) {
        let vocabulary = words(code, |it| is_letter(it) && it != '-' || it == ':');
        for (from, word) in vocabulary {
            let word = word.trim_end_matches(':');
            if is_known(word)
                && is_vocabulary(&code[..from], &code[from + word.len()..], word)
                && !in_quotes(&code[..from])
            {
                self.wanted.insert(at + from, word.to_owned());
            }
        }
        self.references(at, code);
        let Some((key, value)) = code.trim_start().split_once(':') else {
            return;
        };
        let value_at = at + code.len() - value.trim_start().len();
        self.declaration(at, depth, key, value.trim(), value_at);
    }

    /// Declared names where they are read.
    fn references(&mut self, at: usize, code: &str) {
        for (call, section) in [
            ("get_param: ", "parameters"),
            ("get_param: [", "parameters"),
            ("get_resource: ", "resources"),
            ("get_attr: [", "resources"),
            ("depends_on: ", "resources"),
            ("depends_on: [", "resources"),
            ("condition: ", "conditions"),
        ] {
            for (found, _) in code.match_indices(call) {
                let from = found + call.len();
                let name: String = code[from..].chars().take_while(|it| is_letter(*it)).collect();
                let is_declared = self.names.get(section).is_some_and(|it| it.contains(&name));
                if !is_declared || in_quotes(&code[..from]) {
                    continue;
                }
                self.wanted.insert(at + from, name.clone());
                let behind = &code[from + name.len()..];
                let gap = behind.len() - behind.trim_start_matches([',', ' ']).len();
                let attribute: String = behind[gap..].chars().take_while(|it| is_letter(*it)).collect();
                let kind = self.types.get(&name).and_then(|it| hotkit_schema::resource_type(it));
                if call == "get_attr: [" && gap > 0 && kind.is_some_and(|it| it.attribute(&attribute).is_some()) {
                    self.wanted.insert(at + from + name.len() + gap, attribute);
                }
            }
        }
    }

    fn declaration(&mut self, at: usize, depth: usize, key: &str, value: &str, value_at: usize) {
        let is_plain = value.chars().all(|it| is_letter(it) || it == ':') && !value.is_empty();
        match depth {
            0 => {
                self.section = key.to_owned();
                if key == "heat_template_version" && hotkit_schema::version(key, value).is_some() {
                    self.wanted.insert(value_at, value.to_owned());
                }
            }
            2 => {
                self.names
                    .entry(self.section.clone())
                    .or_default()
                    .insert(key.to_owned());
                (self.resource, self.in_properties) = (key.to_owned(), false);
            }
            4 if self.section == "resources" => {
                self.in_properties = key == "properties" && value.is_empty();
                if key == "type" && is_plain {
                    self.types.insert(self.resource.clone(), value.to_owned());
                }
            }
            4 if self.section == "parameters" && key == "type" && is_plain => {
                self.wanted.insert(value_at, value.to_owned());
            }
            6 if self.in_properties => {
                let kind = self.types.get(&self.resource).map(String::as_str);
                let kind = kind.and_then(hotkit_schema::resource_type);
                let Some(property) = kind.and_then(|it| find_property(it.properties, key)) else {
                    return;
                };
                if property.support.status == hotkit_schema::SupportStatus::Supported {
                    self.wanted.insert(at + depth, key.to_owned());
                }
                let is_one_of = property.constraints.iter().any(|it| {
                    matches!(it, Constraint::AllowedValues(values)
                        if values.iter().any(|it| matches!(it, Literal::Text(it) if *it == value)))
                });
                if is_one_of {
                    self.wanted.insert(value_at, value.to_owned());
                }
            }
            _ => {}
        }
    }
}

fn in_quotes(before: &str) -> bool {
    before.matches(['"', '\'']).count() % 2 == 1
}

/// The longest runs of such letters, with their offsets.
fn words(code: &str, is_part: impl Fn(char) -> bool) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    for (offset, letter) in code.char_indices().chain([(code.len(), ' ')]) {
        match start {
            None if is_part(letter) => start = Some(offset),
            Some(from) if !is_part(letter) => {
                found.push((from, &code[from..offset]));
                start = None;
            }
            _ => {}
        }
    }
    found
}
