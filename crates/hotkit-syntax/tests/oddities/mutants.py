#!/usr/bin/env python3
"""Write mutants.jsonl: changed copies of the cases, with what PyYAML makes of each.

Needs PyYAML with libyaml. The same seed gives the same texts. One object a line:
  text     the document
  libyaml  {stop: null or [class, problem, context, line, column, index], events: digest}
  pure     {accept: bool, events: digest or null where refused}
A digest is FNV-1a (64 bits, hexadecimal) over one line for each event: kind, anchor, tag, value and style, each behind
a U+001F; for libyaml also start and end as index, line, column. What is absent is empty.
"""

import json
import pathlib
import random

import yaml

HERE = pathlib.Path(__file__).resolve().parent
COUNT = 2500
PIECES = [
    " ", "  ", "\n", "\t", ": ", ":", "- ", "-", "? ", "?", "{", "}", "[", "]", ",", "#", " #", "&a ", "*a ", "*a", "&b", "!",
    "!!", "!!str ", "!<", ">", "|", "|-", ">+", "|2", "'", '"', "\\", "\\\n", "''", "%", "%YAML 1.1\n", "%TAG ! x\n",
    "%TAG !e! tag:e,\n", "!e!x ", "---", "...", "\n---\n", "\n...\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029", "\ufeff",
    "\u00e9", "\U0001f600", "\x01", "\x7f", "a", "b: ", "x", "0", "@", "`", "=", "<<: ", "\\x41", "\\u0041", "%41", "%C3%A9",
    "%ff", "~", "k" * 600,
]


def mutant(rnd, cases):
    if rnd.random() < 0.25:
        return "".join(rnd.choice(PIECES) for _ in range(rnd.randrange(1, 30)))
    text = rnd.choice(cases)
    for _ in range(rnd.choice([1, 1, 1, 2, 2, 3, 5])):
        how, at = rnd.random(), rnd.randrange(len(text) + 1)
        if how < 0.45:
            text = text[:at] + rnd.choice(PIECES) + text[at:]
        elif how < 0.6:
            text = text[:at] + text[at + rnd.choice([1, 1, 1, 2, 3, 5]):]
        elif how < 0.7:
            text = text[:at]
        elif how < 0.85:
            other = rnd.choice(cases)
            start = rnd.randrange(len(other) + 1)
            text = text[:at] + other[start:start + rnd.choice([5, 20, 80])] + text[at:]
        else:
            lines = text.splitlines(True)
            if lines:
                number = rnd.randrange(len(lines))
                lines[number] = " " * rnd.randrange(5) + lines[number].lstrip(" ")
            text = "".join(lines)
    return text


def digest(lines):
    value = 0xCBF29CE484222325
    for byte in "".join(lines).encode():
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return "%016x" % value


def line(event, marks):
    kind = type(event).__name__[:-5]
    style = None
    if kind == "Scalar":
        style = event.style
    elif kind in ("SequenceStart", "MappingStart"):
        style = "flow" if event.flow_style else "block"
    parts = [kind, getattr(event, "anchor", None), getattr(event, "tag", None), getattr(event, "value", None), style]
    if marks:
        for mark in (event.start_mark, event.end_mark):
            parts += [mark.index, mark.line, mark.column]
    return "\x1f".join("" if part is None else str(part) for part in parts) + "\n"


def read(text, loader, marks):
    lines, stop = [], None
    try:
        for event in yaml.parse(text, Loader=loader):
            lines.append(line(event, marks))
    except yaml.reader.ReaderError as error:
        stop = ["ReaderError", error.reason, None, None, None, error.position]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        stop = [type(error).__name__, error.problem, error.context, mark.line, mark.column, mark.index]
    return lines, stop


def main():
    rnd = random.Random(20)
    cases = []
    for path in sorted((HERE / "cases").iterdir()):
        try:
            cases.append(path.read_bytes().decode())
        except UnicodeDecodeError:
            continue
    cases = [text for text in cases if len(text) < 600]
    rows = []
    while len(rows) < COUNT:
        text = mutant(rnd, cases)
        try:
            events, stop = read(text, yaml.CSafeLoader, True)
            pure_events, pure_stop = read(text, yaml.SafeLoader, False)
            pure = {"accept": pure_stop is None, "events": digest(pure_events) if pure_stop is None else None}
            rows.append({"text": text, "libyaml": {"stop": stop, "events": digest(events)}, "pure": pure})
        except (ValueError, OverflowError):
            continue  # An escape that is no character, or a lone surrogate.
    with open(HERE / "mutants.jsonl", "w", encoding="utf-8", newline="\n") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)


if __name__ == "__main__":
    main()
