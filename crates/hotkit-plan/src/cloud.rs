//! The mocked cloud: what it has, what it allows, how long it takes.

use std::collections::BTreeMap;

use hotkit_analysis::{CloudContents, CloudList};

/// A cloud as far as a plan needs it.
#[derive(Clone, PartialEq, Debug)]
pub struct Cloud {
    /// Its name.
    pub name: String,
    /// True for the one that is built in, which knows nothing of the user's cloud.
    pub built_in: bool,
    /// Names and ids of images; `None` where they are not listed, and nothing is said about them.
    pub images: Option<Vec<String>>,
    /// Flavors by name.
    pub flavors: BTreeMap<String, Flavor>,
    /// True where a flavor that is not among them is wrong.
    pub flavors_complete: bool,
    /// Names and ids of networks that are there already.
    pub networks: Option<Vec<String>>,
    /// Names of key pairs.
    pub keypairs: Option<Vec<String>>,
    /// Names of volume types.
    pub volume_types: Option<Vec<String>>,
    /// Names and ids of security groups.
    pub security_groups: Option<Vec<String>>,
    /// Availability zones.
    pub availability_zones: Vec<String>,
    /// True where another zone is wrong.
    pub zones_complete: bool,
    /// Extensions of the network service; `None` where they are not listed.
    pub extensions: Option<Vec<String>>,
    /// Limits by kind; `None` for none.
    pub quota: BTreeMap<QuotaKind, Option<u64>>,
    /// What is used already.
    pub used: BTreeMap<QuotaKind, u64>,
    /// Seconds that a resource of a type takes.
    pub durations: BTreeMap<String, u64>,
    /// Seconds after which Heat gives a stack up.
    pub stack_timeout: u64,
}

/// The size of a flavor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Flavor {
    /// Virtual processors.
    pub vcpus: u64,
    /// Memory in MiB.
    pub ram: u64,
    /// Disk in GiB.
    pub disk: u64,
}

/// What a quota limits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum QuotaKind {
    /// Servers.
    Instances,
    /// Virtual processors.
    Cores,
    /// Memory in MiB.
    Ram,
    /// Volumes.
    Volumes,
    /// Volume storage in GiB.
    Gigabytes,
    /// Networks.
    Networks,
    /// Subnets.
    Subnets,
    /// Routers.
    Routers,
    /// Ports.
    Ports,
    /// Floating IPs.
    FloatingIps,
    /// Security groups.
    SecurityGroups,
    /// Rules of security groups.
    SecurityGroupRules,
    /// Key pairs.
    KeyPairs,
    /// Server groups.
    ServerGroups,
    /// Load balancers.
    LoadBalancers,
}

impl QuotaKind {
    /// All of them, in the order in which they are told.
    pub const ALL: [QuotaKind; 15] = [
        QuotaKind::Instances,
        QuotaKind::Cores,
        QuotaKind::Ram,
        QuotaKind::Volumes,
        QuotaKind::Gigabytes,
        QuotaKind::Networks,
        QuotaKind::Subnets,
        QuotaKind::Routers,
        QuotaKind::Ports,
        QuotaKind::FloatingIps,
        QuotaKind::SecurityGroups,
        QuotaKind::SecurityGroupRules,
        QuotaKind::KeyPairs,
        QuotaKind::ServerGroups,
        QuotaKind::LoadBalancers,
    ];

    /// Its key in the cloud file and in JSON.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            QuotaKind::Instances => "instances",
            QuotaKind::Cores => "cores",
            QuotaKind::Ram => "ram_mib",
            QuotaKind::Volumes => "volumes",
            QuotaKind::Gigabytes => "gigabytes",
            QuotaKind::Networks => "networks",
            QuotaKind::Subnets => "subnets",
            QuotaKind::Routers => "routers",
            QuotaKind::Ports => "ports",
            QuotaKind::FloatingIps => "floating_ips",
            QuotaKind::SecurityGroups => "security_groups",
            QuotaKind::SecurityGroupRules => "security_group_rules",
            QuotaKind::KeyPairs => "key_pairs",
            QuotaKind::ServerGroups => "server_groups",
            QuotaKind::LoadBalancers => "load_balancers",
        }
    }

    /// The kind with this key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<QuotaKind> {
        QuotaKind::ALL.into_iter().find(|it| it.key() == key)
    }

    /// Its name for so many.
    #[must_use]
    pub fn label_of(self, number: u64) -> &'static str {
        match (self, number) {
            (QuotaKind::Instances, 1) => "instance",
            (QuotaKind::Cores, 1) => "vCPU",
            (QuotaKind::Volumes, 1) => "volume",
            (QuotaKind::Networks, 1) => "network",
            (QuotaKind::Subnets, 1) => "subnet",
            (QuotaKind::Routers, 1) => "router",
            (QuotaKind::Ports, 1) => "port",
            (QuotaKind::FloatingIps, 1) => "floating IP",
            (QuotaKind::SecurityGroups, 1) => "security group",
            (QuotaKind::SecurityGroupRules, 1) => "rule",
            (QuotaKind::KeyPairs, 1) => "key pair",
            (QuotaKind::ServerGroups, 1) => "server group",
            (QuotaKind::LoadBalancers, 1) => "load balancer",
            _ => self.label(),
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            QuotaKind::Cores => "vCPUs",
            QuotaKind::Ram => "memory",
            QuotaKind::Gigabytes => "volume storage",
            QuotaKind::FloatingIps => "floating IPs",
            QuotaKind::SecurityGroups => "security groups",
            QuotaKind::SecurityGroupRules => "rules",
            QuotaKind::KeyPairs => "key pairs",
            QuotaKind::ServerGroups => "server groups",
            QuotaKind::LoadBalancers => "load balancers",
            other => other.key(),
        }
    }
}

impl Cloud {
    /// What it has, as far as it is listed whole.
    #[must_use]
    pub fn contents(&self) -> CloudContents {
        let flavors = self.flavors_complete.then(|| self.flavors.keys().cloned().collect());
        let lists = [
            ("nova.flavor", "flavor", flavors),
            ("glance.image", "image", self.images.clone()),
            ("neutron.network", "network", self.networks.clone()),
            ("nova.keypair", "key pair", self.keypairs.clone()),
            ("cinder.vtype", "volume type", self.volume_types.clone()),
            ("neutron.security_group", "security group", self.security_groups.clone()),
        ];
        let lists = lists.into_iter().filter_map(|(constraint, what, names)| {
            Some(CloudList {
                constraint,
                what,
                names: names?,
            })
        });
        CloudContents {
            name: self.name.clone(),
            lists: lists.collect(),
        }
    }
}

impl Default for Cloud {
    /// The built-in cloud: OpenStack's own default quotas and flavors, and everything else is there.
    fn default() -> Cloud {
        let flavors = [
            ("m1.tiny", 1, 512, 1),
            ("m1.small", 1, 2048, 20),
            ("m1.medium", 2, 4096, 40),
            ("m1.large", 4, 8192, 80),
            ("m1.xlarge", 8, 16384, 160),
        ];
        let flavors = flavors.map(|(name, vcpus, ram, disk)| (name.to_owned(), Flavor { vcpus, ram, disk }));
        let quota = [
            (QuotaKind::Instances, 10),
            (QuotaKind::Cores, 20),
            (QuotaKind::Ram, 51200),
            (QuotaKind::Volumes, 10),
            (QuotaKind::Gigabytes, 1000),
            (QuotaKind::Networks, 100),
            (QuotaKind::Subnets, 100),
            (QuotaKind::Routers, 10),
            (QuotaKind::Ports, 500),
            (QuotaKind::FloatingIps, 50),
            (QuotaKind::SecurityGroups, 10),
            (QuotaKind::SecurityGroupRules, 100),
            (QuotaKind::KeyPairs, 100),
            (QuotaKind::ServerGroups, 10),
        ];
        Cloud {
            name: "default".to_owned(),
            built_in: true,
            images: None,
            flavors: flavors.into_iter().collect(),
            flavors_complete: false,
            networks: None,
            keypairs: None,
            volume_types: None,
            security_groups: None,
            availability_zones: vec!["nova".to_owned()],
            zones_complete: false,
            extensions: None,
            quota: quota.into_iter().map(|(kind, limit)| (kind, Some(limit))).collect(),
            used: BTreeMap::new(),
            durations: BTreeMap::new(),
            stack_timeout: 3600,
        }
    }
}

/// How long a wait for something that is not Heat's is taken to be.
const ASSUMED_WAIT: u64 = 180;

/// Seconds by type, where no cloud file says otherwise. Orders of magnitude of a small, healthy cloud.
const DURATIONS: [(&str, u64); 36] = [
    ("AWS::EC2::Instance", 45),
    ("OS::Cinder::Volume", 30),
    ("OS::Cinder::VolumeAttachment", 6),
    ("OS::Designate::RecordSet", 4),
    ("OS::Designate::Zone", 6),
    ("OS::Heat::CloudConfig", 1),
    ("OS::Heat::MultipartMime", 1),
    ("OS::Heat::None", 0),
    ("OS::Heat::RandomString", 1),
    ("OS::Heat::SoftwareComponent", 1),
    ("OS::Heat::SoftwareConfig", 1),
    ("OS::Heat::StructuredConfig", 1),
    ("OS::Heat::Value", 1),
    ("OS::Ironic::Port", 4),
    ("OS::Magnum::Cluster", 900),
    ("OS::Manila::Share", 30),
    ("OS::Neutron::FloatingIP", 5),
    ("OS::Neutron::FloatingIPAssociation", 3),
    ("OS::Neutron::Net", 3),
    ("OS::Neutron::Port", 4),
    ("OS::Neutron::Router", 6),
    ("OS::Neutron::RouterInterface", 7),
    ("OS::Neutron::SecurityGroup", 3),
    ("OS::Neutron::Subnet", 3),
    ("OS::Neutron::Trunk", 4),
    ("OS::Nova::FloatingIPAssociation", 3),
    ("OS::Nova::KeyPair", 2),
    ("OS::Nova::Server", 45),
    ("OS::Octavia::HealthMonitor", 10),
    ("OS::Octavia::Listener", 10),
    ("OS::Octavia::LoadBalancer", 90),
    ("OS::Octavia::Pool", 10),
    ("OS::Octavia::PoolMember", 10),
    ("OS::Trove::Cluster", 300),
    ("OS::Trove::Instance", 180),
    ("OS::Zun::Container", 20),
];

/// Seconds for everything else.
const ANYTHING_ELSE: u64 = 2;

/// How long a resource takes, and whether that is a guess about what is not Heat's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Duration {
    pub(crate) seconds: u64,
    pub(crate) assumed: bool,
}

impl Cloud {
    /// How long a resource of a type takes by itself.
    pub(crate) fn duration(&self, kind: &str, written: &str, timeout: Option<u64>) -> Duration {
        let said = self.durations.get(written).or_else(|| self.durations.get(kind));
        if let Some(seconds) = said {
            return Duration {
                seconds: *seconds,
                assumed: false,
            };
        }
        let waits = matches!(
            kind,
            "OS::Heat::WaitCondition"
                | "AWS::CloudFormation::WaitCondition"
                | "OS::Heat::SwiftSignal"
                | "OS::Heat::SoftwareDeployment"
                | "OS::Heat::StructuredDeployment"
                | "OS::Heat::Stack"
        );
        if waits {
            return Duration {
                seconds: timeout.map_or(ASSUMED_WAIT, |timeout| timeout.min(ASSUMED_WAIT)),
                assumed: true,
            };
        }
        let known = DURATIONS.binary_search_by(|(name, _)| (*name).cmp(kind));
        Duration {
            seconds: known.map_or(ANYTHING_ELSE, |index| DURATIONS[index].1),
            assumed: false,
        }
    }
}
