//! Resource types, their properties and attributes, and the shipped registry.

use crate::{
    Constraint, Dropped, Literal, ResourceType, SupportStatus, TranslationAction, ValueType, custom_constraint,
    engine_registry, find_property, is_template_resource, resource_type, resource_types,
};

fn known(name: &str) -> &'static ResourceType {
    resource_type(name).unwrap_or_else(|| panic!("{name} is a type"))
}

#[test]
fn types_are_found_by_exact_name() {
    assert_eq!(resource_types().len(), 210);
    for resource_type_of_table in resource_types() {
        assert!(std::ptr::eq(known(resource_type_of_table.name), resource_type_of_table));
    }
    for name in [
        "",
        "os::nova::server",
        "OS::Nova::Servers",
        "OS::Neutron::LbaaS::Pool",
        "zz",
    ] {
        assert!(resource_type(name).is_none(), "{name}");
    }
}

#[test]
fn required_network_of_a_port_accepts_the_older_spelling() {
    let port = known("OS::Neutron::Port");
    let network = port.property("network").unwrap();
    assert!(network.required && !network.update_allowed);
    assert_eq!(network.value_type, ValueType::String);
    assert_eq!(network.constraints, [Constraint::Custom("neutron.network")]);
    assert_eq!(network.satisfied_by, ["network_id"]);
    assert!(port.property("networks").is_none());
}

#[test]
fn older_spellings_stand_in_for_newer_ones_in_the_same_map() {
    // All pairs of PR-018.
    let cases = [
        ("OS::Neutron::Port", "network", "network_id"),
        ("OS::Neutron::Port", "fixed_ips.subnet", "subnet_id"),
        ("OS::Neutron::Subnet", "network", "network_id"),
        ("OS::Neutron::RouterInterface", "router", "router_id"),
        ("OS::Neutron::RouterInterface", "subnet", "subnet_id"),
        ("OS::Neutron::RouterInterface", "port", "port_id"),
        ("OS::Neutron::RouterGateway", "network", "network_id"),
        ("OS::Neutron::FloatingIP", "floating_network", "floating_network_id"),
        ("OS::Neutron::VPNService", "router", "router_id"),
        ("OS::Neutron::VPNService", "subnet", "subnet_id"),
        ("OS::Neutron::NetworkGateway", "connections.network", "network_id"),
        ("OS::Nova::Server", "networks.network", "uuid"),
        ("OS::Nova::Server", "block_device_mapping_v2.image", "image_id"),
        ("OS::Cinder::Volume", "image", "imageRef"),
        ("OS::Designate::Zone", "masters", "primaries"),
    ];
    for (type_name, path, older) in cases {
        let resource_type = known(type_name);
        assert_eq!(
            resource_type.satisfied_by(path).collect::<Vec<_>>(),
            [older],
            "{type_name}.{path}"
        );
        let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
        let older_path = if parent.is_empty() {
            older.to_owned()
        } else {
            format!("{parent}.{older}")
        };
        assert_eq!(
            resource_type.replacement_for(&older_path),
            Some(name),
            "{type_name}.{older_path}"
        );
        assert_eq!(
            resource_type.satisfied_by(&older_path).next(),
            None,
            "{type_name}.{older_path}"
        );
    }
    let pairs: usize = resource_types()
        .iter()
        .filter(|it| it.alias.is_none())
        .map(|it| count_pairs(it.properties))
        .sum();
    assert_eq!(pairs, cases.len());
}

fn count_pairs(properties: &'static [crate::Property]) -> usize {
    properties
        .iter()
        .map(|property| property.satisfied_by.len() + property.members().map_or(0, count_pairs))
        .sum()
}

#[test]
fn properties_are_found_through_lists_and_maps() {
    let server = known("OS::Nova::Server");
    let networks = server.property("networks").unwrap();
    assert_eq!(networks.value_type, ValueType::List);
    assert_eq!(networks.items.unwrap().name, "*");
    let network = networks.property("network").unwrap();
    assert_eq!(network.constraints, [Constraint::Custom("neutron.network")]);
    for path in ["networks.network", "networks.*.network"] {
        assert!(std::ptr::eq(server.property_at(path).unwrap(), network), "{path}");
    }
    for path in [
        "",
        "networks.",
        "networks.*.*",
        "networks.network.name",
        "flavor.*",
        "metadata.any",
    ] {
        assert!(server.property_at(path).is_none(), "{path}");
    }
    assert!(server.property("metadata").unwrap().members().is_none());
    assert!(known("OS::Nova::Server").property("flavor").unwrap().update_allowed);
}

#[test]
fn schema_order_is_kept_beside_the_order_of_names() {
    let interface = known("OS::Neutron::RouterInterface");
    let ordered: Vec<_> = interface
        .properties_in_order()
        .iter()
        .map(|property| property.name)
        .collect();
    assert_eq!(
        ordered,
        ["router", "router_id", "subnet_id", "subnet", "port_id", "port"]
    );
    let group = known("AWS::AutoScaling::AutoScalingGroup");
    assert_eq!(group.properties_in_order()[1].name, "LaunchConfigurationName");
    let policy = find_property(group.update_policy, "AutoScalingRollingUpdate").unwrap();
    let ordered: Vec<_> = crate::in_schema_order(policy.members().unwrap())
        .iter()
        .map(|property| property.name)
        .collect();
    assert_eq!(ordered, ["MinInstancesInService", "MaxBatchSize", "PauseTime"]);
}

#[test]
fn defaults_and_constraints() {
    let delay = known("OS::Heat::Delay").property("jitter_multiplier").unwrap();
    assert_eq!(delay.default, Some(Literal::Float(1.0)));
    assert_eq!(
        delay.constraints,
        [Constraint::Range {
            min: Some(0),
            max: None
        }]
    );
    let mappings = known("OS::Nova::Server").property("user_data_format").unwrap();
    assert_eq!(mappings.default_text(), Some("HEAT_CFNTOOLS"));
    let device = known("AWS::EC2::VolumeAttachment").property("Device").unwrap();
    assert_eq!(device.constraints, [Constraint::AllowedPattern("/dev/vd[b-z]")]);
    let version = known("OS::Neutron::Subnet").property("ip_version").unwrap();
    assert_eq!(
        version.constraints,
        [Constraint::AllowedValues(&[Literal::Int(4), Literal::Int(6)])]
    );
    assert_eq!(
        known("OS::Neutron::Net").property("shared").unwrap().default,
        Some(Literal::Bool(false))
    );
    let unimplemented = known("AWS::AutoScaling::AutoScalingGroup")
        .property("HealthCheckType")
        .unwrap();
    assert!(!unimplemented.implemented);
    assert!(
        known("AWS::EC2::Volume")
            .property("AvailabilityZone")
            .unwrap()
            .immutable
    );
}

#[test]
fn literals_are_shown_as_json() {
    let literal = Literal::Map(&[
        (
            "a\"b",
            Literal::List(&[
                Literal::Null,
                Literal::Bool(true),
                Literal::Int(-1),
                Literal::Float(1.0),
            ]),
        ),
        ("c", Literal::Text("é\n\u{1}")),
    ]);
    assert_eq!(
        literal.to_string(),
        r#"{"a\"b": [null, true, -1, 1.0], "c": "é\n\u0001"}"#
    );
}

#[test]
fn every_type_with_facts_has_the_attribute_show() {
    for resource_type in resource_types().iter().filter(|it| !it.is_pattern) {
        let show = resource_type.attribute("show").unwrap();
        assert!(show.base && show.cache_none, "{}", resource_type.name);
        assert_eq!(show.value_type, Some(ValueType::Map), "{}", resource_type.name);
    }
    let server = known("OS::Nova::Server");
    assert_eq!(server.attribute("addresses").unwrap().value_type, Some(ValueType::Map));
    assert!(server.attribute("Addresses").is_none());
}

#[test]
fn types_that_answer_for_their_attributes() {
    // A-002; the engine itself accepts an invented attribute for each of these, and refuses it for the others below.
    let own: Vec<_> = resource_types()
        .iter()
        .filter(|it| it.any_attribute && !it.placeholder && it.alias.is_none())
        .map(|it| it.name)
        .collect();
    assert_eq!(
        own,
        [
            "AWS::CloudFormation::Stack",
            "AWS::CloudWatch::Alarm",
            "AWS::RDS::DBInstance",
            "OS::Heat::AutoScalingGroup",
            "OS::Heat::ResourceChain",
            "OS::Heat::ResourceGroup",
            "OS::Heat::SoftwareDeployment",
            "OS::Heat::SoftwareDeploymentGroup",
            "OS::Heat::SoftwareDeployments",
            "OS::Heat::StructuredDeployment",
            "OS::Heat::StructuredDeploymentGroup",
            "OS::Heat::StructuredDeployments",
        ]
    );
    for name in [
        "OS::Heat::Value",
        "OS::Heat::DeployedServer",
        "AWS::ElasticLoadBalancing::LoadBalancer",
    ] {
        assert!(!known(name).any_attribute, "{name}");
    }
}

#[test]
fn placeholders_take_everything() {
    let placeholders: Vec<_> = resource_types()
        .iter()
        .filter(|it| it.placeholder && it.alias.is_none())
        .map(|it| it.name)
        .collect();
    assert_eq!(placeholders.len(), 33);
    for name in placeholders {
        assert!(known(name).any_attribute && known(name).properties.is_empty(), "{name}");
    }
    for name in [
        "OS::Heat::None",
        "OS::Senlin::Node",
        "OS::Neutron::LBaaS::Pool",
        "OS::Magnum::Bay",
    ] {
        assert!(known(name).placeholder, "{name}");
    }
    for name in [
        "OS::Magnum::BayModel",
        "OS::Nova::FloatingIP",
        "OS::Heat::SoftwareDeployments",
    ] {
        assert!(known(name).hidden && !known(name).placeholder, "{name}");
    }
}

#[test]
fn aliases_carry_the_facts_of_their_target() {
    let alias = known("OS::Metering::Alarm");
    assert_eq!(alias.alias, Some("OS::Aodh::Alarm"));
    assert!(std::ptr::eq(alias.properties, known("OS::Aodh::Alarm").properties));
    assert!(known("OS::Ceilometer::CombinationAlarm").placeholder);
    let pattern = known("OS::Quantum*");
    assert!(pattern.is_pattern && pattern.properties.is_empty() && pattern.attributes.is_empty());
}

#[test]
fn registry_shipped_with_the_engine() {
    assert_eq!(
        engine_registry(),
        [
            (
                "AWS::CloudWatch::Alarm",
                "file:///etc/heat/templates/AWS_CloudWatch_Alarm.yaml"
            ),
            (
                "AWS::RDS::DBInstance",
                "file:///etc/heat/templates/AWS_RDS_DBInstance.yaml"
            ),
            ("OS::Ceilometer::Alarm", "OS::Aodh::Alarm"),
            ("OS::Ceilometer::CombinationAlarm", "OS::Aodh::CombinationAlarm"),
            (
                "OS::Ceilometer::GnocchiAggregationByMetricsAlarm",
                "OS::Aodh::GnocchiAggregationByMetricsAlarm"
            ),
            (
                "OS::Ceilometer::GnocchiAggregationByResourcesAlarm",
                "OS::Aodh::GnocchiAggregationByResourcesAlarm"
            ),
            (
                "OS::Ceilometer::GnocchiResourcesAlarm",
                "OS::Aodh::GnocchiResourcesAlarm"
            ),
            ("OS::Metering::Alarm", "OS::Aodh::Alarm"),
            ("OS::Quantum*", "OS::Neutron*"),
        ]
    );
    let templates: Vec<_> = resource_types()
        .iter()
        .map(|it| it.name)
        .filter(|name| is_template_resource(name))
        .collect();
    assert_eq!(templates, ["AWS::CloudWatch::Alarm", "AWS::RDS::DBInstance"]);
    assert!(
        known("AWS::RDS::DBInstance")
            .property("AllocatedStorage")
            .unwrap()
            .required
    );
    assert!(
        known("AWS::CloudWatch::Alarm")
            .property("AlarmActions")
            .unwrap()
            .allow_conversion
    );
}

#[test]
fn snapshots_updates_and_services() {
    let names: Vec<_> = resource_types()
        .iter()
        .filter(|it| it.snapshot_delete)
        .map(|it| it.name)
        .collect();
    assert_eq!(
        names,
        [
            "AWS::EC2::Volume",
            "OS::Cinder::Volume",
            "OS::Heat::DeployedServer",
            "OS::Nova::Server"
        ]
    );
    assert!(known("OS::Nova::Server").own_handle_update && !known("OS::Heat::None").own_handle_update);
    assert!(known("OS::Heat::ResourceGroup").stack_resource && !known("OS::Nova::Server").stack_resource);
    assert_eq!(known("OS::Nova::Server").service, Some("nova"));
    assert_eq!(known("OS::Nova::Server").physical_name_limit, 53);
    assert_eq!(known("OS::Neutron::Net").physical_name_limit, 255);
    assert_eq!(
        known("OS::Cinder::EncryptedVolumeType").service_extension,
        Some("encryption")
    );
    assert!(known("OS::Nova::Server").update_policy.is_empty());
    assert!(known("OS::Nova::Server").overrides("validate"));
}

#[test]
fn support_remembers_its_stages() {
    let port_id = known("OS::Neutron::RouterInterface").property("port_id").unwrap();
    let mut stages = Vec::new();
    let mut support = Some(&port_id.support);
    while let Some(stage) = support {
        stages.push((stage.status, stage.version));
        support = stage.previous;
    }
    assert_eq!(
        stages,
        [
            (SupportStatus::Hidden, Some("6.0.0")),
            (SupportStatus::Deprecated, Some("2015.1")),
            (SupportStatus::Supported, Some("2014.1")),
        ]
    );
    let substitute = known("OS::Heat::SoftwareDeployments").support.substitute_class;
    assert_eq!(substitute, Some("SoftwareDeploymentGroup"));
}

#[test]
fn translation_rules_that_need_a_value_come_last() {
    let router = known("OS::Neutron::Router");
    let last = router.translation.last().unwrap();
    assert_eq!(
        (last.action, last.path, last.when),
        (TranslationAction::Delete, "l3_agent_id", Some("l3_agent_id"))
    );
    assert_eq!(router.translation[0].entity, Some("subnet"));
    let interface = known("OS::Neutron::RouterInterface").translation;
    let rule = interface
        .iter()
        .find(|it| it.path == "router" && it.action == TranslationAction::Replace)
        .unwrap();
    assert_eq!((rule.value_path, rule.value_name), (Some("router_id"), None));
    let random = known("OS::Heat::RandomString").translation;
    assert_eq!(
        random.iter().map(|rule| rule.path).collect::<Vec<_>>(),
        ["character_classes", "sequence"]
    );
}

#[test]
fn custom_constraints_by_name() {
    assert!(custom_constraint("ip_addr").unwrap().text_only);
    assert!(!custom_constraint("nova.flavor").unwrap().text_only);
    assert!(custom_constraint("nova.flavour").is_none());
    assert_eq!(crate::custom_constraints().len(), 70);
}

#[test]
fn dropped_properties_are_known() {
    let cases = [
        ("OS::Heat::RandomString", "sequence", Dropped::WhenTrue),
        ("OS::Mistral::Workflow", "tasks.policies", Dropped::Always),
        ("OS::Mistral::Workflow", "tasks.timeout", Dropped::Never),
        ("OS::Neutron::Router", "l3_agent_id", Dropped::WhenTrue),
        ("OS::Neutron::Router", "l3_agent_ids", Dropped::Never),
    ];
    for (type_name, path, expected) in cases {
        let property = known(type_name).property_at(path).unwrap();
        assert_eq!(property.dropped, expected, "{type_name}.{path}");
    }
}
