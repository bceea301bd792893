//! Pages by their names, and what is said where there is none.

use super::{explain, names};

#[track_caller]
fn tells(what: &str, words: &[&str]) {
    let page = explain(what, &[]).unwrap_or_else(|error| panic!("{what}: {error:?}"));
    for word in words {
        assert!(page.contains(word), "{what}: {word:?} is missing in\n{page}");
    }
}

#[test]
fn everything_that_has_a_name_has_a_page() {
    for name in names() {
        let page = explain(name, &[]).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert!(page.starts_with("# "), "{name}: {page}");
        assert!(page.ends_with('\n') && !page.contains("\n\n\n"), "{name}: {page}");
    }
}

#[test]
fn rules_and_groups() {
    tells(
        "duplicate-key",
        &[
            "# duplicate-key\n",
            "group `suspicious`: warning; on by default",
            "## Heat",
            "Bad:\n\n```yaml\n",
        ],
    );
    tells("unknown-property", &["error where Heat refuses the template"]);
    tells("suspicious", &["- `duplicate-key`: A mapping has the same key twice."]);
}

#[test]
fn types_with_their_properties_and_attributes() {
    tells(
        "OS::Cinder::Volume",
        &[
            "# OS::Cinder::Volume\n",
            "## Properties",
            "- `size` (integer, can be updated)",
            "## Attributes",
            "- `show`: ",
        ],
    );
    tells("OS::Nova::Server", &["  - `subnet` (string): "]);
    tells("keypair", &["# OS::Nova::KeyPair"]);
    tells("Port", &["`OS::Neutron::Port`", "`OS::Ironic::Port`"]);
    tells("OS::Neutron::LoadBalancer", &["Hidden"]);
}

#[test]
fn members_of_types() {
    tells(
        "OS::Neutron::Port.network",
        &[
            "# OS::Neutron::Port.network",
            "A property (string, required",
            "older spelling `network_id`",
        ],
    );
    tells("OS::Nova::Server.networks.port", &["Since "]);
    tells(
        "OS::Neutron::Port.fixed_ips",
        &["A property", "An attribute: `{ get_attr: [RESOURCE, fixed_ips] }`"],
    );
    tells("flavor_update_policy", &["`OS::Nova::Server.flavor_update_policy`"]);
}

#[test]
fn functions_versions_releases_and_keys() {
    tells("str_replace", &["# str_replace", "## Example", "gives"]);
    tells("equals", &["In conditions only."]);
    let removed = hotkit_schema::versions()
        .iter()
        .flat_map(|it| it.removed_functions)
        .next()
        .unwrap();
    tells(removed, &["Withdrawn by"]);
    tells(
        "2016-10-14",
        &[
            "# heat_template_version: 2016-10-14",
            "Can be written `newton`",
            "functions: `",
            "sections: `conditions`",
        ],
    );
    tells(
        "heat_template_version: 2018-08-31",
        &["# heat_template_version: 2018-08-31"],
    );
    // A code name is that of a release and of a template version.
    tells("rocky", &["# heat_template_version: 2018-08-31", "# 2018.2 (Rocky)"]);
    tells("2024.1", &["# 2024.1 (Caracal)", "Version 22 of Heat"]);
    tells("depends_on", &["- `resources.*.depends_on`: "]);
}

#[test]
fn near_misses_get_a_suggestion() {
    for (what, suggestion) in [
        ("duplicat-key", "duplicate-key"),
        ("OS::Nova::Sever", "OS::Nova::Server"),
        ("Sever", "OS::Nova::Server"),
        ("OS::Nova::Server.flavour", "OS::Nova::Server.flavor"),
        ("OS::Nova::Sever.flavor", "OS::Nova::Server.flavor"),
        ("OS::Nova::Server.networks.subnett", "OS::Nova::Server.networks.subnet"),
        ("str_replce", "str_replace"),
        ("2018-08-13", "2018-08-31"),
        ("caracall", "Caracal"),
    ] {
        let error = explain(what, &[]).unwrap_err();
        assert_eq!(error.suggestion.as_deref(), Some(suggestion), "{what}");
    }
    assert_eq!(explain("nothing like it", &[]).unwrap_err().suggestion, None);
}
