//! Custom constraints that look at nothing but the text (P-032).
//!
//! Each follows the engine's class and the library that the class asks, with their oddities: a line feed at the end of
//! a MAC address passes, a month `0-0` in a cron expression means all of them, and `2020-123` is the 23rd of January.
//!
//! Parameters and properties of other types reach the same classes as values that are no text. What the engine does
//! with a number, a boolean, a list or a map then is for callers:
//!
//! | constraint | value that Python takes for false (`0`, `false`, `[]`, `{}`) | any other value that is no text |
//! |---|---|---|
//! | `ip_addr`, `ip_or_cidr`, `net_cidr`, `mac_addr`, `iso_8601` | refused | refused |
//! | `cron_expression`, `timezone`, `expiration` | passes | refused |
//! | `dns_name`, `rel_dns_name`, `dns_domain` | passes | the engine fails with an `AttributeError` |
//! | `json_string` | passes | the engine fails with a `TypeError` |

mod address;
mod cron;
mod json;
mod names;
mod time;
mod timezone;

use std::cell::Cell;

/// What can be said about a text and a custom constraint without a cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomVerdict {
    /// The engine accepts the text.
    Valid,
    /// The engine refuses the text.
    Invalid,
    /// The constraint asks the cloud; offline it is taken as held (P-032).
    NotText,
    /// No constraint has this name: the engine refuses every value (P-031).
    Unknown,
    /// The constraint looks only at the text, and the verdict still cannot be given: it depends on the time
    /// (`expiration`), on the machine (`timezone`) or on the engine's free stack (`json_string` nested too deep).
    NotChecked,
}

/// The engine's verdict on `value` under the custom constraint of this name; the time of day is not known.
pub fn check_text(constraint: &str, value: &str) -> CustomVerdict {
    check_text_at(constraint, value, None)
}

/// The engine's verdict at the moment `now`, in seconds since 1970 in UTC; only `expiration` asks for it (P-032).
pub fn check_text_at(constraint: &str, value: &str, now: Option<i64>) -> CustomVerdict {
    match constraint {
        "ip_addr" => verdict(address::is_address(value)),
        "ip_or_cidr" => verdict(if value.contains('/') {
            address::is_subnet(value)
        } else {
            address::is_address(value)
        }),
        "net_cidr" => verdict(address::is_subnet(value)),
        "mac_addr" => verdict(address::is_mac(value)),
        "dns_name" => verdict(names::is_dns_name(value)),
        "rel_dns_name" => verdict(names::is_relative_name(value)),
        "dns_domain" => verdict(names::is_domain(value)),
        "iso_8601" => time::check_date(value),
        "expiration" => time::check_expiration(value, now),
        "cron_expression" => verdict(value.is_empty() || cron::is_expression(value)),
        "timezone" => timezone::check(value),
        "json_string" => json::check(value),
        _ => match hotkit_schema::custom_constraint(constraint) {
            None => CustomVerdict::Unknown,
            Some(known) if known.text_only => CustomVerdict::NotChecked,
            Some(_) => CustomVerdict::NotText,
        },
    }
}

thread_local! {
    /// True where a verdict has depended on the time of day.
    static CLOCK_WAS_READ: Cell<bool> = const { Cell::new(false) };
}

fn note_clock() {
    CLOCK_WAS_READ.set(true);
}

/// Whether a verdict on this thread depended on the time of day since this was asked the last time: whoever keeps verdicts
/// must not keep such ones.
#[must_use]
pub fn clock_was_read() -> bool {
    CLOCK_WAS_READ.take()
}

fn verdict(valid: bool) -> CustomVerdict {
    if valid {
        CustomVerdict::Valid
    } else {
        CustomVerdict::Invalid
    }
}
