//! The dependency graph as editors show it: who waits for whom, and in which wave each resource is made.

use std::collections::VecDeque;

use hotkit_analysis::{Edge, Stack};
use smol_str::SmolStr;

use crate::view::View;

/// The neighbours of one resource.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relations {
    /// Those that it waits for, in the order of the template.
    pub requires: Vec<SmolStr>,
    /// Those that wait for it, in the order of the template.
    pub required_by: Vec<SmolStr>,
    /// The wave in which it is made, from 1; `None` in a circle, or where its condition is false.
    pub wave: Option<usize>,
}

/// The neighbours of a resource; `None` where the stack does not know it.
#[must_use]
pub fn relations(view: &View<'_>, name: &str) -> Option<Relations> {
    let stack = view.stack?;
    let index = stack.resources.iter().position(|it| it.name == name)?;
    let named = |index: usize| stack.resources[index].name.clone();
    let edges = &stack.graph.edges;
    let mut required_by: Vec<usize> = edges
        .iter()
        .filter(|it| it.required == index)
        .map(|it| it.requirer)
        .collect();
    required_by.sort_unstable();
    Some(Relations {
        requires: edges
            .iter()
            .filter(|it| it.requirer == index)
            .map(|it| named(it.required))
            .collect(),
        required_by: required_by.into_iter().map(named).collect(),
        wave: waves(stack)[index],
    })
}

/// The wave of every resource, from 1, in the order of the stack.
#[must_use]
pub fn waves(stack: &Stack) -> Vec<Option<usize>> {
    let count = stack.resources.len();
    let enabled = |index: usize| stack.resources.get(index).is_some_and(|it| it.enabled);
    let mut waiting = vec![0usize; count];
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); count];
    for Edge { requirer, required, .. } in &stack.graph.edges {
        if enabled(*requirer) && enabled(*required) {
            waiting[*requirer] += 1;
            followers[*required].push(*requirer);
        }
    }
    let mut waves: Vec<Option<usize>> = vec![None; count];
    let mut ready: VecDeque<usize> = (0..count).filter(|it| enabled(*it) && waiting[*it] == 0).collect();
    for index in &ready {
        waves[*index] = Some(1);
    }
    while let Some(index) = ready.pop_front() {
        let next = waves[index].map_or(1, |wave| wave + 1);
        for follower in &followers[index] {
            waiting[*follower] -= 1;
            if waiting[*follower] == 0 {
                waves[*follower] = Some(next);
                ready.push_back(*follower);
            }
        }
    }
    waves
}
