//! What each function does with its argument, after `heat/engine/hot/functions.py` and `heat/engine/cfn/functions.py`.
//!
//! Each module adds its functions to the evaluator. The shape of an argument has been checked before they are called
//! (phase P); what they find wrong is of phase E.

mod digest;
mod lists;
mod logic;
mod maps;
mod references;
mod repeat;
mod replace;
mod texts;
pub(crate) mod url;
pub(crate) mod yaql;

#[cfg(test)]
mod tests;
