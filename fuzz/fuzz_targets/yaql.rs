//! YAQL over any data: the text is the expression, behind the first zero byte stands the data as YAML. It ends, in bounded
//! time, and says the same twice.

#![no_main]

use hotkit_eval::{Mode, TemplateScope, evaluate};
use hotkit_model::FileKind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (expression, data) = text.split_once('\0').unwrap_or((text, "{}"));
    let quoted: String = expression.chars().flat_map(|it| match it {
        '\'' => vec!['\'', '\''],
        other => vec![other],
    }).collect();
    let indented = data.replace('\n', "\n        ");
    let template = format!(
        "heat_template_version: 2021-04-16\noutputs:\n  o:\n    value:\n      yaql:\n        expression: '{quoted}'\n        data: {indented}\n"
    );
    let document = hotkit_model::read(template, FileKind::Template);
    let Some(template) = document.template() else { return };
    let Some(expr) = template.outputs.first().and_then(|it| it.value.as_ref()) else { return };
    let value = || format!("{:?}", evaluate(expr, &TemplateScope::new(template, Mode::Symbolic)));
    assert_eq!(value(), value(), "the same expression has the same value");
});
