//! What is there when a resource fails, and what becomes of it (16.1, 16.2, 16.5).

use crate::cloud::Cloud;
use crate::estimate::{Estimate, count_resource, timeout_of};
use crate::plan::{Plan, StackPlan};

/// Seconds that Heat lets running resources go on after a failure.
pub const GRACE: u64 = 240;

/// What is there when a resource of the root stack fails.
#[derive(Clone, PartialEq, Debug)]
pub struct Failure {
    /// The resource.
    pub resource: String,
    /// When it fails, in seconds.
    pub at: u64,
    /// True where it fails because nobody signals in time.
    pub times_out: bool,
    /// Resources that are complete, in their order.
    pub complete: Vec<String>,
    /// Resources that had begun, and depend on what is not Heat's.
    pub unfinished: Vec<String>,
    /// Resources that never begin.
    pub never: Vec<String>,
    /// What is there, and counts against the quota until it is deleted.
    pub left: Estimate,
    /// Steps of a rollback, each with the resources that are deleted together.
    pub rollback: Vec<Vec<String>>,
}

/// What happens when a resource fails at the end of its creation; `None` where the root stack has none of this name.
#[must_use]
pub fn failure(plan: &Plan, name: &str, cloud: &Cloud) -> Option<Failure> {
    let stack = &plan.root;
    let failing = stack.resources.iter().position(|it| it.name == name)?;
    let resource = &stack.resources[failing];
    let timeout = timeout_of(resource).filter(|_| resource.assumed);
    let at = resource.start + timeout.unwrap_or(resource.seconds);
    let mut failure = Failure {
        resource: name.to_owned(),
        at,
        times_out: timeout.is_some(),
        complete: Vec::new(),
        unfinished: Vec::new(),
        never: Vec::new(),
        left: Estimate::default(),
        rollback: Vec::new(),
    };
    let mut made = vec![false; stack.resources.len()];
    for (index, resource) in stack.resources.iter().enumerate() {
        let end = resource.start + resource.seconds;
        let waits_for_failed = resource.start >= at || reaches(stack, index, failing);
        let list = if index == failing {
            made[index] = true;
            continue;
        } else if waits_for_failed {
            &mut failure.never
        } else if end <= at || (end <= at + GRACE && !resource.assumed) {
            made[index] = true;
            &mut failure.complete
        } else {
            made[index] = true;
            &mut failure.unfinished
        };
        list.push(resource.name.to_string());
    }
    for (resource, _) in stack.resources.iter().zip(&made).filter(|(_, made)| **made) {
        count_resource(resource, cloud, &mut failure.left);
        if let Some(nested) = &resource.nested {
            count_all(nested, cloud, &mut failure.left);
        }
    }
    failure.rollback = deletion_order(stack, &made);
    Some(failure)
}

fn count_all(stack: &StackPlan, cloud: &Cloud, left: &mut Estimate) {
    for resource in &stack.resources {
        count_resource(resource, cloud, left);
        if let Some(nested) = &resource.nested {
            count_all(nested, cloud, left);
        }
    }
}

/// Whether one resource waits for another, perhaps through others.
fn reaches(stack: &StackPlan, from: usize, to: usize) -> bool {
    let mut seen = vec![false; stack.resources.len()];
    let mut waiting = vec![from];
    while let Some(index) = waiting.pop() {
        if index == to {
            return true;
        }
        if !std::mem::replace(&mut seen[index], true) {
            waiting.extend(stack.resources[index].requires.iter().map(|it| it.resource));
        }
    }
    false
}

/// The steps in which resources are deleted: each when everything that required it is gone.
#[must_use]
pub fn deletion_order(stack: &StackPlan, made: &[bool]) -> Vec<Vec<String>> {
    let is_made = |index: usize| made.get(index).copied().unwrap_or(false);
    let count = stack.resources.len();
    let mut users = vec![0_usize; count];
    for (index, resource) in stack.resources.iter().enumerate().filter(|(index, _)| is_made(*index)) {
        for requirement in resource.requires.iter().filter(|it| it.resource != index) {
            users[requirement.resource] += 1;
        }
    }
    let mut wave: Vec<usize> = (0..count)
        .filter(|index| is_made(*index) && users[*index] == 0)
        .collect();
    let mut steps = Vec::new();
    while !wave.is_empty() {
        let mut next = Vec::new();
        for index in &wave {
            for requirement in stack.resources[*index]
                .requires
                .iter()
                .filter(|it| it.resource != *index)
            {
                users[requirement.resource] -= 1;
                if users[requirement.resource] == 0 {
                    next.push(requirement.resource);
                }
            }
        }
        next.sort_unstable();
        let names = wave.iter().map(|index| stack.resources[*index].name.to_string());
        steps.push(names.collect());
        wave = next;
    }
    steps
}
