//! A resource type of the CloudFormation kind in a HOT template.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "amazon-type",
    Group::Portability,
    Severity::Warning,
    include_str!("amazon_type.md"),
    look,
);

/// Types that have a counterpart of OpenStack's own, and that counterpart.
const COUNTERPARTS: [(&str, &str); 17] = [
    ("AWS::AutoScaling::AutoScalingGroup", "OS::Heat::AutoScalingGroup"),
    ("AWS::AutoScaling::ScalingPolicy", "OS::Heat::ScalingPolicy"),
    ("AWS::CloudFormation::Stack", "OS::Heat::Stack"),
    ("AWS::CloudFormation::WaitCondition", "OS::Heat::WaitCondition"),
    (
        "AWS::CloudFormation::WaitConditionHandle",
        "OS::Heat::WaitConditionHandle",
    ),
    ("AWS::EC2::EIP", "OS::Neutron::FloatingIP"),
    ("AWS::EC2::EIPAssociation", "OS::Neutron::FloatingIPAssociation"),
    ("AWS::EC2::Instance", "OS::Nova::Server"),
    ("AWS::EC2::NetworkInterface", "OS::Neutron::Port"),
    ("AWS::EC2::SecurityGroup", "OS::Neutron::SecurityGroup"),
    ("AWS::EC2::Subnet", "OS::Neutron::Subnet"),
    ("AWS::EC2::Volume", "OS::Cinder::Volume"),
    ("AWS::EC2::VolumeAttachment", "OS::Cinder::VolumeAttachment"),
    ("AWS::EC2::VPC", "OS::Neutron::Net"),
    ("AWS::ElasticLoadBalancing::LoadBalancer", "OS::Octavia::LoadBalancer"),
    ("AWS::RDS::DBInstance", "OS::Trove::Instance"),
    ("AWS::S3::Bucket", "OS::Swift::Container"),
];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for part in view.parts.iter().filter(|it| it.resource_type.is_some()) {
        let Some((_, own)) = COUNTERPARTS.iter().find(|(name, _)| part.type_name == name) else {
            continue;
        };
        let path = view.path_to(Owner::Resource(part.index), part.type_range);
        let message = format!("{} is a type for CloudFormation templates", quoted(part.type_name));
        findings.add(
            Finding::new(part.type_range, path, message)
                .label("a type of another format")
                .help(format!("{} does the same with all that OpenStack offers", quoted(own))),
        );
    }
}
