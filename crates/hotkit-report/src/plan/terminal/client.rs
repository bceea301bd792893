//! What the OpenStack client would list afterwards, as it prints it: stack, resources, outputs, servers.

use hotkit_plan::{Kind, Planned, ResourcePlan, StackPlan, Value};

use super::{Page, padded, walk};
use crate::plan::PlanReport;
use crate::plan::words::{cut, scalar, value_line};
use crate::shown::{cells, harmless};

impl Page {
    /// What the OpenStack client would list afterwards, as it prints it.
    pub(super) fn list(&mut self, report: &PlanReport<'_>) {
        let Some(plan) = report.plan else { return };
        let name = harmless(&plan.stack_name);
        self.line("$ openstack stack list");
        self.client_table(
            &["ID", "Stack Name", "Stack Status"],
            &[vec!["(new)".to_owned(), name.clone(), "CREATE_COMPLETE".to_owned()]],
        );
        self.line(&format!("$ openstack stack resource list {name}"));
        let rows: Vec<Vec<String>> = plan
            .root
            .resources
            .iter()
            .map(|it| {
                vec![
                    harmless(&it.name),
                    harmless(&it.type_name),
                    "CREATE_COMPLETE".to_owned(),
                ]
            })
            .collect();
        self.client_table(&["resource_name", "resource_type", "resource_status"], &rows);
        if !plan.root.outputs.is_empty() {
            self.line(&format!("$ openstack stack output show --all {name}"));
            let rows: Vec<Vec<String>> = plan
                .root
                .outputs
                .iter()
                .map(|it| {
                    let description = it.description.as_deref().unwrap_or_default();
                    vec![harmless(&it.name), harmless(description), listed(&it.value, it.secret)]
                })
                .collect();
            self.client_table(&["output_key", "description", "output_value"], &rows);
        }
        let mut all = Vec::new();
        walk(&plan.root, "", &mut all);
        let servers: Vec<Vec<String>> = all
            .into_iter()
            .filter(|(_, _, it)| it.kind() == "OS::Nova::Server")
            .map(|(_, stack, it)| server_row(&[stack, &plan.root], it))
            .collect();
        if !servers.is_empty() {
            self.line("$ openstack server list");
            self.client_table(&["Name", "Status", "Networks", "Image", "Flavor"], &servers);
        }
    }

    fn client_table(&mut self, head: &[&str], rows: &[Vec<String>]) {
        let mut widths: Vec<usize> = head.iter().map(|it| cells(it)).collect();
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cells(cell).min(60));
            }
        }
        let rule: String = widths
            .iter()
            .map(|width| format!("+{}", "-".repeat(width + 2)))
            .collect();
        let rule = format!("{rule}+");
        self.line(&rule);
        let heads: Vec<String> = head.iter().map(|it| (*it).to_owned()).collect();
        let line = |cells_of: &[String]| -> String {
            let cells_of = cells_of.iter().zip(&widths);
            let line: String = cells_of
                .map(|(cell, width)| format!("| {} ", padded(&cut(cell, 60, "..."), *width)))
                .collect();
            format!("{line}|")
        };
        let (head_line, lines): (String, Vec<String>) = (line(&heads), rows.iter().map(|it| line(it)).collect());
        self.line(&head_line);
        self.line(&rule);
        for line in lines {
            self.line(&line);
        }
        self.line(&rule);
    }
}

/// An output as the client would print it: what is not known is the resource that will tell.
fn listed(planned: &Planned, secret: bool) -> String {
    let note = if secret { ", secret" } else { "" };
    if let Some(name) = planned.value().and_then(|it| it.as_text()?.strip_prefix("id:")) {
        return format!("({}{note})", harmless(name));
    }
    match &planned.kind {
        Kind::Unknown { sources, .. } => match &planned.display {
            Some(Value::Text(text)) if !secret && !text.starts_with("id:") => {
                let mut result = String::new();
                let mut depth = 0;
                for character in text.chars() {
                    match character {
                        '⟨' => {
                            depth += 1;
                            result.push('?');
                        }
                        '⟩' => depth -= 1,
                        _ if depth == 0 => result.push(character),
                        _ => {}
                    }
                }
                harmless(&result)
            }
            _ => {
                let name = sources.first().and_then(|it| it.first()).map_or("?", |it| it.as_str());
                format!("({}{note})", harmless(name))
            }
        },
        Kind::Value(_) if secret => "(secret)".to_owned(),
        Kind::Value(value) => match planned.shown().unwrap_or(value) {
            Value::Text(text) if text.starts_with("id:") => format!("({})", harmless(&text[3..])),
            other => harmless(&value_line(other)),
        },
        Kind::Omitted => "None".to_owned(),
        Kind::Error(text) => harmless(text),
    }
}

fn server_row(stacks: &[&StackPlan], server: &ResourcePlan) -> Vec<String> {
    let value = |name: &str| server.property(name).map(|it| it.value.partial());
    let text = |value: Option<Value>| match value {
        Some(Value::Text(text)) => match text.strip_prefix("id:") {
            Some(name) => format!("({})", harmless(name)),
            None => harmless(&text),
        },
        Some(Value::Unknown(_)) => "?".to_owned(),
        Some(other) => harmless(&scalar(&other)),
        None => "?".to_owned(),
    };
    let name = match value("name") {
        Some(Value::Text(name)) => harmless(&name),
        _ => format!("{}-?", harmless(&server.name)),
    };
    let from_volume =
        server.property("block_device_mapping").is_some() || server.property("block_device_mapping_v2").is_some();
    let image = match value("image") {
        Some(image) => text(Some(image)),
        None if from_volume => "(from volume)".to_owned(),
        None => "?".to_owned(),
    };
    let networks: Vec<String> = match value("networks") {
        Some(Value::List(entries)) => entries.iter().map(|entry| network_text(stacks, entry)).collect(),
        _ => vec!["?".to_owned()],
    };
    vec![
        name,
        "ACTIVE".to_owned(),
        networks.join("; "),
        image,
        text(value("flavor")),
    ]
}

/// `management=10.20.0.10` of an entry of `networks`, as far as it is known.
fn network_text(stacks: &[&StackPlan], entry: &Value) -> String {
    let own = |key: &str| entry.get(key).and_then(|it| it.as_text()).cloned();
    // Inside a nested stack ids may come from the stack around it.
    let find = |name: &str| stacks.iter().find_map(|it| it.resource(name));
    let name_of = |text: &str| match text.strip_prefix("id:") {
        Some(resource) => {
            let named = find(resource).and_then(|it| it.property("name")?.value.value().cloned());
            match named {
                Some(Value::Text(name)) => harmless(&name),
                _ => harmless(resource),
            }
        }
        None => harmless(text),
    };
    if let Some(network) = own("network").or_else(|| own("uuid")) {
        let address = own("fixed_ip").map_or_else(|| "?".to_owned(), |it| harmless(&it));
        return format!("{}={address}", name_of(&network));
    }
    let port = own("port").and_then(|it| it.strip_prefix("id:").map(str::to_owned));
    let Some(port) = port.and_then(|it| find(&it)) else {
        return "?".to_owned();
    };
    let value = |name: &str| port.property(name).map(|it| it.value.partial());
    let network = match value("network").or_else(|| value("network_id")) {
        Some(Value::Text(text)) => name_of(&text),
        _ => "?".to_owned(),
    };
    let address = match value("fixed_ips") {
        Some(Value::List(items)) => items
            .first()
            .and_then(|it| it.get("ip_address")?.as_text().map(|it| harmless(it)))
            .unwrap_or_else(|| "?".to_owned()),
        _ => "?".to_owned(),
    };
    format!("{network}={address}")
}
