//! Where the cursor is found to stand, in whole and in half-typed text.

use super::*;

fn check(text: &str, wanted: &str) {
    let offset = text.find("<|>").expect("a cursor in the text");
    let tree = hotkit_syntax::parse(text.replace("<|>", ""));
    let found = locate(&tree, offset as u32).map_or_else(
        || "none".to_owned(),
        |cursor| {
            let steps = cursor.path.iter().map(|step| match step {
                Step::Key(key) => key.to_string(),
                Step::Item(index) => format!("[{index}]"),
            });
            let path = steps.collect::<Vec<_>>().join("/");
            format!("{path} {:?} {:?}", cursor.spot, cursor.typed)
        },
    );
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn keys_and_values_in_blocks() {
    check("heat_temp<|>", " Key \"heat_temp\"");
    check(
        "resources:\n  web:\n    type: OS::No<|>\n",
        "resources/web/type Value \"OS::No\"",
    );
    check("resources:\n  web:\n    ty<|>\n", "resources/web Open \"ty\"");
    check(
        "resources:\n  web:\n    type: x\n    pr<|>\n",
        "resources/web Key \"pr\"",
    );
    check(
        "resources:\n  web:\n    type: x\n    properties:\n      <|>\n  db:\n    type: y\n",
        "resources/web/properties Open \"\"",
    );
    check("resources:\n  web:\n    type: x\n  <|>\n", "resources Key \"\"");
    check("a:\n  b: 1\n\n<|>", " Key \"\"");
}

#[test]
fn items_of_lists() {
    check("a:\n  b:\n    - x\n    - y<|>\n", "a/b/[1] Open \"y\"");
    check("a:\n  b:\n  - k: 1\n    l: <|>\n", "a/b/[0]/l Value \"\"");
    check("a:\n  b:\n  - k: 1\n    m<|>\n", "a/b/[0] Key \"m\"");
    check("b:\n- k: 1\n- k: <|>\n", "b/[1]/k Value \"\"");
    check("- - a: <|>\n", "[0]/[0]/a Value \"\"");
}

#[test]
fn brackets_on_one_line_and_on_several() {
    check("a: {get_param: <|>", "a/get_param Value \"\"");
    check("a: {get_attr: [x, y<|>", "a/get_attr/[1] Value \"y\"");
    check("a: {get_<|>}\n", "a Key \"get_\"");
    check("a:\n  b: [{c: {d: 1}, e<|>}]\n", "a/b/[0] Key \"e\"");
    check(
        "a:\n  b: {\n    c: 1,\n    d: {e: [1, 2],\n        f: <|>\n",
        "a/b/d/f Value \"\"",
    );
    check(
        "{\"resources\": {\n  \"web\": {\n    \"type\": \"OS::<|>",
        "resources/web/type Value \"OS::\"",
    );
    check("a:\n  - {x: 1, y: <|>}\n", "a/[0]/y Value \"\"");
    check("a: {b: {c: 1}}\nd<|>", " Key \"d\"");
    check("a:\n  x: {b: {c: 1}}\n  d<|>", "a Key \"d\"");
}

#[test]
fn pairs_without_braces_in_lists() {
    check("a:\n  b: [\n    c: {<|>\n  ]\n", "a/b/[0]/c Key \"\"");
    check("a: [b: <|>", "a/[0]/b Value \"\"");
}

#[test]
fn a_word_behind_a_text_is_not_part_of_it() {
    check("a: >\n  some text\n\npar<|>", " Key \"par\"");
    check("a:\n  b: |\n    some text\n  c<|>", "a Key \"c\"");
}

#[test]
fn texts_and_comments_have_no_structure() {
    check("a: |\n  b: <|>\nc: 1\n", "none");
    check("a: 1 # get_<|>\n", "none");
    check("a: 'x # <|>'\n", "a Value \"\"");
    check("a:\n  b: |\n    x: y\n    z\n  c: <|>\n", "a/c Value \"\"");
    check("a:\n  b: |\n    x: y\n  <|>\n", "a Key \"\"");
}

#[test]
fn lines_may_end_as_on_other_systems() {
    check("a:\r\n  b:\r\n    c: 1\r\n    d<|>\r\n", "a/b Key \"d\"");
    check("a: \u{e9}\u{1f600}\r\nb: {c: <|>\r\n", "b/c Value \"\"");
}
