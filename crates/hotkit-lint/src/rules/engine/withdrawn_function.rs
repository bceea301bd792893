//! A function that the template's version has given up (V-022, V-023).

use hotkit_schema::Version;

use crate::phrase::{quoted, shown};
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("withdrawn-function", include_str!("withdrawn_function.md"));

pub(crate) fn words(name: &str, version: Option<&'static Version>) -> Words {
    let version = version.map_or_else(|| "this version".to_owned(), |it| format!("{} {}", it.key, it.name));
    Words::new(&RULE, format!("{version} no longer has the function {}", quoted(name)))
        .label("withdrawn")
        .maybe_help(replacement(name).map(|it| format!("in place of {} write {it}", shown(name))))
}

/// What does the same in HOT versions that do not have the function.
pub(crate) fn replacement(name: &str) -> Option<&'static str> {
    Some(match name {
        "Ref" => "`get_param` or `get_resource`",
        "Fn::GetAtt" => "`get_attr`",
        "Fn::Select" => "a path behind `get_attr` or `get_param`, or `yaql`",
        "Fn::Join" => "`list_join`",
        "Fn::Split" => "`str_split`, which exists since 2015-10-15",
        "Fn::Replace" => "`str_replace`",
        "Fn::Base64" => "the text itself; Heat never encoded it",
        "Fn::MemberListToMap" => "the mapping itself",
        "Fn::If" => "`if`, which exists since 2016-10-14",
        "Fn::ResourceFacade" => "`resource_facade`",
        _ => return None,
    })
}
