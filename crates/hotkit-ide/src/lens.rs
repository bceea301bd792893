//! One line above each resource: what it waits for, what waits for it, when it is made.

use std::collections::{BTreeMap, BTreeSet};

use hotkit_analysis::Stack;
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
    let neighbours = Neighbours::of(stack);
    let mut lenses = Vec::new();
    for resource in &template.resources {
        let Some(index) = neighbours.index.get(resource.name.text.as_str()).copied() else {
            continue;
        };
        let (requires, used) = (neighbours.requires[index], neighbours.used[index]);
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
            used_at: neighbours.used_at[index].iter().copied().collect(),
        });
    }
    lenses
}

/// The edges of a stack, counted once for all resources.
struct Neighbours<'s> {
    index: BTreeMap<&'s str, usize>,
    requires: Vec<usize>,
    used: Vec<usize>,
    used_at: Vec<BTreeSet<TextRange>>,
}

impl Neighbours<'_> {
    fn of(stack: &Stack) -> Neighbours<'_> {
        let count = stack.resources.len();
        let mut neighbours = Neighbours {
            index: BTreeMap::new(),
            requires: vec![0; count],
            used: vec![0; count],
            used_at: vec![BTreeSet::new(); count],
        };
        for (index, resource) in stack.resources.iter().enumerate() {
            neighbours.index.entry(resource.name.as_str()).or_insert(index);
        }
        for edge in &stack.graph.edges {
            neighbours.requires[edge.requirer] += 1;
            neighbours.used[edge.required] += 1;
            neighbours.used_at[edge.required].extend(edge.because.iter().map(|it| it.range));
        }
        neighbours
    }
}
