//! Types of AWS (X-AWS-1 to X-AWS-5, X-HEAT-6).

use hotkit_eval::Value;

use super::Subject;
use super::heat::group_sizes;
use super::part::Part;
use super::refusals::Refusals;
use crate::condition::Holds;
use crate::problem::WhyNot;

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
    }
}

/// X-AWS-2.
pub(super) fn launch_configuration(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let configuration = subject.properties();
    block_device_mappings(&configuration, refusals);
    if configuration.truthy("InstanceId") == Holds::No {
        for name in ["ImageId", "InstanceType"] {
            if configuration.truthy(name) == Holds::No {
                refusals.missing_alternative(&configuration, &["InstanceId", name]);
            }
        }
    }
}

/// X-HEAT-6.
pub(super) fn scaling_policy(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let policy = subject.properties();
    let percent = "PercentChangeInCapacity";
    let applies = policy.is("AdjustmentType", percent);
    if policy.given("MinAdjustmentStep").and(applies.not()) == Holds::Yes {
        refusals.not_applicable(&policy, "MinAdjustmentStep", "AdjustmentType", &[percent]);
    }
}

/// X-AWS-4.
pub(super) fn address_association(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let association = subject.properties();
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
    if instance.truthy("NetworkInterfaces") == Holds::Yes {
        for groups in ["SecurityGroups", "SecurityGroupIds"] {
            if instance.truthy(groups) == Holds::Yes {
                refusals.conflict(&instance, groups, "NetworkInterfaces");
            }
        }
    }
    block_device_mappings(&instance, refusals);
}

/// X-AWS-5.
pub(super) fn load_balancer(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
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
