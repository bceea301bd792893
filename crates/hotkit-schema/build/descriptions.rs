//! `schemas/descriptions`: our own words for types, properties, attributes, functions and sections.

use std::fmt::Write;

use serde_json::Value;

use crate::json::{members, only_keys, str_list, str_of, text, texts};

/// Writes the tables: `types` are the documents of all type files, `language` is the one of the language.
pub(crate) fn write(types: &[Value], language: &Value, out: &mut String) {
    write_types(types, out);
    only_keys(language, &["functions", "sections"], "language.yaml");
    write_functions(&language["functions"], out);
    write_sections(&language["sections"], out);
}

fn write_types(documents: &[Value], out: &mut String) {
    let mut types: Vec<_> = documents
        .iter()
        .flat_map(|document| members(document, "a file of descriptions"))
        .collect();
    types.sort_by_key(|(name, _)| *name);
    out.push_str("pub(crate) static TYPE_DESCRIPTIONS: &[TypeDescription] = &[\n");
    for (name, facts) in types {
        only_keys(facts, &["summary", "properties", "attributes"], name);
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "TypeDescription {{ name: {}, summary: {}, properties: {}, attributes: {} }},",
            text(name),
            text(str_of(&facts["summary"], name)),
            sentences(facts.get("properties"), name),
            sentences(facts.get("attributes"), name),
        );
    }
    out.push_str("];\n");
}

fn write_functions(functions: &Value, out: &mut String) {
    out.push_str("pub(crate) static FUNCTION_DESCRIPTIONS: &[FunctionDescription] = &[\n");
    for (name, facts) in members(functions, "functions") {
        only_keys(facts, &["signature", "summary", "notes", "example", "result"], name);
        let result = match &facts["result"] {
            Value::String(result) => result.clone(),
            other => other.to_string(),
        };
        let _ = writeln!(
            out,
            "FunctionDescription {{ name: {}, signature: {}, summary: {}, notes: {}, example: {}, result: {} }},",
            text(name),
            text(str_of(&facts["signature"], name)),
            text(str_of(&facts["summary"], name)),
            texts(str_list(facts.get("notes"), name)),
            text(str_of(&facts["example"], name)),
            text(&result),
        );
    }
    out.push_str("];\n");
}

fn write_sections(sections: &Value, out: &mut String) {
    let _ = writeln!(
        out,
        "pub(crate) static SECTION_DESCRIPTIONS: &[(&str, &str)] = {};",
        sentences(Some(sections), "sections")
    );
}

/// Pairs of a path and its sentence, sorted by path.
fn sentences(map: Option<&Value>, place: &str) -> String {
    let Some(map) = map else {
        return "&[]".to_owned();
    };
    let pairs = members(map, place).into_iter().map(|(path, sentence)| {
        let sentence = str_of(sentence, path);
        format!("({}, {})", text(path), text(sentence))
    });
    crate::json::slice(pairs)
}
