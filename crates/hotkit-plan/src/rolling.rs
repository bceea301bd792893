//! How Heat renews the members of a group batch by batch when their definition changes (`heat.scaling.rolling_update`,
//! `heat.scaling.template`, and `_replace` of the groups).

use std::collections::BTreeSet;

use hotkit_analysis::{duration_seconds, typed};
use hotkit_eval::Value;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::change::{Action, Change, Effect};
use crate::group;
use crate::update::{Definition, property_of};

/// Batches that are worked out; a group beyond has more members than Heat allows.
const MOST_BATCHES: usize = 10_000;

/// Batches that are told one by one.
const MOST_TOLD: usize = 6;

/// The update of a group whose members get a new definition in batches.
#[derive(Clone, PartialEq, Debug)]
pub struct Rolling {
    /// The batches in their order.
    pub batches: Vec<Batch>,
    /// Seconds between two of them.
    pub pause: f64,
    /// What comes and goes when the batches are through: a scaling group gets its new size then, by itself.
    pub resized: Option<Batch>,
    /// Members that keep the old definition: Heat counts a new one as renewed, though another one goes for it.
    pub left: Vec<SmolStr>,
}

/// A batch.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Batch {
    /// Members that get the new definition.
    pub renewed: Vec<SmolStr>,
    /// New members, which have it from the start.
    pub created: Vec<SmolStr>,
    /// Members that go.
    pub removed: Vec<SmolStr>,
    /// Members there are afterwards.
    pub size: usize,
}

impl Rolling {
    /// Seconds that pass between the batches, all together.
    #[must_use]
    pub fn pauses(&self) -> f64 {
        self.pause * self.batches.len().saturating_sub(1) as f64
    }

    /// The most members there are at a time, while it goes on.
    #[must_use]
    pub fn most(&self) -> usize {
        self.batches
            .iter()
            .chain(&self.resized)
            .map(|it| it.size)
            .max()
            .unwrap_or(0)
    }

    /// How it goes on, in a line: `in 3 batches, 30 s apart: 4, 3 · 2, 1 · 0`. `None` where one batch does it all.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let count = self.batches.len();
        if count < 2 {
            return None;
        }
        let mut words = format!("in {count} batches");
        if self.pause > 0.0 {
            words.push_str(&format!(", {} s apart", self.pause));
        }
        if count <= MOST_TOLD {
            let batches: Vec<String> = self.batches.iter().map(Batch::words).collect();
            words.push_str(&format!(": {}", batches.join(" · ")));
        }
        if let Some(resized) = &self.resized {
            words.push_str(&format!("; then {}", resized.words()));
        }
        let last = self
            .batches
            .iter()
            .chain(&self.resized)
            .next_back()
            .map_or(0, |it| it.size);
        if self.most() > last {
            words.push_str(&format!("; up to {} members meanwhile", self.most()));
        }
        Some(words)
    }

    /// What goes wrong or is left undone, a sentence each. `stack_timeout` is in seconds.
    pub(crate) fn remarks(&self, stack_timeout: u64) -> Vec<String> {
        let mut remarks = Vec::new();
        if self.pauses() >= stack_timeout as f64 {
            remarks.push(format!(
                "the pauses between {} batches take {} s, and the stack has {stack_timeout} s: the update fails",
                self.batches.len(),
                self.pauses()
            ));
        }
        if !self.left.is_empty() {
            remarks.push(format!(
                "{} of the members keep the old definition: Heat counts as renewed what it removes afterwards",
                self.left.len()
            ));
        }
        remarks
    }
}

impl Batch {
    fn words(&self) -> String {
        let renewed = self.renewed.iter().map(ToString::to_string);
        let created = self.created.iter().map(|it| format!("{it} (new)"));
        let removed = self.removed.iter().map(|it| format!("{it} goes"));
        renewed.chain(created).chain(removed).collect::<Vec<_>>().join(", ")
    }
}

/// What a policy of rolling updates says.
#[derive(Clone, Copy, Debug)]
struct Policy {
    min_in_service: usize,
    max_batch_size: usize,
    pause: f64,
}

impl Policy {
    fn of(policy: &Value, [service, batch, pause]: [&str; 3]) -> Option<Policy> {
        let number = |name: &str, default: usize| match policy.get(name) {
            Some(Value::Integer(number)) => usize::try_from(*number).ok(),
            Some(Value::Null) | None => Some(default),
            _ => None,
        };
        let pause = match policy.get(pause) {
            Some(Value::Integer(seconds)) => *seconds as f64,
            Some(Value::Float(seconds)) => *seconds,
            Some(Value::Text(duration)) => duration_seconds(duration)? as f64,
            Some(Value::Null) | None => 0.0,
            _ => return None,
        };
        Some(Policy {
            min_in_service: number(service, 0)?,
            max_batch_size: number(batch, 1)?,
            pause,
        })
    }
}

/// How the members of a group are renewed; `None` where all are at once, or none is.
pub(crate) fn of_group(change: &Change, before: &Definition<'_>, after: &Definition<'_>) -> Option<Rolling> {
    const OWN: [&str; 3] = ["min_in_service", "max_batch_size", "pause_time"];
    const AMAZON: [&str; 3] = ["MinInstancesInService", "MaxBatchSize", "PauseTime"];
    if change.action != Action::Update {
        return None;
    }
    let resource_type = after.builtin()?;
    let (old, new) = (before.plan.nested.as_deref()?, after.plan.nested.as_deref()?);
    let changes = |name: &str| {
        let mut reasons = change.because.iter().filter(|it| it.effect == Effect::Update);
        reasons.any(|it| property_of(&it.property) == name)
    };
    let of_policy = |name: &str| {
        let property = resource_type.update_policy.iter().find(|it| it.name == name)?;
        let given = after.update_policy.as_ref()?.get(name)?.clone();
        typed(property, Some(given)).filter(|it| *it != Value::Null)
    };
    let members: Vec<SmolStr> = old.resources.iter().map(|it| it.name.clone()).collect();
    let target = new.resources.len();
    // Without a wish the group stays as large as it is until the batches are through.
    let wish = |name: &str| match after.typed(resource_type, name) {
        Some(Value::Integer(size)) if size != 0 => usize::try_from(size).unwrap_or(target),
        _ => members.len(),
    };
    Some(match resource_type.name {
        "OS::Heat::ResourceGroup" if changes("resource_def") => {
            let policy = Policy::of(&of_policy("rolling_update")?, OWN)?;
            let skipped = group::skipped_names(&after.typed(resource_type, "removal_policies")?);
            by_index(&members, target, policy, &skipped)
        }
        "OS::Heat::AutoScalingGroup" if changes("resource") => {
            let policy = Policy::of(&after.typed(resource_type, "rolling_updates")?, OWN)?;
            by_age(&members, (wish("desired_capacity"), target), policy)
        }
        "OS::Heat::InstanceGroup" if changes("LaunchConfigurationName") => by_age(
            &members,
            (target, target),
            Policy::of(&of_policy("RollingUpdate")?, AMAZON)?,
        ),
        "AWS::AutoScaling::AutoScalingGroup" if changes("LaunchConfigurationName") => {
            let policy = Policy::of(&of_policy("AutoScalingRollingUpdate")?, AMAZON)?;
            by_age(&members, (wish("DesiredCapacity"), target), policy)
        }
        _ => return None,
    })
}

/// The size of the group after each batch, and how many members have the new definition by it. `counts_surplus`: members
/// beyond the target count as renewed although they go again.
fn sizes(target: usize, current: usize, policy: Policy, counts_surplus: bool) -> Vec<(usize, usize)> {
    let mut batches = Vec::new();
    let (mut current, mut renewed) = (current, 0_usize);
    while !(renewed >= current && current == target) && batches.len() < MOST_BATCHES {
        let least = policy.min_in_service.min(target).min(current);
        let batch = policy.max_batch_size.min(target.saturating_sub(renewed));
        let size = batch + current.min(target.saturating_sub(batch)).max(least);
        batches.push((size, batch));
        let surplus = if counts_surplus {
            0
        } else {
            size.saturating_sub(current.max(target))
        };
        renewed += batch.saturating_sub(surplus);
        if (size, batch) == (current, 0) {
            break;
        }
        current = size;
    }
    batches
}

/// A `ResourceGroup`: members have numbers, the highest are renewed first, and those that are no longer wanted go first.
fn by_index(members: &[SmolStr], target: usize, policy: Policy, skipped: &[SmolStr]) -> Rolling {
    let counted = members.iter().filter(|it| !skipped.contains(it)).count();
    let mut present: Vec<SmolStr> = members.iter().filter(|it| !skipped.contains(it)).cloned().collect();
    let mut gone: Vec<SmolStr> = members.iter().filter(|it| skipped.contains(it)).cloned().collect();
    let mut renewed: BTreeSet<SmolStr> = BTreeSet::new();
    let mut batches = Vec::new();
    let sizes = sizes(target, counted, policy, false);
    let most = sizes.iter().map(|(size, _)| *size).max().unwrap_or(0);
    let names: Vec<SmolStr> = group::numbered(skipped).take(most).collect();
    let places: FxHashMap<&SmolStr, usize> = names.iter().zip(0..).collect();
    for (size, batch) in sizes {
        present.sort_by_cached_key(|name| match places.get(name).filter(|it| **it < size) {
            None => 0,
            Some(index) if *index < target => target - index,
            Some(_) => size,
        });
        let known: FxHashSet<&SmolStr> = present.iter().collect();
        let fresh = names[..size].iter().filter(|it| !known.contains(it));
        let fresh: Vec<SmolStr> = fresh.take(size.saturating_sub(present.len())).cloned().collect();
        let mut step = step(&mut present, &mut renewed, size, batch, fresh);
        step.removed.append(&mut gone);
        batches.push(step);
    }
    finish(batches, &present, &renewed, policy)
}

/// A group whose members have random names: the oldest are renewed first, and go first. While it renews them it aims at one
/// size, and goes to the other when it is through.
fn by_age(members: &[SmolStr], (target, end): (usize, usize), policy: Policy) -> Rolling {
    let mut present = members.to_vec();
    // The plan calls them by numbers, the last ones those that go: they are the oldest then.
    present.rotate_right(members.len().saturating_sub(end));
    let mut renewed: BTreeSet<SmolStr> = BTreeSet::new();
    let mut number = members.len();
    let mut next = |(size, batch): (usize, usize)| {
        let fresh: Vec<SmolStr> = (number + 1..=number + size.saturating_sub(present.len()))
            .map(|it| smol_str::format_smolstr!("member-{it}"))
            .collect();
        number += fresh.len();
        step(&mut present, &mut renewed, size, batch, fresh)
    };
    let sizes = sizes(target.min(members.len()), members.len(), policy, true);
    let batches: Vec<Batch> = sizes.into_iter().map(&mut next).collect();
    let size = batches.last().map_or(members.len(), |it| it.size);
    let resized = (size != end).then(|| next((end, 0)));
    Rolling {
        resized,
        ..finish(batches, &present, &renewed, policy)
    }
}

fn finish(batches: Vec<Batch>, present: &[SmolStr], renewed: &BTreeSet<SmolStr>, policy: Policy) -> Rolling {
    Rolling {
        batches,
        pause: policy.pause,
        resized: None,
        left: present.iter().filter(|it| !renewed.contains(*it)).cloned().collect(),
    }
}

/// One batch: the first of those that are there go where there are too many, `fresh` ones come where there are too few, and
/// the next ones in their order are renewed.
fn step(
    present: &mut Vec<SmolStr>,
    renewed: &mut BTreeSet<SmolStr>,
    size: usize,
    batch: usize,
    fresh: Vec<SmolStr>,
) -> Batch {
    let surplus = present.len().saturating_sub(size);
    let removed: Vec<SmolStr> = present.drain(..surplus).collect();
    let created: Vec<SmolStr> = fresh.into_iter().take(size - present.len()).collect();
    let left = batch.saturating_sub(created.len());
    let next = present.iter().filter(|it| !renewed.contains(*it)).take(left);
    let next: Vec<SmolStr> = next.cloned().collect();
    renewed.extend(next.iter().chain(&created).cloned());
    present.extend(created.iter().cloned());
    Batch {
        renewed: next,
        created,
        removed,
        size: present.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each batch as `*renewed +created -removed =members`.
    fn shown(rolling: &Rolling) -> String {
        let batch = |it: &Batch| {
            let names =
                |sign: &str, names: &[SmolStr]| names.iter().map(|it| format!("{sign}{it} ")).collect::<String>();
            let mut removed = it.removed.clone();
            removed.sort();
            let parts = [names("*", &it.renewed), names("+", &it.created), names("-", &removed)];
            format!("{}={}", parts.concat(), it.size)
        };
        let batches = rolling.batches.iter().chain(&rolling.resized);
        batches.map(batch).collect::<Vec<_>>().join("; ")
    }

    fn policy(max_batch_size: usize, min_in_service: usize) -> Policy {
        Policy {
            min_in_service,
            max_batch_size,
            pause: 30.0,
        }
    }

    /// What the engine's own functions give (`rolling_update.next_batch`, `template.member_definitions`): members to be,
    /// members before, most at once, least in service; the batches.
    const BY_INDEX: [(usize, usize, usize, usize, &str); 11] = [
        (5, 5, 2, 1, "*4 *3 =5; *2 *1 =5; *0 =5"),
        (5, 5, 2, 4, "*4 +5 =6; *3 *2 =6; *1 *0 =6; -5 =5"),
        (3, 5, 2, 2, "*2 *1 -4 =4; *0 -3 =3"),
        (6, 4, 2, 3, "+4 +5 =6; *3 *2 =6; *1 *0 =6"),
        (4, 4, 10, 0, "*3 *2 *1 *0 =4"),
        (4, 4, 1, 4, "+4 =5; *3 =5; *2 =5; *1 =5; *0 =5; -4 =4"),
        (0, 3, 1, 0, "-0 -1 -2 =0"),
        (3, 0, 2, 0, "+0 +1 =2; +2 =3"),
        (2, 6, 3, 5, "*1 *0 -4 -5 =4; -2 -3 =2"),
        (7, 3, 3, 0, "+3 +4 +5 =6; *2 *1 +6 =7; *0 =7"),
        (1, 1, 1, 1, "+1 =2; *0 =2; -1 =1"),
    ];

    #[test]
    fn numbered_members_are_renewed_from_the_highest_on() {
        for (target, before, batch, service, expected) in BY_INDEX {
            let members: Vec<SmolStr> = group::numbered(&[]).take(before).collect();
            let rolling = by_index(&members, target, policy(batch, service), &[]);
            assert_eq!(
                shown(&rolling),
                expected,
                "{before} to {target}, {batch} at once, {service} in service"
            );
            assert!(rolling.left.is_empty());
        }
    }

    #[test]
    fn members_that_a_removal_policy_names_go_at_once() {
        let members: Vec<SmolStr> = group::numbered(&[]).take(4).collect();
        let skipped = [SmolStr::new("0"), SmolStr::new("2")];
        let rolling = by_index(&members, 4, policy(2, 1), &skipped[1..]);
        assert_eq!(shown(&rolling), "*3 +4 -2 =4; *1 *0 =4");
        let rolling = by_index(&members, 3, policy(1, 3), &skipped);
        assert_eq!(shown(&rolling), "+4 -0 -2 =3; +5 =4; *3 =4; *1 =4; -5 =3");
    }

    #[test]
    fn members_of_scaling_groups_are_renewed_from_the_oldest_on() {
        // What it aims at, what it ends with, members before, most at once, least in service; the batches; who is left out.
        const ROWS: [(usize, usize, usize, usize, usize, &str, usize); 8] = [
            (4, 4, 4, 2, 0, "*member-1 *member-2 =4; *member-3 *member-4 =4", 0),
            (
                4,
                4,
                4,
                2,
                3,
                "*member-1 +member-5 =5; *member-2 *member-3 =5; -member-1 =4",
                1,
            ),
            (2, 2, 4, 2, 1, "*member-4 *member-1 -member-3 =3; -member-4 =2", 1),
            (
                6,
                6,
                4,
                3,
                2,
                "*member-1 *member-2 +member-5 =5; *member-3 -member-1 =4; +member-6 +member-7 =6",
                1,
            ),
            (1, 1, 1, 1, 1, "+member-2 =2; -member-1 =1", 0),
            (
                3,
                3,
                5,
                10,
                5,
                "*member-4 *member-5 +member-6 =6; -member-1 -member-4 -member-5 =3",
                2,
            ),
            (
                5,
                3,
                5,
                2,
                0,
                "*member-4 *member-5 =5; *member-1 *member-2 =5; *member-3 =5; -member-4 -member-5 =3",
                0,
            ),
            (
                2,
                5,
                2,
                2,
                2,
                "+member-3 +member-4 =4; -member-1 -member-2 =2; +member-5 +member-6 +member-7 =5",
                0,
            ),
        ];
        for (target, end, before, batch, service, expected, left) in ROWS {
            let members: Vec<SmolStr> = (1..=before)
                .map(|it| smol_str::format_smolstr!("member-{it}"))
                .collect();
            let rolling = by_age(&members, (target, end), policy(batch, service));
            assert_eq!(
                shown(&rolling),
                expected,
                "{before} to {target}, then {end}, {batch} at once, {service} in service"
            );
            assert_eq!(rolling.left.len(), left, "{:?}", rolling.left);
        }
    }

    #[test]
    fn a_large_group_takes_no_time() {
        let members: Vec<SmolStr> = group::numbered(&[]).take(1000).collect();
        let rolling = by_index(&members, 1000, policy(1, 1000), &[]);
        assert_eq!((rolling.batches.len(), rolling.most()), (1002, 1001));
        assert_eq!(by_age(&members, (1000, 1000), policy(1, 0)).batches.len(), 1000);
    }

    #[test]
    fn pauses_lie_between_batches() {
        let members: Vec<SmolStr> = group::numbered(&[]).take(5).collect();
        let rolling = by_index(&members, 5, policy(2, 4), &[]);
        assert_eq!((rolling.pauses(), rolling.most()), (90.0, 6));
        assert_eq!(
            rolling.words().unwrap(),
            "in 4 batches, 30 s apart: 4, 5 (new) · 3, 2 · 1, 0 · 5 goes; up to 6 members meanwhile"
        );
        let grown = by_age(&members[..2], (2, 3), policy(1, 0));
        assert_eq!(
            grown.words().unwrap(),
            "in 2 batches, 30 s apart: 0 · 1; then member-3 (new)"
        );
        assert!(rolling.remarks(91).is_empty());
        assert_eq!(
            rolling.remarks(90),
            ["the pauses between 4 batches take 90 s, and the stack has 90 s: the update fails"]
        );
    }
}
