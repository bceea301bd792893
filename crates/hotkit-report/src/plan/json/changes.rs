//! The changes of an update in JSON: each with its reasons, and what an update by batches does.

use hotkit_plan::{Batch, Change, ChangeReason, Plan, Planned, Rolling};
use serde::{Serialize, Serializer};

use super::value::PlannedDocument;
use super::{Eyes, PlaceDocument};

pub(super) struct Changes<'a> {
    pub(super) changes: &'a [Change],
    pub(super) plan: &'a Plan,
    pub(super) eyes: Eyes,
}

impl Serialize for Changes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.changes.iter().map(|it| {
            let document = ChangeDocument::new(it, self.plan, self.eyes);
            (it.name.as_str(), document)
        }))
    }
}

#[derive(Serialize)]
struct ChangeDocument<'a> {
    action: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'a str>,
    because: Vec<ReasonDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rolling: Option<RollingDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<PlaceDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nested: Option<Changes<'a>>,
}

impl<'a> ChangeDocument<'a> {
    fn new(change: &'a Change, plan: &'a Plan, eyes: Eyes) -> ChangeDocument<'a> {
        ChangeDocument {
            action: change.action.name(),
            r#type: change.gone.then_some(change.type_name.as_str()),
            because: change.because.iter().map(|it| ReasonDocument::new(it, eyes)).collect(),
            note: (!change.notes.is_empty()).then(|| change.notes.join("; ")),
            rolling: change.rolling.as_ref().map(RollingDocument::new),
            at: change.gone.then(|| PlaceDocument::new(&change.at, plan)),
            nested: (!change.nested.is_empty()).then_some(Changes {
                changes: &change.nested,
                plan,
                eyes,
            }),
        }
    }
}

#[derive(Serialize)]
struct ReasonDocument<'a> {
    property: &'a str,
    before: Side<'a>,
    after: Side<'a>,
    effect: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
}

impl<'a> ReasonDocument<'a> {
    fn new(reason: &'a ChangeReason, eyes: Eyes) -> ReasonDocument<'a> {
        ReasonDocument {
            property: &reason.property,
            before: Side(reason.before.as_ref(), eyes),
            after: Side(reason.after.as_ref(), eyes),
            effect: reason.effect.name(),
            why: reason.why.as_deref(),
            line: (reason.line > 0).then_some(reason.line),
        }
    }
}

/// One side of a change; what is no property has none.
struct Side<'a>(Option<&'a Planned>, Eyes);

impl Serialize for Side<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(planned) => PlannedDocument::new(planned, self.1).serialize(serializer),
            None => serializer.collect_map([("omitted", true)]),
        }
    }
}

#[derive(Serialize)]
struct RollingDocument<'a> {
    pause: f64,
    batches: Vec<BatchDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resized: Option<BatchDocument<'a>>,
    left: Vec<&'a str>,
}

#[derive(Serialize)]
struct BatchDocument<'a> {
    renewed: Vec<&'a str>,
    created: Vec<&'a str>,
    removed: Vec<&'a str>,
    size: usize,
}

impl<'a> BatchDocument<'a> {
    fn new(batch: &'a Batch) -> BatchDocument<'a> {
        BatchDocument {
            renewed: batch.renewed.iter().map(|it| it.as_str()).collect(),
            created: batch.created.iter().map(|it| it.as_str()).collect(),
            removed: batch.removed.iter().map(|it| it.as_str()).collect(),
            size: batch.size,
        }
    }
}

impl<'a> RollingDocument<'a> {
    fn new(rolling: &'a Rolling) -> RollingDocument<'a> {
        RollingDocument {
            pause: rolling.pause,
            batches: rolling.batches.iter().map(BatchDocument::new).collect(),
            resized: rolling.resized.as_ref().map(BatchDocument::new),
            left: rolling.left.iter().map(|it| it.as_str()).collect(),
        }
    }
}
