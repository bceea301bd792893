//! `!!binary` as PyYAML decodes it: by `base64.decodebytes`, which skips what is no Base64 and stops at the padding.

use super::python_escape;

/// The bytes, or PyYAML's complaint.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, String> {
    if let Some(start) = text.chars().position(|it| !it.is_ascii()) {
        return Err(not_ascii(text, start));
    }
    let mut decoded = Vec::with_capacity(text.len() / 4 * 3);
    let (mut place, mut pads, mut left) = (0, 0, 0);
    for byte in text.bytes() {
        if byte == b'=' {
            if place >= 2 {
                pads += 1;
                if place + pads >= 4 {
                    return Ok(decoded);
                }
            }
            continue;
        }
        let Some(value) = sextet(byte) else { continue };
        pads = 0;
        match place {
            0 => left = value,
            1 => {
                decoded.push(left << 2 | value >> 4);
                left = value & 0x0f;
            }
            2 => {
                decoded.push(left << 4 | value >> 2);
                left = value & 0x03;
            }
            _ => decoded.push(left << 6 | value),
        }
        place = (place + 1) % 4;
    }
    match place {
        0 => Ok(decoded),
        1 => Err(format!(
            "failed to decode base64 data: Invalid base64-encoded string: number of data characters ({}) cannot be 1 more \
             than a multiple of 4",
            decoded.len() / 3 * 4 + 1
        )),
        _ => Err("failed to decode base64 data: Incorrect padding".to_owned()),
    }
}

fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// Python's complaint about the run of characters that begins at the character `start`.
fn not_ascii(text: &str, start: usize) -> String {
    let run: Vec<char> = text.chars().skip(start).take_while(|it| !it.is_ascii()).collect();
    let which = match run.as_slice() {
        [only] => format!("character '{}' in position {start}", python_escape(*only)),
        _ => format!("characters in position {start}-{}", start + run.len() - 1),
    };
    format!("failed to convert base64 data into ascii: 'ascii' codec can't encode {which}: ordinal not in range(128)")
}
