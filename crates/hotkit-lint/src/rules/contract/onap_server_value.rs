//! An image, flavor or name of a server that does not come from the parameter that ONAP wants.

use hotkit_model::{Entry, ParameterType};
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, Part, View};

pub(crate) static RULE: Rule = Rule::lint(
    "onap-server-value",
    Group::Contract,
    Severity::Error,
    include_str!("onap_server_value.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for server in view.of_type("OS::Nova::Server") {
        for name in ["image", "flavor", "name"] {
            let Some(entry) = server.properties.iter().find(|it| it.key.text == name) else {
                continue;
            };
            if let Some((message, help)) = complaint(view, server, name, entry) {
                let range = entry.value.range;
                let path = view.path_to(Owner::Resource(server.index), range);
                findings.add(
                    Finding::new(range, path, message)
                        .label("not such a parameter")
                        .help(help),
                );
            }
        }
    }
}

fn complaint(view: &View<'_>, server: &Part<'_>, name: &str, entry: &Entry) -> Option<(String, String)> {
    let called = server.called();
    let Some(parameter) = view.read_parameter(&entry.value) else {
        let requirement = match name {
            "image" => "R-901331",
            "flavor" => "R-481670",
            _ => "R-663631",
        };
        let message = format!("ONAP wants the {name} of {called} from a parameter, by `get_param` ({requirement})");
        return Some((message, format!("declare {} and read it", wanted(name))));
    };
    let declared = view.template.parameter(parameter)?;
    let is_list = declared.parameter_type == Some(ParameterType::CommaDelimitedList);
    let is_text = declared.parameter_type == Some(ParameterType::String);
    let (fits, requirement, form) = match name {
        "image" => (ends(parameter, "_image_name"), "R-58670", "`{vm-type}_image_name`"),
        "flavor" => (ends(parameter, "_flavor_name"), "R-45188", "`{vm-type}_flavor_name`"),
        _ if is_list => (ends(parameter, "_names"), "R-87817", "`{vm-type}_names`"),
        _ => (
            view.indexed(parameter, "_name_").is_some(),
            "R-54171",
            "`{vm-type}_name_{index}`",
        ),
    };
    let written = quoted(parameter);
    if !fits {
        let message = format!("ONAP wants the {name} of {called} from {form}, not from {written} ({requirement})");
        return Some((message, "rename the parameter".to_owned()));
    }
    let requirement = match name {
        "image" => "R-71152",
        "flavor" => "R-50436",
        _ => "R-51430",
    };
    let fits = is_text || (is_list && name == "name") || declared.parameter_type.is_none();
    (!fits).then(|| {
        let message = format!("ONAP wants parameter {written} to be a string ({requirement})");
        (message, "declare it as `string`".to_owned())
    })
}

fn wanted(name: &str) -> &'static str {
    match name {
        "image" => "`{vm-type}_image_name`",
        "flavor" => "`{vm-type}_flavor_name`",
        _ => "`{vm-type}_name_{index}`",
    }
}

fn ends(parameter: &str, ending: &str) -> bool {
    parameter.strip_suffix(ending).is_some_and(|it| !it.is_empty())
}
