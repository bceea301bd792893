//! Rules of security groups, as far as they are known.

use hotkit_model::{Entry, Expr};
use hotkit_text::TextRange;

use super::address::Network;
use super::{Part, View};

/// A rule of a security group: its entries, wherever they stand.
#[derive(Clone, Copy)]
pub(crate) struct Rule<'v, 'a> {
    view: &'v View<'a>,
    /// The resource that has it.
    pub(crate) part: &'v Part<'a>,
    entries: &'a [Entry],
    /// The whole rule, or the name of the resource that is one.
    pub(crate) range: TextRange,
}

/// Ports that a rule opens, both included.
pub(crate) type Ports = (i64, i64);

impl<'a> View<'a> {
    /// Every rule of every security group whose entries are written down.
    pub(crate) fn firewall_rules(&self) -> Vec<Rule<'_, 'a>> {
        let mut rules = Vec::new();
        for part in &self.parts {
            if part.is("OS::Neutron::SecurityGroupRule") {
                rules.push(Rule {
                    view: self,
                    part,
                    entries: part.properties,
                    range: part.place(),
                });
            } else if part.is("OS::Neutron::SecurityGroup") {
                let items = part.property("rules").and_then(|it| it.value.as_list()).unwrap_or(&[]);
                let written = items.iter().filter_map(|it: &Expr| Some((it.range, it.as_map()?)));
                rules.extend(written.map(|(range, entries)| Rule {
                    view: self,
                    part,
                    entries,
                    range,
                }));
            }
        }
        rules
    }
}

impl<'a> Rule<'_, 'a> {
    /// What is given for a key.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Entry> {
        self.entries.iter().find(|it| it.key.text == key)
    }

    /// The text of a key, or what stands for it where it is not given; `None` where that is not known.
    fn text(&self, key: &str, otherwise: &str) -> Option<String> {
        let Some(entry) = self.get(key) else {
            return Some(otherwise.to_owned());
        };
        match self.view.value(&entry.value)? {
            hotkit_eval::Value::Null => Some(otherwise.to_owned()),
            hotkit_eval::Value::Text(text) if text.is_empty() => Some(otherwise.to_owned()),
            value => hotkit_eval::str_text(&value).ok().map(|it| it.to_string()),
        }
    }

    /// True for what comes in; outgoing traffic opens no door.
    pub(crate) fn is_ingress(&self) -> bool {
        self.text("direction", "ingress").as_deref() == Some("ingress")
    }

    /// The protocol in lower case; Heat's default is `tcp`.
    pub(crate) fn protocol(&self) -> Option<String> {
        self.text("protocol", default_protocol(self.part))
            .map(|it| it.to_lowercase())
    }

    /// True where anybody may come: no source, or all addresses.
    pub(crate) fn is_open(&self) -> bool {
        let by_group = self.text("remote_mode", "remote_ip_prefix").as_deref() != Some("remote_ip_prefix")
            || self
                .get("remote_group_id")
                .is_some_and(|it| self.view.is_given(&it.value))
            || self.get("remote_group").is_some_and(|it| self.view.is_given(&it.value));
        if by_group {
            return false;
        }
        match self.text("remote_ip_prefix", "0.0.0.0/0") {
            Some(prefix) => Network::parse(&prefix).is_some_and(Network::is_everything),
            None => false,
        }
    }

    /// The ports of TCP, UDP and the like; all of them where none is given; `None` for other protocols and unknown ones.
    pub(crate) fn ports(&self) -> Option<Ports> {
        let protocol = self.protocol()?;
        if !matches!(protocol.as_str(), "tcp" | "udp" | "6" | "17" | "any" | "0" | "sctp") {
            return None;
        }
        let port = |key: &str| match self.get(key) {
            None => Some(None),
            Some(entry) => self.view.known_integer(&entry.value).map(Some),
        };
        match (port("port_range_min")?, port("port_range_max")?) {
            (None, None) => Some((1, 65_535)),
            (Some(min), Some(max)) => Some((min, max)),
            (Some(only), None) | (None, Some(only)) => Some((only, only)),
        }
    }

    /// Where to point: the source, else the port, else the whole.
    pub(crate) fn place(&self) -> TextRange {
        let named = ["remote_ip_prefix", "port_range_min", "port_range_max", "protocol"];
        let entry = named.iter().find_map(|it| self.get(it));
        entry.map_or(self.range, |it| it.key.range.to(it.value.range))
    }

    /// The port, else the whole.
    pub(crate) fn port_place(&self) -> TextRange {
        let entry = self.get("port_range_min").or_else(|| self.get("port_range_max"));
        entry.map_or(self.place(), |it| it.key.range.to(it.value.range))
    }
}

/// The schema's default: `tcp` in this engine.
fn default_protocol(part: &Part<'_>) -> &'static str {
    let property = part
        .resource_type
        .and_then(|it| it.property_at("rules.protocol").or_else(|| it.property("protocol")));
    property.and_then(|it| it.default_text()).unwrap_or("any")
}

/// True where next to every port is open: then it is about none in particular.
pub(crate) fn every_port((min, max): Ports) -> bool {
    min <= 1 && max >= 65_000
}

/// The name of the first service of a list whose port lies in a range.
pub(crate) fn service_in((min, max): Ports, services: &[(i64, &'static str)]) -> Option<&'static str> {
    services
        .iter()
        .find(|(port, _)| (min..=max).contains(port))
        .map(|(_, name)| *name)
}
