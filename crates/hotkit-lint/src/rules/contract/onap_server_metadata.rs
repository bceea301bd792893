//! A server without the metadata by which ONAP finds it again.

use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::{quoted, quoted_list};
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "onap-server-metadata",
    Group::Contract,
    Severity::Error,
    include_str!("onap_server_metadata.md"),
    look,
)
.off();

/// Keys of the metadata, with the requirements that ask for the key and for its parameter.
const KEYS: [(&str, &str, &str); 3] = [
    ("vnf_id", "R-37437", "R-07507"),
    ("vf_module_id", "R-71493", "R-82134"),
    ("vnf_name", "R-72483", "R-62428"),
];

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for server in view.of_type("OS::Nova::Server") {
        let metadata = server.property("metadata");
        let entries = match metadata {
            Some(entry) => match entry.value.as_map() {
                Some(entries) => entries,
                // What a function gives cannot be seen.
                None => continue,
            },
            None => &[],
        };
        let missing: Vec<&(&str, &str, &str)> = KEYS
            .iter()
            .filter(|(key, ..)| !entries.iter().any(|it| it.key.text == *key))
            .collect();
        if !missing.is_empty() {
            let keys: Vec<&str> = missing.iter().map(|it| it.0).collect();
            let requirements: Vec<&str> = missing.iter().map(|it| it.1).collect();
            let message = format!(
                "ONAP wants {} in the metadata of {} ({})",
                quoted_list(&keys),
                server.called(),
                requirements.join(", ")
            );
            let range = metadata.map_or(server.place(), |it| it.key.range);
            let path = view.path_to(Owner::Resource(server.index), range);
            findings.add(
                Finding::new(range, path, message)
                    .label("incomplete metadata")
                    .help("add them, each by `get_param` of the parameter of the same name"),
            );
        }
        for entry in entries {
            let Some((key, _, requirement)) = KEYS.iter().find(|it| entry.key.text == it.0) else {
                continue;
            };
            if view.parameter_of(&entry.value).is_some_and(|it| it == key) {
                continue;
            }
            let range = entry.value.range;
            let path = view.path_to(Owner::Resource(server.index), range);
            let message = format!(
                "ONAP wants {} in the metadata of {} from the parameter of this name ({requirement})",
                quoted(key),
                server.called()
            );
            findings.add(
                Finding::new(range, path, message)
                    .label("not that parameter")
                    .help(format!("write `{{ get_param: {key} }}`")),
            );
        }
    }
}
