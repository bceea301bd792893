//! Types of block storage (X-VOL-1, X-VOL-2).

use super::Subject;
use super::part::Part;
use super::refusals::Refusals;
use crate::condition::Holds;

/// X-VOL-1: where a volume comes from. That `image` and `imageRef` are the same is seen before (PR-018).
pub(super) fn volume(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let volume = subject.properties();
    subject.read(&["image", "imageRef"]);
    if volume.truthy("backup_id") != Holds::No {
        return;
    }
    let sources = ["snapshot_id", "source_volid", "image"];
    subject.read(&sources);
    let sized = volume.given("size");
    if sized == Holds::No {
        let [snapshot, source, image] = sources.map(|name| volume.truthy(name));
        if snapshot.or(source) == Holds::No {
            if image == Holds::Yes {
                refusals.lacks(&volume, "image", &["size"]);
            } else if image == Holds::No {
                refusals.missing_alternative(&volume, &["size", "snapshot_id", "source_volid", "backup_id"]);
            }
            return;
        }
    }
    // A size of 0 is one that is read from a resource: it lets several sources pass.
    if sized == Holds::No || volume.truthy("size") != Holds::No {
        for (index, name) in sources.iter().enumerate() {
            let earlier = sources[..index].iter().find(|it| is_true(&volume, it));
            if let (Some(earlier), true) = (earlier, is_true(&volume, name)) {
                refusals.conflict(&volume, earlier, name);
            }
        }
    }
}

fn is_true(part: &Part<'_>, name: &str) -> bool {
    part.truthy(name) == Holds::Yes
}

/// X-VOL-2: a public type is everybody's.
pub(super) fn volume_type(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    let volume_type = subject.properties();
    if volume_type.truthy("projects") == Holds::Yes && volume_type.truthy("is_public") == Holds::Yes {
        refusals.not_applicable(&volume_type, "projects", "is_public", &["false"]);
    }
}
