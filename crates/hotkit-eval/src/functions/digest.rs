//! `digest`: hashes of text.

use hotkit_model::{Call, ValueKind};
use md5::{Digest as _, Md5};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512};
use smol_str::SmolStr;

use crate::evaluate::{Evaluated, Evaluator, counted, fault, item_range, wrong_kind};
use crate::value::Value;
use crate::{Expected, FaultKind, Part, Reason, Reasons};

/// The algorithms of Python's hash library that give a digest of fixed length (F-DG-1).
const ALGORITHMS: [&str; 17] = [
    "blake2b",
    "blake2s",
    "md5",
    "md5-sha1",
    "ripemd160",
    "sha1",
    "sha224",
    "sha256",
    "sha384",
    "sha3_224",
    "sha3_256",
    "sha3_384",
    "sha3_512",
    "sha512",
    "sha512_224",
    "sha512_256",
    "sm3",
];

/// Of these Python knows only the name in lower case.
const LOWER_CASE_ONLY: [&str; 6] = ["blake2b", "blake2s", "sha3_224", "sha3_256", "sha3_384", "sha3_512"];

impl Evaluator<'_> {
    pub(crate) fn digest(&self, call: &Call) -> Evaluated {
        let argument = self.part(&call.argument)?;
        let items = match &argument {
            Value::Unknown(_) => return Ok(argument),
            Value::List(items) => items,
            other => {
                return Err(wrong_kind(
                    call,
                    call.argument.range,
                    Part::Argument,
                    Expected::TextList,
                    other,
                ));
            }
        };
        let at = |index| item_range(&call.argument, index, items.len());
        let mut reasons = Reasons::default();
        for (index, item) in items.iter().enumerate() {
            match item {
                Value::Text(_) => {}
                Value::Unknown(unknown) if unknown.may_be(&[ValueKind::Text]) => reasons.add(unknown),
                other => return Err(wrong_kind(call, at(index), Part::Item(index), Expected::Text, other)),
            }
        }
        let items = match counted(items) {
            Ok(items) => items,
            Err(unknown) => return Ok(unknown),
        };
        let [algorithm, value] = items else {
            let found = items.len();
            return Err(fault(
                call,
                call.argument.range,
                FaultKind::WrongCount {
                    least: 2,
                    most: Some(2),
                    found,
                },
            ));
        };
        if let Value::Text(algorithm) = algorithm
            && !is_known(algorithm)
        {
            let (part, found) = (Part::Item(0), algorithm.clone());
            return Err(fault(
                call,
                at(0),
                FaultKind::UnknownWord {
                    part,
                    found,
                    known: &ALGORITHMS,
                },
            ));
        }
        if let Value::Text(value) = value
            && let Some(character) = value.chars().find(|it| u32::from(*it) > 0xff)
        {
            return Err(fault(call, at(1), FaultKind::NotLatin1 { character }));
        }
        match (reasons.unknown(), algorithm, value) {
            (Some(unknown), ..) => Ok(Value::Unknown(unknown)),
            (None, Value::Text(algorithm), Value::Text(value)) => Ok(digest_text(algorithm, value)),
            _ => Ok(Value::Null),
        }
    }
}

fn is_known(algorithm: &str) -> bool {
    let lower = algorithm.to_lowercase();
    ALGORITHMS.contains(&lower.as_str()) && (lower == algorithm || !LOWER_CASE_ONLY.contains(&lower.as_str()))
}

/// The digest in lower-case hexadecimal digits, of the text in Latin-1.
fn digest_text(algorithm: &str, text: &str) -> Value {
    let bytes: Vec<u8> = text.chars().filter_map(|it| u8::try_from(u32::from(it)).ok()).collect();
    let text = match algorithm.to_lowercase().as_str() {
        "md5" => hexadecimal(&Md5::digest(&bytes)),
        "sha1" => hexadecimal(&Sha1::digest(&bytes)),
        "md5-sha1" => hexadecimal(&Md5::digest(&bytes)) + &hexadecimal(&Sha1::digest(&bytes)),
        "sha224" => hexadecimal(&Sha224::digest(&bytes)),
        "sha256" => hexadecimal(&Sha256::digest(&bytes)),
        "sha384" => hexadecimal(&Sha384::digest(&bytes)),
        "sha512" => hexadecimal(&Sha512::digest(&bytes)),
        "sha512_224" => hexadecimal(&Sha512_224::digest(&bytes)),
        "sha512_256" => hexadecimal(&Sha512_256::digest(&bytes)),
        "sha3_224" => hexadecimal(&Sha3_224::digest(&bytes)),
        "sha3_256" => hexadecimal(&Sha3_256::digest(&bytes)),
        "sha3_384" => hexadecimal(&Sha3_384::digest(&bytes)),
        "sha3_512" => hexadecimal(&Sha3_512::digest(&bytes)),
        other => {
            return Value::unknown(Reason::NotImplemented(smol_str::format_smolstr!("digest with {other}")));
        }
    };
    Value::Text(SmolStr::from(text))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}
