//! Values from the command line, as Heat's clients take them.

use hotkit_eval::Value;
use smol_str::SmolStr;

/// A parameter without `=`.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not of the form NAME=VALUE")]
pub struct MalformedParameter(
    /// The text as given.
    pub String,
);

/// Name and value of `NAME=VALUE`; further `=` belong to the value.
///
/// # Errors
/// Where there is no `=`.
pub fn split_parameter(text: &str) -> Result<(String, String), MalformedParameter> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| MalformedParameter(text.to_owned()))?;
    Ok((name.to_owned(), value.to_owned()))
}

/// Names and values of every `-P`, as python-heatclient's `format_parameters` splits them: a single one is split at `;`,
/// several are not. A `;` behind the last value leaves an empty parameter over, which is refused there and here.
///
/// # Errors
/// The first part without `=`.
pub fn split_parameters(texts: &[String]) -> Result<Vec<(String, String)>, MalformedParameter> {
    match texts {
        [only] => only.split(';').map(split_parameter).collect(),
        several => several.iter().map(|it| split_parameter(it)).collect(),
    }
}

/// The values by name: a name that is given several times has the list of its values, as python-heatclient makes it.
pub(crate) fn values(given: &[(String, String)]) -> Vec<(SmolStr, Value)> {
    let mut texts: Vec<(SmolStr, Vec<Value>)> = Vec::new();
    for (name, text) in given {
        match texts.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => values.push(Value::text(text)),
            None => texts.push((SmolStr::new(name), vec![Value::text(text)])),
        }
    }
    let value = |mut values: Vec<Value>| match values.len() {
        1 => values.remove(0),
        _ => Value::list(values),
    };
    texts.into_iter().map(|(name, values)| (name, value(values))).collect()
}
