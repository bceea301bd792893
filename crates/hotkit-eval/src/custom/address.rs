//! Addresses: what Neutron's validators and the address library below them let through.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::pattern::{decimal_value, is_space};

/// More digits are not read as a number by Python.
const MOST_DIGITS: usize = 4300;

/// `ip_addr`: four decimal numbers without leading zeros, or an IPv6 address without a zone.
pub(super) fn is_address(value: &str) -> bool {
    is_canonical_ipv4(value) || value.parse::<Ipv6Addr>().is_ok()
}

/// `net_cidr`: an address and a prefix length; host bits may be set.
///
/// For IPv4 the text must be the one that the library would write. IPv6 has no such check, so that the prefix may be
/// anything that Python's `int` reads, or a netmask or hostmask.
pub(super) fn is_subnet(value: &str) -> bool {
    let Some((address, prefix)) = value.split_once('/') else {
        return false;
    };
    if is_canonical_ipv4(address) {
        return prefix
            .parse::<u8>()
            .is_ok_and(|length| length <= 32 && length.to_string() == prefix);
    }
    if address.parse::<Ipv6Addr>().is_err() || prefix.chars().any(|character| is_space(u32::from(character))) {
        return false;
    }
    match python_integer(prefix) {
        Some(length) => (0..=128).contains(&length),
        None => prefix.parse().is_ok_and(is_mask),
    }
}

/// `mac_addr`: hexadecimal numbers in groups of two, four or six digits, or eleven or twelve digits in one.
pub(super) fn is_mac(value: &str) -> bool {
    // The library's patterns end in `$`, which leaves room for a line feed.
    let value = value.strip_suffix('\n').unwrap_or(value);
    let has_groups = |separator: char, count: usize, shortest: usize, longest: usize| {
        value.split(separator).count() == count
            && value
                .split(separator)
                .all(|group| is_hexadecimal(group) && (shortest..=longest).contains(&group.len()))
    };
    let colons_or_dashes = [':', '-'].iter().any(|&separator| {
        has_groups(separator, 6, 1, 2) || has_groups(separator, 3, 1, 4) || has_groups(separator, 2, 5, 6)
    });
    colons_or_dashes || has_groups('.', 3, 1, 4) || (is_hexadecimal(value) && matches!(value.len(), 11 | 12))
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_canonical_ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>()
        .is_ok_and(|address| address.to_string() == text)
}

/// A run of ones and then zeros, or of zeros and then ones.
fn is_mask(address: Ipv6Addr) -> bool {
    let bits = address.to_bits();
    let is_power_of_two = |number: u128| number & number.wrapping_sub(1) == 0;
    is_power_of_two((!bits).wrapping_add(1)) || is_power_of_two(bits.wrapping_add(1))
}

/// A number as Python's `int` reads it: a sign, digits of any script, single underscores; cut off at a large one.
fn python_integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut number: i64 = 0;
    let mut count = 0;
    for part in digits.split('_') {
        if part.is_empty() {
            return None;
        }
        for character in part.chars() {
            number = number
                .saturating_mul(10)
                .saturating_add(i64::from(decimal_value(character)?));
            count += 1;
        }
    }
    (count <= MOST_DIGITS).then_some(if negative { -number } else { number })
}
