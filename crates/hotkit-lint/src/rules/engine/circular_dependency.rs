//! Resources that wait for each other (D-001 to D-005).

use hotkit_analysis::{ReferenceFunction, Step};

use crate::phrase::{fitting, in_words, quoted, shown};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("circular-dependency", include_str!("circular_dependency.md"));

/// Steps that are shown one by one; of longer circles the first of them.
const MOST_STEPS: usize = 12;

pub(crate) fn words(steps: &[Step], site: Site<'_>) -> Words {
    let Some(first) = steps.first() else {
        return Words::new(&RULE, "resources wait for each other");
    };
    if steps.len() == 1 {
        return Words::new(&RULE, format!("{} needs itself", quoted(&first.resource)))
            .label("waits for itself")
            .help("take the reference away; a resource cannot wait for its own creation");
    }
    let message = format!("{} needs itself: {}", quoted(&first.resource), way(steps));
    let mut words = Words::new(&RULE, message)
        .label(waiting(1, first))
        .help(format!("take one of the {} away", in_words(steps.len())));
    for (index, step) in steps.iter().enumerate().take(MOST_STEPS).skip(1) {
        words = words.related(site.problem.file, step.range, waiting(index + 1, step));
    }
    words
}

fn waiting(number: usize, step: &Step) -> String {
    match step.function {
        ReferenceFunction::Heat(_) => fitting(
            format!("{number}. Heat lets it wait for {}", shown(&step.required)),
            &format!("{number}. waits: an edge that Heat adds"),
        ),
        _ => fitting(
            format!("{number}. waits for {}", shown(&step.required)),
            &format!("{number}. waits"),
        ),
    }
}

/// The names in the order of waiting, the first once more at the end.
fn way(steps: &[Step]) -> String {
    let mut names: Vec<String> = steps
        .iter()
        .take(MOST_STEPS)
        .map(|step| shown(&step.resource))
        .collect();
    if steps.len() > MOST_STEPS {
        names.push(format!("{} more", steps.len() - MOST_STEPS));
    }
    names.push(shown(&steps[0].resource));
    names.join(" → ")
}
