//! Values of expressions, as Heat's engine computes them.
//!
//! An [`Expr`](hotkit_model::Expr) and a [`Scope`] give a [`Value`] or an [`EvaluationFault`]. What cannot be known
//! offline is a value too, [`Value::Unknown`], and says why; it goes exactly as far as it must. A fault is reported only
//! where Heat raises an error whatever the unknown parts turn out to be. Words for faults are found elsewhere.

mod arguments;
mod calendar;
mod conditions;
mod custom;
mod environment;
mod evaluate;
mod fault;
mod functions;
mod json;
mod parameters;
mod pattern;
mod python;
mod scope;
mod template_scope;
mod unknown;
mod value;
mod yaql;

#[cfg(test)]
mod testing;

pub use arguments::check_call;
pub use conditions::{Conditions, Truth, condition_truth};
pub use custom::{CustomVerdict, check_text, check_text_at, clock_was_read};
pub use environment::{
    MergeFault, MergeFaultKind, MergeStrategy, Merged, MergedParameter, ValueSource, collect_command_line, merge,
};
pub use evaluate::{Branch, Depth, branch, evaluate};
pub use fault::{ArgumentFault, EvaluationFault, Expected, FaultKind, Part, Phase};
pub use functions::yaql::set_for_list;
pub use parameters::{ConstraintChecks, ParameterFault, ParameterFaultKind, check_default, check_value, coerce};
pub use pattern::{NotTranslated, Pattern, PatternError, PatternFault, compile as compile_pattern};
pub use python::{json_text, repr_text, str_text};
pub use scope::{Facade, ParameterLookup, Scope};
pub use template_scope::{Mode, TemplateScope};
pub use unknown::{Reason, Reasons, Unknown};
pub use value::{Value, python_equal};
pub use yaql::{TypeProblem, ValueProblem, YaqlFault, YaqlSyntaxFault};

/// Bytes of text, or items of a list, beyond which a computed value is [`Reason::Limit`]: Heat takes no larger request.
pub const LARGEST_VALUE: usize = 1 << 20;
