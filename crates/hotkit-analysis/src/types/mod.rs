//! What resource types check by themselves, after the schema of their properties (engine checks, section 14).
//!
//! A type's own check sees values that are evaluated, converted and complete ([`Seen`]). Heat runs it where the properties
//! fit their schema, and inside of nested stacks, whose values it has not looked at before, in any case. What is not known
//! here is never refused. What only a cloud can answer is not asked.

mod part;
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

pub use self::aws::duration_seconds;
use self::part::{Part, Spot};
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
    ("AWS::CloudFormation::Stack", aws::nested_stack),
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
    ("OS::Heat::InstanceGroup", aws::instance_group),
    ("OS::Heat::RandomString", heat::random_string),
    ("OS::Heat::ResourceChain", heat::resource_chain),
    ("OS::Heat::ResourceGroup", heat::resource_group),
    ("OS::Heat::ScalingPolicy", heat::scaling_policy),
    ("OS::Heat::SoftwareComponent", heat::software_component),
    ("OS::Heat::SoftwareDeployment", heat::deployment),
    ("OS::Heat::SoftwareDeploymentGroup", heat::deployment_group),
    ("OS::Heat::SoftwareDeployments", heat::deployment_group),
    ("OS::Heat::Stack", heat::remote_stack),
    ("OS::Heat::StructuredDeployment", heat::deployment),
    ("OS::Heat::StructuredDeploymentGroup", heat::deployment_group),
    ("OS::Heat::StructuredDeployments", heat::deployment_group),
    ("OS::Heat::Value", heat::value),
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
    ("OS::Nova::KeyPair", nova::key_pair),
    ("OS::Nova::Quota", quota::check),
    ("OS::Nova::Server", nova::server),
    ("OS::Nova::ServerGroup", nova::server_group),
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
    seen: &'s Seen<'s>,
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

    /// The check of the type reads these, whatever they hold. Inside of nested stacks, where nobody has looked at the values
    /// before, Heat fails over the first that does not fit; only there is it asked which one that was.
    fn read(&self, names: &[&str]) {
        if self.ctx.strict {
            return;
        }
        for name in names {
            let _ = self.seen.get(name);
        }
    }

    /// The type as the template writes it.
    fn written_type(&self) -> SmolStr {
        let written = self.resource.resource_type.as_ref().map(|it| it.text.clone());
        written.unwrap_or_else(|| self.resource_type.name.into())
    }
}

/// Runs the check of the resource's type. Of the problems found so far those from `begin` on are of the resource, and those
/// from `before` on of its properties: where one of these is refused, Heat does not come to this.
pub(crate) fn check(
    ctx: &StackContext<'_>,
    resource: &Resource,
    (resource_type, seen): (&'static ResourceType, &Seen<'_>),
    place: &Place,
    (begin, before): (usize, usize),
    found: &mut Found,
) {
    let refused = found.problems[before..].iter().any(|it| it.verdict == Verdict::Refused);
    let subject = Subject {
        ctx,
        resource,
        resource_type,
        seen,
        place,
    };
    let mut refusals = Refusals::new(&subject, found);
    spellings::check(&subject, &mut refusals);
    if refused || (ctx.strict && !refusals.is_empty()) {
        return;
    }
    refusals.in_nested_stacks();
    let name = resource_type.alias.unwrap_or(resource_type.name);
    if let Ok(index) = CHECKS.binary_search_by_key(&name, |(name, _)| name) {
        CHECKS[index].1(&subject, &mut refusals);
    }
    if let (false, true, Some(name)) = (ctx.strict, refusals.is_empty(), seen.failed()) {
        unreadable(&subject, name, begin, &mut refusals);
    }
}

/// A check inside of a nested stack fails over a property that it reads. What is wrong with it has been told, as what Heat
/// finds only later.
fn unreadable(subject: &Subject<'_>, name: &str, begin: usize, refusals: &mut Refusals<'_>) {
    let entries = subject.resource.property_entries();
    let older = subject
        .resource_type
        .property(name)
        .map_or(&[][..], |it| it.satisfied_by);
    let entry = [name]
        .iter()
        .chain(older)
        .find_map(|name| entries.iter().find(|it| it.key.text == *name));
    let told = refusals.refuse_told(begin, |problem| match (&problem.fault, entry) {
        // These are only looked at where Heat validates values.
        (Fault::NotAllowed { .. } | Fault::UnknownProperty { .. } | Fault::NotImplemented { .. }, _) => false,
        (_, Some(entry)) => entry.key.range.covers(problem.range) || entry.value.range.covers(problem.range),
        (
            Fault::MissingProperty {
                names, within: None, ..
            },
            None,
        ) => names.iter().any(|it| it == name),
        _ => false,
    });
    if told {
        return;
    }
    let properties = subject.properties();
    let (fault, spot) = match entry.map(|it| evaluate(&it.value, &subject.ctx.scope)) {
        None => {
            let fault = Fault::MissingProperty {
                owner: subject.written_type(),
                within: None,
                names: vec![name.into()],
                declared: None,
            };
            (fault, properties.whole())
        }
        Some(Err(fault)) => {
            let range = fault.range;
            let path = properties.value_at(name).path;
            (Fault::Argument(fault), Spot { range, path })
        }
        Some(Ok(value)) => {
            let Some(property) = subject.resource_type.property(name) else {
                return;
            };
            let fault = Fault::WrongType {
                name: name.into(),
                expected: property.value_type,
                found: value.kind().unwrap_or(ValueKind::Null),
                value: Some(short_text(&value)).filter(|_| !matches!(value, Value::Map(_) | Value::List(_))),
            };
            (fault, properties.value_at(name))
        }
    };
    refusals.refuse(fault, spot);
}
