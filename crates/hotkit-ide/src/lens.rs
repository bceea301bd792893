//! One line above each resource: what it waits for, what waits for it, when it is made.

use hotkit_text::TextRange;

use crate::graph::waves;
use crate::view::View;

/// The line above a resource.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lens {
    /// The resource's name.
    pub range: TextRange,
    /// The words.
    pub title: String,
    /// Places of the resources that wait for it.
    pub used_at: Vec<TextRange>,
}

/// The lines above the resources of a template, in the order of the text.
#[must_use]
pub fn lenses(view: &View<'_>) -> Vec<Lens> {
    let (Some(template), Some(stack)) = (view.template(), view.stack) else {
        return Vec::new();
    };
    let waves = waves(stack);
    let mut lenses = Vec::new();
    for resource in &template.resources {
        let Some(index) = stack.resources.iter().position(|it| it.name == resource.name.text) else {
            continue;
        };
        let requires = stack.graph.edges.iter().filter(|it| it.requirer == index).count();
        let mut used_at = Vec::new();
        for edge in stack.graph.edges.iter().filter(|it| it.required == index) {
            used_at.extend(edge.because.iter().map(|it| it.range));
        }
        used_at.sort_unstable();
        used_at.dedup();
        let used = stack.graph.edges.iter().filter(|it| it.required == index).count();
        let mut words = Vec::new();
        if requires > 0 {
            words.push(format!("depends on {requires}"));
        }
        if used > 0 {
            words.push(format!("used by {used}"));
        }
        match waves[index] {
            Some(wave) => words.push(format!("wave {wave}")),
            None if !stack.resources[index].enabled => words.push("not created".to_owned()),
            None => words.push("waits for itself".to_owned()),
        }
        lenses.push(Lens {
            range: resource.name.range,
            title: words.join(" · "),
            used_at,
        });
    }
    lenses
}
