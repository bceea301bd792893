//! Cases as the oracle reads them: one JSON object a line, paths relative to the folder of `cases.jsonl`.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

/// A template with its inputs.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Unique name.
    pub(crate) id: String,
    /// Path of the template.
    pub(crate) template: String,
    /// Paths of the environments, in order.
    pub(crate) environments: Vec<String>,
    /// Parameters of the command line, in order.
    pub(crate) parameters: Vec<(String, String)>,
    /// Folder that the paths start from, below that of `cases.jsonl`.
    pub(crate) base: String,
    /// The case that it was made from.
    pub(crate) origin: Option<String>,
}

impl Case {
    fn from_json(line: &Value) -> Option<Case> {
        let text = |it: &Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
        let environments = line["environments"].as_array().map(Vec::as_slice).unwrap_or_default();
        let parameters = line["parameters"].as_object().cloned().unwrap_or_default();
        Some(Case {
            id: line["id"].as_str()?.to_owned(),
            template: line["template"].as_str()?.to_owned(),
            environments: environments.iter().map(text).collect(),
            parameters: parameters
                .iter()
                .map(|(name, value)| (name.clone(), text(value)))
                .collect(),
            base: line["base"].as_str().unwrap_or_default().to_owned(),
            origin: line["origin"].as_str().map(str::to_owned),
        })
    }

    fn to_json(&self) -> Value {
        let parameters: Map<String, Value> = self
            .parameters
            .iter()
            .map(|(name, value)| (name.clone(), json!(value)))
            .collect();
        json!({
            "id": self.id,
            "template": self.template,
            "environments": self.environments,
            "parameters": parameters,
            "origin": self.origin,
        })
    }
}

/// The JSON objects of a file, one a line.
pub(crate) fn lines(path: &Path) -> Result<Vec<Value>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let parsed = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(serde_json::from_str);
    parsed
        .collect::<Result<_, _>>()
        .map_err(|error| format!("{}: {error}", path.display()))
}

/// The cases of a folder, with the engine's answers of the same order.
pub(crate) fn judged_cases(folder: &Path) -> Result<Vec<(Case, Value)>, String> {
    let cases = lines(&folder.join("cases.jsonl"))?;
    let verdicts = lines(&folder.join("verdicts.jsonl"))?;
    if cases.len() != verdicts.len() {
        return Err(format!(
            "{} cases and {} verdicts in {}",
            cases.len(),
            verdicts.len(),
            folder.display()
        ));
    }
    let mut judged = Vec::new();
    for (line, verdict) in cases.iter().zip(verdicts) {
        let case = Case::from_json(line).ok_or_else(|| format!("no case: {line}"))?;
        if verdict["id"] != line["id"] {
            return Err(format!("the verdict of {} stands elsewhere", case.id));
        }
        judged.push((case, verdict));
    }
    Ok(judged)
}

/// Writes `cases.jsonl`.
pub(crate) fn write_cases(folder: &Path, cases: &[Case]) -> Result<(), String> {
    let text: String = cases.iter().map(|case| case.to_json().to_string() + "\n").collect();
    let path = folder.join("cases.jsonl");
    fs::write(&path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// True where the verdict says something about the template: the oracle answered, and needed no network or cloud.
pub(crate) fn is_decided(verdict: &Value) -> bool {
    let stack = &verdict["stack"];
    verdict.get("oracle_error").is_none()
        && stack["verdict"].is_string()
        && stack["network"] != true
        && stack["stage"] != "cloud"
}
