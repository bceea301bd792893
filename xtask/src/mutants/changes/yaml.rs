//! What YAML alone is about: keys that stand twice, tags, spellings of scalars, anchors, documents.

use hotkit_model::Template;
use hotkit_syntax::{Node, NodeKind};
use hotkit_text::{Edit, TextRange};

use super::{Steps, VALUES, one};
use crate::mutants::target::Target;

/// The nodes that one can write otherwise: scalars on one line.
fn scalars<'t>(target: &'t Target) -> impl Iterator<Item = Node<'t>> {
    let nodes = target.document.tree.nodes();
    nodes.filter(|it| {
        let text = it.range().slice(target.text());
        matches!(it.kind(), NodeKind::Scalar(_)) && !text.is_empty() && !text.contains('\n')
    })
}

/// Keys that stand twice in a mapping, the other one before or behind.
pub(super) fn double_key(target: &Target, _: &Template) -> Steps {
    let mut steps = Steps::new();
    for (number, node) in target.document.tree.nodes().enumerate() {
        let entries: Vec<_> = node.entries().collect();
        for (index, entry) in entries.iter().enumerate() {
            let key = entry.key.range().slice(target.text());
            let other = &entries[(index + 1) % entries.len()];
            let value = VALUES[(number + index) % VALUES.len()];
            steps.extend(one(target.add_to(node, &format!("{key}: {value}"))));
            steps.extend(one(target.reword(other.key.range(), key)));
            steps.extend(one(target.add_sibling(entry.key.range(), &format!("{key}: {value}"))));
        }
    }
    steps
}

/// Tags before scalars and collections.
pub(super) fn tag(target: &Target, _: &Template) -> Steps {
    const TAGS: [&str; 18] = [
        "!!str",
        "!!int",
        "!!float",
        "!!bool",
        "!!null",
        "!!binary",
        "!!timestamp",
        "!!map",
        "!!seq",
        "!!set",
        "!!omap",
        "!!pairs",
        "!!merge",
        "!Ref",
        "!GetAtt",
        "!<tag:yaml.org,2002:str>",
        "!",
        "!!python/object:a.b",
    ];
    let mut steps = Steps::new();
    for (index, node) in target.document.tree.nodes().enumerate() {
        let at = TextRange::at(node.range().start());
        for tag in TAGS.iter().skip(index % 6).step_by(6) {
            steps.push(vec![Edit::replace(at, format!("{tag} "))]);
        }
    }
    steps
}

/// The same scalar in another spelling, which may be another value.
pub(super) fn spelling(target: &Target, _: &Template) -> Steps {
    const OTHERS: [&str; 34] = [
        "~",
        "Null",
        "NULL",
        "yes",
        "No",
        "on",
        "OFF",
        "True",
        "FALSE",
        "y",
        "n",
        "0o17",
        "017",
        "0x1F",
        "0b11",
        "1_000",
        "12:30:45",
        "1e3",
        "1.5e+3",
        ".5",
        "5.",
        ".inf",
        "-.INF",
        ".nan",
        "+5",
        "2001-12-14",
        "2001-12-14t21:59:43.10-05:00",
        "=",
        "<<",
        "- a",
        "? a",
        "'it''s'",
        "\"\\u00e9\\n\"",
        "a: b",
    ];
    let mut steps = Steps::new();
    for (index, node) in scalars(target).enumerate() {
        let text = node.text();
        let quoted = serde_json::Value::from(text).to_string();
        let range = node.range();
        steps.extend(one(target.reword(range, &quoted)));
        steps.extend(one(target.reword(range, text)));
        steps.extend(one(target.reword(range, &format!("'{}'", text.replace('\'', "''")))));
        for other in OTHERS.iter().skip(index % 7).step_by(7) {
            steps.extend(one(target.reword(range, other)));
        }
    }
    steps
}

/// An anchor on one mapping, and aliases of it in the place of another, or merged into it.
pub(super) fn alias(target: &Target, template: &Template) -> Steps {
    const USES: [&str; 8] = [
        "*zz",
        "{<<: *zz}",
        "{<<: *zz, nope: 1}",
        "{<<: [*zz, {nope: 1}]}",
        "{<<: [*zz, 5]}",
        "{<<: *nope}",
        "{'<<': *zz}",
        "{a: *zz}",
    ];
    let mut steps = Steps::new();
    let keys = |it: &hotkit_model::Resource| {
        let definition = target.value(it.name.range)?;
        let entry = definition.entries().find(|it| it.key.text() == "properties")?;
        Some((entry.key.range(), entry.value.range()))
    };
    let places: Vec<_> = template.resources.iter().filter_map(keys).collect();
    for (index, (key, value)) in places.iter().enumerate() {
        let between = target
            .text()
            .get(key.end() as usize..value.start() as usize)
            .unwrap_or("");
        let Some(colon) = between.find(':') else { continue };
        let anchor = Edit::replace(TextRange::at(key.end() + colon as u32 + 1), " &zz");
        for (other, _) in places.iter().skip(index.saturating_sub(1)).take(3) {
            for used in USES {
                let Some(edit) = target.set(*other, used) else { continue };
                if edit.range.start() > anchor.range.start() || edit.range.end() <= anchor.range.start() {
                    let mut edits = vec![anchor.clone(), edit];
                    edits.sort_by_key(|it| it.range.start());
                    steps.push(edits);
                }
            }
        }
        // A structure that contains itself.
        if let Some(mapping) = target.value(*key)
            && let Some(inside) = target.add_to(mapping, "zz: *zz")
            && inside.range.start() > anchor.range.start()
        {
            steps.push(vec![anchor.clone(), inside]);
        }
    }
    steps
}

/// What stands around the document, and how its lines end.
pub(super) fn document(target: &Target, _: &Template) -> Steps {
    const BEFORE: [&str; 14] = [
        "---\n",
        "--- \n# a\n",
        "--- !!map\n",
        "%YAML 1.1\n---\n",
        "%YAML 1.2\n---\n",
        "%YAML 3.0\n---\n",
        "%TAG ! tag:a,2000:\n---\n",
        "%FOO bar\n---\n",
        "\u{feff}",
        "\n\n",
        "# é\n",
        " ",
        "  \n",
        "...\n",
    ];
    const BEHIND: [&str; 14] = [
        "\n...\n",
        "\n---\n",
        "\n---\na: b\n",
        "\n...\n---\n",
        "\n...\n# a\n",
        "\n\t\n",
        "\n   ",
        "\n#",
        "\n\u{85}",
        "\n\u{2028}",
        "\nzzz: 1\n",
        "\n - a\n",
        "\n}\n",
        "\u{0}",
    ];
    let text = target.text();
    let (start, end) = (TextRange::at(0), TextRange::at(text.len() as u32));
    let whole = TextRange::new(0, text.len() as u32);
    let mut steps: Steps = BEFORE.iter().map(|it| vec![Edit::replace(start, *it)]).collect();
    steps.extend(BEHIND.iter().map(|it| vec![Edit::replace(end, *it)]));
    for (from, to) in [
        ("\n", "\r\n"),
        ("\n", "\r"),
        ("\n", "\n\n"),
        ("  ", "    "),
        (": ", ":\t"),
        (": ", ":"),
    ] {
        steps.push(vec![Edit::replace(whole, text.replace(from, to))]);
    }
    steps
}
