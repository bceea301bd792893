//! libyaml's own events for a text, so that tests can hold hotkit's reader against them and benchmarks can race the two.
//!
//! libyaml-rs is libyaml turned into Rust, with C's interface. All of its unsafe calls are in this file; what comes out is
//! plain data in the words of `hotkit_syntax`. In two things it is not the libyaml of PyYAML: [`Mark::index`] counts bytes,
//! and with it the 1,024 characters that a simple key may have; and a misspelt message is mended, which [`read`] undoes.

use std::ffi::{CStr, c_char};
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::slice;

use hotkit_syntax::{CollectionStyle, ErrorClass, EventKind, Mark, ScalarStyle};
use libyaml_rs::{
    yaml_error_type_t, yaml_event_delete, yaml_event_t, yaml_event_type_t, yaml_mapping_style_t, yaml_mark_t,
    yaml_parser_delete, yaml_parser_initialize, yaml_parser_parse, yaml_parser_set_input_string, yaml_parser_t,
    yaml_scalar_style_t, yaml_sequence_style_t,
};

/// One event as libyaml gives it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// What it says.
    pub kind: EventKind,
    /// The name of its anchor or alias.
    pub anchor: Option<String>,
    /// Its tag with the handle replaced.
    pub tag: Option<String>,
    /// The value of a scalar; empty for others.
    pub value: String,
    /// Documents: no indicator is written. Nodes: the tag is to be found from the value as a plain scalar.
    pub implicit: bool,
    /// Scalars: the tag is to be found from the value as a quoted scalar.
    pub quoted_implicit: bool,
    /// Where it begins.
    pub start: Mark,
    /// Where it ends.
    pub end: Mark,
}

/// Why libyaml refuses a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stop {
    /// The stage that refuses.
    pub class: ErrorClass,
    /// libyaml's words.
    pub problem: String,
    /// What libyaml was doing.
    pub context: Option<String>,
    /// Where it gave up; not set by the reader.
    pub mark: Mark,
    /// The byte at which the reader gave up; 0 for the other stages.
    pub offset: u32,
}

/// All events up to the end or the first error, and the error.
#[must_use]
pub fn read(text: &str) -> (Vec<Event>, Option<Stop>) {
    let mut parser = Parser::new(text);
    let mut events = Vec::new();
    loop {
        match parser.next(plain_event) {
            Ok(event) => {
                let ends = event.kind == EventKind::StreamEnd;
                events.push(event);
                if ends {
                    return (events, None);
                }
            }
            Err(stop) => return (events, Some(stop)),
        }
    }
}

/// How many events there are before the end or the first error: libyaml's work and nothing else.
#[must_use]
pub fn count_events(text: &str) -> usize {
    let mut parser = Parser::new(text);
    let mut count = 0;
    while let Ok(kind) = parser.next(|event| event.type_) {
        count += 1;
        if kind == yaml_event_type_t::YAML_STREAM_END_EVENT {
            break;
        }
    }
    count
}

/// A parser at a place that does not move: it keeps a pointer to itself, and one to the text.
struct Parser<'t> {
    parser: Box<MaybeUninit<yaml_parser_t>>,
    text: PhantomData<&'t str>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Parser<'t> {
        let mut parser: Box<MaybeUninit<yaml_parser_t>> = Box::new(MaybeUninit::uninit());
        // SAFETY: initializing writes the whole structure and cannot fail but by running out of memory, which aborts. The
        // text outlives the parser by the lifetime on it.
        unsafe {
            let initialized = yaml_parser_initialize(parser.as_mut_ptr());
            assert!(initialized.ok, "libyaml cannot make a parser");
            yaml_parser_set_input_string(parser.as_mut_ptr(), text.as_ptr(), text.len() as u64);
        }
        Parser {
            parser,
            text: PhantomData,
        }
    }

    fn next<T>(&mut self, look: impl FnOnce(&yaml_event_t) -> T) -> Result<T, Stop> {
        let mut event = MaybeUninit::uninit();
        // SAFETY: the parser was initialized; parsing writes the whole event, and an event that was given is looked at before
        // it is deleted, once.
        unsafe {
            if yaml_parser_parse(self.parser.as_mut_ptr(), event.as_mut_ptr()).ok {
                let seen = look(event.assume_init_ref());
                yaml_event_delete(event.as_mut_ptr());
                Ok(seen)
            } else {
                Err(stop(self.parser.assume_init_ref()))
            }
        }
    }
}

impl Drop for Parser<'_> {
    fn drop(&mut self) {
        // SAFETY: it was initialized, and this is the only deletion.
        unsafe { yaml_parser_delete(self.parser.as_mut_ptr()) }
    }
}

fn stop(parser: &yaml_parser_t) -> Stop {
    let class = match parser.error {
        yaml_error_type_t::YAML_READER_ERROR => ErrorClass::Reader,
        yaml_error_type_t::YAML_SCANNER_ERROR => ErrorClass::Scanner,
        yaml_error_type_t::YAML_PARSER_ERROR => ErrorClass::Parser,
        other => panic!("libyaml cannot read for want of memory, or it is in a wrong state: {other:?}"),
    };
    Stop {
        class,
        problem: c_text(parser.problem.cast())
            .unwrap_or_default()
            .replace("hexadecimal", "hexdecimal"),
        context: c_text(parser.context.cast()),
        mark: mark(parser.problem_mark),
        offset: if class == ErrorClass::Reader {
            parser.problem_offset as u32
        } else {
            0
        },
    }
}

fn plain_event(event: &yaml_event_t) -> Event {
    let mut plain = Event {
        kind: EventKind::StreamStart,
        anchor: None,
        tag: None,
        value: String::new(),
        implicit: true,
        quoted_implicit: false,
        start: mark(event.start_mark),
        end: mark(event.end_mark),
    };
    // SAFETY: the kind of an event says which part of the union was written.
    unsafe {
        match event.type_ {
            yaml_event_type_t::YAML_STREAM_START_EVENT => {}
            yaml_event_type_t::YAML_STREAM_END_EVENT => plain.kind = EventKind::StreamEnd,
            yaml_event_type_t::YAML_DOCUMENT_START_EVENT => {
                plain.kind = EventKind::DocumentStart;
                plain.implicit = event.data.document_start.implicit;
            }
            yaml_event_type_t::YAML_DOCUMENT_END_EVENT => {
                plain.kind = EventKind::DocumentEnd;
                plain.implicit = event.data.document_end.implicit;
            }
            yaml_event_type_t::YAML_ALIAS_EVENT => {
                plain.kind = EventKind::Alias;
                plain.anchor = c_text(event.data.alias.anchor.cast());
            }
            yaml_event_type_t::YAML_SCALAR_EVENT => {
                let scalar = event.data.scalar;
                plain.kind = EventKind::Scalar(scalar_style(scalar.style));
                plain.anchor = c_text(scalar.anchor.cast());
                plain.tag = c_text(scalar.tag.cast());
                let bytes = slice::from_raw_parts(scalar.value.cast_const(), scalar.length as usize);
                plain.value = String::from_utf8_lossy(bytes).into_owned();
                plain.implicit = scalar.plain_implicit;
                plain.quoted_implicit = scalar.quoted_implicit;
            }
            yaml_event_type_t::YAML_SEQUENCE_START_EVENT => {
                let sequence = event.data.sequence_start;
                let is_flow = sequence.style == yaml_sequence_style_t::YAML_FLOW_SEQUENCE_STYLE;
                plain.kind = EventKind::SequenceStart(collection_style(is_flow));
                plain.anchor = c_text(sequence.anchor.cast());
                plain.tag = c_text(sequence.tag.cast());
                plain.implicit = sequence.implicit;
            }
            yaml_event_type_t::YAML_SEQUENCE_END_EVENT => plain.kind = EventKind::SequenceEnd,
            yaml_event_type_t::YAML_MAPPING_START_EVENT => {
                let mapping = event.data.mapping_start;
                let is_flow = mapping.style == yaml_mapping_style_t::YAML_FLOW_MAPPING_STYLE;
                plain.kind = EventKind::MappingStart(collection_style(is_flow));
                plain.anchor = c_text(mapping.anchor.cast());
                plain.tag = c_text(mapping.tag.cast());
                plain.implicit = mapping.implicit;
            }
            yaml_event_type_t::YAML_MAPPING_END_EVENT => plain.kind = EventKind::MappingEnd,
            other => panic!("libyaml gives an event without kind: {other:?}"),
        }
    }
    plain
}

fn scalar_style(style: yaml_scalar_style_t) -> ScalarStyle {
    match style {
        yaml_scalar_style_t::YAML_SINGLE_QUOTED_SCALAR_STYLE => ScalarStyle::SingleQuoted,
        yaml_scalar_style_t::YAML_DOUBLE_QUOTED_SCALAR_STYLE => ScalarStyle::DoubleQuoted,
        yaml_scalar_style_t::YAML_LITERAL_SCALAR_STYLE => ScalarStyle::Literal,
        yaml_scalar_style_t::YAML_FOLDED_SCALAR_STYLE => ScalarStyle::Folded,
        _ => ScalarStyle::Plain,
    }
}

fn collection_style(is_flow: bool) -> CollectionStyle {
    if is_flow {
        CollectionStyle::Flow
    } else {
        CollectionStyle::Block
    }
}

fn mark(mark: yaml_mark_t) -> Mark {
    Mark {
        index: mark.index as u32,
        line: mark.line as u32,
        column: mark.column as u32,
    }
}

/// A C string that libyaml keeps; `None` for a null pointer.
fn c_text(text: *const c_char) -> Option<String> {
    // SAFETY: libyaml's pointers are null or lead to a text that ends with a zero byte and lives as long as its event or
    // parser, both of which are borrowed by the callers.
    let text = (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) })?;
    Some(text.to_string_lossy().into_owned())
}
