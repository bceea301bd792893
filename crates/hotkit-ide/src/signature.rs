//! The arguments of the function around the cursor.

use hotkit_schema::descriptions;

use crate::cursor::{Step, locate};
use crate::view::View;

/// How a function is called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// The forms of the call; the first that has the argument at the cursor comes first.
    pub forms: Vec<Form>,
    /// What it gives.
    pub summary: String,
}

/// One form of a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Form {
    /// The call, such as `{get_attr: [RESOURCE, ATTRIBUTE]}`.
    pub label: String,
    /// The arguments as bytes of the label.
    pub arguments: Vec<(u32, u32)>,
    /// Which of them the cursor stands in.
    pub active: Option<u32>,
}

/// The function around the cursor; `None` where there is none.
#[must_use]
pub fn signature(view: &View<'_>, offset: u32) -> Option<Signature> {
    let cursor = locate(&view.document.tree, offset)?;
    let version = view.template()?.version?;
    let is_function = |key: &str| version.function(key).is_some() || version.condition_function(key).is_some();
    let at = cursor.path.iter().rposition(|it| it.key().is_some_and(is_function))?;
    let name = cursor.path[at].key()?;
    let words = descriptions::of_function(name)?;
    let inside = &cursor.path[at + 1..];
    let mut forms: Vec<Form> = words.signature.split(" | ").map(|label| form(label, inside)).collect();
    forms.sort_by_key(|it| it.active.is_none());
    Some(Signature {
        forms,
        summary: words.summary.to_owned(),
    })
}

fn form(label: &str, inside: &[Step]) -> Form {
    let arguments = arguments(label);
    let active = match inside {
        [] => (!arguments.is_empty()).then_some(0),
        [Step::Item(index), ..] => {
            let last = arguments.len().checked_sub(1);
            let goes_on = label.contains("...");
            last.filter(|last| index <= last || goes_on)
                .map(|last| (*index).min(last) as u32)
        }
        [Step::Key(key), ..] => {
            let of_key = |(start, _): &(u32, u32)| {
                let before = label[..*start as usize].trim_end();
                before.strip_suffix(':').is_some_and(|it| it.ends_with(key.as_str()))
            };
            arguments.iter().position(of_key).map(|it| it as u32)
        }
    };
    Form {
        label: label.to_owned(),
        arguments,
        active,
    }
}

/// The words in capitals, which stand for what is to be written.
fn arguments(label: &str) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, character) in label.char_indices().chain([(label.len(), ' ')]) {
        let is_part = character.is_ascii_uppercase() || character == '_' && start.is_some();
        match (start, is_part) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                if at - from > 1 {
                    found.push((from as u32, at as u32));
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_argument_at_the_cursor() {
        let label = "{get_attr: [RESOURCE, ATTRIBUTE, KEY_OR_INDEX, ...]}";
        let words = |form: &Form| {
            let words = form
                .arguments
                .iter()
                .map(|(start, end)| &form.label[*start as usize..*end as usize]);
            words.map(ToOwned::to_owned).collect::<Vec<_>>().join(" ")
        };
        let whole = form(label, &[Step::Item(1)]);
        assert_eq!(words(&whole), "RESOURCE ATTRIBUTE KEY_OR_INDEX");
        assert_eq!(whole.active, Some(1));
        assert_eq!(form(label, &[Step::Item(7)]).active, Some(2));
        assert_eq!(form("{get_attr: [RESOURCE]}", &[Step::Item(1)]).active, None);
        let replace = "{str_replace: {template: TEXT, params: MAP}}";
        assert_eq!(form(replace, &[Step::Key("params".into())]).active, Some(1));
    }
}
