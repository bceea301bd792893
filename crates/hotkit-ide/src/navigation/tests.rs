//! From names to declarations and uses.

use super::{definition, highlight, references};
use crate::testing::Fixture;

#[track_caller]
fn leads_to(text: &str, path: &str, name: &str) {
    let fixture = Fixture::new(text);
    let found = definition(&fixture.view(), fixture.offset);
    let [target] = found.as_slice() else {
        panic!("{} targets", found.len());
    };
    assert_eq!(target.path, path);
    let document = crate::view::World::document(&fixture, path, true).expect("the file");
    assert_eq!(target.name.slice(document.tree.text()), name);
}

const TWO: &str = "heat_template_version: 2018-08-31\nparameters:\n  p: {type: string}\nresources:\n  a:\n    type: n.yaml\n    properties:\n      size: {get_param: p}\noutputs:\n  o:\n    value: {get_attr: [a, out]}\n#- n.yaml\nheat_template_version: 2018-08-31\nparameters:\n  size: {type: number}\noutputs:\n  out: {value: 1}\n#- e.yaml\nparameters: {p: 1}\n";

#[test]
fn names_lead_to_their_declarations() {
    leads_to(&TWO.replace("get_param: p", "get_param: <|>p"), "t.yaml", "p");
    leads_to(&TWO.replace("[a, out]", "[<|>a, out]"), "t.yaml", "a");
    leads_to(&TWO.replace("[a, out]", "[a, out<|>]"), "n.yaml", "out");
    leads_to(&TWO.replace("      size:", "      si<|>ze:"), "n.yaml", "size");
    leads_to(&TWO.replace("type: n.yaml", "type: n.<|>yaml"), "n.yaml", "");
    leads_to(&TWO.replace("{p: 1}", "{<|>p: 1}"), "t.yaml", "p");
}

#[test]
fn uses_in_all_files() {
    let fixture = Fixture::new(&TWO.replace("  size: {type", "  <|>size: {type"));
    let found = references(&fixture.view(), fixture.offset, true);
    let paths: Vec<&str> = found.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["n.yaml", "t.yaml"]);
    let fixture = Fixture::new(&TWO.replace("  p: {type", "  <|>p: {type"));
    assert_eq!(references(&fixture.view(), fixture.offset, false).len(), 2);
    assert_eq!(highlight(&fixture.view(), fixture.offset).len(), 2);
}
