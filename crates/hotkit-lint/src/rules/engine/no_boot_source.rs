//! A server without anything to boot from (X-NOVA-1).

use crate::rule::Rule;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("no-boot-source", include_str!("no_boot_source.md"));

pub(crate) fn words() -> Words {
    Words::new(&RULE, "the server has neither an image nor a volume to boot from")
        .label("nothing to boot from")
        .help("give `image`, or an entry of `block_device_mapping_v2` with `boot_index: 0`")
}
