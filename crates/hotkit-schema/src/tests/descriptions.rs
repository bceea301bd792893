//! The words against the facts: nothing is described that is not there, and what is there is described.

use crate::{Property, descriptions, function_names, resource_type, resource_types, versions};

/// The paths of all properties of a type, those of list items with `*`.
fn paths(properties: &'static [Property], before: &str, into: &mut Vec<String>) {
    for property in properties {
        let path = format!("{before}{}", property.name);
        let mut property = property;
        let mut within = path.clone();
        into.push(path);
        while let Some(items) = property.items {
            within.push_str(".*");
            into.push(within.clone());
            property = items;
        }
        if let Some(members) = property.properties {
            paths(members, &format!("{within}."), into);
        }
    }
}

#[test]
fn what_is_described_is_there() {
    let mut wrong = Vec::new();
    for described in descriptions::types() {
        let Some(known) = resource_type(described.name) else {
            wrong.push(described.name.to_owned());
            continue;
        };
        let mut all = Vec::new();
        paths(known.properties, "", &mut all);
        let unknown = |(path, _): &&(&str, &str)| !all.iter().any(|it| it == path);
        wrong.extend(
            described
                .properties
                .iter()
                .filter(unknown)
                .map(|it| format!("{} {}", described.name, it.0)),
        );
        let unknown = |(name, _): &&(&str, &str)| known.attribute(name).is_none();
        wrong.extend(
            described
                .attributes
                .iter()
                .filter(unknown)
                .map(|it| format!("{} @{}", described.name, it.0)),
        );
    }
    for described in descriptions::functions() {
        if !function_names().contains(&described.name) {
            wrong.push(described.name.to_owned());
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn what_is_there_is_described() {
    let mut missing = Vec::new();
    for known in resource_types().iter().filter(|it| !it.hidden && !it.is_pattern) {
        if descriptions::of_type(known.name).is_none() {
            missing.push(known.name.to_owned());
            continue;
        }
        let mut all = Vec::new();
        paths(known.properties, "", &mut all);
        for path in all.iter().filter(|it| !it.ends_with('*')) {
            if descriptions::of_property(known.name, path).is_none() {
                missing.push(format!("{} {path}", known.name));
            }
        }
        for attribute in known.attributes.iter().filter(|it| !it.base) {
            if descriptions::of_attribute(known.name, attribute.name).is_none() {
                missing.push(format!("{} @{}", known.name, attribute.name));
            }
        }
    }
    for version in versions() {
        let names = version.functions.iter().chain(version.condition_functions);
        for (name, _) in names {
            if descriptions::of_function(name).is_none() && !missing.contains(&(*name).to_owned()) {
                missing.push((*name).to_owned());
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn sentences_are_found_by_name_and_path() {
    let server = descriptions::of_type("OS::Nova::Server").unwrap();
    assert!(server.summary.ends_with('.'), "{}", server.summary);
    assert!(descriptions::of_property("OS::Nova::Server", "networks.*.subnet").is_some());
    assert_eq!(
        descriptions::of_property("OS::Nova::Server", "networks.subnet"),
        descriptions::of_property("OS::Nova::Server", "networks.*.subnet"),
    );
    assert!(descriptions::of_attribute("OS::Neutron::Port", "fixed_ips").is_some());
    assert_eq!(descriptions::of_attribute("OS::Neutron::Port", "no_such"), None);
    assert!(descriptions::of_section("resources.*.depends_on").is_some());
    let function = descriptions::of_function("list_join").unwrap();
    assert_eq!(function.result, "web, db, cache");
}
