//! Tests of the tables against known facts, and against the JSON that they are made from.

mod against_facts;
mod descriptions;
mod releases;
mod resource_types;
mod versions;
