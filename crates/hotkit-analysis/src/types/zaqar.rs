//! Types of the message service (X-ZAQAR-1).

use smol_str::SmolStr;

use super::Subject;
use super::refusals::Refusals;
use crate::problem::{Fault, WhyNot};

/// The schemes of addresses to which messages can go.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "trust+http", "trust+https"];

/// X-ZAQAR-1.
pub(super) fn subscription(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let subscription = subject.properties();
    let Some(subscriber) = subscription.text("subscriber") else {
        return;
    };
    let scheme = subscriber.split(':').next().unwrap_or_default();
    if SCHEMES.contains(&scheme) {
        return;
    }
    if subscriber.is_empty() {
        return refusals.value(&subscription, "subscriber", WhyNot::NotKnownYet);
    }
    let fault = Fault::RefusedValue {
        name: "subscriber".into(),
        value: subscription.shown("subscriber"),
        why: WhyNot::NotOneOf {
            allowed: SCHEMES.iter().map(|it| SmolStr::from(format!("{it}:"))).collect(),
            with: None,
        },
    };
    refusals.refuse(fault, subscription.value_at("subscriber"));
}
