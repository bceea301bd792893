//! A stack in JSON: parameters, resources with their properties and edges, waves, outputs, nested stacks.

use hotkit_plan::{
    Because, BecauseKind, Disabled, OutputPlan, ParameterPlan, Plan, PropertyPlan, ResourcePlan, StackKind, StackPlan,
};
use serde::{Serialize, Serializer};

use super::value::PlannedDocument;
use super::{Eyes, PlaceDocument};

pub(super) struct Parameters<'a> {
    pub(super) stack: &'a StackPlan,
    pub(super) eyes: Eyes,
}

impl Serialize for Parameters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parameters = self.stack.parameters.iter();
        serializer.collect_map(parameters.map(|it| (it.name.as_str(), ParameterDocument::new(it, self.eyes))))
    }
}

#[derive(Serialize)]
struct ParameterDocument<'a> {
    r#type: &'static str,
    #[serde(flatten)]
    value: Option<PlannedDocument<'a>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    hidden: bool,
    from: &'a str,
    line: u32,
}

impl<'a> ParameterDocument<'a> {
    fn new(parameter: &'a ParameterPlan, eyes: Eyes) -> ParameterDocument<'a> {
        let hidden = parameter.hidden || parameter.value.secret;
        ParameterDocument {
            r#type: parameter.type_name,
            value: (!hidden).then(|| PlannedDocument::new(&parameter.value, eyes)),
            hidden,
            from: &parameter.from,
            line: parameter.line,
        }
    }
}

pub(super) struct Resources<'a> {
    pub(super) stack: &'a StackPlan,
    pub(super) root: &'a Plan,
    pub(super) eyes: Eyes,
}

impl Serialize for Resources<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let resources = self.stack.resources.iter();
        serializer.collect_map(resources.map(|it| {
            let document = ResourceDocument::new(it, self.stack, self.root, self.eyes);
            (it.name.as_str(), document)
        }))
    }
}

#[derive(Serialize)]
pub(super) struct ResourceDocument<'a> {
    r#type: &'a str,
    wave: usize,
    at: PlaceDocument<'a>,
    requires: Vec<RequirementDocument<'a>>,
    properties: Properties<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deletion_policy: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<PlannedDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    perhaps: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    nested: Option<NestedDocument<'a>>,
    start: u64,
    seconds: u64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    assumed: bool,
}

impl<'a> ResourceDocument<'a> {
    pub(super) fn new(
        resource: &'a ResourcePlan,
        stack: &'a StackPlan,
        root: &'a Plan,
        eyes: Eyes,
    ) -> ResourceDocument<'a> {
        ResourceDocument {
            r#type: &resource.type_name,
            wave: resource.wave,
            at: PlaceDocument::new(&resource.at, root),
            requires: resource
                .requires
                .iter()
                .map(|it| RequirementDocument {
                    resource: &stack.resources[it.resource].name,
                    because: it.because.iter().map(BecauseDocument::new).collect(),
                })
                .collect(),
            properties: Properties {
                properties: &resource.properties,
                eyes,
            },
            deletion_policy: resource.deletion_policy.as_deref(),
            external_id: resource.external_id.as_ref().map(|it| PlannedDocument::new(it, eyes)),
            condition: resource.condition.as_deref(),
            perhaps: !resource.certain,
            nested: resource.nested.as_deref().map(|it| NestedDocument::new(it, root, eyes)),
            start: resource.start,
            seconds: resource.seconds,
            assumed: resource.assumed,
        }
    }
}

#[derive(Serialize)]
struct NestedDocument<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    resources: Resources<'a>,
    waves: Waves<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    disabled: Vec<DisabledDocument<'a>>,
    parameters: Parameters<'a>,
    outputs: Outputs<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    names_made_up: bool,
}

impl<'a> NestedDocument<'a> {
    fn new(stack: &'a StackPlan, root: &'a Plan, eyes: Eyes) -> NestedDocument<'a> {
        let is_group = stack.kind == StackKind::Group;
        NestedDocument {
            kind: if is_group { "group" } else { "stack" },
            file: (!is_group).then_some(stack.file.as_str()),
            resources: Resources { stack, root, eyes },
            waves: Waves(stack),
            disabled: stack
                .disabled
                .iter()
                .map(|it| DisabledDocument::new(it, root))
                .collect(),
            parameters: Parameters { stack, eyes },
            outputs: Outputs {
                outputs: &stack.outputs,
                eyes,
            },
            note: stack.note.as_deref(),
            names_made_up: !stack.names_known,
        }
    }
}

#[derive(Serialize)]
struct RequirementDocument<'a> {
    resource: &'a str,
    because: Vec<BecauseDocument<'a>>,
}

#[derive(Serialize)]
struct BecauseDocument<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    at: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribute: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
}

impl<'a> BecauseDocument<'a> {
    fn new(because: &'a Because) -> BecauseDocument<'a> {
        let (attribute, text) = match &because.kind {
            BecauseKind::GetAttr(attribute) => (Some(attribute.as_str()), None),
            BecauseKind::Heat(text) => (None, Some(*text)),
            BecauseKind::GetResource | BecauseKind::DependsOn => (None, None),
        };
        BecauseDocument {
            kind: because.kind.name(),
            at: &because.at,
            attribute,
            text,
            line: text.is_none().then_some(because.line),
        }
    }
}

struct Properties<'a> {
    properties: &'a [PropertyPlan],
    eyes: Eyes,
}

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.properties.iter().map(|it| {
            let document = PropertyDocument {
                value: PlannedDocument::new(&it.value, self.eyes),
                line: (it.line > 0).then_some(it.line),
            };
            (it.name.as_str(), document)
        }))
    }
}

#[derive(Serialize)]
struct PropertyDocument<'a> {
    #[serde(flatten)]
    value: PlannedDocument<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
}

pub(super) struct Waves<'a>(pub(super) &'a StackPlan);

impl Serialize for Waves<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = |wave: &Vec<usize>| -> Vec<&str> {
            wave.iter()
                .map(|index| self.0.resources[*index].name.as_str())
                .collect()
        };
        serializer.collect_seq(self.0.waves.iter().map(names))
    }
}

#[derive(Serialize)]
pub(super) struct DisabledDocument<'a> {
    resource: &'a str,
    r#type: &'a str,
    condition: &'a str,
    at: PlaceDocument<'a>,
}

impl<'a> DisabledDocument<'a> {
    pub(super) fn new(disabled: &'a Disabled, plan: &'a Plan) -> DisabledDocument<'a> {
        DisabledDocument {
            resource: &disabled.name,
            r#type: &disabled.type_name,
            condition: &disabled.condition,
            at: PlaceDocument::new(&disabled.at, plan),
        }
    }
}

pub(super) struct Outputs<'a> {
    pub(super) outputs: &'a [OutputPlan],
    pub(super) eyes: Eyes,
}

impl Serialize for Outputs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.outputs.iter().map(|it| {
            let document = OutputDocument {
                value: PlannedDocument::new(&it.value, self.eyes),
                description: it.description.as_deref(),
                line: (it.line > 0).then_some(it.line),
                secret: it.secret,
            };
            (it.name.as_str(), document)
        }))
    }
}

#[derive(Serialize)]
struct OutputDocument<'a> {
    #[serde(flatten)]
    value: PlannedDocument<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    secret: bool,
}
