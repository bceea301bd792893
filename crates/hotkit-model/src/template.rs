//! A template, typed: sections, parameters, conditions, resources, outputs.
//!
//! Parts that are missing or of the wrong kind are `None` or absent here and have their [`Fault`](crate::Fault).

use hotkit_schema::Version;
use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::{Expr, Key};

/// A HOT or CloudFormation-format template.
#[derive(Clone, Debug, Default)]
pub struct Template {
    /// The version, where it is known; without one there are no functions and no sections.
    pub version: Option<&'static Version>,
    /// The version as it is written: key and value.
    pub version_entry: Option<(Key, Expr)>,
    /// Every top-level key as written, in order.
    pub sections: Vec<Key>,
    /// `description`, any data (T-017).
    pub description: Option<Expr>,
    /// Parameters in order.
    pub parameters: Vec<Parameter>,
    /// Parameter groups in order (HOT only).
    pub parameter_groups: Vec<ParameterGroup>,
    /// Conditions in order.
    pub conditions: Vec<Condition>,
    /// `Mappings` of a CloudFormation-format template, as data.
    pub mappings: Option<Expr>,
    /// Resources in order.
    pub resources: Vec<Resource>,
    /// Outputs in order.
    pub outputs: Vec<Output>,
}

impl Template {
    /// The parameter of this name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|it| it.name.text == name)
    }

    /// The condition of this name.
    #[must_use]
    pub fn condition(&self, name: &str) -> Option<&Condition> {
        self.conditions.iter().find(|it| it.name.text == name)
    }

    /// The resource of this name; linear, for a lookup now and then.
    #[must_use]
    pub fn resource(&self, name: &str) -> Option<&Resource> {
        self.resources.iter().find(|it| it.name.text == name)
    }

    /// True for CloudFormation-format templates.
    #[must_use]
    pub fn is_cfn(&self) -> bool {
        self.version
            .is_some_and(|version| version.kind == hotkit_schema::TemplateKind::Cfn)
    }
}

/// The type of a parameter; the same five in HOT and CloudFormation format (P-005, CF-003).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ParameterType {
    /// `string`
    String,
    /// `number`
    Number,
    /// `comma_delimited_list`
    CommaDelimitedList,
    /// `json`
    Json,
    /// `boolean`
    Boolean,
}

/// The declaration of a parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Key,
    /// The whole definition, as data.
    pub definition: Expr,
    /// Its type, where it is one of the five.
    pub parameter_type: Option<ParameterType>,
    /// The value of `type`.
    pub type_range: Option<TextRange>,
    /// `default`, where it is not null (P-016).
    pub default: Option<Expr>,
    /// `hidden` by its truth (P-026); `NoEcho` is `true` in any case of letters.
    pub hidden: bool,
    /// `label`
    pub label: Option<Expr>,
    /// `description`
    pub description: Option<Expr>,
    /// `immutable` by its truth.
    pub immutable: bool,
    /// Constraints in order; of several kinds in one item the one that Heat uses (P-008).
    pub constraints: Vec<Constraint>,
}

/// A constraint of a parameter.
#[derive(Clone, Debug)]
pub struct Constraint {
    /// The item of the list, or the key in CloudFormation format.
    pub range: TextRange,
    /// The value that says what is asked: the pattern, the list of values, the bounds.
    pub value_range: TextRange,
    /// What it asks.
    pub kind: ConstraintKind,
    /// Its `description`, which replaces Heat's error text (P-034).
    pub description: Option<SmolStr>,
}

/// What a constraint asks of a value.
#[derive(Clone, Debug)]
pub enum ConstraintKind {
    /// `length`: bounds, both included.
    Length {
        /// Least length.
        min: Option<i64>,
        /// Greatest length.
        max: Option<i64>,
    },
    /// `range`: bounds, both included.
    Range {
        /// Least value.
        min: Option<f64>,
        /// Greatest value.
        max: Option<f64>,
    },
    /// `modulo` (P-033).
    Modulo {
        /// Divisor, not zero.
        step: i64,
        /// Remainder that is asked for.
        offset: i64,
    },
    /// `allowed_values`
    AllowedValues(Vec<Expr>),
    /// `allowed_pattern`: a pattern of Python's `re` (P-025).
    AllowedPattern(SmolStr),
    /// `custom_constraint`
    Custom(Key),
}

/// An item of `parameter_groups`.
#[derive(Clone, Debug)]
pub struct ParameterGroup {
    /// The item.
    pub range: TextRange,
    /// `label` as text, where it is text.
    pub label: Option<SmolStr>,
    /// The parameters it names.
    pub parameters: Vec<Expr>,
}

/// A definition in `conditions`.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Its name.
    pub name: Key,
    /// A boolean or a condition function.
    pub value: Expr,
}

/// A resource.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its logical name.
    pub name: Key,
    /// Name and definition together.
    pub range: TextRange,
    /// `type`, where it is text and not empty.
    pub resource_type: Option<Key>,
    /// `properties` with its key's range: a mapping or a call.
    pub properties: Option<(TextRange, Expr)>,
    /// `metadata`
    pub metadata: Option<Expr>,
    /// The key `depends_on`, where it is there.
    pub depends_on_key: Option<TextRange>,
    /// `depends_on`: the names, where they are text.
    pub depends_on: Vec<Key>,
    /// `deletion_policy`
    pub deletion_policy: Option<Expr>,
    /// `update_policy`
    pub update_policy: Option<Expr>,
    /// `description`
    pub description: Option<SmolStr>,
    /// `external_id`
    pub external_id: Option<Expr>,
    /// `condition`: a name, a boolean or a condition function.
    pub condition: Option<Expr>,
}

impl Resource {
    /// The entries of `properties`, where it is a mapping.
    #[must_use]
    pub fn property_entries(&self) -> &[crate::Entry] {
        self.properties.as_ref().and_then(|(_, it)| it.as_map()).unwrap_or(&[])
    }
}

/// An output.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its name.
    pub name: Key,
    /// `value`; null is a value.
    pub value: Option<Expr>,
    /// `description`
    pub description: Option<Expr>,
    /// `condition`; `None` also for null, which is "always" (C-012), and before 2016-10-14, where it is ignored (O-004).
    pub condition: Option<Expr>,
}
