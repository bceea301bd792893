//! A security group rule that opens the port of a database or message queue to everybody.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::firewall::{every_port, service_in};
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "open-database",
    Group::Security,
    Severity::Warning,
    include_str!("open_database.md"),
    look,
);

/// Ports of services that are for other servers only.
const SERVICES: [(i64, &str); 19] = [
    (1433, "Microsoft SQL Server"),
    (1521, "Oracle Database"),
    (2181, "ZooKeeper"),
    (2375, "the Docker API"),
    (2379, "etcd"),
    (2380, "etcd"),
    (3306, "MySQL"),
    (4001, "etcd"),
    (4369, "the Erlang port mapper"),
    (5432, "PostgreSQL"),
    (5984, "CouchDB"),
    (6379, "Redis"),
    (7000, "Cassandra"),
    (9042, "Cassandra"),
    (9200, "Elasticsearch"),
    (9300, "Elasticsearch"),
    (10250, "the kubelet API"),
    (11211, "memcached"),
    (27017, "MongoDB"),
];

/// Ports that a rule opens before it is about anything in particular.
const MOST_PORTS: i64 = 1_000;

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for rule in view.firewall_rules() {
        if !rule.is_ingress() || !rule.is_open() || rule.protocol().is_none_or(|it| it != "tcp" && it != "6") {
            continue;
        }
        let ports = rule.ports().filter(|it| !every_port(*it) && it.1 - it.0 < MOST_PORTS);
        let Some(name) = ports.and_then(|it| service_in(it, &SERVICES)) else {
            continue;
        };
        let range = rule.port_place();
        findings.add(
            Finding::new(
                range,
                view.path_to(Owner::Resource(rule.part.index), range),
                format!("{name} is open to everybody"),
            )
            .label("from any address")
            .help("let in the security group of the servers that use it: `remote_mode: remote_group_id`"),
        );
    }
}
