//! What the words of a template mean, for colours: names, types, functions, keys of the language.

use hotkit_text::TextRange;

use crate::names::{NameKind, Names, written};
use crate::view::View;

/// What a word is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Meaning {
    /// A section, or a key of a definition.
    Keyword,
    /// A resource type.
    Type,
    /// A function.
    Function,
    /// A parameter.
    Parameter,
    /// A resource.
    Resource,
    /// A condition.
    Condition,
    /// An output or attribute.
    Attribute,
    /// A property.
    Property,
}

impl Meaning {
    /// All of them, in the order of the protocol's legend.
    pub const ALL: [Meaning; 8] = [
        Meaning::Keyword,
        Meaning::Type,
        Meaning::Function,
        Meaning::Parameter,
        Meaning::Resource,
        Meaning::Condition,
        Meaning::Attribute,
        Meaning::Property,
    ];

    /// The protocol's word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Meaning::Keyword => "keyword",
            Meaning::Type => "type",
            Meaning::Function => "function",
            Meaning::Parameter => "parameter",
            Meaning::Resource => "variable",
            Meaning::Condition => "macro",
            Meaning::Attribute => "enumMember",
            Meaning::Property => "property",
        }
    }
}

/// A word with its meaning.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Token {
    /// The word.
    pub range: TextRange,
    /// Its meaning.
    pub meaning: Meaning,
    /// True where it is declared.
    pub declares: bool,
}

/// The words of a file that mean something, in the order of the text; none goes over a line or into another.
#[must_use]
pub fn semantic_tokens(view: &View<'_>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let text = view.text();
    if let Some(template) = view.template() {
        let names = Names::of(template);
        for it in &names.occurrences {
            let meaning = match it.kind {
                NameKind::Parameter => Meaning::Parameter,
                NameKind::Resource => Meaning::Resource,
                NameKind::Condition => Meaning::Condition,
                NameKind::Output => Meaning::Attribute,
            };
            push(&mut tokens, text, &it.name, it.range, meaning, it.declares);
        }
        for it in &names.attributes {
            push(&mut tokens, text, &it.name, it.range, Meaning::Attribute, false);
        }
        for it in &names.calls {
            let name = &it.call.name;
            push(&mut tokens, text, &name.text, name.range, Meaning::Function, false);
        }
        for key in &template.sections {
            push(&mut tokens, text, &key.text, key.range, Meaning::Keyword, false);
        }
        for resource in &template.resources {
            if let Some(kind) = &resource.resource_type {
                push(&mut tokens, text, &kind.text, kind.range, Meaning::Type, false);
            }
            for entry in resource.property_entries() {
                push(
                    &mut tokens,
                    text,
                    &entry.key.text,
                    entry.key.range,
                    Meaning::Property,
                    false,
                );
            }
        }
    }
    if let Some(environment) = view.environment() {
        for key in &environment.sections {
            push(&mut tokens, text, &key.text, key.range, Meaning::Keyword, false);
        }
        for entry in environment.parameters.iter().chain(&environment.parameter_defaults) {
            push(
                &mut tokens,
                text,
                &entry.key.text,
                entry.key.range,
                Meaning::Parameter,
                false,
            );
        }
        for entry in environment.registry.iter().chain(&environment.registry_resources) {
            push(
                &mut tokens,
                text,
                &entry.name.text,
                entry.name.range,
                Meaning::Type,
                false,
            );
        }
    }
    tokens.sort_unstable();
    tokens.dedup_by(|next, first| next.range.start() < first.range.end());
    tokens
}

fn push(tokens: &mut Vec<Token>, text: &str, name: &str, range: TextRange, meaning: Meaning, declares: bool) {
    let Some(range) = written(text, name, range) else {
        return;
    };
    if range.is_empty() || name.contains('\n') {
        return;
    }
    tokens.push(Token {
        range,
        meaning,
        declares,
    });
}
