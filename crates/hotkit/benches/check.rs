//! What a check costs in-process, from disk to findings: one template, a hundred, large ones; and what a plan costs.

#![expect(clippy::unwrap_used, reason = "what cannot go on has failed")]

mod fixture;

use std::fs;
use std::path::Path;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use fixture::{ordinary, template};
use hotkit_workspace::{CheckRequest, PlanRequest, Project, Side, check, plan};
use tempfile::TempDir;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
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
    let (text, resources) = fixture::of_size(1024 * 1024);
    bench_text(bencher, &text, resources);
}

#[divan::bench(args = [10_000, 20_000], sample_count = 10)]
fn resources(bencher: Bencher<'_, '_>, resources: usize) {
    bench_text(bencher, &template(resources), resources);
}

/// The target is 50 ms for 1,000.
#[divan::bench(args = [250, 500, 1000])]
fn plan_of_resources(bencher: Bencher<'_, '_>, resources: usize) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.yaml"), template(resources)).unwrap();
    let request = PlanRequest {
        new: Side {
            template: "a.yaml".to_owned(),
            parameters: vec![("image".to_owned(), "debian-12".to_owned())],
            ..Side::default()
        },
        ..PlanRequest::default()
    };
    bencher.counter(ItemsCount::new(resources)).bench(|| {
        let result = plan(&Project::open(folder.path(), false), &request).unwrap();
        assert!(result.plan.is_some(), "{:?}", result.diagnostics);
    });
}
