//! A function whose arguments do not have the shape that Heat wants (engine checks, section 7).

use hotkit_eval::{ArgumentFault, Expected, FaultKind, Part};
use hotkit_text::nearest;
use smol_str::SmolStr;

use super::{
    circular_condition, condition_not_boolean, function_not_allowed, invalid_yaql, missing_file,
    missing_parameter_value, undefined_reference, withdrawn_function,
};
use crate::phrase::{fitting, in_words, quoted, quoted_list, thousands};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine(
    "invalid-function-arguments",
    include_str!("invalid_function_arguments.md"),
);

pub(crate) fn words(fault: &ArgumentFault, site: Site<'_>) -> Words {
    use hotkit_analysis::ReferenceFunction::{Condition, Parameter, Resource};
    let function = fault.function.as_deref().unwrap_or_default();
    let name = quoted(function);
    match &fault.kind {
        FaultKind::UnknownParameter { name } => undefined_reference::words(name, Parameter, None, site),
        FaultKind::MissingParameter { name } => missing_parameter_value::asked(name),
        FaultKind::UnknownResource { name } => undefined_reference::words(name, Resource, None, site),
        FaultKind::UnknownCondition { name } => undefined_reference::words(name, Condition, None, site),
        FaultKind::CircularCondition { name } => circular_condition::words(std::slice::from_ref(name)),
        FaultKind::ConditionNotBoolean { name, found } => condition_not_boolean::of_definition(name, *found),
        FaultKind::NotACondition { found } => condition_not_boolean::in_place(*found),
        FaultKind::NotInConditions => function_not_allowed::words(function),
        FaultKind::Withdrawn => withdrawn_function::words(function, None),
        FaultKind::FileNotFetched { path } => missing_file::not_fetched(path),
        FaultKind::WrongKind { part, expected, found } => {
            let message = format!(
                "{} must be {}, not {}",
                part_of(*part, function),
                kind(*expected),
                found.with_article()
            );
            of_function(message, &format!("this is {}", found.with_article()), function)
        }
        FaultKind::WrongCount { least, most, found } => {
            let items = count(*least, *most);
            of_function(
                format!("{name} takes {items}, not {}", in_words(*found)),
                &items,
                function,
            )
        }
        FaultKind::MissingKey { key } => of_function(
            format!("{name} has no `{key}`"),
            &format!("`{key}` is missing"),
            function,
        ),
        FaultKind::UnknownKey { key, known } => unknown_key(function, key, known, site),
        FaultKind::Empty { part } => of_function(
            format!("{} may not be empty", part_of(*part, function)),
            "empty",
            function,
        ),
        FaultKind::UnknownWord { part, found, known } => unknown_word(*part, function, found, known, site),
        FaultKind::NoParentResource => Words::new(
            &RULE,
            format!("{name} asks for a parent, and the outermost stack has none"),
        )
        .label("no parent resource")
        .help("it works in templates that another template uses as a type"),
        FaultKind::NotInMapping { key } => Words::new(&RULE, format!("the mapping has no entry {}", quoted(key)))
            .label("not in `Mappings`")
            .help("`Fn::FindInMap` takes the name of a mapping and two keys in it"),
        FaultKind::PlaceholdersNotFound { names } => Words::new(&RULE, not_in_template(&name, names))
            .label("not in the template")
            .help("`str_replace` takes placeholders that occur nowhere"),
        FaultKind::TooManyPlaceholders { found, most } => {
            let (found, most) = (thousands(*found as u64), thousands(*most as u64));
            Words::new(
                &RULE,
                format!("{name} has {found} placeholders, more than Heat can go through"),
            )
            .label(fitting(format!("{found} of at most {most}"), "too many"))
            .help(format!(
                "Heat's engine runs out of stack behind {most}; replace them in several steps"
            ))
        }
        FaultKind::EmptyReplacement { placeholder } => Words::new(
            &RULE,
            format!("{name} has nothing to put in place of {}", quoted(placeholder)),
        )
        .label("no value, or an empty one")
        .help("`str_replace_strict` takes empty values"),
        FaultKind::UnequalLengths { lengths } => {
            let lengths: Vec<String> = lengths.iter().take(8).map(|it| thousands(*it as u64)).collect();
            Words::new(
                &RULE,
                format!("the lists of {name} have different lengths: {}", lengths.join(", ")),
            )
            .label("not of one length")
            .help("with `permutations: false` item goes with item")
        }
        FaultKind::NotAnInteger { part, found } => Words::new(
            &RULE,
            format!("{} must be an integer, not {}", part_of(*part, function), quoted(found)),
        )
        .label("not an integer"),
        FaultKind::OutOfRange { part, least, most } => Words::new(
            &RULE,
            format!("{} must lie between {least} and {most}", part_of(*part, function)),
        )
        .label(fitting(format!("not between {least} and {most}"), "out of range")),
        FaultKind::KeyCollision { key } => Words::new(&RULE, format!("{name} makes the key {} twice", quoted(key)))
            .label("there is such a key already")
            .help("a new key may not be in the mapping yet; two keys cannot change places"),
        FaultKind::NotLatin1 { character } => Words::new(
            &RULE,
            format!("{name} cannot encode {}", quoted(&character.to_string())),
        )
        .label("not a character of Latin-1")
        .help("Heat computes digests of Latin-1 text only"),
        FaultKind::ForbiddenCharacter { part, character } => {
            let character = quoted(&character.to_string());
            Words::new(&RULE, format!("{} may not hold {character}", part_of(*part, function)))
                .label(format!("{character} cannot stand here"))
        }
        FaultKind::NotJson => {
            Words::new(&RULE, format!("{name} reads text as JSON, and this is none")).label("not JSON")
        }
        FaultKind::NotAPair => Words::new(&RULE, format!("an item of {name} has no `=` between key and value"))
            .label("no `=`")
            .help("items are written `.member.0.Name=x`"),
        FaultKind::YaqlSyntax { fault, .. } => invalid_yaql::syntax(fault),
        FaultKind::Yaql { fault, .. } => invalid_yaql::run(fault),
    }
}

fn not_in_template(function: &str, names: &[SmolStr]) -> String {
    let noun = if names.len() == 1 {
        "the placeholder"
    } else {
        "the placeholders"
    };
    format!("{function} does not find {noun} {} in its template", quoted_list(names))
}

fn unknown_key(function: &str, key: &str, known: &[&'static str], site: Site<'_>) -> Words {
    let near = nearest(key, known.iter().copied());
    Words::new(
        &RULE,
        format!("{} has an unknown key {}", quoted(function), quoted(key)),
    )
    .label("not a key of this function")
    .suggest(site, key, near)
    .maybe_help(near.is_none().then(|| format!("known are {}", quoted_list(known))))
}

fn unknown_word(part: Part, function: &str, found: &str, known: &[&'static str], site: Site<'_>) -> Words {
    let near = nearest(found, known.iter().copied());
    Words::new(
        &RULE,
        format!("{} cannot be {}", part_of(part, function), quoted(found)),
    )
    .label("unknown to Heat")
    .suggest(site, found, near)
    .maybe_help(near.is_none().then(|| format!("known are {}", quoted_list(known))))
}

/// Words about the shape: the way to write the function is the help.
fn of_function(message: String, label: &str, function: &str) -> Words {
    Words::new(&RULE, message)
        .label(fitting(label.to_owned(), "not what the function takes"))
        .maybe_help(usage(function).map(|usage| format!("write `{function}: {usage}`")))
}

/// A part of a call, at the start of a sentence.
fn part_of(part: Part, function: &str) -> String {
    let function = quoted(function);
    match part {
        Part::Argument => format!("the argument of {function}"),
        Part::Item(index) => format!("{} of {function}", item(index)),
        Part::Key(key) => format!("`{key}` of {function}"),
        Part::Name => format!("the name in {function}"),
        Part::Delimiter => format!("the delimiter of {function}"),
        Part::Operand => format!("what {function} works on"),
        Part::OperandItem => format!("an item that {function} works on"),
        Part::Replacement => format!("a replacement of {function}"),
        Part::Placeholder => format!("a placeholder of {function}"),
        Part::ForEachValue => format!("a value of `for_each` in {function}"),
        Part::ForEachItem => format!("an item of a list of `for_each` in {function}"),
        Part::Index => format!("the index of {function}"),
        Part::Condition => format!("the condition of {function}"),
    }
}

/// An item by its place, from 0.
fn item(index: usize) -> String {
    const PLACES: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];
    PLACES
        .get(index)
        .map_or_else(|| format!("item {}", index + 1), |place| format!("the {place} item"))
}

fn kind(expected: Expected) -> &'static str {
    match expected {
        Expected::Text => "text",
        Expected::LiteralText => "literal text",
        Expected::TextOrList => "text or a list",
        Expected::Scalar => "text or a number",
        Expected::TextListOrMap => "text, a list or a mapping",
        Expected::List => "a list",
        Expected::LiteralList => "a literal list",
        Expected::ListOrNull => "a list or null",
        Expected::ListOrMap => "a list or a mapping",
        Expected::TextList => "a list of text",
        Expected::Map => "a mapping",
        Expected::LiteralMap => "a literal mapping",
        Expected::MapOrNull => "a mapping or null",
        Expected::Boolean => "`true` or `false`",
        Expected::Integer => "an integer",
        Expected::NotNull => "something other than null",
        Expected::Condition => "the name of a condition, a boolean or a condition function",
    }
}

fn count(least: usize, most: Option<usize>) -> String {
    let items = |number: usize| {
        if number == 1 {
            "one item".to_owned()
        } else {
            format!("{} items", in_words(number))
        }
    };
    match most {
        Some(most) if most == least => items(least),
        Some(most) if most == least + 1 => format!("{} or {}", in_words(least), items(most)),
        Some(most) => format!("{} to {}", in_words(least), items(most)),
        None => format!("at least {}", items(least)),
    }
}

/// How a function is written.
fn usage(function: &str) -> Option<&'static str> {
    Some(match function {
        "get_param" => "NAME` or `get_param: [NAME, KEY, ...]",
        "get_resource" => "RESOURCE",
        "get_attr" => "[RESOURCE, ATTRIBUTE, KEY, ...]",
        "get_file" => "PATH",
        "list_join" => "[DELIMITER, LIST, ...]",
        "str_replace" | "str_replace_strict" | "str_replace_vstrict" => {
            "{template: TEXT, params: {PLACEHOLDER: VALUE}}"
        }
        "str_split" => "[DELIMITER, TEXT, INDEX]` or without INDEX: `[DELIMITER, TEXT]",
        "repeat" => "{template: VALUE, for_each: {PLACEHOLDER: LIST}}",
        "digest" => "[ALGORITHM, TEXT]",
        "map_merge" => "[MAPPING, MAPPING, ...]",
        "map_replace" => "[MAPPING, {keys: {OLD: NEW}, values: {OLD: NEW}}]",
        "resource_facade" => "metadata` (or `deletion_policy`, `update_policy`)",
        "yaql" => "{expression: TEXT, data: VALUE}",
        "if" => "[CONDITION, THEN, ELSE]",
        "filter" => "[VALUES, LIST]",
        "make_url" => "{scheme: http, host: NAME, port: NUMBER, path: /PATH}",
        "list_concat" | "list_concat_unique" => "[LIST, LIST, ...]",
        "contains" => "[VALUE, LIST]",
        "equals" => "[VALUE, VALUE]",
        "not" => "CONDITION",
        "and" | "or" => "[CONDITION, CONDITION, ...]",
        "Ref" => "NAME",
        "Fn::GetAtt" => "[RESOURCE, ATTRIBUTE]",
        "Fn::Join" => "[DELIMITER, LIST]",
        "Fn::Split" => "[DELIMITER, TEXT]",
        "Fn::Select" => "[INDEX, LIST]",
        "Fn::Replace" => "[{PLACEHOLDER: VALUE}, TEXT]",
        "Fn::FindInMap" => "[MAPPING, KEY, KEY]",
        "Fn::MemberListToMap" => "[Name, Value, LIST]",
        "Fn::Equals" => "[VALUE, VALUE]",
        "Fn::If" => "[CONDITION, THEN, ELSE]",
        "Fn::Not" => "[CONDITION]",
        "Fn::And" | "Fn::Or" => "[CONDITION, CONDITION, ...]",
        _ => return None,
    })
}
