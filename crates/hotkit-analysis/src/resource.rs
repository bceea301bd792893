//! One resource of a stack: its parts, what it depends on, its type, its policies (engine checks, sections 6 and 8).

use hotkit_eval::{EvaluationFault, Phase, Value, evaluate};
use hotkit_model::{Expr, Fault as FileFault, Path, Resource, ValueKind};
use hotkit_text::nearest;
use smol_str::SmolStr;

use crate::condition::Holds;
use crate::graph::Because;
use crate::input::short_text;
use crate::problem::{Fault, ReferenceFunction, Verdict};
use crate::registry::{Registry, Resolution};
use crate::seen::Seen;
use crate::stack::{Level, Run, StackContext, at, place};
use crate::walk::{self, Found, Place, Section, report};
use crate::{group, property, types};

impl<'a> Run<'a> {
    pub(crate) fn resource<'l>(
        &mut self,
        ctx: &StackContext<'l>,
        level: &Level<'l>,
        index: usize,
        resource: &Resource,
        found: &mut Found,
    ) where
        'a: 'l,
    {
        let begin = found.problems.len();
        let present = level.present.and(ctx.enabled[index]);
        let section = if ctx.template.is_cfn() {
            "Resources"
        } else {
            "resources"
        };
        let names = [section, resource.name.text.as_str()];
        let mut here = place(Section::Properties, Some(index), present, &names);
        here.branch = level.present;
        here.ignored = ctx.ignores_properties(index);
        if let Some(condition) = &resource.condition {
            let key = if ctx.template.is_cfn() {
                "Condition"
            } else {
                "condition"
            };
            walk::walk_condition(ctx, condition, &mut at(&here, Section::Condition, key), found);
        }
        self.parts(ctx, resource, &here, found);
        if present == Holds::No {
            return;
        }
        self.depends_on(ctx, index, resource, &here, found);
        name_taken(ctx, resource, &here, found);
        match &ctx.resolutions[index] {
            Resolution::Builtin(resource_type) => {
                if !here.ignored {
                    let before = found.problems.len();
                    property::check_builtin(ctx, resource, resource_type, &mut here, found);
                    // A schema file says nothing of policies.
                    if resource_type.plug_in.is_none() {
                        policies(ctx, resource, &Policies::of(resource_type), &here, found);
                    }
                    let properties = resource.properties.as_ref().map(|(_, it)| it);
                    let seen = Seen::of(resource_type, properties, &ctx.scope);
                    if group::is_group(resource_type) {
                        found.groups.push((index, here.clone()));
                    } else if resource_type.name == "AWS::CloudFormation::Stack" {
                        check_template_url(ctx, resource, &seen, &here, found);
                    }
                    types::check(ctx, resource, (resource_type, &seen), &here, (begin, before), found);
                }
            }
            Resolution::Template(path) => {
                if !here.ignored {
                    policies(ctx, resource, &TEMPLATE, &here, found);
                }
                self.nested(ctx, level, resource, path, &mut here, found);
            }
            Resolution::Remote(_) => {}
            Resolution::Unknown | Resolution::Circular => {
                if let Some(name) = &resource.resource_type {
                    let fault = self.unknown_type(&name.text, &resource.name.text, &level.registry);
                    let open = matches!(fault, Fault::UnknownType { open: true, .. });
                    let verdict = match here.verdict(Phase::Parse, true) {
                        Verdict::Refused if open => Verdict::Possible,
                        verdict if present == Holds::Yes => verdict,
                        _ => Verdict::Possible,
                    };
                    let path = here.path.join(if ctx.template.is_cfn() { "Type" } else { "type" });
                    found.problems.push(ctx.site.problem(fault, name.range, &path, verdict));
                }
            }
        }
    }

    /// Walks over everything of a resource in which functions may stand.
    pub(crate) fn parts(&self, ctx: &StackContext<'_>, resource: &Resource, here: &Place, found: &mut Found) {
        let cfn = ctx.template.is_cfn();
        let parts: [(Section, &str, &str, Option<&Expr>); 5] = [
            (
                Section::Properties,
                "properties",
                "Properties",
                resource.properties.as_ref().map(|(_, it)| it),
            ),
            (Section::Metadata, "metadata", "Metadata", resource.metadata.as_ref()),
            (
                Section::DeletionPolicy,
                "deletion_policy",
                "DeletionPolicy",
                resource.deletion_policy.as_ref(),
            ),
            (
                Section::UpdatePolicy,
                "update_policy",
                "UpdatePolicy",
                resource.update_policy.as_ref(),
            ),
            (
                Section::ExternalId,
                "external_id",
                "external_id",
                resource.external_id.as_ref(),
            ),
        ];
        for (section, hot_name, cfn_name, value) in parts {
            if let Some(value) = value {
                let mut place = at(here, section, if cfn { cfn_name } else { hot_name });
                if matches!(section, Section::DeletionPolicy | Section::ExternalId) {
                    place.ignored = false;
                }
                if section == Section::DeletionPolicy && property::reads_resources(ctx, value) == Holds::Yes {
                    let phase = Phase::Parse;
                    walk::report(ctx, Fault::PolicyReadsResource, value.range, &place, phase, found);
                }
                let begin = found.problems.len();
                walk::walk(ctx, value, &mut place, found);
                let is_told = found.problems.len() > begin;
                if !is_told && matches!(section, Section::DeletionPolicy | Section::ExternalId) {
                    computed_early(ctx, value, &place, found);
                }
            }
        }
    }

    pub(crate) fn depends_on(
        &self,
        ctx: &StackContext<'_>,
        index: usize,
        resource: &Resource,
        here: &Place,
        found: &mut Found,
    ) {
        let key = if ctx.template.is_cfn() {
            "DependsOn"
        } else {
            "depends_on"
        };
        let path = here.path.join(key);
        external_with_dependencies(ctx, resource, here, &path, found);
        for name in &resource.depends_on {
            let Some(required) = ctx.resources.get(name.text.as_str()).copied() else {
                let declared = ctx.template.resources.iter().map(|it| &it.name);
                let fault = walk::undefined(ctx, name, ReferenceFunction::DependsOn, declared);
                let verdict = if here.owner == Holds::Yes {
                    Verdict::Refused
                } else {
                    Verdict::Possible
                };
                found.problems.push(ctx.site.problem(fault, name.range, &path, verdict));
                continue;
            };
            if ctx.enabled[required] == Holds::No || ctx.is_external(Some(index)) {
                continue;
            }
            let because = Because {
                range: name.range,
                function: ReferenceFunction::DependsOn,
                path: path.clone(),
                certain: here.owner.and(ctx.enabled[required]) == Holds::Yes,
            };
            found.edges.push((index, required, because));
        }
    }

    /// In namespaces that Heat fills itself a name that it does not know is wrong; in others an environment may know more.
    fn unknown_type(&self, name: &str, resource: &str, registry: &Registry) -> Fault {
        let known = hotkit_schema::resource_types()
            .iter()
            .filter(|it| !it.hidden)
            .map(|it| it.name);
        if registry.has_mapping_for(name, resource) {
            return Fault::TypeIsMapping { name: name.into() };
        }
        let plug_ins = registry.plug_ins().types().iter().map(|it| it.name);
        let suggestion = nearest(name, registry.names().chain(plug_ins).chain(known)).map(SmolStr::new);
        let namespace = name.rfind("::").map(|end| &name[..end + 2]);
        let own = namespace.is_some_and(|it| {
            hotkit_schema::resource_types()
                .iter()
                .any(|known| known.name.starts_with(it))
        });
        Fault::UnknownType {
            name: name.into(),
            suggestion,
            open: !own && !self.inputs.stack,
        }
    }
}

/// An id that a function gives, with `depends_on` beside it; a literal id is seen in the file by itself.
fn external_with_dependencies(
    ctx: &StackContext<'_>,
    resource: &Resource,
    here: &Place,
    path: &Path,
    found: &mut Found,
) {
    let (Some(id), Some(key)) = (&resource.external_id, resource.depends_on_key) else {
        return;
    };
    if resource.depends_on.is_empty() {
        return;
    }
    let counts = match evaluate(id, &ctx.scope) {
        Ok(_) if id.as_call().is_none() => Holds::No,
        Ok(value) => value
            .is_truthy()
            .map_or(Holds::Unknown, |it| if it { Holds::Yes } else { Holds::No }),
        Err(_) => Holds::No,
    };
    let verdict = match here.owner.and(counts) {
        Holds::Yes => Verdict::Refused,
        Holds::Unknown => Verdict::Possible,
        Holds::No => return,
    };
    let fault = Fault::File(FileFault::ExternalWithDependencies {
        resource: resource.name.text.clone(),
    });
    found.problems.push(ctx.site.problem(fault, key, path, verdict));
}

/// What Heat computes while it reads a definition: an id, and a policy, which has to be one.
fn computed_early(ctx: &StackContext<'_>, value: &Expr, place: &Place, found: &mut Found) {
    if value.as_call().is_none() || property::reads_resources(ctx, value) == Holds::Yes {
        return;
    }
    let computed = match evaluate(value, &ctx.scope) {
        Ok(computed) => computed,
        Err(fault) => {
            let phase = Phase::Parse.min(fault.phase);
            return property::evaluation_fault(ctx, EvaluationFault { phase, ..fault }, place, found);
        }
    };
    let Some(version) = ctx
        .template
        .version
        .filter(|_| place.section == Section::DeletionPolicy)
    else {
        return;
    };
    let is_policy = match &computed {
        Value::Text(policy) => version.deletion_policies.iter().any(|(name, _)| name == policy),
        Value::Null | Value::Omitted => true,
        Value::Unknown(unknown) => unknown.may_be(&[ValueKind::Text, ValueKind::Null]),
        _ => false,
    };
    if !is_policy {
        let fault = FileFault::UnknownDeletionPolicy {
            found: short_text(&computed),
            known: version.deletion_policies.iter().map(|(name, _)| *name).collect(),
        };
        report(ctx, Fault::File(fault), value.range, place, Phase::Parse, found);
    }
}

/// P-028: enabled resources only; pseudo parameters count.
fn name_taken(ctx: &StackContext<'_>, resource: &Resource, here: &Place, found: &mut Found) {
    let name = &resource.name;
    if !ctx.has_parameter(&name.text) {
        return;
    }
    let fault = Fault::NameTaken {
        name: name.text.clone(),
        parameter: ctx.template.parameter(&name.text).map(|it| it.name.range),
    };
    let mut here = here.clone();
    here.ignored = false;
    walk::report(ctx, fault, name.range, &here, Phase::Validate, found);
}

/// What a type takes as policies.
struct Policies {
    name: &'static str,
    takes_snapshots: bool,
    update_policy: &'static [hotkit_schema::Property],
}

/// A template as a type takes none.
const TEMPLATE: Policies = Policies {
    name: "a nested template",
    takes_snapshots: false,
    update_policy: &[],
};

impl Policies {
    fn of(resource_type: &'static hotkit_schema::ResourceType) -> Policies {
        Policies {
            name: resource_type.name,
            takes_snapshots: resource_type.snapshot_delete,
            update_policy: resource_type.update_policy,
        }
    }
}

/// Deletion and update policies against the type.
fn policies(ctx: &StackContext<'_>, resource: &Resource, policies: &Policies, here: &Place, found: &mut Found) {
    let cfn = ctx.template.is_cfn();
    if let Some(policy) = &resource.deletion_policy {
        let computed = evaluate(policy, &ctx.scope).ok();
        let named = computed.as_ref().and_then(Value::as_text);
        let snapshot = named.is_some_and(|it| it.eq_ignore_ascii_case("snapshot"));
        if snapshot && !policies.takes_snapshots {
            let place = at(
                here,
                Section::DeletionPolicy,
                if cfn { "DeletionPolicy" } else { "deletion_policy" },
            );
            let fault = Fault::NoSnapshot {
                resource_type: policies.name.into(),
            };
            walk::report(ctx, fault, policy.range, &place, Phase::Validate, found);
        }
    }
    if let Some(policy) = &resource.update_policy {
        let mut place = at(
            here,
            Section::UpdatePolicy,
            if cfn { "UpdatePolicy" } else { "update_policy" },
        );
        property::check_update_policy(ctx, policies.name, policies.update_policy, policy, &mut place, found);
    }
}

/// The template of a nested stack of Amazon's kind is fetched by Heat itself, from the network only.
fn check_template_url(ctx: &StackContext<'_>, resource: &Resource, seen: &Seen<'_>, here: &Place, found: &mut Found) {
    let Some(Value::Text(url)) = seen.get("TemplateURL") else {
        return;
    };
    let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
    if ["http", "https"].iter().any(|it| scheme.eq_ignore_ascii_case(it)) {
        return;
    }
    let entry = resource
        .property_entries()
        .iter()
        .find(|it| it.key.text == "TemplateURL");
    if let Some(entry) = entry {
        let fault = Fault::NotFetchable { url: url.clone() };
        report(ctx, fault, entry.value.range, here, Phase::Validate, found);
    }
}
