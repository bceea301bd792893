//! Names of hosts and domains.

const LONGEST_LABEL: usize = 63;
const LONGEST_NAME: usize = 255;

/// `dns_name`: labels of small letters, digits and hyphens between full stops, and possibly one at the end.
///
/// Empty text passes. A name that ends in a full stop needs a last label that is no number, if it has two.
pub(super) fn is_dns_name(value: &str) -> bool {
    if value.is_empty() {
        return true;
    }
    let trimmed = value.strip_suffix('.').unwrap_or(value);
    if trimmed.chars().count() > LONGEST_NAME || !trimmed.split('.').all(is_label) {
        return false;
    }
    let absolute = trimmed.len() < value.len();
    match trimmed.rsplit_once('.') {
        Some((_, last)) if absolute => !without_line_feed(last).bytes().all(|byte| byte.is_ascii_digit()),
        _ => true,
    }
}

/// `rel_dns_name`: a name that leaves room for a domain.
pub(super) fn is_relative_name(value: &str) -> bool {
    !value.ends_with('.') && value.chars().count() <= LONGEST_NAME - 3 && is_dns_name(value)
}

/// `dns_domain`: a name that ends in a full stop, or empty text.
pub(super) fn is_domain(value: &str) -> bool {
    value.is_empty() || (value.ends_with('.') && is_dns_name(value))
}

fn is_label(label: &str) -> bool {
    if label.starts_with('-') || label.ends_with('-') {
        return false;
    }
    let label = without_line_feed(label);
    (1..=LONGEST_LABEL).contains(&label.len())
        && label
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The engine's pattern for a label ends in `$`, which leaves room for a line feed.
fn without_line_feed(label: &str) -> &str {
    label.strip_suffix('\n').unwrap_or(label)
}
