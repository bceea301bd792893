//! libyaml's bare events beside ours and beside our trees, over the same texts in the same run: the tree must not cost more
//! than libyaml's events.

use std::sync::Arc;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use hotkit_libyaml_oracle as libyaml;
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

/// About 1 MiB.
fn one_large() -> Vec<Arc<str>> {
    vec![template(2_950)]
}

/// A thousand templates of one to six servers, about 1.3 MB together.
fn many_small() -> Vec<Arc<str>> {
    (0..1_000).map(|number| template(1 + number % 6)).collect()
}

fn race(bencher: Bencher<'_, '_>, texts: &[Arc<str>], read: impl Fn(&Arc<str>) -> usize + Sync) {
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .bench(|| texts.iter().map(|text| read(black_box(text))).sum::<usize>());
}

fn our_events(text: &Arc<str>) -> usize {
    Events::new(text, Dialect::Libyaml).filter(Result::is_ok).count()
}

fn our_tree(text: &Arc<str>) -> usize {
    parse(text.clone()).len()
}

mod large {
    use super::{Bencher, libyaml, one_large, our_events, our_tree, race};

    #[divan::bench]
    fn libyaml_events(bencher: Bencher<'_, '_>) {
        race(bencher, &one_large(), |text| libyaml::count_events(text));
    }

    #[divan::bench]
    fn events(bencher: Bencher<'_, '_>) {
        race(bencher, &one_large(), our_events);
    }

    #[divan::bench]
    fn tree(bencher: Bencher<'_, '_>) {
        race(bencher, &one_large(), our_tree);
    }
}

mod small {
    use super::{Bencher, libyaml, many_small, our_events, our_tree, race};

    #[divan::bench]
    fn libyaml_events(bencher: Bencher<'_, '_>) {
        race(bencher, &many_small(), |text| libyaml::count_events(text));
    }

    #[divan::bench]
    fn events(bencher: Bencher<'_, '_>) {
        race(bencher, &many_small(), our_events);
    }

    #[divan::bench]
    fn tree(bencher: Bencher<'_, '_>) {
        race(bencher, &many_small(), our_tree);
    }
}
