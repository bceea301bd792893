//! The dependency graph as editors show it: who waits for whom, and in which wave each resource is made.

use std::collections::{BTreeSet, VecDeque};

use hotkit_analysis::{Edge, Stack};
use hotkit_model::Template;
use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::names::{NameKind, Names};
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

/// A declaration that is no resource, and the resources that it bears on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Concern {
    /// A parameter, a condition or an output.
    pub kind: NameKind,
    /// Its name.
    pub name: SmolStr,
    /// The whole declaration.
    pub range: TextRange,
    /// The resources whose values or existence rest on it; of an output, those that it reads. In the order of the template.
    pub resources: Vec<SmolStr>,
}

/// What each parameter and condition bears on, and what each output reads.
#[must_use]
pub fn concerns(template: &Template) -> Vec<Concern> {
    let names = Names::of(template);
    let mut found = Vec::new();
    for it in &template.parameters {
        let range = it.name.range.to(it.definition.range);
        found.push((NameKind::Parameter, it.name.text.clone(), range));
    }
    for it in &template.conditions {
        found.push((
            NameKind::Condition,
            it.name.text.clone(),
            it.name.range.to(it.value.range),
        ));
    }
    for it in &template.outputs {
        let end = it.value.as_ref().map_or(it.name.range, |value| value.range);
        found.push((NameKind::Output, it.name.text.clone(), it.name.range.to(end)));
    }
    let concern = |(kind, name, range): (NameKind, SmolStr, TextRange)| {
        let of: BTreeSet<SmolStr> = match kind {
            NameKind::Output => read_in(&names, range),
            _ => bears_on(template, &names, kind, &name),
        };
        let in_order = template.resources.iter().map(|it| &it.name.text);
        Concern {
            resources: in_order.filter(|it| of.contains(*it)).cloned().collect(),
            kind,
            name,
            range,
        }
    };
    found.into_iter().map(concern).collect()
}

fn read_in(names: &Names<'_>, range: TextRange) -> BTreeSet<SmolStr> {
    let inside = names
        .occurrences
        .iter()
        .filter(|it| it.kind == NameKind::Resource && range.contains(it.range.start()));
    inside.map(|it| it.name.clone()).collect()
}

/// The resources that name it, themselves or through conditions.
fn bears_on(template: &Template, names: &Names<'_>, kind: NameKind, name: &SmolStr) -> BTreeSet<SmolStr> {
    let mut resources = BTreeSet::new();
    let mut seen = BTreeSet::from([(kind, name.clone())]);
    let mut waiting = vec![(kind, name.clone())];
    while let Some((kind, name)) = waiting.pop() {
        for used in names.all(kind, &name).filter(|it| !it.declares) {
            let resource = template
                .resources
                .iter()
                .find(|it| it.range.to(it.name.range).contains(used.range.start()));
            if let Some(resource) = resource {
                resources.insert(resource.name.text.clone());
                continue;
            }
            let condition = template
                .conditions
                .iter()
                .find(|it| it.value.range.contains(used.range.start()));
            if let Some(condition) = condition {
                let next = (NameKind::Condition, condition.name.text.clone());
                if seen.insert(next.clone()) {
                    waiting.push(next);
                }
            }
        }
    }
    resources
}

#[cfg(test)]
mod tests;
