//! What can be written at the cursor.

mod keys;
mod names;
mod values;

use hotkit_text::TextRange;

use crate::cursor::{Cursor, Spot, locate};
use crate::ignores;
use crate::shape::{Shape, shape};
use crate::view::View;

/// What an item stands for; decides its icon.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CompletionKind {
    /// A section or a key of the language.
    Keyword,
    /// A property.
    Property,
    /// A resource type.
    Type,
    /// An intrinsic function.
    Function,
    /// A parameter.
    Parameter,
    /// A resource.
    Resource,
    /// A condition.
    Condition,
    /// An attribute or output.
    Attribute,
    /// One of a few values.
    Value,
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A piece of a template.
    Snippet,
}

/// One thing that can be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Completion {
    /// The word that is chosen by.
    pub label: String,
    /// What it stands for.
    pub kind: CompletionKind,
    /// Beside the word: a type, "required".
    pub detail: Option<String>,
    /// What it is, in Markdown.
    pub documentation: Option<String>,
    /// What is written.
    pub insert: String,
    /// What is written instead where the editor fills in snippets: `$1` and `${1:word}` are left to be typed.
    pub snippet: Option<String>,
    /// Less comes first; of equal ones the order of the list holds.
    pub rank: u8,
    /// Better not used any more.
    pub deprecated: bool,
}

/// Everything that can be written at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Completions {
    /// In their order.
    pub items: Vec<Completion>,
    /// What is replaced: the word up to the cursor.
    pub insert: TextRange,
    /// What is replaced where the editor overwrites: the whole word.
    pub replace: TextRange,
}

/// What can be written at the cursor; `None` where nothing is known of the place.
#[must_use]
pub fn completion(view: &View<'_>, offset: u32) -> Option<Completions> {
    let Some(cursor) = locate(&view.document.tree, offset) else {
        return ignores::completion(view, offset);
    };
    if is_behind_value(view, &cursor) {
        return None;
    }
    let mut list = List {
        view,
        cursor: &cursor,
        items: Vec::new(),
    };
    list.collect(shape(view, &cursor.path));
    let mut items = list.items;
    if items.is_empty() {
        return None;
    }
    items.sort_by_key(|it| it.rank);
    let insert = TextRange::new(cursor.word.start(), offset.max(cursor.word.start()));
    Some(Completions {
        items,
        insert,
        replace: cursor.word.to(insert),
    })
}

/// True behind a word and a blank: `type: OS::Heat::Value |` has nothing more to say.
fn is_behind_value(view: &View<'_>, cursor: &Cursor) -> bool {
    if cursor.flow {
        return false;
    }
    let start = cursor.word.start() as usize;
    let text = view.text();
    let line = text[..start].rfind('\n').map_or(0, |it| it + 1);
    let before = text[line..start].trim_end_matches(['"', '\'']).trim_end();
    let words = before.trim_start_matches([' ', '-']);
    match cursor.spot {
        Spot::Value => !before.ends_with([':', '-']),
        Spot::Key | Spot::Open => !words.is_empty(),
    }
}

/// What is being collected.
pub(crate) struct List<'l, 'v> {
    pub(crate) view: &'l View<'v>,
    pub(crate) cursor: &'l Cursor,
    pub(crate) items: Vec<Completion>,
}

impl List<'_, '_> {
    fn collect(&mut self, shape: Shape) {
        let spot = self.cursor.spot;
        match (shape, spot) {
            (Shape::Root, Spot::Key | Spot::Open) => self.sections(),
            (Shape::EnvironmentRoot, Spot::Key | Spot::Open) => self.environment_sections(),
            (Shape::Version(key), Spot::Value | Spot::Open) => self.versions(&key),
            (Shape::Declarations(kind), Spot::Key | Spot::Open) => self.declarations(kind),
            (Shape::Definition(kind, name), Spot::Key | Spot::Open) => self.definition_keys(kind, &name),
            (Shape::Keys(words), Spot::Key | Spot::Open) => self.plain_keys(&words),
            (Shape::Words(words), Spot::Value | Spot::Open) => self.words(&words),
            (Shape::Type(resource), Spot::Value | Spot::Open) => self.types(&resource),
            (Shape::Reference(_) | Shape::File, Spot::Key) => self.functions(false, 40),
            (Shape::Reference(kind), Spot::Value | Spot::Open) => self.references(kind),
            (Shape::Condition, _) => self.conditions(),
            (Shape::Attribute, Spot::Key) => self.functions(false, 40),
            (Shape::Attribute, Spot::Value | Spot::Open) => self.attributes(),
            (Shape::File, Spot::Value | Spot::Open) => self.files(|_| true),
            (Shape::Members(members), Spot::Key | Spot::Open) => self.members(&members),
            (Shape::Members(_), Spot::Value) => {}
            (Shape::Value(value, compared), _) => self.value(&value, compared),
            (Shape::Default(parameter), Spot::Value | Spot::Open) => self.default_of(&parameter),
            (Shape::CustomConstraint, Spot::Value | Spot::Open) => self.custom_constraints(),
            (Shape::EnvironmentParameters, _) => self.environment_parameters(),
            (Shape::Registry, Spot::Key | Spot::Open) => self.registry_names(),
            (Shape::RegistryTarget, Spot::Value | Spot::Open) => {
                self.types("");
            }
            _ => {}
        }
    }

    pub(crate) fn push(&mut self, item: Completion) {
        self.items.push(item);
    }

    /// A key; what is to be typed behind it depends on what it takes.
    pub(crate) fn key(&mut self, name: &str, kind: CompletionKind, takes: Takes) -> &mut Completion {
        let has_colon = self.cursor.next == Some(':');
        let tail = match takes {
            _ if has_colon => (String::new(), None),
            Takes::Scalar => (": ".to_owned(), None),
            Takes::Mapping if !self.cursor.flow => (":".to_owned(), Some(format!(":\n{}$0", self.inner()))),
            Takes::List if !self.cursor.flow => (":".to_owned(), Some(format!(":\n{}- $0", self.inner()))),
            Takes::Mapping => (": ".to_owned(), Some(": {$0}".to_owned())),
            Takes::List => (": ".to_owned(), Some(": [$0]".to_owned())),
        };
        let closing = self.cursor.quote.filter(|quote| self.cursor.next != Some(*quote));
        let closing: String = closing.into_iter().collect();
        let in_quotes = self.cursor.quote.is_some() && closing.is_empty();
        let insert = if in_quotes {
            name.to_owned()
        } else {
            format!("{name}{closing}{}", tail.0)
        };
        let snippet = tail.1.filter(|_| !in_quotes);
        let snippet = snippet.map(|tail| format!("{}{closing}{tail}", escape(name)));
        self.items.push(Completion {
            label: name.to_owned(),
            kind,
            detail: None,
            documentation: None,
            insert,
            snippet,
            rank: 50,
            deprecated: false,
        });
        let last = self.items.len() - 1;
        &mut self.items[last]
    }

    /// A value.
    pub(crate) fn word(&mut self, word: &str, kind: CompletionKind) -> &mut Completion {
        let insert = match self.cursor.quote {
            Some(quote) if self.cursor.next != Some(quote) => format!("{word}{quote}"),
            _ => word.to_owned(),
        };
        self.items.push(Completion {
            label: word.to_owned(),
            kind,
            detail: None,
            documentation: None,
            insert,
            snippet: None,
            rank: 50,
            deprecated: false,
        });
        let last = self.items.len() - 1;
        &mut self.items[last]
    }

    /// The blanks before what stands below the key at the cursor: an editor adds those of the line by itself.
    pub(crate) fn inner(&self) -> String {
        " ".repeat(self.cursor.column.saturating_sub(self.cursor.line_column) + 2)
    }
}

/// What stands behind a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Takes {
    Scalar,
    Mapping,
    List,
}

/// A text as a snippet that means itself.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '$' | '}' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests;
