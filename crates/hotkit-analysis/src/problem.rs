//! What can be wrong with a stack, as facts; `hotkit-lint` finds the words.

use hotkit_eval::{ArgumentFault, MergeFault, ParameterFault, PatternFault};
use hotkit_model::{ReferenceKind, ValueKind};
use hotkit_schema::{Constraint, ValueType, Version};
use hotkit_text::{FileId, TextRange};
use smol_str::SmolStr;

use crate::implicit::Rule;

/// A fault, its place, and what Heat makes of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Problem {
    /// What is wrong.
    pub fault: Fault,
    /// Where.
    pub file: FileId,
    /// The smallest text at fault.
    pub range: TextRange,
    /// The engine's name of the place, from the root stack on.
    pub path: String,
    /// What Heat says to it.
    pub verdict: Verdict,
}

/// What becomes of a fault in Heat.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verdict {
    /// Heat refuses to create the stack.
    Refused,
    /// Heat begins, and fails when it comes to this place: the inside of nested stacks is checked only then (N-008).
    FailsLater,
    /// Heat refuses where a condition, or a value that is not known here, falls that way.
    Possible,
    /// Heat takes no notice.
    Accepted,
}

/// The ways to name something.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ReferenceFunction {
    /// `get_param`, or `Ref` to a parameter.
    Parameter,
    /// `get_resource`, or `Ref`.
    Resource,
    /// `get_attr` or `Fn::GetAtt`.
    Attribute,
    /// `depends_on`
    DependsOn,
    /// A name of a condition.
    Condition,
    /// None: Heat adds the edge by itself.
    Heat(Rule),
}

/// Where the value of a parameter comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum GivenBy {
    /// The template's own `default`.
    Default,
    /// The command line.
    CommandLine,
    /// `parameters` of an environment.
    Environment,
    /// `parameter_defaults` of an environment.
    EnvironmentDefault,
    /// A property of the resource whose type is the template.
    Property,
}

/// Something that is declared, as the other place of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Declared {
    /// Its name.
    pub name: SmolStr,
    /// Where it is declared, where that is in a file.
    pub place: Option<(FileId, TextRange)>,
}

/// In which way a template does not fit the type that it stands for (N-011).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FacadeFault {
    /// A required property of the type is no parameter.
    MissingParameter {
        /// The property.
        name: SmolStr,
    },
    /// A parameter has another type than the property of its name.
    OtherType {
        /// The property.
        name: SmolStr,
        /// The type of the property; integers count as numbers.
        expected: ValueType,
        /// Where the parameter says its type.
        place: (FileId, TextRange),
    },
    /// A parameter without a default is no property of the type.
    ExtraParameter {
        /// The parameter.
        name: SmolStr,
        /// Where it is declared.
        place: (FileId, TextRange),
    },
    /// An attribute of the type is no output.
    MissingOutput {
        /// The attribute.
        name: SmolStr,
    },
}

/// One step of a circle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Who waits.
    pub resource: SmolStr,
    /// For whom.
    pub required: SmolStr,
    /// The reference; the waiting resource's name where Heat adds the edge.
    pub range: TextRange,
    /// Why it waits.
    pub function: ReferenceFunction,
}

/// Why a resource type refuses a value that its schema allows.
#[derive(Clone, PartialEq, Debug)]
pub enum WhyNot {
    /// It is none of these; with the value of another property, where that decides which they are.
    NotOneOf {
        /// The allowed values.
        allowed: Vec<SmolStr>,
        /// The property that decides, and its value.
        with: Option<(SmolStr, SmolStr)>,
    },
    /// It must have the value of another property.
    Differs {
        /// The other property.
        from: SmolStr,
        /// Its value.
        value: SmolStr,
    },
    /// It is no IP address.
    NotAnAddress,
    /// It is not base64.
    NotBase64,
    /// It is no template.
    NotATemplate,
    /// The name is taken for good.
    Reserved,
    /// The service has withdrawn what it stands for.
    Withdrawn,
    /// It is read from a resource, which has nothing to say before it exists; Heat compares the empty value.
    NotKnownYet,
    /// No resource of this stack has this name.
    NoSuchResource,
    /// No entry of another property has this name.
    NotDeclaredIn {
        /// The other property.
        property: SmolStr,
    },
    /// It is above this number.
    Above {
        /// The greatest that is allowed.
        limit: i64,
        /// The property that sets the limit by its value.
        with: Option<(SmolStr, SmolStr)>,
    },
    /// It is below this number.
    Below(i64),
    /// It is below the sum of what other properties ask for.
    BelowMinimums {
        /// The sum.
        sum: SmolStr,
    },
    /// The stack's time is up before.
    BeyondTimeout {
        /// The longest wait that the properties can come to, in seconds.
        seconds: SmolStr,
        /// The time that a stack has, in seconds.
        limit: i64,
    },
    /// It is no duration of the form `PT1H30M`.
    NotADuration,
    /// It is a duration of more than one hour.
    LongerThanAnHour,
    /// More than one item.
    OnlyOne {
        /// The property with which there may be more.
        unless: Option<SmolStr>,
    },
    /// It must be the only entry of the list that it stands in.
    OnlyEntry {
        /// The list.
        of: SmolStr,
    },
}

/// What is wrong.
#[derive(Clone, PartialEq, Debug)]
pub enum Fault {
    /// Something that one file shows by itself.
    File(hotkit_model::Fault),
    /// The arguments of a function do not have the right shape.
    Argument(ArgumentFault),
    /// A function that this version has withdrawn (V-022).
    WithdrawnFunction {
        /// Its name.
        name: SmolStr,
        /// The version.
        version: &'static Version,
    },
    /// A function that may not stand in a condition (C-003).
    FunctionNotAllowed {
        /// Its name.
        name: SmolStr,
    },
    /// A mapping that looks like a function call and is none: Heat takes it as data (V-021, F-FN-1).
    UnknownFunction {
        /// The key.
        name: SmolStr,
        /// The function that was likely meant.
        suggestion: Option<&'static str>,
        /// The version that has a function of this name.
        since: Option<&'static Version>,
    },
    /// A name that nothing declares.
    Undefined {
        /// The name.
        name: SmolStr,
        /// How it is used.
        function: ReferenceFunction,
        /// What was likely meant.
        suggestion: Option<Declared>,
    },
    /// A reference to a resource whose condition is false (C-015).
    Disabled {
        /// The resource.
        name: SmolStr,
        /// Where its condition stands.
        condition: TextRange,
    },
    /// An attribute that the type does not have (F-GA-2).
    UnknownAttribute {
        /// The resource.
        resource: SmolStr,
        /// Its type.
        resource_type: SmolStr,
        /// The attribute.
        name: SmolStr,
        /// What was likely meant.
        suggestion: Option<SmolStr>,
        /// All that there are.
        known: Vec<&'static str>,
    },
    /// An attribute that an update policy reads and nothing else does: Heat does not know it then.
    AttributeOfPolicy {
        /// The resource.
        resource: SmolStr,
        /// The attribute.
        name: SmolStr,
    },
    /// A resource type that an environment gives a mapping instead of a type or a file (E-014).
    TypeIsMapping {
        /// Its name.
        name: SmolStr,
    },
    /// A resource type that nothing provides.
    UnknownType {
        /// Its name.
        name: SmolStr,
        /// What was likely meant.
        suggestion: Option<SmolStr>,
        /// True where an environment could still provide it.
        open: bool,
    },
    /// A property that the type does not have, at any depth (PR-001, PR-009, N-003).
    UnknownProperty {
        /// The type, or the nested template's file.
        owner: SmolStr,
        /// The property that has the key, below the top level: `networks`.
        within: Option<SmolStr>,
        /// The key.
        name: SmolStr,
        /// What was likely meant.
        suggestion: Option<SmolStr>,
        /// A required property that is missing because of the misspelling.
        instead_of: Option<SmolStr>,
        /// The parameter that was likely meant, in the nested template.
        declared: Option<Declared>,
    },
    /// Required properties that are not given (PR-002, N-004).
    MissingProperty {
        /// The type, or the nested template's file.
        owner: SmolStr,
        /// The property that lacks them, below the top level.
        within: Option<SmolStr>,
        /// Their names.
        names: Vec<SmolStr>,
        /// The parameter of the nested template.
        declared: Option<Declared>,
    },
    /// A property that the type lists and does not implement (PR-017).
    NotImplemented {
        /// The type.
        owner: SmolStr,
        /// The property.
        name: SmolStr,
    },
    /// A value that cannot be turned into the type of its property (PR-003 to PR-008).
    WrongType {
        /// The property.
        name: SmolStr,
        /// What it takes.
        expected: ValueType,
        /// What it is given.
        found: ValueKind,
        /// The value as written, where it is short.
        value: Option<SmolStr>,
    },
    /// A template that stands for a type of the engine and does not fit it (N-011).
    Facade {
        /// The template.
        file: SmolStr,
        /// The type.
        resource_type: SmolStr,
        /// What does not fit.
        fault: FacadeFault,
    },
    /// A group names a launch configuration that is none, or that it does not wait for (N-050).
    LaunchConfiguration {
        /// What it names.
        name: SmolStr,
        /// True where there is such a resource, and no edge to it.
        exists: bool,
    },
    /// The address of a template that Heat cannot fetch (N-001).
    NotFetchable {
        /// The address.
        url: SmolStr,
    },
    /// A function in the place of all properties.
    FunctionAsProperties {
        /// The function.
        name: SmolStr,
    },
    /// A value that a constraint of its property does not allow (PR-010 to PR-014).
    NotAllowed {
        /// The property.
        name: SmolStr,
        /// The constraint.
        constraint: &'static Constraint,
        /// The value, as short text.
        value: SmolStr,
    },
    /// Two properties that exclude each other are both given (PR-018, X-…).
    ConflictingProperties {
        /// The type.
        owner: SmolStr,
        /// The property that holds them, below the top level.
        within: Option<SmolStr>,
        /// The one that is reported.
        name: SmolStr,
        /// The other one.
        other: SmolStr,
        /// Where the other one stands.
        place: Option<TextRange>,
        /// True where both are spellings of the same property.
        same: bool,
    },
    /// None of several properties is given, of which one must be (X-…).
    MissingAlternative {
        /// The type.
        owner: SmolStr,
        /// The property that holds them, below the top level.
        within: Option<SmolStr>,
        /// Their names.
        names: Vec<SmolStr>,
    },
    /// A property, or the value that it has, needs other properties (X-…).
    MissingCompanion {
        /// The property.
        name: SmolStr,
        /// Its value, where that decides.
        value: Option<SmolStr>,
        /// What it needs.
        needed: Vec<SmolStr>,
        /// True where one of them will do.
        any: bool,
    },
    /// A property that the type does not take with the value that another one has (X-…).
    NotApplicable {
        /// The property.
        name: SmolStr,
        /// The other one.
        decider: SmolStr,
        /// Its value; `None` where it is not given.
        value: Option<SmolStr>,
        /// The values of the other with which it can be given.
        allowed: Vec<SmolStr>,
        /// Where the other one stands.
        place: Option<TextRange>,
    },
    /// A number that may not be above another one, and is (X-…).
    ContradictoryBounds {
        /// The property that must not be greater.
        lesser: SmolStr,
        /// Its value.
        lesser_value: SmolStr,
        /// The property that must not be smaller.
        greater: SmolStr,
        /// Its value.
        greater_value: SmolStr,
        /// Where the one stands that is not reported.
        place: Option<TextRange>,
    },
    /// A value that may be given once stands there again (X-BARB-3, X-HEAT-4).
    RepeatedValue {
        /// The property.
        name: SmolStr,
        /// The value.
        value: SmolStr,
        /// Where it stands first.
        first: Option<TextRange>,
    },
    /// A value that the type refuses for a reason of its own (X-…).
    RefusedValue {
        /// The property.
        name: SmolStr,
        /// The value, as short text.
        value: SmolStr,
        /// The reason.
        why: WhyNot,
    },
    /// A server without anything to boot from (X-NOVA-1).
    NoBootSource,
    /// A server with more than one thing to boot from (X-NOVA-4).
    SeveralBootSources {
        /// The places of the others.
        others: Vec<TextRange>,
    },
    /// A key that the engine keeps to itself (X-NOVA-8; `value_specs` of Neutron types).
    ReservedKey {
        /// The property, or `metadata`.
        within: SmolStr,
        /// The key.
        key: SmolStr,
    },
    /// A deployment to a server that does not run the agent (X-HEAT-5).
    UnpreparedServer {
        /// The server.
        server: SmolStr,
        /// Its `user_data_format`.
        format: SmolStr,
        /// Where that is written, or the server.
        place: TextRange,
    },
    /// A deletion policy that reads a resource: Heat never comes to an end with it.
    PolicyReadsResource,
    /// `Snapshot` for a type that cannot take one.
    NoSnapshot {
        /// The type.
        resource_type: SmolStr,
    },
    /// A resource has the name of a parameter (P-028).
    NameTaken {
        /// The name.
        name: SmolStr,
        /// Where the parameter is declared; `None` for pseudo parameters.
        parameter: Option<TextRange>,
    },
    /// Resources that wait for each other (D-001 to D-005).
    CircularDependency {
        /// The circle, beginning at the first place in the text.
        steps: Vec<Step>,
    },
    /// Conditions that need each other (C-006).
    CircularCondition {
        /// The names, beginning at the first place in the text.
        names: Vec<SmolStr>,
    },
    /// A file that is not there (N-001, F-GF-1, E-013).
    MissingFile {
        /// As written.
        path: SmolStr,
        /// Why it is wanted.
        kind: ReferenceKind,
    },
    /// A file outside the project, which was not read.
    OutsideProject {
        /// As written.
        path: SmolStr,
    },
    /// A file that cannot be read.
    UnreadableFile {
        /// As written.
        path: SmolStr,
        /// Why not.
        why: SmolStr,
    },
    /// A file that shall be a template and is no text.
    NotATemplate {
        /// As written.
        path: SmolStr,
    },
    /// A file that includes itself, perhaps through others (N-010).
    IncludesItself {
        /// The files on the way.
        chain: Vec<SmolStr>,
    },
    /// A resource that holds a stack, whose name makes none of a stack's: Heat names the stack after it.
    StackName {
        /// The resource.
        name: SmolStr,
        /// Whether the name is too long, not of the wrong letters.
        too_long: bool,
    },
    /// More levels of nested stacks than Heat allows (N-010).
    NestedTooDeep {
        /// The limit.
        limit: u64,
    },
    /// More resources than a stack may have (T-024).
    TooManyResources {
        /// How many there are.
        count: usize,
        /// The limit.
        limit: u64,
    },
    /// A value for a parameter that the template does not have (P-017).
    UnknownParameterValue {
        /// The name.
        name: SmolStr,
        /// What was likely meant.
        suggestion: Option<SmolStr>,
    },
    /// A value or a default that its parameter does not take (P-014 to P-035).
    ParameterValue {
        /// The parameter.
        parameter: SmolStr,
        /// What is wrong.
        fault: ParameterFault,
        /// The value, as short text; hidden values are not shown.
        value: Option<SmolStr>,
        /// Where the value comes from.
        given_by: GivenBy,
        /// Where the parameter is declared.
        declared: (FileId, TextRange),
    },
    /// A pattern that Python refuses (P-012).
    InvalidPattern {
        /// The parameter.
        parameter: SmolStr,
        /// What is wrong, and at which byte of the pattern.
        fault: PatternFault,
        /// The byte of the pattern.
        offset: usize,
    },
    /// Values of several environments that cannot be merged (E-011).
    Merge(MergeFault),
    /// A parameter without value and default (P-016).
    MissingParameterValue {
        /// The name.
        name: SmolStr,
    },
}
