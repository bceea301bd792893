//! Comments to hotkit as they are typed: `# hotkit: ignore[rule] reason`, `# hotkit: fmt off`.

use hotkit_syntax::TokenKind;
use hotkit_text::TextRange;

use crate::completion::{Completion, CompletionKind, Completions};
use crate::hover::Hover;
use crate::view::{KnownRule, View};

/// The word that such comments begin with.
const MARK: &str = "hotkit:";

/// What may follow it, and what it does.
const INSTRUCTIONS: [(&str, &str); 4] = [
    (
        "ignore",
        "Leaves out findings of the rules in brackets: behind text those of its line, on a line of its own those of the block below. What follows the brackets is the reason.",
    ),
    (
        "ignore-file",
        "Leaves out the findings of the rules in brackets in the whole file.",
    ),
    ("fmt off", "From here on the layout stays as it is."),
    ("fmt on", "From here on `hotkit fmt` lays out the text again."),
];

/// A word of such a comment.
struct Word<'t> {
    range: TextRange,
    text: &'t str,
    kind: WordKind<'t>,
}

enum WordKind<'t> {
    /// `hotkit:`, or the beginning of it.
    Mark,
    /// What is to be done.
    Instruction,
    /// The name of a rule or a group; the names beside it.
    Rule(Vec<&'t str>),
}

/// What can be written at the cursor; `None` where it stands in no comment to hotkit.
pub(crate) fn completion(view: &View<'_>, offset: u32) -> Option<Completions> {
    let word = word_at(view, offset)?;
    let behind = view.text().get(word.range.end() as usize..).unwrap_or_default();
    let items: Vec<Completion> = match &word.kind {
        WordKind::Mark => {
            let typed = TextRange::new(word.range.start(), offset).slice(view.text());
            if typed.is_empty() || !MARK.starts_with(typed) {
                return None;
            }
            let items = INSTRUCTIONS.iter().map(|(name, words)| {
                let it = instruction(name, words, false);
                Completion {
                    label: format!("{MARK} {}", it.label),
                    insert: format!("{MARK} {}", it.insert),
                    snippet: it.snippet.map(|it| format!("{MARK} {it}")),
                    ..it
                }
            });
            items.collect()
        }
        WordKind::Instruction => {
            let has_bracket = behind.starts_with('[');
            let items = INSTRUCTIONS.iter();
            items
                .map(|(name, words)| instruction(name, words, has_bracket))
                .collect()
        }
        WordKind::Rule(others) => {
            let rules = view.world.rules().into_iter();
            let mut items: Vec<Completion> = rules.filter(|it| !others.contains(&it.name)).map(rule).collect();
            items.sort_by_key(|it| it.rank);
            items
        }
    };
    Some(Completions {
        items,
        insert: TextRange::new(word.range.start(), offset),
        replace: word.range,
    })
}

/// What the word under the cursor means.
pub(crate) fn hover(view: &View<'_>, offset: u32) -> Option<Hover> {
    let word = word_at(view, offset)?;
    let markdown = match word.kind {
        WordKind::Mark => return None,
        WordKind::Instruction => {
            let (name, words) = INSTRUCTIONS.iter().find(|(name, _)| *name == word.text)?;
            format!("**{name}**\n\n{words}")
        }
        WordKind::Rule(_) => {
            let rule = view.world.rules().into_iter().find(|it| it.name == word.text)?;
            format!("**{}**: {}\n\n{}", rule.name, rule.family, rule.summary)
        }
    };
    Some(Hover {
        range: word.range,
        markdown,
    })
}

fn instruction(name: &str, words: &str, has_bracket: bool) -> Completion {
    let takes_rules = name.starts_with("ignore") && !has_bracket;
    Completion {
        label: name.to_owned(),
        kind: CompletionKind::Keyword,
        detail: None,
        documentation: Some(words.to_owned()),
        insert: if takes_rules {
            format!("{name}[")
        } else {
            name.to_owned()
        },
        snippet: takes_rules.then(|| format!("{name}[$1]$0")),
        rank: 50,
        deprecated: false,
    }
}

fn rule(rule: KnownRule) -> Completion {
    Completion {
        label: rule.name.to_owned(),
        kind: CompletionKind::Value,
        detail: Some(rule.family),
        documentation: Some(rule.summary),
        insert: rule.name.to_owned(),
        snippet: None,
        // What was found in the file is what one wants to be rid of.
        rank: if rule.found { 10 } else { 50 },
        deprecated: false,
    }
}

/// The word of a comment to hotkit that the cursor stands in or behind.
fn word_at<'v>(view: &View<'v>, offset: u32) -> Option<Word<'v>> {
    let token = view.document.tree.token_at(offset.checked_sub(1)?)?;
    if token.kind != TokenKind::Comment {
        return None;
    }
    let text = view.text();
    let comment = token.range.slice(text);
    let at = (offset - token.range.start()) as usize;
    let body = comment.trim_start_matches('#').trim_start_matches([' ', '\t']);
    let start = comment.len() - body.len();
    let word = |from: usize, to: usize, kind| {
        let range = TextRange::new(token.range.start() + from as u32, token.range.start() + to as u32);
        (from <= at && at <= to).then(|| Word {
            range,
            text: range.slice(text),
            kind,
        })
    };
    let Some(rest) = body.strip_prefix(MARK).filter(|_| at >= start + MARK.len()) else {
        let end = start + body.find(char::is_whitespace).unwrap_or(body.len());
        return word(start, end, WordKind::Mark);
    };
    let rest = rest.trim_start_matches([' ', '\t']);
    let start = comment.len() - rest.len();
    let open = start + rest.find('[').unwrap_or(rest.len());
    if at <= open {
        return word(start, open, WordKind::Instruction);
    }
    let list = &comment[open + 1..];
    let close = open + 1 + list.find(']').unwrap_or(list.len());
    if at > close || !comment[start..open].trim_end().starts_with("ignore") {
        return None;
    }
    let from = comment[..at].rfind(['[', ',']).map_or(open + 1, |it| it + 1);
    let to = comment[at..close].find(',').map_or(close, |it| at + it);
    let part = &comment[from..to];
    // Blanks beside the name are no part of it, except for those before a cursor that has no name yet.
    let from = (from + part.len() - part.trim_start().len()).min(at);
    let to = (from + comment[from..to].trim_end().len()).max(at);
    let others = comment[open + 1..close].split(',').map(str::trim);
    let own = comment[from..to].trim();
    let others = others.filter(|it| *it != own).collect();
    word(from, to, WordKind::Rule(others))
}

#[cfg(test)]
mod tests {
    use crate::testing::Fixture;
    use crate::{completion, hover};

    fn labels(comment: &str) -> Vec<String> {
        let fixture = Fixture::new(&format!(
            "heat_template_version: 2018-08-31\nparameters:\n  a: {{type: string}}  {comment}\n"
        ));
        let found = completion::completion(&fixture.view(), fixture.offset);
        found.map_or_else(Vec::new, |it| it.items.into_iter().map(|it| it.label).collect())
    }

    /// The line after the item was chosen.
    #[track_caller]
    fn chosen(comment: &str, label: &str) -> String {
        let fixture = Fixture::new(comment);
        let found = completion::completion(&fixture.view(), fixture.offset).expect("something to offer");
        let item = found.items.into_iter().find(|it| it.label == label);
        let insert = item.unwrap_or_else(|| panic!("{label} is not offered")).insert;
        fixture.edited("t.yaml", &[hotkit_text::Edit::replace(found.replace, insert)])
    }

    #[test]
    fn rules_in_brackets() {
        // Of the file's own findings first.
        assert_eq!(
            labels("# hotkit: ignore[<|>"),
            ["unused-parameter", "missing-constraint", "style"]
        );
        assert_eq!(
            labels("# hotkit: ignore[mis<|>]"),
            ["unused-parameter", "missing-constraint", "style"]
        );
        assert_eq!(
            labels("# hotkit: ignore-file[unused-parameter, <|>]"),
            ["missing-constraint", "style"]
        );
        for elsewhere in [
            "# hotkit: ignore[style] <|>",
            "# hotkit: fmt [<|>",
            "# ignore[<|>",
            "# a hotkit: ignore[<|>",
        ] {
            assert_eq!(labels(elsewhere), Vec::<String>::new(), "{elsewhere}");
        }
    }

    #[test]
    fn instructions_behind_the_mark() {
        let all = ["ignore", "ignore-file", "fmt off", "fmt on"];
        assert_eq!(labels("# hotkit: <|>"), all);
        assert_eq!(labels("# hotkit: ign<|>"), all);
        assert_eq!(labels("#hotkit:<|>"), all);
        assert_eq!(labels("# ho<|>")[0], "hotkit: ignore");
        assert_eq!(labels("# how<|>"), Vec::<String>::new());
        assert_eq!(labels("# <|>"), Vec::<String>::new());
    }

    #[test]
    fn a_choice_takes_the_place_of_the_word() {
        let head = "a: 1  ";
        for (comment, label, wanted) in [
            (
                "# hotkit: ignore[sty<|>le, x] é",
                "missing-constraint",
                "# hotkit: ignore[missing-constraint, x] é",
            ),
            (
                "# hotkit: ignore[style, <|>",
                "missing-constraint",
                "# hotkit: ignore[style, missing-constraint",
            ),
            ("# hotkit: ig<|>[style]", "ignore-file", "# hotkit: ignore-file[style]"),
            ("# hot<|>", "hotkit: ignore", "# hotkit: ignore["),
        ] {
            assert_eq!(chosen(&format!("{head}{comment}"), label), format!("{head}{wanted}"));
        }
    }

    #[test]
    fn a_rule_says_what_it_finds() {
        let told = |comment: &str| {
            let fixture = Fixture::new(&format!("a: 1  {comment}\n"));
            hover::hover(&fixture.view(), fixture.offset).map(|it| it.markdown)
        };
        assert_eq!(
            told("# hotkit: ignore[style, unused-<|>parameter]").as_deref(),
            Some("**unused-parameter**: suspicious\n\nA parameter that nothing reads.")
        );
        assert!(told("# hotkit: ig<|>nore[style]").is_some_and(|it| it.contains("reason")));
        assert_eq!(told("# hotkit: ignore[nob<|>ody]"), None);
        assert_eq!(told("# hotkit: ignore[style] unused-<|>parameter"), None);
    }
}
