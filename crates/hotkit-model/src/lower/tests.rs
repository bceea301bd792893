//! What lowering says about small templates.
