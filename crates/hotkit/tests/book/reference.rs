//! The pages of the reference are written from the program and its schemas.

use std::env;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::pages::root;

const NOTE: &str = "<!-- Written by `cargo xtask book` from the program itself; do not edit. -->";

#[test]
fn the_reference_says_what_the_program_says() {
    let mut stale = Vec::new();
    for (path, page) in [
        ("docs/reference/commands.md", commands()),
        ("docs/reference/configuration.md", schema_page(&CONFIGURATION)),
        ("docs/reference/check-json.md", schema_page(&CHECK)),
        ("docs/reference/plan-json.md", schema_page(&PLAN)),
        ("docs/reference/cloud-file.md", schema_page(&CLOUD)),
    ] {
        let file = root().join(path);
        if env::var("HOTKIT_BOOK").is_ok_and(|it| it == "write") {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, &page).unwrap();
        }
        if fs::read_to_string(&file).unwrap_or_default() != page {
            stale.push(path);
        }
    }
    assert!(stale.is_empty(), "`cargo xtask book` writes anew: {stale:?}");
}

fn hotkit(arguments: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_hotkit"))
        .args(arguments)
        .env("COLUMNS", "100")
        .env("LC_ALL", "C.UTF-8")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(run.status.success(), "{arguments:?}: {run:?}");
    String::from_utf8(run.stdout).unwrap()
}

fn commands() -> String {
    let overview = hotkit(&["--help"]);
    let mut page = format!("# Commands\n\n{NOTE}\n\nWhat `hotkit COMMAND --help` prints.\n\n```text\n{overview}```\n");
    let listed = overview.lines().skip_while(|it| *it != "Commands:").skip(1);
    for line in listed.take_while(|it| !it.is_empty()) {
        // A long description goes on in the next line, further in.
        let Some(name) = line
            .strip_prefix("  ")
            .and_then(|it| it.split(' ').next())
            .filter(|it| !it.is_empty())
        else {
            continue;
        };
        let help = hotkit(&[name, "--help"]);
        let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
        page.push_str(&format!("\n## hotkit {name}\n\n```text\n{}\n```\n", lines.join("\n")));
    }
    page
}

/// A page made from a schema.
struct SchemaPage {
    schema: &'static str,
    title: &'static str,
    about: &'static str,
}

const CONFIGURATION: SchemaPage = SchemaPage {
    schema: "hotkit.schema.json",
    title: "Keys of hotkit.yaml",
    about: "[Configuration](../configuration.md) says how they work together.",
};

const CHECK: SchemaPage = SchemaPage {
    schema: "check.schema.json",
    title: "JSON of a check",
    about: "What `hotkit check --format json` prints.",
};

const PLAN: SchemaPage = SchemaPage {
    schema: "plan.schema.json",
    title: "JSON of a plan",
    about: "What `hotkit plan --format json` prints.",
};

const CLOUD: SchemaPage = SchemaPage {
    schema: "cloud.schema.json",
    title: "Cloud files",
    about: "What `hotkit plan --cloud FILE` reads.",
};

fn schema_page(page: &SchemaPage) -> String {
    let path = root().join("schemas").join(page.schema);
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut text = format!(
        "# {}\n\n{NOTE}\n\n{} The schema is [{}](../../schemas/{}).\n",
        page.title, page.about, page.schema, page.schema
    );
    text.push_str(&object(&schema));
    let parts = schema["$defs"].as_object().into_iter().flatten();
    for (name, part) in parts {
        text.push_str(&format!("\n## {name}\n"));
        if let Some(about) = part["description"].as_str() {
            text.push_str(&format!("\n{about}\n"));
        }
        if part["properties"].is_object() {
            text.push_str(&object(part));
        } else {
            text.push_str(&format!("\n{}.\n", capital(&kind(part))));
        }
    }
    text
}

/// The keys of an object as a table, those of objects within it behind them.
fn object(schema: &Value) -> String {
    let mut rows = Vec::new();
    keys(schema, "", &mut rows);
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "\n| key | what may stand there | what it is |\n|---|---|---|\n{}",
        rows.concat()
    )
}

fn keys(schema: &Value, prefix: &str, rows: &mut Vec<String>) {
    let required: Vec<&str> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for (name, value) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{prefix}{name}");
        let must = if required.contains(&name.as_str()) {
            ", required"
        } else {
            ""
        };
        let about = value["description"].as_str().unwrap_or_default().replace('|', "\\|");
        rows.push(format!(
            "| `{path}` | {}{must} | {about} |\n",
            kind(value).replace('|', "\\|")
        ));
        if value["properties"].is_object() {
            keys(value, &format!("{path}."), rows);
        }
        if value["items"]["properties"].is_object() {
            keys(&value["items"], &format!("{path}[]."), rows);
        }
    }
}

/// What a schema allows, in words.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<String> = values.iter().map(|it| format!("`{}`", plain(it))).collect();
        return values.join(", ");
    }
    if !schema["const"].is_null() {
        return format!("`{}`", plain(&schema["const"]));
    }
    for choice in ["anyOf", "oneOf"] {
        if let Some(choices) = schema[choice].as_array() {
            let choices: Vec<String> = choices.iter().map(kind).collect();
            return choices.join(" or ");
        }
    }
    let names: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => vec!["anything"],
    };
    let words: Vec<String> = names
        .into_iter()
        .map(|name| match name {
            "array" if !schema["items"].is_null() => format!("list of {}", kind(&schema["items"])),
            "array" => "list".to_owned(),
            "object" if schema["additionalProperties"].is_object() => {
                format!("mapping to {}", kind(&schema["additionalProperties"]))
            }
            "object" => "mapping".to_owned(),
            "string" => "text".to_owned(),
            other => other.to_owned(),
        })
        .collect();
    words.join(" or ")
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
