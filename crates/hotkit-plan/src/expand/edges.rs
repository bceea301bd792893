//! Why a resource waits for another: the edges of analysis, as far as they are there at a creation, with their reasons.

use hotkit_analysis::{ImplicitRule, ReferenceFunction, Stack, at_creation};
use hotkit_eval::Scope as _;
use hotkit_model::Path;

use super::{Expander, Level};
use crate::plan::{Because, BecauseKind, Requirement, StackPlan};
use crate::reference::{Reference, ReferenceKind};
use crate::scope::PlanScope;

impl Expander<'_> {
    pub(super) fn edges(
        &self,
        level: &Level<'_>,
        graph: &Stack,
        places: &[Option<usize>],
        found: &[Vec<Reference>],
        scope: &PlanScope<'_>,
        stack: &mut StackPlan,
    ) {
        let made = scope
            .template()
            .resources
            .iter()
            .enumerate()
            .filter_map(|(index, resource)| {
                let place = places[index]?;
                let name = stack.resources[place].builtin?;
                Some((index, resource, hotkit_schema::resource_type(name)?))
            });
        let explicit = graph.graph.edges.iter().filter(|edge| {
            let mut because = edge.because.iter();
            because.any(|it| !matches!(it.function, ReferenceFunction::Heat(_)))
        });
        let explicit: Vec<(usize, usize)> = explicit.map(|it| (it.requirer, it.required)).collect();
        let added = at_creation(made, scope, &explicit);
        for edge in &graph.graph.edges {
            let (Some(requirer), Some(required)) = (places[edge.requirer], places[edge.required]) else {
                continue;
            };
            let holds = |function: ReferenceFunction| match function {
                ReferenceFunction::Heat(rule) => added.contains(&(edge.requirer, edge.required, rule)),
                _ => true,
            };
            let mut because: Vec<Because> = edge
                .because
                .iter()
                .filter(|it| holds(it.function))
                .map(|it| {
                    let line = self.line(&level.path, level.document, it.range);
                    let reference = found[requirer].iter().find(|reference| reference.range == it.range);
                    let at = |path: &Path| short_path(path);
                    let (kind, at) = match (it.function, reference) {
                        (ReferenceFunction::Heat(rule), _) => (BecauseKind::Heat(words(rule)), String::new()),
                        (ReferenceFunction::DependsOn, _) => (BecauseKind::DependsOn, "depends_on".to_owned()),
                        (_, Some(reference)) => (kind_of(reference), reference.at.clone()),
                        (ReferenceFunction::Attribute, None) => (BecauseKind::GetAttr(String::new()), at(&it.path)),
                        (_, None) => (BecauseKind::GetResource, at(&it.path)),
                    };
                    Because { kind, at, line }
                })
                .collect();
            because.dedup();
            if because.is_empty() {
                // While it validates, Heat takes two networks that are not there yet for the same.
                continue;
            }
            stack.resources[requirer].requires.push(Requirement {
                resource: required,
                because,
            });
        }
    }
}

fn kind_of(reference: &Reference) -> BecauseKind {
    match &reference.kind {
        ReferenceKind::Id => BecauseKind::GetResource,
        ReferenceKind::Attribute(path) => BecauseKind::GetAttr(path.join(".")),
    }
}

/// `properties.networks[0].port` of `resources.web.properties.networks[0].port.get_resource`.
fn short_path(path: &Path) -> String {
    let mut result = String::new();
    for name in path.names().iter().skip(2) {
        if !result.is_empty() && !name.starts_with('[') {
            result.push('.');
        }
        result.push_str(name);
    }
    result
}

/// Why Heat adds an edge (8.2).
fn words(rule: ImplicitRule) -> &'static str {
    match rule {
        ImplicitRule::ServerSubnet => "a server waits for the subnets that its networks may lie in",
        ImplicitRule::PortSubnet => "a port waits for the subnets of its network",
        ImplicitRule::RouterSubnet => "a router waits for the subnets of its external network",
        ImplicitRule::GatewayInterface => "a gateway waits for the interfaces of its router",
        ImplicitRule::GatewaySubnet => "a gateway waits for the subnets of its network",
        ImplicitRule::FloatingIpGateway => "a floating IP waits for the gateway to its network",
        ImplicitRule::FloatingIpInterface => "a floating IP waits for the router interface in the subnet of its port",
        ImplicitRule::RouteRouter => "a route waits for the interfaces of its router",
        ImplicitRule::AttachmentRouteTable => "a gateway attachment waits for the route tables of its VPC",
    }
}
