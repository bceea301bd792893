//! The `yaql` function: YAQL 3.2 as Heat configures it, parser and evaluator (F-YQ).
//!
//! Heat reads a literal expression when it validates and computes it when it creates. Both follow YAQL's own code:
//! its grammar, its choice among functions of one name, its lazy one-shot iterators, its limits on items and memory.
//! Whatever is not computed here, or lies beyond bounds, is unknown and never a guess.

mod call;
mod date;
mod fault;
mod functions;
mod integer;
mod key;
mod lexer;
mod machine;
mod ordering;
mod output;
mod parser;
mod regex;
mod syntax;
mod text;
mod value;

#[cfg(test)]
mod tests;

use std::rc::Rc;

use smol_str::SmolStr;

use crate::{Reason, Value};
use fault::Stop;
use machine::{Machine, Scope};
use syntax::{NoTree, Node};
use value::V;

pub use fault::{TypeProblem, ValueProblem, YaqlFault};
pub use syntax::YaqlSyntaxFault;

/// Bytes of an expression that are read; Heat takes no larger request.
const LONGEST: usize = crate::LARGEST_VALUE;

/// A fault with its place in the text of an expression, in bytes.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Placed<F> {
    pub(crate) offset: usize,
    pub(crate) fault: F,
}

/// What keeps the engine from reading an expression; `None` where it reads it, or where that is not decided.
pub(crate) fn syntax_fault(expression: &str) -> Option<Placed<YaqlSyntaxFault>> {
    match tree(expression) {
        Err(NoTree::Fault { offset, fault }) => Some(Placed { offset, fault }),
        Ok(_) | Err(NoTree::Undecided(_)) => None,
    }
}

/// What an expression fails with.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Failure {
    /// The engine does not read it.
    Syntax(Placed<YaqlSyntaxFault>),
    /// It fails when it is computed.
    Run(Placed<YaqlFault>),
}

/// The value of an expression over data; unknown parts of the data matter as far as the expression looks at them.
pub(crate) fn evaluate(expression: &str, data: &Value) -> Result<Value, Failure> {
    let node = match tree(expression) {
        Ok(node) => node,
        Err(NoTree::Fault { offset, fault }) => return Err(Failure::Syntax(Placed { offset, fault })),
        Err(NoTree::Undecided(what)) => return Ok(Value::unknown(Reason::NotImplemented(SmolStr::new_static(what)))),
    };
    let (first, depends_on_order) = run(&node, data, false);
    if !depends_on_order {
        return first;
    }
    // Sets have no order in Python: what comes out must be the same for two of them.
    let (second, _) = run(&node, data, true);
    if first == second {
        return first;
    }
    Ok(Value::unknown(Reason::NotImplemented(SmolStr::new_static(
        "yaql: the order of a set",
    ))))
}

fn tree(expression: &str) -> Result<Rc<Node>, NoTree> {
    if expression.len() > LONGEST {
        return Err(NoTree::Undecided("the length of a yaql expression"));
    }
    parser::parse(expression)
}

/// One evaluation, and whether it went through a set in some order.
fn run(node: &Rc<Node>, data: &Value, reverses_sets: bool) -> (Result<Value, Failure>, bool) {
    let mut machine = Machine::new(reverses_sets);
    let result = result_of(node, data, &mut machine);
    let result = match result {
        Ok(value) => Ok(value),
        Err(Stop::Unknown(unknown)) => Ok(Value::Unknown(unknown)),
        Err(Stop::Fault { offset, fault }) => {
            let offset = offset.unwrap_or(node.offset);
            Err(Failure::Run(Placed { offset, fault }))
        }
    };
    (result, machine.saw_order_of_set)
}

fn result_of(node: &Rc<Node>, data: &Value, machine: &mut Machine) -> Result<Value, Stop> {
    let result = raw_result_of(node, data, machine)?;
    output::output(&result, machine)
}

fn raw_result_of(node: &Rc<Node>, data: &Value, machine: &mut Machine) -> Result<V, Stop> {
    let data = output::data(data, machine)?;
    let whole = V::map(vec![(V::text("data"), data)])?;
    let scope = Scope::new(None, vec![(SmolStr::new_static("1"), whole)])?;
    let result = machine.value(node, &scope)?;
    // The engine hands the result to a function of its own, with the limits of all arguments.
    machine.fitting(result)
}

/// True where the value certainly is a set, which Heat takes for no list, though it prints as one.
pub(crate) fn is_set(expression: &str, data: &Value) -> bool {
    let result = tree(expression).map(|node| raw_result_of(&node, data, &mut Machine::new(false)));
    matches!(result, Ok(Ok(V::Set(_) | V::Keys(_) | V::Pairs(_))))
}
