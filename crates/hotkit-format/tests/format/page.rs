//! The examples of the page on formatting: what it shows is what comes out.

use hotkit_format::{Choice, Style};

use crate::kit::laws;

const PAGE: &str = include_str!("../../../../docs/formatting.md");

/// The style of the options behind `Example: `; each choice has a value of its own or is a switch.
fn style(options: &str) -> Style {
    let mut choices = Vec::new();
    for option in options.trim_matches('`').split("--").skip(1) {
        let (name, value) = option.trim().split_once(' ').unwrap_or((option.trim(), "true"));
        choices.push(Choice::parse(name, value).unwrap_or_else(|why| panic!("{option}: {why:?}")));
    }
    Style::of(&choices)
}

#[test]
fn examples_are_true() {
    let mut count = 0;
    for example in PAGE.split("\nExample: ").skip(1) {
        let (options, rest) = example.split_once('\n').unwrap();
        let (before, rest) = rest.split_once("```yaml\n").unwrap().1.split_once("```\n").unwrap();
        assert!(rest.starts_with("\nbecomes\n\n```yaml\n"), "{options}");
        let (after, _) = rest.split_once("```yaml\n").unwrap().1.split_once("```\n").unwrap();
        assert_ne!(before, after, "{options}");
        assert_eq!(laws(before, &style(options)).as_deref(), Ok(after), "{options}");
        count += 1;
    }
    assert!(count > 8, "{count} examples");
}

#[test]
fn every_choice_is_told() {
    for name in Choice::NAMES {
        assert!(PAGE.contains(&format!("`--{name}")), "{name}");
    }
}
