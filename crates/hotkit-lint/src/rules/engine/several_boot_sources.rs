//! A server with more than one thing to boot from (X-NOVA-4).

use hotkit_text::TextRange;

use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("several-boot-sources", include_str!("several_boot_sources.md"));

pub(crate) fn words(others: &[TextRange], site: Site<'_>) -> Words {
    let words = Words::new(&RULE, "the server has more than one source to boot from")
        .label("one source too many")
        .help("take the others away, or give a `boot_index` other than 0 to all but one");
    others.iter().fold(words, |words, range| {
        words.related(site.problem.file, *range, "it boots from this, too")
    })
}
