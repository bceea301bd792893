//! What formatting costs in-process, reading and proof included: texts that change, and texts that are laid out already.

use divan::Bencher;
use divan::counter::BytesCount;
use hotkit_format::{Outcome, Style, format};
use hotkit_syntax::parse;

fn main() {
    divan::main();
}

/// A row of servers with ports and scripts. One line in ten is not laid out.
fn generated(resources: usize) -> String {
    let mut text = String::from(
        "heat_template_version: 2018-08-31\n\
         description: Generated.\n\
         parameters:\n  \
           image: { type: string, constraints: [ { custom_constraint: glance.image } ] }\n  \
           flavor: {type: string, default: m1.small}\n\
         resources:\n  \
           net:\n    \
             type: OS::Neutron::Net\n",
    );
    for index in 0..resources / 2 {
        text.push_str(&format!(
            "  # Where server {index} is reached.
  port_{index}:
    type:  OS::Neutron::Port
    properties:
      network: {{ get_resource: net }}
      fixed_ips:
      - ip_address: 10.0.{}.{}
  server_{index}:
    type: OS::Nova::Server
    depends_on: [ port_{index} ]
    properties:
      image: {{ get_param: image }} 
      flavor: {{ get_param: flavor }}
      networks:
        - port: {{ get_resource: port_{index} }}
      metadata: {{ address: {{ get_attr: [port_{index}, fixed_ips, 0, ip_address] }} }}
      user_data:
        str_replace:
          template: |
            #!/bin/sh
            echo \"$name\" > /etc/hostname
            systemctl restart network
          params:
            $name: {{ get_param: 'OS::stack_name' }}
",
            index / 250,
            index % 250 + 1,
        ));
    }
    text
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
    let texts: Vec<String> = (0..100).map(|index| generated(16 + index % 3)).collect();
    bencher
        .counter(BytesCount::new(texts.iter().map(String::len).sum::<usize>()))
        .bench(|| texts.iter().map(|text| changed(text).len()).sum::<usize>());
}

/// The same, laid out already: what every later run costs.
#[divan::bench]
fn hundred_templates_without_changes(bencher: Bencher<'_, '_>) {
    let texts: Vec<String> = (0..100).map(|index| changed(&generated(16 + index % 3))).collect();
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
    let text = generated(3_000);
    assert!((1_000_000..1_200_000).contains(&text.len()), "{}", text.len());
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| changed(&text).len());
}

/// Twice as much: it takes twice as long.
#[divan::bench]
fn two_mebibytes(bencher: Bencher<'_, '_>) {
    let text = generated(6_000);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| changed(&text).len());
}

/// Every option that rewrites.
#[divan::bench]
fn one_mebibyte_with_every_option(bencher: Bencher<'_, '_>) {
    let text = generated(3_000);
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
