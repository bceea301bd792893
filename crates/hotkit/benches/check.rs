//! What a check costs in-process, from disk to findings: one template, a hundred, large ones.

#![expect(clippy::unwrap_used, reason = "what cannot go on has failed")]

use std::fs;
use std::path::Path;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use hotkit_workspace::{CheckRequest, Project, check};
use tempfile::TempDir;

fn main() {
    divan::main();
}

/// An ordinary template: 25 resources in some 200 lines.
fn ordinary() -> String {
    generated(25)
}

/// A row of servers, each with a port and a volume, that wait for each other as in real templates.
fn generated(resources: usize) -> String {
    let mut text = String::from(
        "heat_template_version: 2018-08-31\n\
         description: Generated.\n\
         parameters:\n  \
           image: { type: string, constraints: [{ custom_constraint: glance.image }] }\n  \
           flavor: { type: string, default: m1.small }\n\
         resources:\n  \
           net:\n    \
             type: OS::Neutron::Net\n",
    );
    for index in 0..resources.saturating_sub(1) / 3 {
        text.push_str(&format!(
            "  port_{index}:
    type: OS::Neutron::Port
    properties:
      network: {{ get_resource: net }}
      fixed_ips:
        - ip_address: 10.0.{}.{}
  volume_{index}:
    type: OS::Cinder::Volume
    depends_on: port_{index}
    properties:
      size: 10
      description: {{ str_replace: {{ template: 'disk of $name', params: {{ $name: server_{index} }} }} }}
  server_{index}:
    type: OS::Nova::Server
    properties:
      image: {{ get_param: image }}
      flavor: {{ get_param: flavor }}
      networks:
        - port: {{ get_resource: port_{index} }}
      metadata: {{ address: {{ get_attr: [port_{index}, fixed_ips, 0, ip_address] }} }}
      block_device_mapping_v2:
        - {{ volume_id: {{ get_resource: volume_{index} }}, boot_index: 1 }}
",
            index / 250,
            index % 250 + 1,
        ));
    }
    text
}

fn run(folder: &Path) -> usize {
    let project = Project::open(folder, false);
    let request = CheckRequest {
        paths: vec![".".to_owned()],
        ..CheckRequest::default()
    };
    check(&project, &request, &|_| {}).unwrap().files_checked
}

fn bench_text(bencher: Bencher<'_, '_>, text: &str, resources: usize) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.yaml"), text).unwrap();
    bencher
        .counter(BytesCount::of_str(text))
        .counter(ItemsCount::new(resources))
        .bench(|| assert_eq!(run(folder.path()), 1));
}

#[divan::bench]
fn one_ordinary_template(bencher: Bencher<'_, '_>) {
    bench_text(bencher, &ordinary(), 25);
}

#[divan::bench]
fn hundred_ordinary_templates(bencher: Bencher<'_, '_>) {
    let folder = TempDir::new().unwrap();
    for index in 0..100 {
        fs::write(folder.path().join(format!("{index}.yaml")), ordinary()).unwrap();
    }
    bencher
        .counter(ItemsCount::new(100_usize))
        .bench(|| assert_eq!(run(folder.path()), 100));
}

#[divan::bench(sample_count = 10)]
fn one_mebibyte(bencher: Bencher<'_, '_>) {
    let mut resources = 1000;
    while generated(resources).len() < 1024 * 1024 {
        resources += 100;
    }
    bench_text(bencher, &generated(resources), resources);
}

#[divan::bench(args = [10_000, 20_000], sample_count = 10)]
fn resources(bencher: Bencher<'_, '_>, resources: usize) {
    bench_text(bencher, &generated(resources), resources);
}
