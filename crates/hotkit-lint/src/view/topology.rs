//! How networks hang together in one template: what is the same thing, which subnets a port lies in, which router reaches it.

use hotkit_eval::Value;
use hotkit_model::{Entry, Expr};

use super::{Part, View};

impl<'a> View<'a> {
    /// True where two expressions certainly mean the same thing: the same resource, parameter, or text.
    pub(crate) fn same(&self, one: &Expr, other: &Expr) -> bool {
        if let (Some(one), Some(other)) = (self.referred(one), self.referred(other)) {
            return one.index == other.index;
        }
        if let (Some(one), Some(other)) = (self.parameter_of(one), self.parameter_of(other)) {
            return one == other;
        }
        match (self.value(one), self.value(other)) {
            (Some(Value::Text(one)), Some(Value::Text(other))) => one == other && !one.is_empty(),
            _ => false,
        }
    }

    /// The subnets of the template in the network that an expression means.
    pub(crate) fn subnets_of(&self, network: &Expr) -> Vec<&Part<'a>> {
        let subnets = self.of_type("OS::Neutron::Subnet").filter(|it| !it.member);
        let within = subnets.filter(|it| it.property("network").is_some_and(|it| self.same(&it.value, network)));
        within.collect()
    }

    /// The subnets of the template in which a port or an entry of a server's `networks` lies, as far as it says.
    pub(crate) fn subnets_of_port(&self, port: &Part<'a>) -> Vec<&Part<'a>> {
        let fixed = port
            .property("fixed_ips")
            .and_then(|it| it.value.as_list())
            .unwrap_or(&[]);
        let named: Vec<&Entry> = fixed.iter().filter_map(subnet_of_fixed_ip).collect();
        if !named.is_empty() {
            let subnets = named.into_iter().filter_map(|it| self.referred(&it.value));
            return subnets.collect();
        }
        let network = port.property("network");
        network.map_or_else(Vec::new, |it| self.subnets_of(&it.value))
    }

    /// The subnets of the template in which the server gets an address.
    pub(crate) fn subnets_of_server(&self, server: &Part<'a>) -> Vec<&Part<'a>> {
        let networks = server
            .property("networks")
            .and_then(|it| it.value.as_list())
            .unwrap_or(&[]);
        let mut found = Vec::new();
        for entry in networks {
            if let Some(port) = entry.get("port").and_then(|it| self.referred(&it.value)) {
                found.extend(self.subnets_of_port(port));
            } else if let Some(network) = entry.get("network").or_else(|| entry.get("uuid")) {
                found.extend(self.subnets_of(&network.value));
            }
        }
        found
    }

    /// The router interfaces of the template in some of these subnets, by their index.
    pub(crate) fn interfaces_in(&self, subnets: &[&Part<'a>]) -> Vec<usize> {
        let interfaces = self.of_type("OS::Neutron::RouterInterface").filter(|it| !it.member);
        let inside = interfaces.filter(|it| {
            let subnet = it.property("subnet").and_then(|it| self.referred(&it.value));
            subnet.is_some_and(|subnet| subnets.iter().any(|it| it.index == subnet.index))
        });
        inside.map(|it| it.index).collect()
    }
}

/// The subnet that an item of `fixed_ips` names.
fn subnet_of_fixed_ip(item: &Expr) -> Option<&Entry> {
    item.get("subnet").or_else(|| item.get("subnet_id"))
}
