//! What the text does not say: values of parameters under the project's environments, waves of resources.

use hotkit_text::TextRange;

use crate::describe;
use crate::graph::waves;
use crate::names::{NameKind, Names};
use crate::view::View;

/// Words shown in the text that are not part of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Hint {
    /// Behind which byte.
    pub offset: u32,
    /// The words.
    pub label: String,
    /// What they mean.
    pub tooltip: String,
}

/// The hints for a part of the text, in its order.
#[must_use]
pub fn hints(view: &View<'_>, part: TextRange) -> Vec<Hint> {
    let Some(template) = view.template() else {
        return Vec::new();
    };
    let mut hints = Vec::new();
    let names = Names::of(template);
    let uses = names.occurrences.iter();
    let uses = uses.filter(|it| it.kind == NameKind::Parameter && !it.declares && part.touches(it.range.start()));
    for it in uses {
        let Some(parameter) = template.parameter(&it.name) else {
            continue;
        };
        if parameter.hidden {
            continue;
        }
        let given = describe::given(view, &it.name);
        let (value, from) = match (given, &parameter.default) {
            (Some((value, file)), _) => (value, format!("`{file}` gives this value")),
            (None, Some(default)) => (describe::shown(default), "the parameter's default".to_owned()),
            (None, None) => continue,
        };
        if value.is_empty() {
            continue;
        }
        hints.push(Hint {
            offset: it.range.end(),
            label: format!("= {}", short(&value)),
            tooltip: from,
        });
    }
    if let Some(stack) = view.stack {
        let waves = waves(stack);
        let count = waves.iter().flatten().max().copied().unwrap_or(0);
        for resource in template
            .resources
            .iter()
            .filter(|it| part.touches(it.name.range.start()))
        {
            let index = stack.resources.iter().position(|it| it.name == resource.name.text);
            let Some(wave) = index.and_then(|it| waves[it]).filter(|_| count > 1) else {
                continue;
            };
            hints.push(Hint {
                offset: resource.name.range.end() + behind_colon(view.text(), resource.name.range.end()),
                label: format!("wave {wave}"),
                tooltip: format!("Heat makes it in wave {wave} of {count}, together with what waits for nothing else"),
            });
        }
    }
    hints.sort();
    hints
}

fn behind_colon(text: &str, end: u32) -> u32 {
    u32::from(text[end as usize..].starts_with(':'))
}

fn short(text: &str) -> String {
    const MOST: usize = 24;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(MOST).collect();
    short.push('…');
    short
}
