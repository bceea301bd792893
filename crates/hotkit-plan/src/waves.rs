//! Waves: the earliest moment at which each resource can start, counted in resources that it has to wait for.

use crate::plan::StackPlan;

/// Numbers the waves of a stack. What waits for itself, which Heat refuses, goes into a last wave.
pub(crate) fn number(stack: &mut StackPlan) {
    let count = stack.resources.len();
    let mut waits: Vec<usize> = vec![0; count];
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (index, resource) in stack.resources.iter().enumerate() {
        for requirement in &resource.requires {
            if requirement.resource != index {
                waits[index] += 1;
                users[requirement.resource].push(index);
            }
        }
    }
    let mut wave: Vec<usize> = (0..count).filter(|index| waits[*index] == 0).collect();
    let mut done = 0;
    stack.waves.clear();
    while !wave.is_empty() {
        let number = stack.waves.len() + 1;
        let mut next = Vec::new();
        for index in &wave {
            stack.resources[*index].wave = number;
            done += 1;
            for user in &users[*index] {
                waits[*user] -= 1;
                if waits[*user] == 0 {
                    next.push(*user);
                }
            }
        }
        next.sort_unstable();
        stack.waves.push(std::mem::replace(&mut wave, next));
    }
    if done < count {
        let left: Vec<usize> = (0..count).filter(|index| waits[*index] > 0).collect();
        let number = stack.waves.len() + 1;
        for index in &left {
            stack.resources[*index].wave = number;
        }
        stack.waves.push(left);
    }
}
