//! What formatting costs in-process, reading and proof included: texts that change, and texts that are laid out already.

#[path = "../../hotkit/benches/fixture/mod.rs"]
#[expect(dead_code, reason = "other benchmarks want other templates")]
mod fixture;

use divan::Bencher;
use divan::counter::BytesCount;
use fixture::template;
use hotkit_format::{Outcome, Style, format};
use hotkit_syntax::parse;

/// So many resources take 1 MiB.
const MEBIBYTE: usize = 4_450;

fn main() {
    divan::main();
}

/// A template with so many resources as people hand them over: one line in eight is not laid out.
fn untidy(resources: usize) -> String {
    let text = template(resources);
    text.replace("type: OS::Neutron::Port\n", "type:  OS::Neutron::Port\n")
        .replace("{ get_param: image }", "{ get_param: image } ")
        .replace("        - ip_address", "      - ip_address")
        .replace("flavor: { get_param: flavor }", "flavor: {get_param: flavor}")
}

fn changed(text: &str) -> String {
    match format(&parse(text), &Style::default()) {
        Outcome::Changed(formatted) => formatted.text,
        other => panic!("{other:?}"),
    }
}

/// A hundred templates of some 200 lines.
#[divan::bench]
fn hundred_templates(bencher: Bencher<'_, '_>) {
    let texts: Vec<String> = (0..100).map(|index| untidy(24 + index % 3)).collect();
    bencher
        .counter(BytesCount::new(texts.iter().map(String::len).sum::<usize>()))
        .bench(|| texts.iter().map(|text| changed(text).len()).sum::<usize>());
}

/// The same, laid out already: what every later run costs.
#[divan::bench]
fn hundred_templates_without_changes(bencher: Bencher<'_, '_>) {
    let texts: Vec<String> = (0..100).map(|index| changed(&untidy(24 + index % 3))).collect();
    bencher
        .counter(BytesCount::new(texts.iter().map(String::len).sum::<usize>()))
        .bench(|| {
            let unchanged = texts
                .iter()
                .filter(|text| format(&parse(text.as_str()), &Style::default()) == Outcome::Unchanged);
            assert_eq!(unchanged.count(), texts.len());
        });
}

/// One template of 1 MiB.
#[divan::bench]
fn one_mebibyte(bencher: Bencher<'_, '_>) {
    let text = untidy(MEBIBYTE);
    assert!((1_000_000..1_200_000).contains(&text.len()), "{}", text.len());
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| changed(&text).len());
}

/// Twice as much: it takes twice as long.
#[divan::bench]
fn two_mebibytes(bencher: Bencher<'_, '_>) {
    let text = untidy(2 * MEBIBYTE);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| changed(&text).len());
}

/// Every option that rewrites.
#[divan::bench]
fn one_mebibyte_with_every_option(bencher: Bencher<'_, '_>) {
    let text = untidy(MEBIBYTE);
    let style = Style {
        section_order: true,
        key_order: true,
        quotes: hotkit_format::Quotes::Double,
        functions: hotkit_format::Functions::Block,
        width: Some(100),
        ..Style::default()
    };
    let tree = parse(text.as_str());
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| format(&tree, &style));
}
