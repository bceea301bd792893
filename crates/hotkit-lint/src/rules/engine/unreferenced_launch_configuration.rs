//! An instance group names a launch configuration that Heat does not find, or does not wait for (N-050).

use crate::phrase::quoted;
use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine(
    "unreferenced-launch-configuration",
    include_str!("unreferenced_launch_configuration.md"),
);

pub(crate) fn words(name: &str, exists: bool) -> Words {
    let name = quoted(name);
    if exists {
        Words::new(
            &RULE,
            format!("the launch configuration {name} is named, and nothing makes the group wait for it"),
        )
        .label("a name, not a reference")
        .help("refer to it, with `get_resource` or `Ref`")
    } else {
        Words::new(&RULE, format!("no launch configuration of this stack is called {name}"))
            .label("not a resource of this template")
            .help("declare a launch configuration, and refer to it with `get_resource` or `Ref`")
    }
}
