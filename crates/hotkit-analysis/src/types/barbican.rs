//! Types of the key manager (X-BARB-1 to X-BARB-3).

use hotkit_eval::Value;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::Subject;
use super::part::Spot;
use super::refusals::Refusals;
use crate::condition::Holds;
use crate::problem::{Fault, WhyNot};

/// The properties of an order beside its type, and the types of order that take them.
const ORDER_PROPERTIES: &[(&str, &[&str])] = &[
    ("algorithm", &["key", "asymmetric"]),
    ("bit_length", &["key", "asymmetric"]),
    ("ca_id", &["certificate"]),
    ("expiration", &["key", "asymmetric"]),
    ("mode", &["key", "asymmetric"]),
    ("pass_phrase", &["asymmetric"]),
    ("payload_content_type", &["key", "asymmetric"]),
    ("profile", &["certificate"]),
    ("request_data", &["certificate"]),
    ("request_type", &["certificate"]),
    ("source_container_ref", &["certificate"]),
    ("subject_dn", &["certificate"]),
];

/// X-BARB-1.
pub(super) fn order(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let order = subject.properties();
    let Some(order_type) = order.text("type") else { return };
    if !["key", "asymmetric", "certificate"].contains(&order_type.as_str()) {
        // Only a value that is read from a resource has passed the schema.
        return refusals.value(&order, "type", WhyNot::NotKnownYet);
    }
    if order_type == "certificate" {
        if order.truthy("profile") == Holds::Yes && order.truthy("ca_id") == Holds::No {
            refusals.lacks(&order, "profile", &["ca_id"]);
        }
    } else {
        let missing = ["algorithm", "bit_length"].into_iter();
        let missing: Vec<&str> = missing.filter(|it| order.given(it) == Holds::No).collect();
        if !missing.is_empty() {
            refusals.value_lacks(&order, "type", &missing);
        }
    }
    subject.read(&["name"]);
    for (name, types) in ORDER_PROPERTIES {
        if order.given(name) == Holds::Yes && !types.contains(&order_type.as_str()) {
            refusals.not_applicable(&order, name, "type", types);
        }
    }
}

/// X-BARB-2.
pub(super) fn secret(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let secret = subject.properties();
    let has_type = secret.truthy("payload_content_type");
    let is_bytes = secret.is("payload_content_type", "application/octet-stream");
    if has_type == Holds::Yes && secret.truthy("payload") == Holds::No {
        return refusals.lacks(&secret, "payload_content_type", &["payload"]);
    }
    let has_encoding = secret.truthy("payload_content_encoding");
    if is_bytes.and(has_encoding.not()) == Holds::Yes {
        refusals.value_lacks(&secret, "payload_content_type", &["payload_content_encoding"]);
    }
    if is_bytes.and(has_encoding) == Holds::Yes
        && let Some(payload) = secret.text("payload")
        && !is_base64(payload)
    {
        refusals.value(&secret, "payload", WhyNot::NotBase64);
    }
    let is_text = secret.is("payload_content_type", "text/plain");
    if has_encoding.and(has_type.not().or(is_text)) == Holds::Yes {
        let bytes = &["application/octet-stream"];
        refusals.not_applicable(&secret, "payload_content_encoding", "payload_content_type", bytes);
    }
}

/// X-BARB-3.
pub(super) fn generic_container(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let secrets = subject.properties().entries("secrets").parts;
    let references = secrets
        .iter()
        .filter_map(|secret| Some((secret.text("ref")?.clone(), "ref", secret.value_at("ref"))));
    unrepeated(references, refusals);
}

/// X-BARB-3: each property but the name is a reference.
pub(super) fn key_container(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let container = subject.properties();
    subject.read(&["name"]);
    let names = subject.resource_type.properties.iter().map(|it| it.name);
    let references = names
        .filter(|it| *it != "name")
        .filter_map(|name| match container.value(name)? {
            Value::Text(text) => Some((text.clone(), name, container.value_at(name))),
            _ => None,
        });
    let mut references: Vec<(SmolStr, &str, Spot)> = references.collect();
    references.sort_by_key(|(_, _, spot)| spot.range);
    unrepeated(references.into_iter(), refusals);
}

fn unrepeated<'n>(references: impl Iterator<Item = (SmolStr, &'n str, Spot)>, refusals: &mut Refusals<'_>) {
    let mut seen = FxHashMap::default();
    for (value, name, spot) in references {
        let range = spot.range;
        match seen.get(&value) {
            None => {
                seen.insert(value, range);
            }
            Some(first) => {
                let fault = Fault::RepeatedValue {
                    name: name.into(),
                    value,
                    first: Some(*first),
                };
                refusals.refuse(fault, spot);
            }
        }
    }
}

/// What Python's decoder takes: characters that are none of base64 are passed over, and reading ends where a group of
/// four is filled up by `=`.
fn is_base64(text: &str) -> bool {
    if !text.is_ascii() {
        return false;
    }
    let (mut in_group, mut padding) = (0_u8, 0_u8);
    for byte in text.bytes() {
        match byte {
            b'=' if in_group >= 2 => {
                padding += 1;
                if in_group + padding >= 4 {
                    return true;
                }
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => {
                padding = 0;
                in_group = (in_group + 1) % 4;
            }
            _ => {}
        }
    }
    in_group == 0
}
