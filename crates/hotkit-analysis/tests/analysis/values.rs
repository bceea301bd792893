//! Values of parameters: which are missing, which nobody asked for, which do not fit.

use crate::kit::{general, stack};

const TEMPLATE: &str = "#- t.yaml
heat_template_version: rocky
parameters:
  size:
    type: number
    constraints:
      - range: {max: 5}
  name: {type: string, default: n}
";

#[test]
fn values_are_wanted_for_a_stack_only() {
    assert_eq!(general(TEMPLATE), "");
    assert_eq!(
        stack(TEMPLATE, &[]),
        "3:3 refused MissingParameterValue \"size\" parameters.size"
    );
    assert_eq!(stack(TEMPLATE, &[("size", "5")]), "");
}

#[test]
fn values_must_fit() {
    assert_eq!(
        stack(TEMPLATE, &[("size", "6")]),
        "3:3 refused ParameterValue \"size\" parameters.size"
    );
    assert_eq!(
        stack(TEMPLATE, &[("size", "1"), ("nme", "x")]),
        "2:1 refused UnknownParameterValue \"parameters\" parameters.nme"
    );
}

#[test]
fn values_of_environments_stand_in_their_file() {
    let text = format!("{TEMPLATE}#- e.env\nparameters: {{size: 6, nme: x}}\n");
    let expected = "e.env:1:20 refused ParameterValue \"6\" parameters.size
e.env:1:23 refused UnknownParameterValue \"nme\" parameters.nme";
    assert_eq!(stack(&text, &[]), expected);
    // With a value on the command line the engine drops the unknown name in silence (13.2).
    let dropped = "e.env:1:20 refused ParameterValue \"6\" parameters.size
e.env:1:23 accepted UnknownParameterValue \"nme\" parameters.nme";
    assert_eq!(
        stack(&text, &[("size", "3")]),
        dropped,
        "and the file beats the command line (E-012)"
    );
}

#[test]
fn defaults_count_even_where_a_value_is_given() {
    let text = "heat_template_version: rocky
parameters:
  p: {type: number, default: 9, constraints: [{range: {max: 5}}]}
  q: {type: string, constraints: [{allowed_pattern: '[a'}]}
";
    let expected = "3:30 refused ParameterValue \"9\" parameters.p
4:53 refused InvalidPattern \"'[a'\" parameters.q";
    assert_eq!(general(text), expected);
}
