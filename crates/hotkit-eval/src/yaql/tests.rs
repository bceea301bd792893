//! Limits: whatever an expression is, nothing overflows the stack, and nothing takes more than bounded work.

use super::{Failure, evaluate};
use crate::testing::value;
use crate::{Reason, Value};

/// What becomes of an expression: `known`, the reason why it is not known, or the class of its fault.
fn outcome(expression: &str, data: &Value) -> String {
    match evaluate(expression, data) {
        Ok(Value::Unknown(unknown)) => match unknown.reasons() {
            [Reason::Limit(what)] => format!("limit: {what}"),
            [Reason::NotImplemented(what)] => format!("not computed: {what}"),
            reasons => format!("{reasons:?}"),
        },
        Ok(_) => "known".to_owned(),
        Err(Failure::Run(placed)) => placed.fault.class().to_owned(),
        Err(Failure::Syntax(placed)) => placed.fault.class().to_owned(),
    }
}

fn check(cases: &[(&str, &str)]) {
    for (expression, wanted) in cases {
        assert_eq!(outcome(expression, &Value::Null), *wanted, "{expression}");
    }
}

#[test]
fn parts_within_each_other_are_bounded() {
    let deep = "not computed: the depth of a yaql expression";
    for count in [50_000, 150] {
        let repeated = |open: &str, inside: &str, close: &str| open.repeat(count) + inside + &close.repeat(count);
        let texts = [
            repeated("(", "1", ")"),
            repeated("[", "1", "]"),
            repeated("{a => ", "1", "}"),
            repeated("len(", "1", ")"),
            repeated("not ", "1", ""),
            repeated("-", "1", ""),
            repeated("1 + ", "1", ""),
            repeated("1 -> ", "1", ""),
            repeated("$[", "1", "]"),
            repeated("", "$", ".a"),
            repeated("", "$", ".select($)"),
            repeated("", "$", "[0]"),
            repeated("f(a => ", "1", ")"),
        ];
        for text in texts {
            assert_eq!(outcome(&text, &Value::Null), deep, "{}", &text[..20]);
        }
    }
    // Brackets that are never closed are as deep.
    for text in ["(", "[", "{a => ", "len("] {
        assert_eq!(outcome(&text.repeat(50_000), &Value::Null), deep, "{text}");
    }
}

#[test]
fn depth_that_the_engine_copes_with_is_computed() {
    let text = format!("{}1{}", "[".repeat(40), "]".repeat(40));
    assert_eq!(outcome(&text, &Value::Null), "known");
    let text = format!("$.data{}", ".select($ + 1)".repeat(40));
    let expected = value("[41, 42]");
    assert_eq!(evaluate(&text, &value("[1, 2]")), Ok(expected));
    let text = format!("1{}", " + 1".repeat(90));
    assert_eq!(evaluate(&text, &Value::Null), Ok(Value::Integer(91)));
}

#[test]
fn calls_of_itself_end() {
    check(&[
        ("def(f, f($)) -> f(1)", "limit: the depth of a yaql expression"),
        ("def(f, [f($)]) -> f(1)", "limit: the depth of a yaql expression"),
        (
            "def(f, [$].select(f($))) -> f(1)",
            "limit: the depth of a yaql expression",
        ),
        (
            "def(f, f($ + 1) + f($ + 1)) -> f(1)",
            "limit: the depth of a yaql expression",
        ),
    ]);
}

#[test]
fn values_within_each_other_are_bounded() {
    let deep = "limit: the depth of a yaql value";
    check(&[
        ("range(200).aggregate($1.select($).where(true), [1]).toList()", deep),
        ("range(150).aggregate([$1], [])", "known"),
        ("range(200).aggregate([[$1]], [])", deep),
        ("range(200).aggregate({a => {a => $1}}, {})", deep),
        ("generate([], true, [$]).skip(150)", deep),
        ("generateMany([], [[$]])", deep),
        ("[1].accumulate([$1])", "known"),
    ]);
    // A text of a deep value, a comparison, a merge, all of data as deep as it may be.
    let data = value(&format!("{}1{}", "{\"a\":".repeat(200), "}".repeat(200)));
    for expression in [
        "str($)",
        "$ = $",
        "$.data.mergeWith($.data)",
        "[$].distinct()",
        "$.data",
    ] {
        assert_eq!(outcome(expression, &data), "known", "{expression}");
    }
}

#[test]
fn work_is_bounded() {
    let work = "limit: the work of a yaql expression";
    check(&[
        ("range(10000000000).len()", work),
        ("sequence().len()", work),
        ("[1].cycle().len()", work),
        ("1.repeat().len()", work),
        ("sequence().where(false)", "CollectionTooLargeException"),
        ("sequence()", "CollectionTooLargeException"),
        ("set(range(10000000000))", "CollectionTooLargeException"),
        ("list(range(10000000000))", "CollectionTooLargeException"),
        (
            "range(200).select(range(200).select(range(200).select($).len()).sum()).sum()",
            work,
        ),
        ("range(200).join(range(200), range(200).all(true), 1).len()", work),
        (
            "range(200).select('x' * 9000).join('y')",
            "MemoryQuotaExceededException",
        ),
        ("('a' * 9000).replace('', 'b' * 9000)", "MemoryQuotaExceededException"),
        (
            "'a'.replace('', 'b' * 9000).replace('', 'b' * 9000).replace('', 'c')",
            "MemoryQuotaExceededException",
        ),
        ("('a' * 9000).split('').len()", "ValueError"),
        ("('a' * 3000) =~ '(a*)*b'", "limit: the work of a regular expression"),
        (
            "regex('a?' * 2000 + 'a' * 2000).matches('a' * 2000)",
            "limit: the work of a regular expression",
        ),
        ("pow(7, pow(10, 9))", "MemoryQuotaExceededException"),
        ("pow(7, pow(10, 40))", "limit: the size of an integer"),
        ("pow(pow(2, 70000) - 1, pow(2, 70000), pow(2, 70000) - 3)", work),
        ("shiftBitsLeft(1, pow(10, 40))", "limit: the size of an integer"),
        (
            "1 * pow(10, 10000) * pow(10, 10000) * pow(10, 10000)",
            "MemoryQuotaExceededException",
        ),
        ("[1] * pow(10, 40)", "OverflowError"),
        ("[1, 2, 3] * pow(10, 40)", "MemoryQuotaExceededException"),
        ("'x' * -pow(10, 40)", "MemoryQuotaExceededException"),
    ]);
}

#[test]
fn an_expression_as_large_as_may_be() {
    let long = "x".repeat(super::LONGEST + 1);
    assert_eq!(
        outcome(&long, &Value::Null),
        "not computed: the length of a yaql expression"
    );
    let text = format!("'{}'", "x".repeat(super::LONGEST - 2));
    assert_eq!(outcome(&text, &Value::Null), "MemoryQuotaExceededException");
    let list = format!("[{}1]", "1,".repeat(100_000));
    assert_eq!(outcome(&list, &Value::Null), "MemoryQuotaExceededException");
    let commas = format!("[{}1]", ",".repeat(100_000));
    assert_eq!(outcome(&commas, &Value::Null), "MemoryQuotaExceededException");
    let words = "x ".repeat(500_000);
    assert_eq!(outcome(&words, &Value::Null), "ValueError");
}
