//! Limits that an operator can set, as the engine has them by default.

use crate::tables;

/// Greatest size of one template, in bytes.
pub const MAX_TEMPLATE_SIZE: u64 = tables::MAX_TEMPLATE_SIZE;

/// Greatest size of a whole request (template, environments and files), in bytes of JSON.
pub const MAX_JSON_BODY_SIZE: u64 = tables::MAX_JSON_BODY_SIZE;

/// How deep stacks may be nested, the outermost not counted.
pub const MAX_NESTED_STACK_DEPTH: u64 = tables::MAX_NESTED_STACK_DEPTH;

/// How many resources a stack may have, nested ones included.
pub const MAX_RESOURCES_PER_STACK: u64 = tables::MAX_RESOURCES_PER_STACK;

/// How many items a generator in a `yaql` expression may give.
pub const YAQL_LIMIT_ITERATORS: u64 = tables::YAQL_LIMIT_ITERATORS;

/// How much memory a `yaql` expression may use, in bytes.
pub const YAQL_MEMORY_QUOTA: u64 = tables::YAQL_MEMORY_QUOTA;
