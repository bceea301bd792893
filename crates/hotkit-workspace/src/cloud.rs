//! The mocked cloud, as a file: `schemas/cloud.schema.json` describes it.

use std::collections::BTreeMap;

use hotkit_plan::{Cloud, Flavor, QuotaKind};
use serde::Deserialize;

use crate::disk;
use crate::project::{Located, Project};

/// Why a cloud file cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}")]
pub struct CloudError {
    /// The file.
    pub path: String,
    /// Line and column, from 1.
    pub place: Option<(usize, usize)>,
    /// What is wrong.
    pub message: String,
}

impl CloudError {
    /// The place as it follows the path: `:3:1`; empty where it is not known.
    #[must_use]
    pub fn at(&self) -> String {
        self.place
            .map_or_else(String::new, |(line, column)| format!(":{line}:{column}"))
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct CloudFile {
    name: Option<String>,
    images: Option<Vec<String>>,
    flavors: Option<BTreeMap<String, FlavorFile>>,
    networks: Option<Vec<String>>,
    keypairs: Option<Vec<String>>,
    volume_types: Option<Vec<String>>,
    security_groups: Option<Vec<String>>,
    availability_zones: Option<Vec<String>>,
    extensions: Option<Vec<String>>,
    quota: Option<QuotaFile<i64>>,
    used: Option<QuotaFile<u64>>,
    durations: Option<BTreeMap<String, u64>>,
    stack_timeout: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FlavorFile {
    vcpus: u64,
    ram: u64,
    #[serde(default)]
    disk: u64,
}

/// One number for each kind of quota.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuotaFile<T> {
    instances: Option<T>,
    cores: Option<T>,
    ram_mib: Option<T>,
    volumes: Option<T>,
    gigabytes: Option<T>,
    networks: Option<T>,
    subnets: Option<T>,
    routers: Option<T>,
    ports: Option<T>,
    floating_ips: Option<T>,
    security_groups: Option<T>,
    security_group_rules: Option<T>,
    key_pairs: Option<T>,
    server_groups: Option<T>,
    load_balancers: Option<T>,
}

impl<T> QuotaFile<T> {
    fn numbers(self) -> BTreeMap<QuotaKind, T> {
        let all = [
            (QuotaKind::Instances, self.instances),
            (QuotaKind::Cores, self.cores),
            (QuotaKind::Ram, self.ram_mib),
            (QuotaKind::Volumes, self.volumes),
            (QuotaKind::Gigabytes, self.gigabytes),
            (QuotaKind::Networks, self.networks),
            (QuotaKind::Subnets, self.subnets),
            (QuotaKind::Routers, self.routers),
            (QuotaKind::Ports, self.ports),
            (QuotaKind::FloatingIps, self.floating_ips),
            (QuotaKind::SecurityGroups, self.security_groups),
            (QuotaKind::SecurityGroupRules, self.security_group_rules),
            (QuotaKind::KeyPairs, self.key_pairs),
            (QuotaKind::ServerGroups, self.server_groups),
            (QuotaKind::LoadBalancers, self.load_balancers),
        ];
        all.into_iter()
            .filter_map(|(kind, number)| Some((kind, number?)))
            .collect()
    }
}

/// Reads a cloud file.
///
/// # Errors
/// Where it cannot be read, or is not what it has to be.
pub fn read_cloud(project: &Project, path: &str) -> Result<Cloud, CloudError> {
    let mut project = project.clone();
    project.admit_named_file(path);
    let fail = |message: String| CloudError {
        path: path.to_owned(),
        place: None,
        message,
    };
    let real = match project.locate(path) {
        Located::Real(real) => real,
        Located::Missing | Located::OutsideMissing => return Err(fail("there is no such file".to_owned())),
        Located::Outside => return Err(fail("it lies outside the project".to_owned())),
        Located::Unreachable(why) => return Err(fail(why)),
    };
    let bytes = disk::read(&real).map_err(fail)?;
    parse_cloud(path, &bytes)
}

/// A cloud from the bytes of its file.
pub(crate) fn parse_cloud(path: &str, bytes: &[u8]) -> Result<Cloud, CloudError> {
    let file: CloudFile = serde_yaml::from_slice(bytes).map_err(|error| {
        let place = error.location().map(|it| (it.line(), it.column()));
        let words = error.to_string();
        let end = words.rfind(" at line ").unwrap_or(words.len());
        CloudError {
            path: path.to_owned(),
            place,
            message: words[..end].to_owned(),
        }
    })?;
    let built_in = Cloud::default();
    let stem = path.rsplit('/').next().unwrap_or(path);
    let stem = stem
        .strip_suffix(".yaml")
        .or_else(|| stem.strip_suffix(".yml"))
        .unwrap_or(stem);
    let quota = match file.quota {
        // What is not named is not limited.
        Some(quota) => {
            let numbers = quota.numbers().into_iter();
            numbers.map(|(kind, limit)| (kind, u64::try_from(limit).ok())).collect()
        }
        None => built_in.quota,
    };
    let flavors_complete = file.flavors.is_some();
    let flavors = match file.flavors {
        Some(flavors) => flavors
            .into_iter()
            .map(|(name, it)| {
                let flavor = Flavor {
                    vcpus: it.vcpus,
                    ram: it.ram,
                    disk: it.disk,
                };
                (name, flavor)
            })
            .collect(),
        None => built_in.flavors,
    };
    Ok(Cloud {
        name: file.name.unwrap_or_else(|| stem.to_owned()),
        built_in: false,
        images: file.images,
        flavors,
        flavors_complete,
        networks: file.networks,
        keypairs: file.keypairs,
        volume_types: file.volume_types,
        security_groups: file.security_groups,
        zones_complete: file.availability_zones.is_some(),
        availability_zones: file.availability_zones.unwrap_or(built_in.availability_zones),
        extensions: file.extensions,
        quota,
        used: file.used.map(QuotaFile::numbers).unwrap_or_default(),
        durations: file.durations.unwrap_or_default(),
        stack_timeout: file.stack_timeout.unwrap_or(built_in.stack_timeout),
    })
}
