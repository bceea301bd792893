//! Intrinsic functions by what they do: one name can have several meanings, and one meaning several names.

use crate::tables;
use crate::version::{TemplateKind, Version, versions};

/// A class of semantics. `Cfn` stands before those whose arguments differ from the HOT function of the same meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Function {
    /// `and`, `Fn::And` (C-010).
    And,
    /// `Fn::Base64`: gives its text unchanged (CF-007).
    Base64,
    /// `Fn::GetAtt` (CF-005).
    CfnGetAtt,
    /// `Fn::Not`: takes a list of one condition (CF-008).
    CfnNot,
    /// `Fn::Replace`: takes a map and a text (CF-007).
    CfnReplace,
    /// `Fn::ResourceFacade`: its argument has a capital letter (CF-007).
    CfnResourceFacade,
    /// `contains`.
    Contains,
    /// `digest`.
    Digest,
    /// `equals`, `Fn::Equals` (C-009).
    Equals,
    /// `filter`.
    Filter,
    /// `Fn::FindInMap` (CF-006).
    FindInMap,
    /// `get_attr` of 2014-10-16 and 2015-04-30: the resource is given the whole path.
    GetAtt,
    /// `get_attr` from 2015-10-15 on: the attribute may be left out.
    GetAttAllAttributes,
    /// `get_attr` of 2013-05-23: the attribute is fetched, then the path followed.
    GetAttThenSelect,
    /// `Fn::GetAZs`: asks the cloud.
    GetAZs,
    /// `get_file`.
    GetFile,
    /// `get_param`.
    GetParam,
    /// `get_resource`.
    GetResource,
    /// `if` before 2021-04-16, `Fn::If`: three arguments.
    If,
    /// `if` from 2021-04-16 on: two or three arguments (V-012).
    IfNullable,
    /// `list_join` before 2015-10-15, `Fn::Join`: one list of texts.
    Join,
    /// `list_join` from 2015-10-15 on: several lists, maps and lists as JSON.
    JoinMultiple,
    /// `list_concat`.
    ListConcat,
    /// `list_concat_unique`.
    ListConcatUnique,
    /// `make_url`.
    MakeUrl,
    /// `map_merge`.
    MapMerge,
    /// `map_replace`.
    MapReplace,
    /// `Fn::MemberListToMap` (CF-007).
    MemberListToMap,
    /// `not` (C-011).
    Not,
    /// `or`, `Fn::Or` (C-010).
    Or,
    /// `Ref` in conditions: a parameter only (CF-008).
    ParamRef,
    /// `Ref`: a resource, else a parameter (CF-004).
    Ref,
    /// A name that the version has withdrawn: still a function, and always an error (V-022).
    Removed,
    /// `repeat` before 2016-10-14: over lists.
    Repeat,
    /// `repeat` of 2016-10-14 and 2017-02-24: over lists or maps.
    RepeatWithMap,
    /// `repeat` from 2017-09-01 on: with or without permutations.
    RepeatWithNestedLoop,
    /// `str_replace` before 2015-10-15: scalar values.
    Replace,
    /// `str_replace` from 2015-10-15 on: maps and lists as JSON.
    ReplaceJson,
    /// `str_replace_strict`.
    ReplaceJsonStrict,
    /// `str_replace_vstrict`.
    ReplaceJsonVeryStrict,
    /// `resource_facade`.
    ResourceFacade,
    /// `Fn::Select` (CF-007).
    Select,
    /// `Fn::Split` (CF-007).
    Split,
    /// `str_split`.
    StrSplit,
    /// `yaql`.
    Yaql,
}

/// The first HOT version that knows a function by this name, in values or in conditions.
/// `None` for a name that no HOT version knows.
pub fn since(name: &str) -> Option<&'static Version> {
    versions().iter().find(|version| {
        version.kind == TemplateKind::Hot
            && (version.function(name).is_some() || version.condition_function(name).is_some())
    })
}

/// The names of all functions of all versions, those of conditions included, sorted.
pub fn function_names() -> &'static [&'static str] {
    tables::FUNCTION_NAMES
}
