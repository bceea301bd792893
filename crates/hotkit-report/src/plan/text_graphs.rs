//! The graph for other drawing tools: Graphviz and Mermaid.

use std::fmt::Write as _;

use hotkit_plan::{ResourcePlan, StackKind, StackPlan};

use crate::plan::PlanReport;
use crate::plan::layout::{KINDS, edges};
use crate::plan::words::{label, short_type};

/// Nodes of one cluster that are drawn one by one.
const MOST_MEMBERS: usize = 12;

/// The graph in the language of Graphviz.
#[must_use]
pub fn graph_dot(report: &PlanReport<'_>) -> String {
    let Some(plan) = report.plan else {
        return String::new();
    };
    let mut out = String::from(
        "digraph stack {\n  rankdir=LR;\n  compound=true;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n",
    );
    let mut numbers = 0;
    dot_stack(&plan.root, "  ", &mut numbers, &mut out);
    out.push_str("}\n");
    out
}

fn dot_stack(stack: &StackPlan, indent: &str, numbers: &mut usize, out: &mut String) {
    let mut ids = Vec::with_capacity(stack.resources.len());
    for resource in stack.resources.iter() {
        let id = format!("r{numbers}");
        *numbers += 1;
        let text = format!(
            "{}\\n{}",
            quoted_dot(&resource.name),
            quoted_dot(short_type(&resource.type_name))
        );
        match &resource.nested {
            Some(nested) if !nested.resources.is_empty() => {
                let _ = writeln!(out, "{indent}subgraph cluster_{id} {{");
                let _ = writeln!(out, "{indent}  label=\"{text}\"; style=rounded;");
                let _ = writeln!(out, "{indent}  {id} [label=\"\", shape=point, style=invis];");
                dot_stack(nested, &format!("{indent}  "), numbers, out);
                let _ = writeln!(out, "{indent}}}");
                ids.push((id, true));
            }
            _ => {
                let _ = writeln!(out, "{indent}{id} [label=\"{text}\"];");
                ids.push((id, false));
            }
        }
    }
    for edge in edges(stack) {
        let ((from, from_cluster), (to, to_cluster)) = (&ids[edge.required], &ids[edge.requirer]);
        let mut attributes = vec![match KINDS[edge.kind] {
            "get_attr" => "style=dashed, arrowhead=empty, label=\"get_attr\"".to_owned(),
            "depends_on" => "style=dashed, arrowhead=open, label=\"depends_on\"".to_owned(),
            "heat" => "style=dotted, arrowhead=dot, label=\"Heat\"".to_owned(),
            _ => "style=solid".to_owned(),
        }];
        if *from_cluster {
            attributes.push(format!("ltail=cluster_{from}"));
        }
        if *to_cluster {
            attributes.push(format!("lhead=cluster_{to}"));
        }
        let _ = writeln!(out, "{indent}{from} -> {to} [{}];", attributes.join(", "));
    }
}

fn quoted_dot(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace(['\n', '\r'], " ")
}

/// The graph in the language of Mermaid.
#[must_use]
pub fn graph_mermaid(report: &PlanReport<'_>) -> String {
    let Some(plan) = report.plan else {
        return String::new();
    };
    let mut out = String::from("flowchart LR\n");
    let mut numbers = 0;
    mermaid_stack(&plan.root, "  ", &mut numbers, &mut out);
    out
}

fn mermaid_stack(stack: &StackPlan, indent: &str, numbers: &mut usize, out: &mut String) {
    let mut ids = Vec::with_capacity(stack.resources.len());
    for resource in &stack.resources {
        let id = format!("r{numbers}");
        *numbers += 1;
        match &resource.nested {
            Some(nested) if !nested.resources.is_empty() => {
                let _ = writeln!(out, "{indent}subgraph {id}[\"{}\"]", quoted_mermaid(&resource.name));
                let folded = nested.kind == StackKind::Group && nested.resources.len() > MOST_MEMBERS;
                if folded {
                    let names = fold_names(nested);
                    let _ = writeln!(out, "{indent}  {id}m[\"{}\"]", quoted_mermaid(&names));
                } else {
                    mermaid_stack(nested, &format!("{indent}  "), numbers, out);
                }
                let _ = writeln!(out, "{indent}end");
            }
            _ => {
                let _ = writeln!(out, "{indent}{id}[\"{}\"]", quoted_mermaid(&resource.name));
            }
        }
        ids.push(id);
    }
    for edge in edges(stack).into_iter().filter(|it| !it.implied) {
        let (from, to) = (&ids[edge.required], &ids[edge.requirer]);
        let _ = writeln!(out, "{indent}{from} {} {to}", mermaid_arrow(edge.kind));
    }
}

/// First and last of many members that are alike.
fn fold_names(nested: &StackPlan) -> String {
    let of = |it: Option<&ResourcePlan>| it.map(label).unwrap_or_default();
    format!("{} to {}", of(nested.resources.first()), of(nested.resources.last()))
}

/// The arrow of a kind of edge.
pub(crate) fn mermaid_arrow(kind: usize) -> &'static str {
    match KINDS[kind] {
        "get_attr" => "-. get_attr .->",
        "depends_on" => "== depends_on ==>",
        "heat" => "-. Heat .->",
        _ => "-->",
    }
}

/// A label that Mermaid takes as text.
pub(crate) fn quoted_mermaid(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => result.push_str("#quot;"),
            '#' => result.push_str("#35;"),
            '<' => result.push_str("#lt;"),
            '>' => result.push_str("#gt;"),
            '`' => result.push('\''),
            other if other.is_control() => result.push(' '),
            other => result.push(other),
        }
    }
    result
}
