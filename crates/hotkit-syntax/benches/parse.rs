//! How fast texts are read: events, and trees. A large template, many small ones, and a large one with an error.

use std::sync::Arc;

use divan::counter::BytesCount;
use hotkit_syntax::{Dialect, Events, parse};

fn main() {
    divan::main();
}

/// A template of this many servers.
fn template(servers: usize) -> Arc<str> {
    let mut text = String::from(
        "heat_template_version: 2021-04-16\n\n# One of the usual ones.\nparameters:\n  image: {type: string}\n\nresources:\n",
    );
    for number in 0..servers {
        text.push_str(&format!(
            "  server_{number}:\n    type: OS::Nova::Server\n    depends_on: [net, \"port_{number}\"]\n    properties:\n      \
             name: 'web {number}'\n      image: {{get_param: image}}\n      flavor: m1.small  # cheap\n      networks:\n        \
             - port: {{get_resource: port_{number}}}\n      user_data: |\n        #!/bin/sh\n        echo {number} > /etc/motd\n        \
             exit 0\n\n"
        ));
    }
    text.into()
}

fn large() -> Arc<str> {
    template(3_000)
}

fn events(text: &str) -> usize {
    Events::new(text, Dialect::Libyaml).filter(Result::is_ok).count()
}

#[divan::bench]
fn events_of_a_large_template(bencher: divan::Bencher<'_, '_>) {
    let text = large();
    bencher.counter(BytesCount::of_str(&*text)).bench(|| events(&text));
}

#[divan::bench]
fn tree_of_a_large_template(bencher: divan::Bencher<'_, '_>) {
    let text = large();
    bencher
        .counter(BytesCount::of_str(&*text))
        .bench(|| parse(text.clone()));
}

#[divan::bench]
fn trees_of_a_hundred_small_templates(bencher: divan::Bencher<'_, '_>) {
    let texts: Vec<Arc<str>> = (0..100).map(|number| template(1 + number % 6)).collect();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .bench(|| texts.iter().map(|text| parse(text.clone()).len()).sum::<usize>());
}

#[divan::bench]
fn tree_of_a_large_template_with_a_half_typed_line(bencher: divan::Bencher<'_, '_>) {
    let text: Arc<str> = large()
        .replacen(
            "    depends_on: [net, \"port_1500\"]",
            "    depends_on: [net, \"port",
            1,
        )
        .into();
    bencher
        .counter(BytesCount::of_str(&*text))
        .bench(|| parse(text.clone()));
}
