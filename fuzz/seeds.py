#!/usr/bin/env python3
"""Makes small seed corpora for the fuzz targets from the templates of corpus/ and from recorded answers of the tests.

    fuzz/seeds.py            writes fuzz/corpus/TARGET/, which git does not keep
    cargo +nightly fuzz run TARGET
"""

import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
LARGEST = 4096


def templates():
    """Texts of corpus/ that are small enough to be changed in many ways in little time."""
    for path in sorted((ROOT / "corpus").rglob("*")):
        if path.suffix in (".yaml", ".json", ".template") and path.stat().st_size <= LARGEST:
            yield path.read_bytes()


def lines(path):
    return [json.loads(it) for it in (ROOT / path).read_text(encoding="utf-8").splitlines()]


def seeds():
    texts = list(templates())
    yield "syntax_tree", texts
    yield "format_text", [bytes(16) + it for it in texts]
    yield "format_generated", [bytes(range(16)) + it[:256] for it in texts]
    yield "whole_check", [bytes([mode]) + it for it in texts for mode in (0, 3)]
    yield "fixes", [bytes([mode]) + it for it in texts for mode in (0, 5)]
    pairs = [old + b"\n#- new\n" + new for old, new in zip(texts, texts[1:])]
    yield "plan", [bytes([mode]) + it for it in texts + pairs[:20] for mode in (0, 1)]
    steps = [bytes([kind * 3 % 8, kind * 5 % 40, kind * 7 % 30, kind * 11 % 256, kind]) for kind in range(24)]
    yield "lsp_session", [it + b"\xff" + b"".join(steps[at % 8 :]) for at, it in enumerate(texts[:40])]
    yaql = lines("crates/hotkit-eval/tests/data/yaql_vectors.jsonl")
    yield "yaql", [f"{it['expression']}\0{json.dumps(it['data'])}".encode() for it in yaql[::3] if isinstance(it["expression"], str)]
    patterns = lines("crates/hotkit-eval/tests/data/patterns.jsonl")
    yield "allowed_pattern", [f"{it['pattern']}\0{text[0]}".encode("utf-8", "surrogatepass") for it in patterns for text in it.get("texts", [[""]])[:2]]


def main():
    for target, texts in seeds():
        folder = ROOT / "fuzz/corpus" / target
        folder.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(texts):
            (folder / f"seed-{number:04}").write_bytes(text)
        print(f"{target}: {len(texts)} seeds")


main()
