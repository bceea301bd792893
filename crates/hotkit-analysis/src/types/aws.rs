//! Types of AWS (X-AWS-1 to X-AWS-5, X-HEAT-6).

use hotkit_eval::{Value, evaluate};
use hotkit_model::Expr;

use super::Subject;
use super::heat::group_sizes;
use super::part::{Part, Spot, taken};
use super::refusals::Refusals;
use crate::condition::Holds;
use crate::problem::{Fault, WhyNot};

/// Seconds that an update may pause between two batches.
const LONGEST_PAUSE: u64 = 3600;

/// X-AWS-1.
pub(super) fn auto_scaling_group(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let group = subject.properties();
    group_sizes(&group, ["MinSize", "DesiredCapacity", "MaxSize"], refusals);
    if let Some(Value::List(zones)) = group.value("VPCZoneIdentifier")
        && zones.len() > 1
        && !may_shrink(zones)
    {
        refusals.value(&group, "VPCZoneIdentifier", WhyNot::OnlyOne { unless: None });
    }
    // The engine looks at the name in the template, not at what the environment maps it to.
    if subject.written_type() == "AWS::AutoScaling::AutoScalingGroup" {
        either(&group, "InstanceId", "LaunchConfigurationName", refusals);
    } else if group.truthy("InstanceId") == Holds::No {
        launch_configuration_name(subject, refusals);
    }
    pause_time(subject, "AutoScalingRollingUpdate", refusals);
}

/// N-050, R-009. That a name is one of a launch configuration is looked at with the members.
pub(super) fn instance_group(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    launch_configuration_name(subject, refusals);
    pause_time(subject, "RollingUpdate", refusals);
}

/// The engine looks for the configuration of the members under the empty name, too, and finds none.
fn launch_configuration_name(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let (group, name) = (subject.properties(), "LaunchConfigurationName");
    if group.truthy(name) == Holds::No {
        let fault = Fault::RefusedValue {
            name: name.into(),
            value: group.shown(name),
            why: WhyNot::NoSuchResource,
        };
        // Heat fails over the stack of the members, and names no property.
        let path = subject.place.path.clone();
        let range = group.value_at(name).range;
        refusals.refuse(fault, Spot { range, path });
    }
}

/// the pause between the batches of an update is a duration of at most one hour.
fn pause_time(subject: &Subject<'_>, policy: &str, refusals: &mut Refusals<'_>) {
    let Some(written) = &subject.resource.update_policy else {
        return;
    };
    let Ok(value) = evaluate(written, &subject.ctx.scope) else {
        return;
    };
    let Some(Value::Text(time)) = value.get(policy).and_then(|it| it.get("PauseTime")) else {
        return;
    };
    let why = match duration_seconds(time) {
        Some(seconds) if seconds <= LONGEST_PAUSE => return,
        Some(_) => WhyNot::LongerThanAnHour,
        None => WhyNot::NotADuration,
    };
    let member = |expr: &'_ Expr, key: &str| {
        let entries = taken(subject.ctx, expr).as_map()?;
        entries.iter().find(|it| it.key.text == key).map(|it| it.value.clone())
    };
    let place = member(written, policy).and_then(|it| member(&it, "PauseTime"));
    let section = if subject.ctx.template.is_cfn() {
        "UpdatePolicy"
    } else {
        "update_policy"
    };
    let fault = Fault::RefusedValue {
        name: "PauseTime".into(),
        value: time.clone(),
        why,
    };
    let spot = Spot {
        range: place.map_or(written.range, |it| it.range),
        path: subject.place.path.join(section).join(policy).join("PauseTime"),
    };
    refusals.refuse(fault, spot);
}

/// The seconds of a duration of the form `PT1H2M3S`, each part of which may be missing; `None` where it is none.
#[must_use]
pub fn duration_seconds(duration: &str) -> Option<u64> {
    let mut rest = duration.strip_suffix('\n').unwrap_or(duration).strip_prefix("PT")?;
    let mut seconds = 0_u64;
    for (unit, length) in [('H', 3600), ('M', 60), ('S', 1)] {
        let Some((number, behind)) = rest.split_once(unit) else {
            continue;
        };
        if number.is_empty() || !number.bytes().all(|it| it.is_ascii_digit()) {
            return None;
        }
        let number = number.parse().unwrap_or(u64::MAX);
        seconds = seconds.saturating_add(u64::saturating_mul(length, number));
        rest = behind;
    }
    rest.is_empty().then_some(seconds)
}

/// X-AWS-2.
pub(super) fn launch_configuration(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let configuration = subject.properties();
    block_device_mappings(&configuration, refusals);
    if configuration.truthy("InstanceId") == Holds::No {
        subject.read(&["ImageId", "InstanceType"]);
        for name in ["ImageId", "InstanceType"] {
            if configuration.truthy(name) == Holds::No {
                refusals.missing_alternative(&configuration, &["InstanceId", name]);
            }
        }
    }
}

/// The address of the template is read; what stands there is looked at with the members of groups (N-001).
pub(super) fn nested_stack(subject: &Subject<'_>, _: &mut Refusals<'_>) {
    subject.read(&["TemplateURL"]);
}

/// X-HEAT-6.
pub(super) fn scaling_policy(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let policy = subject.properties();
    let percent = "PercentChangeInCapacity";
    let applies = policy.is("AdjustmentType", percent);
    if applies.not().and(policy.given("MinAdjustmentStep")) == Holds::Yes {
        refusals.not_applicable(&policy, "MinAdjustmentStep", "AdjustmentType", &[percent]);
    }
}

/// X-AWS-4.
pub(super) fn address_association(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let association = subject.properties();
    subject.read(&["EIP", "AllocationId", "InstanceId", "NetworkInterfaceId"]);
    either(&association, "EIP", "AllocationId", refusals);
    let instance = association.truthy("InstanceId");
    if association.truthy("EIP").and(instance.not()) == Holds::Yes {
        refusals.lacks(&association, "EIP", &["InstanceId"]);
    } else if instance.or(association.truthy("NetworkInterfaceId")) == Holds::No {
        refusals.missing_alternative(&association, &["InstanceId", "NetworkInterfaceId"]);
    }
}

/// X-AWS-3.
pub(super) fn instance(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let instance = subject.properties();
    subject.read(&["SecurityGroups", "SecurityGroupIds", "NetworkInterfaces"]);
    if instance.truthy("NetworkInterfaces") == Holds::Yes {
        for groups in ["SecurityGroups", "SecurityGroupIds"] {
            if instance.truthy(groups) == Holds::Yes {
                refusals.conflict(&instance, groups, "NetworkInterfaces");
            }
        }
    }
    block_device_mappings(&instance, refusals);
    subject.read(&["SubnetId"]);
}

/// X-AWS-5.
pub(super) fn load_balancer(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    subject.read(&["HealthCheck", "SecurityGroups"]);
    if let Some(check) = subject.properties().inner("HealthCheck")
        && check.given("Interval").and(check.given("Timeout")) == Holds::Yes
    {
        refusals.ordered(&check, "Timeout", "Interval");
    }
}

/// Volumes can only be made of snapshots (X-AWS-2, X-AWS-3).
fn block_device_mappings(part: &Part<'_>, refusals: &mut Refusals<'_>) {
    for mapping in part.entries("BlockDeviceMappings").parts {
        match mapping.truthy("Ebs") {
            Holds::No => refusals.missing(&mapping, "Ebs"),
            _ => {
                if let Some(volume) = mapping.inner("Ebs")
                    && volume.truthy("SnapshotId") == Holds::No
                {
                    refusals.missing(&volume, "SnapshotId");
                }
            }
        }
    }
}

/// Exactly one of two must have a true value.
fn either(part: &Part<'_>, one: &str, other: &str, refusals: &mut Refusals<'_>) {
    let (has_one, has_other) = (part.truthy(one), part.truthy(other));
    if has_one.and(has_other) == Holds::Yes {
        refusals.conflict(part, one, other);
    } else if has_one.or(has_other) == Holds::No {
        refusals.missing_alternative(part, &[one, other]);
    }
}

fn may_shrink(items: &[Value]) -> bool {
    items
        .iter()
        .any(|item| matches!(item, Value::Unknown(unknown) if unknown.may_vanish()))
}
