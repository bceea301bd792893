//! What resource types check by themselves, after the schema of their properties (engine checks, section 14).
//!
//! A type's own check sees values that are evaluated, converted and complete ([`Seen`]). Heat runs it where the properties
//! fit their schema, and inside of nested stacks, whose values it has not looked at before, in any case. What is not known
//! here is never refused. What only a cloud can answer is not asked.

mod part;
mod reads;
mod refusals;
mod spellings;

mod aws;
mod barbican;
mod cinder;
mod designate;
mod glance;
mod heat;
mod keystone;
mod magnum;
mod manila;
mod mistral;
mod neutron;
mod nova;
mod octavia;
mod quota;
mod trove;
mod zaqar;
mod zun;

use hotkit_eval::{Value, evaluate};
use hotkit_model::{Resource, ValueKind};
use hotkit_schema::ResourceType;
use smol_str::SmolStr;

use self::part::{Part, Spot};
use self::reads::READS;
use self::refusals::Refusals;
use crate::input::short_text;
use crate::problem::{Fault, Verdict};
use crate::property::properties_key;
use crate::seen::Seen;
use crate::stack::StackContext;
use crate::walk::{Found, Place};

/// The check of one type.
type Check = fn(&Subject<'_>, &mut Refusals<'_>);

/// The types that have a check of their own.
const CHECKS: &[(&str, Check)] = &[
    ("AWS::AutoScaling::AutoScalingGroup", aws::auto_scaling_group),
    ("AWS::AutoScaling::LaunchConfiguration", aws::launch_configuration),
    ("AWS::AutoScaling::ScalingPolicy", aws::scaling_policy),
    ("AWS::EC2::EIPAssociation", aws::address_association),
    ("AWS::EC2::Instance", aws::instance),
    ("AWS::ElasticLoadBalancing::LoadBalancer", aws::load_balancer),
    ("OS::Barbican::CertificateContainer", barbican::key_container),
    ("OS::Barbican::GenericContainer", barbican::generic_container),
    ("OS::Barbican::Order", barbican::order),
    ("OS::Barbican::RSAContainer", barbican::key_container),
    ("OS::Barbican::Secret", barbican::secret),
    ("OS::Cinder::Quota", quota::check),
    ("OS::Cinder::Volume", cinder::volume),
    ("OS::Cinder::VolumeType", cinder::volume_type),
    ("OS::Designate::Zone", designate::zone),
    ("OS::Glance::WebImage", glance::web_image),
    ("OS::Heat::AccessPolicy", heat::access_policy),
    ("OS::Heat::AutoScalingGroup", heat::auto_scaling_group),
    ("OS::Heat::Delay", heat::delay),
    ("OS::Heat::RandomString", heat::random_string),
    ("OS::Heat::ScalingPolicy", heat::scaling_policy),
    ("OS::Heat::SoftwareComponent", heat::software_component),
    ("OS::Heat::SoftwareDeployment", heat::deployment),
    ("OS::Heat::Stack", heat::remote_stack),
    ("OS::Heat::StructuredDeployment", heat::deployment),
    ("OS::Keystone::Group", keystone::roles),
    ("OS::Keystone::GroupRoleAssignment", keystone::roles),
    ("OS::Keystone::User", keystone::roles),
    ("OS::Keystone::UserRoleAssignment", keystone::roles),
    ("OS::Magnum::BayModel", magnum::cluster_template),
    ("OS::Magnum::ClusterTemplate", magnum::cluster_template),
    ("OS::Manila::ShareNetwork", manila::share_network),
    ("OS::Mistral::CronTrigger", mistral::cron_trigger),
    ("OS::Mistral::Workflow", mistral::workflow),
    ("OS::Neutron::Firewall", neutron::value_specs),
    ("OS::Neutron::FloatingIP", neutron::floating_ip),
    ("OS::Neutron::Net", neutron::value_specs),
    ("OS::Neutron::NetworkGateway", neutron::network_gateway),
    ("OS::Neutron::Port", neutron::port),
    ("OS::Neutron::ProviderNet", neutron::provider_net),
    ("OS::Neutron::Quota", quota::check),
    ("OS::Neutron::RBACPolicy", neutron::rbac_policy),
    ("OS::Neutron::Router", neutron::router),
    ("OS::Neutron::RouterInterface", neutron::router_interface),
    ("OS::Neutron::SecurityGroup", neutron::security_group),
    ("OS::Neutron::SecurityGroupRule", neutron::security_group_rule),
    ("OS::Neutron::Segment", neutron::segment),
    ("OS::Neutron::Subnet", neutron::subnet),
    ("OS::Neutron::SubnetPool", neutron::subnet_pool),
    ("OS::Nova::Quota", quota::check),
    ("OS::Nova::Server", nova::server),
    ("OS::Octavia::L7Policy", octavia::policy),
    ("OS::Octavia::L7Rule", octavia::rule),
    ("OS::Octavia::Listener", octavia::listener),
    ("OS::Octavia::Pool", octavia::pool),
    ("OS::Octavia::Quota", quota::check),
    ("OS::Trove::Cluster", trove::cluster),
    ("OS::Trove::Instance", trove::instance),
    ("OS::Zaqar::Subscription", zaqar::subscription),
    ("OS::Zun::Container", zun::container),
];

/// A resource whose type is asked.
struct Subject<'s> {
    ctx: &'s StackContext<'s>,
    resource: &'s Resource,
    resource_type: &'static ResourceType,
    seen: &'s Seen,
    place: &'s Place,
}

impl<'s> Subject<'s> {
    /// Its own properties.
    fn properties(&self) -> Part<'s> {
        Part::of_resource(
            self.ctx,
            self.seen,
            self.resource_type.properties,
            self.resource.property_entries(),
            self.resource.name.range,
            self.place.path.join(properties_key(self.ctx)),
        )
    }

    /// The type as the template writes it.
    fn written_type(&self) -> SmolStr {
        let written = self.resource.resource_type.as_ref().map(|it| it.text.clone());
        written.unwrap_or_else(|| self.resource_type.name.into())
    }
}

/// Runs the check of the resource's type. `before` is the number of problems before its properties were looked at: where
/// one of them is refused, Heat does not come to this.
pub(crate) fn check(
    ctx: &StackContext<'_>,
    resource: &Resource,
    resource_type: &'static ResourceType,
    seen: &Seen,
    place: &Place,
    before: usize,
    found: &mut Found,
) {
    let mut own = found.problems.iter().skip(before);
    if own.any(|it| it.verdict == Verdict::Refused) {
        return;
    }
    let subject = Subject {
        ctx,
        resource,
        resource_type,
        seen,
        place,
    };
    let mut refusals = Refusals::new(&subject, found);
    spellings::check(&subject, &mut refusals);
    let name = resource_type.alias.unwrap_or(resource_type.name);
    let check = CHECKS.binary_search_by_key(&name, |(name, _)| name);
    if !refusals.is_empty() {
        return;
    }
    refusals.in_nested_stacks();
    if let Ok(index) = check {
        CHECKS[index].1(&subject, &mut refusals);
    }
    if !ctx.strict && refusals.is_empty() {
        let reads = READS.binary_search_by_key(&name, |(name, _)| name);
        for property in reads.map_or(&[][..], |index| READS[index].1) {
            let _ = seen.get(property);
        }
        unreadable(&subject, &mut refusals);
    }
}

/// Inside of nested stacks nobody has looked at the values before. A check that reads one which does not fit fails over it.
fn unreadable(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let Some(name) = subject.seen.failed() else { return };
    let properties = subject.properties();
    let Some(property) = subject.resource_type.property(name) else {
        return;
    };
    let entry = subject
        .resource
        .property_entries()
        .iter()
        .find(|it| it.key.text == name);
    let fault = match entry.map(|it| evaluate(&it.value, &subject.ctx.scope)) {
        None => Fault::MissingProperty {
            owner: subject.written_type(),
            within: None,
            names: vec![name.into()],
            declared: None,
        },
        Some(Err(fault)) => {
            let range = fault.range;
            let path = properties.value_at(name).path;
            return refusals.refuse(Fault::Argument(fault), Spot { range, path });
        }
        Some(Ok(value)) => Fault::WrongType {
            name: name.into(),
            expected: property.value_type,
            found: value.kind().unwrap_or(ValueKind::Null),
            value: Some(short_text(&value)).filter(|_| !matches!(value, Value::Map(_) | Value::List(_))),
        },
    };
    let spot = if entry.is_some() {
        properties.value_at(name)
    } else {
        properties.whole()
    };
    refusals.refuse(fault, spot);
}
