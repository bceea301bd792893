//! A deployment to a server that does not run the agent (X-HEAT-5).

use hotkit_text::TextRange;

use crate::phrase::{fitting, quoted};
use crate::rule::Rule;
use crate::site::Site;
use crate::words::Words;

pub(crate) static RULE: Rule = Rule::engine("unprepared-server", include_str!("unprepared_server.md"));

pub(crate) fn words(server: &str, format: &str, place: TextRange, site: Site<'_>) -> Words {
    Words::new(
        &RULE,
        format!(
            "{} cannot take software deployments: its `user_data_format` is {}",
            quoted(server),
            quoted(format)
        ),
    )
    .label("not made for deployments")
    .help(format!("give {} `user_data_format: SOFTWARE_CONFIG`", quoted(server)))
    .related(
        site.problem.file,
        place,
        fitting(format!("{} here", quoted(format)), "here"),
    )
}
