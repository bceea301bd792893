//! The generated tables. Their source is written by `build/`, from `schemas/facts`.

#![allow(
    clippy::redundant_static_lifetimes,
    clippy::unreadable_literal,
    reason = "generated source is regular, not pretty"
)]

use crate::constraint::{Constraint, CustomConstraint};
use crate::descriptions::{FunctionDescription, TypeDescription};
use crate::first_letters;
use crate::function::Function;
use crate::history::{Change, ChangeKind, FunctionHistory, History};
use crate::property::{Dropped, Property};
use crate::release::Release;
use crate::resource_type::{Attribute, ResourceType, Support, SupportStatus, TranslationAction, TranslationRule};
use crate::value::{Literal, ValueType};
use crate::version::{TemplateKind, Version};

include!(concat!(env!("OUT_DIR"), "/tables.rs"));
