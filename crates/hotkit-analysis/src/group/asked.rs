//! What an attribute of a group asks of one member (engine checks 11.3).

use hotkit_eval::Value;
use hotkit_text::TextRange;

/// What an asked attribute of a group asks of one member (11.3); `None` where it asks nothing.
pub(super) fn group_attribute(
    steps: &[(Value, TextRange)],
    member: &str,
    own: &[&str],
) -> Option<Vec<(Value, TextRange)>> {
    let [(Value::Text(key), range), path @ ..] = steps else {
        return None;
    };
    if let Some(rest) = key.strip_prefix("resource.") {
        let (name, attribute) = rest.split_once('.').map_or((rest, None), |(name, it)| (name, Some(it)));
        if name != member {
            return None;
        }
        let attribute = attribute.map(|it| (Value::text(it), *range));
        let way: Vec<(Value, TextRange)> = attribute.into_iter().chain(path.iter().cloned()).collect();
        return (!way.is_empty()).then_some(way);
    }
    if key == "attributes" {
        return (!path.is_empty()).then(|| path.to_vec());
    }
    (!own.contains(&key.as_str())).then(|| steps.to_vec())
}

/// The same for a scaling group, which hands out nothing but `outputs`.
pub(super) fn scaling_attribute(steps: &[(Value, TextRange)]) -> Option<Vec<(Value, TextRange)>> {
    let [(Value::Text(key), range), path @ ..] = steps else {
        return None;
    };
    if let Some(rest) = key.strip_prefix("resource.") {
        let attribute = rest.split_once('.').map(|(_, it)| (Value::text(it), *range));
        let way: Vec<(Value, TextRange)> = attribute.into_iter().chain(path.iter().cloned()).collect();
        return (!way.is_empty()).then_some(way);
    }
    (matches!(key.as_str(), "outputs" | "outputs_list") && !path.is_empty()).then(|| path.to_vec())
}
