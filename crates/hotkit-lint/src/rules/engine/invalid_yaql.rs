//! An expression of `yaql` that the engine cannot read, or that fails when it is computed (F-YQ-2, F-YQ-3).

use hotkit_eval::{TypeProblem, ValueProblem, YaqlFault, YaqlSyntaxFault};

use crate::phrase::{in_words, quoted, shown, thousands};
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("invalid-yaql", include_str!("invalid_yaql.md"));

/// The words for an expression that has no tree.
pub(crate) fn syntax(fault: &YaqlSyntaxFault) -> Words {
    let words = |message: String, label: &str| Words::new(&RULE, message).label(label);
    match fault {
        YaqlSyntaxFault::IllegalCharacter(quote @ ('\'' | '"' | '`')) => words(
            format!("the `yaql` expression has a quote {quote} that is never closed"),
            "opened here, closed nowhere",
        ),
        YaqlSyntaxFault::IllegalCharacter(character) => words(
            format!(
                "the `yaql` expression has a character that YAQL does not know: {}",
                quoted(&character.to_string())
            ),
            "no part of YAQL begins like this",
        ),
        YaqlSyntaxFault::Unexpected(token) => words(
            format!("the `yaql` expression cannot go on with {}", quoted(token)),
            "cannot stand here",
        )
        .maybe_help(glued_word(token).map(str::to_owned)),
        YaqlSyntaxFault::UnexpectedEnd => words(
            "the `yaql` expression ends too early".to_owned(),
            "something is missing at the end",
        ),
        YaqlSyntaxFault::Unclosed(open) => words(
            format!("the `yaql` expression ends before {} is closed", quoted(open)),
            "opened here, closed nowhere",
        ),
        YaqlSyntaxFault::BadEscape(escape) => words(
            format!("the `yaql` expression has an escape that is none: {}", quoted(escape)),
            "not a character",
        ),
        YaqlSyntaxFault::NumberTooLong => words(
            "the `yaql` expression has a number with more digits than Heat reads".to_owned(),
            "too many digits",
        ),
    }
}

/// Why a word that looks like an operator is none.
fn glued_word(token: &str) -> Option<&'static str> {
    match token {
        "and" | "or" | "in" | "mod" | "and(" | "or(" | "in(" | "mod(" => {
            Some("write a blank between the operator and the parenthesis, else YAQL takes it for a function")
        }
        "=" => Some("equality is written `=` in YAQL, not `==`"),
        "(" => Some("the name of a function and its parenthesis are written without a blank"),
        _ => None,
    }
}

/// The words for an expression that fails.
pub(crate) fn run(fault: &YaqlFault) -> Words {
    let (message, label, help) = failure(fault);
    Words::new(&RULE, format!("the `yaql` expression fails: {message}"))
        .label(label)
        .maybe_help(help.map(str::to_owned))
}

/// What fails, the label, and what to do.
fn failure(fault: &YaqlFault) -> (String, &'static str, Option<&'static str>) {
    match fault {
        YaqlFault::UnknownFunction { name } => match name.strip_prefix("#property#") {
            Some(property) => (
                format!("the value has no property {}", quoted(property)),
                "only mappings have keys",
                Some("`.key` works on mappings and lists of mappings; `?.` passes over null"),
            ),
            None => (
                format!("there is no function {}", quoted(name)),
                "unknown to YAQL",
                (name == "not").then_some("write a blank behind `not`"),
            ),
        },
        YaqlFault::UnknownMethod { name, receiver } => (
            format!("there is no method {} (called on {receiver})", quoted(name)),
            "unknown to YAQL",
            None,
        ),
        YaqlFault::NoMatch { name, receiver } => no_match(name, *receiver),
        YaqlFault::Ambiguous { name } => (
            format!("two functions of the name {} fit equally well", quoted(name)),
            "ambiguous",
            None,
        ),
        YaqlFault::NamedArgument => (
            "the name of a named argument is no bare word".to_owned(),
            "not a name",
            Some("named arguments are written `name => value`"),
        ),
        YaqlFault::MissingKey { key } => (
            format!("the mapping has no key {}", quoted(key)),
            "no such key",
            Some("`.get(key)` gives null where there is none, `.get(key, default)` the default"),
        ),
        YaqlFault::Index { index, length } => (
            format!("there is no item {index} in a list of {}", items(*length)),
            "beyond the list",
            None,
        ),
        YaqlFault::UnknownGroup { name } => (
            format!("the regular expression has no group {}", quoted(name)),
            "no such group",
            None,
        ),
        YaqlFault::NoSingleItem { several: false } => (
            "an item is asked for, and there is none".to_owned(),
            "nothing to take",
            Some("give a default, as in `.first(null)`"),
        ),
        YaqlFault::NoSingleItem { several: true } => (
            "a single item is asked for, and there are several".to_owned(),
            "more than one",
            Some("`.first()` takes the first of several"),
        ),
        YaqlFault::TooManyItems { most } => (
            format!("a list has more than {} items", thousands(*most as u64)),
            "too many items",
            Some("the limit is a setting of the cloud (`[yaql] limit_iterators`)"),
        ),
        YaqlFault::TooMuchMemory { most } => (
            format!("a value takes more than {} bytes", thousands(*most as u64)),
            "too large",
            Some("the limit is a setting of the cloud (`[yaql] memory_quota`)"),
        ),
        YaqlFault::DivisionByZero => ("division by zero".to_owned(), "zero here", None),
        YaqlFault::Value { problem } => value_problem(problem),
        YaqlFault::Type { problem } => type_problem(problem),
        YaqlFault::Overflow => ("an infinite number has no integer".to_owned(), "infinite", None),
        YaqlFault::ViewMethod { name } => (
            format!("the keys of a mapping have no method {}", quoted(name)),
            "not a set",
            Some("make them a set first: `.keys().toSet()`"),
        ),
        YaqlFault::SetForList => (
            "it gives a set, which Heat takes for no list".to_owned(),
            "a set, not a list",
            Some("add `.toList()`: the keys of a mapping are a set, too"),
        ),
        YaqlFault::Pattern => (
            "Python does not read the regular expression, or what replaces its matches".to_owned(),
            "not a regular expression of Python's",
            None,
        ),
        YaqlFault::Assertion { message } => (
            format!("its own assertion does not hold: {}", shown(message)),
            "asserted here",
            None,
        ),
    }
}

/// Words for a call whose arguments no function of that name takes.
fn no_match(name: &str, receiver: Option<&'static str>) -> (String, &'static str, Option<&'static str>) {
    if let Some(operator) = name.strip_prefix("#operator_") {
        return (
            format!("the operator {} does not take such values", quoted(operator)),
            "not for these values",
            None,
        );
    }
    if let Some(property) = name.strip_prefix("#property#") {
        return (
            format!("the value has no property {}", quoted(property)),
            "not for this value",
            None,
        );
    }
    match (name, receiver) {
        ("#indexer", _) => (
            "the value cannot be indexed like this".to_owned(),
            "only lists and mappings can",
            None,
        ),
        (_, Some(receiver)) => (
            format!("{} called on {receiver} does not take such arguments", quoted(name)),
            "not for these values",
            None,
        ),
        (_, None) => (
            format!("the function {} does not take such arguments", quoted(name)),
            "not for these values",
            None,
        ),
    }
}

fn value_problem(problem: &ValueProblem) -> (String, &'static str, Option<&'static str>) {
    match problem {
        ValueProblem::NotAnInteger(text) => (format!("{} is no integer", quoted(text)), "not an integer", None),
        ValueProblem::NotANumber(text) => (format!("{} is no number", quoted(text)), "not a number", None),
        ValueProblem::NanAsInteger => ("what is no number has no integer".to_owned(), "not a number", None),
        ValueProblem::EmptySeparator => (
            "text is split at the empty text".to_owned(),
            "the separator is empty",
            Some("`.toCharArray()` gives the characters of a text"),
        ),
        ValueProblem::ZeroStep => ("the step of a range is zero".to_owned(), "never ends", None),
        ValueProblem::NegativeCount => ("a count is negative".to_owned(), "below zero", None),
        ValueProblem::Unpack { found, names } => (
            format!("{} for {} names to unpack", items(*found), in_words(*names)),
            "as many names as items",
            None,
        ),
        ValueProblem::NamedGroups => (
            "YAQL cannot hand out the named groups of a regular expression".to_owned(),
            "named groups",
            Some("use groups without names, `(...)`, which are `$2`, `$3` and so on"),
        ),
        ValueProblem::PatternFlags => (
            "the regular expression has flags that exclude each other".to_owned(),
            "either `a` or `u`",
            Some("a `regex` of YAQL always has the flag `u`"),
        ),
        ValueProblem::Arithmetic => ("the power has no value".to_owned(), "no such power", None),
        ValueProblem::NoSuchDate => ("there is no such date".to_owned(), "not a date", None),
        ValueProblem::TooManyDigits => (
            "an integer has more digits than Python writes".to_owned(),
            "too many digits",
            None,
        ),
    }
}

fn type_problem(problem: &TypeProblem) -> (String, &'static str, Option<&'static str>) {
    match problem {
        TypeProblem::Unhashable(kind) => (
            format!("{} can be neither a key nor a member of a set", of_python(kind)),
            "not a fixed value",
            None,
        ),
        TypeProblem::EmptyFold => (
            "nothing can be folded without a start".to_owned(),
            "no items",
            Some("give a start value as the second argument"),
        ),
        TypeProblem::NotIterable(kind) => (format!("{kind} has no items"), "cannot be gone through", None),
        TypeProblem::NotANumber(kind) => (format!("{kind} cannot become a number"), "not a number", None),
        TypeProblem::Merge => (
            "a list or a mapping is merged with something else".to_owned(),
            "cannot be merged",
            None,
        ),
        TypeProblem::Operands => (
            "values of such kinds cannot be put together".to_owned(),
            "not for these values",
            None,
        ),
    }
}

/// A kind of Python's that can be changed, in words.
fn of_python(kind: &str) -> &'static str {
    match kind {
        "list" => "a list",
        "dict" => "a mapping",
        _ => "a set",
    }
}

/// A number of items in words.
fn items(count: usize) -> String {
    match count {
        1 => "one item".to_owned(),
        _ => format!("{} items", in_words(count)),
    }
}
