#!/usr/bin/env python3
"""Measures what hotkit does with input that is made to hurt, and writes docs/hostile.md.

    benches/hostile.py [--program target/release/hotkit] [--write]

Each input goes through `check`, `check --stack`, `fmt --check` and `plan`. A run that is killed by a signal, that speaks of a
bug, that takes more than 10 s of processor time or more than 1 GiB of memory is a failure.
"""

import argparse
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEAD = "heat_template_version: 2018-08-31\n"
MOST_SECONDS = 10
MOST_BYTES = 1 << 30


def value(text):
    """A template with one resource of this value."""
    return HEAD + "resources:\n  a:\n    type: OS::Heat::Value\n    properties:\n      value: " + text + "\n"


def bomb():
    text = HEAD + "resources:\n  r0: &r0 { type: OS::Heat::Value, properties: { value: [1, 1, 1, 1, 1, 1, 1, 1] } }\n"
    for level in range(1, 40):
        items = ", ".join([f"*r{level - 1}"] * 9)
        text += f"  r{level}: &r{level} {{ type: OS::Heat::Value, properties: {{ value: [{items}] }} }}\n"
    return text


def merge_bomb():
    text = HEAD + "resources:\n  r0: &r0 { type: OS::Heat::Value, metadata: &m0 { k0: 1 } }\n"
    for level in range(1, 200):
        merged = ", ".join([f"*m{level - 1}"] * 9)
        text += f"  r{level}: {{ type: OS::Heat::Value, metadata: &m{level} {{ <<: [{merged}], k{level}: 1 }} }}\n"
    return text


def chain(count):
    text = HEAD + "resources:\n"
    for number in range(count):
        text += f"  r{number}:\n    type: OS::Heat::Value\n    properties: {{ value: {{ get_attr: [r{number + 1}, value] }} }}\n"
    return text + f"  r{count}:\n    type: OS::Heat::Value\n    properties: {{ value: 1 }}\n"


def circle(count):
    text = HEAD + "resources:\n"
    for number in range(count):
        text += f"  r{number}:\n    type: OS::Heat::Value\n    depends_on: [r{(number + 1) % count}, r{(number * 7 + 3) % count}]\n"
    return text


def group(count, inner="OS::Heat::Value"):
    return HEAD + (
        f"resources:\n  g:\n    type: OS::Heat::ResourceGroup\n    properties:\n      count: {count}\n"
        f"      resource_def: {{ type: {inner}, properties: {{ value: '%index%' }} }}\n"
    )


def nested_groups():
    return {f"n{depth}.yaml": group(1000, f"n{depth + 1}.yaml") if depth < 5 else group(1000) for depth in range(6)}


def nested_files(count):
    files = {f"n{number}.yaml": HEAD + f"resources:\n  a: {{ type: n{number + 1}.yaml }}\n" for number in range(count)}
    files[f"n{count}.yaml"] = HEAD
    return files


def fan_out(depth):
    files = {f"n{number}.yaml": HEAD + "resources:\n" + "".join(f"  r{copy}: {{ type: n{number + 1}.yaml }}\n" for copy in range(10)) for number in range(depth)}
    files[f"n{depth}.yaml"] = HEAD
    return files


def pattern(text):
    return HEAD + f"parameters:\n  a:\n    type: string\n    default: {'a' * 40}!\n    constraints: [{{ allowed_pattern: '{text}' }}]\n"


def noise():
    numbers = random.Random(1)
    return bytes(numbers.randrange(256) for _ in range(1 << 20))


def words():
    numbers = random.Random(2)
    pieces = ["- ", ": ", "\n", "  ", "{", "}", "[", "]", "'", '"', "&a ", "*a ", "!!t ", "? ", "| ", "> ", "#", "%", ",", "key", "\t", "---\n"]
    return HEAD + "".join(numbers.choice(pieces) for _ in range(1 << 18))


MIB = 1 << 20
DIGITS = "[" + ", ".join(map(str, range(1000))) + "]"
CASES = [
    ("aliases that would expand to 9^40 values", lambda: bomb()),
    ("merge keys that merge merge keys, 200 deep, nine at once", lambda: merge_bomb()),
    ("100,000 open brackets", lambda: value("[" * 100_000)),
    ("100,000 brackets, closed again", lambda: value("[" * 100_000 + "]" * 100_000)),
    ("100,000 open braces in JSON", lambda: {"n0.json": '{"heat_template_version": ' + '{"a": ' * 100_000}),
    ("a mapping 3,000 levels deep", lambda: HEAD + "outputs:\n" + "".join(" " * depth + "a:\n" for depth in range(1, 3000))),
    ("1 MiB of `- `", lambda: value("\n        " + "- " * (MIB // 2))),
    ("1 MiB of `? `", lambda: HEAD + "? " * (MIB // 2)),
    ("1 MiB of double quotes", lambda: value('"' * MIB)),
    ("1 MiB of `&a `", lambda: value("&a " * (MIB // 3))),
    ("1 MiB of `{a: `", lambda: value("{a: " * (MIB // 4))),
    ("1 MiB of tabs", lambda: value("\t" * MIB)),
    ("1 MiB of random bytes", noise),
    ("random pieces of YAML, 400 KiB", words),
    ("a text of 50 MiB in one line", lambda: value("x" * (50 * MIB))),
    ("1,000,000 keys in a mapping", lambda: value("{" + ", ".join(f"k{number}: 1" for number in range(1_000_000)) + "}")),
    ("100,000 times the same key", lambda: value("{" + ", ".join("k: 1" for _ in range(100_000)) + "}")),
    ("a chain of 20,000 resources", lambda: chain(20_000)),
    ("20,000 resources in circles", lambda: circle(20_000)),
    ("a group of 1,000,000,000 members", lambda: group(1_000_000_000)),
    ("groups of 1,000 in groups of 1,000, six deep", nested_groups),
    ("a template that includes itself", lambda: {"n0.yaml": HEAD + "resources:\n  a: { type: n0.yaml }\n"}),
    ("2,000 templates, each in the one before", lambda: nested_files(2_000)),
    ("ten times the next template, twelve deep", lambda: fan_out(12)),
    ("`repeat` over 1,000 × 1,000 × 1,000 values", lambda: value(f"{{ repeat: {{ for_each: {{ a: {DIGITS}, b: {DIGITS}, c: {DIGITS} }}, template: [a, b, c] }} }}")),
    ("YAQL that counts to 10^12", lambda: value("{ yaql: { expression: 'range(0, 1000000000000).sum()', data: {} } }")),
    ("YAQL that doubles a list 60 times", lambda: value("{ yaql: { expression: '$.data" + ".selectMany([$, $])" * 60 + ".len()', data: [1] } }")),
    ("a pattern that backtracks, `(a+)+$`", lambda: pattern("(a+)+$")),
    ("a pattern with a count, `((a{1,1000}){1,1000}){1,1000}`", lambda: pattern("((a{1,1000}){1,1000}){1,1000}")),
    ("`str_replace` that grows its text 40 times", lambda: value("{ str_replace: { template: x, params: { x: " * 40 + "xx" + " } } }" * 40)),
]


def limits():
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(program, arguments, folder):
    """Processor time in seconds, greatest memory in bytes, and what is wrong with how it ended."""
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen([program, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, preexec_fn=limits)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = 0
        errors.seek(0)
        said = errors.read(100_000).decode("utf-8", "replace")
    wrong = None
    if os.WIFSIGNALED(status):
        wrong = f"killed by signal {os.WTERMSIG(status)}"
    elif os.WEXITSTATUS(status) > 2 or "bug in hotkit" in said or "panicked" in said:
        wrong = f"status {os.WEXITSTATUS(status)}: {said[:200]}"
    seconds, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024
    if not wrong and seconds > MOST_SECONDS:
        wrong = f"took {seconds:.1f} s"
    if not wrong and memory > MOST_BYTES:
        wrong = f"took {memory / MIB:.0f} MiB"
    return seconds, memory, wrong


def memory_of(count):
    """What a process had before it became hotkit counts as its memory, too: that of this script."""
    return "<20 MiB" if count < 20 * MIB else size(count)


def size(count):
    for unit in ["B", "KiB", "MiB"]:
        if count < 1024 or unit == "MiB":
            return f"{count:.0f} {unit}"
        count /= 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=str(ROOT / "target/release/hotkit"))
    parser.add_argument("--write", action="store_true", help="write docs/hostile.md")
    parser.add_argument("--only", default="", help="only inputs whose description holds this text")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    rows, failed = [], 0
    for name, make in CASES:
        if options.only not in name:
            continue
        files = make()
        if not isinstance(files, dict):
            files = {"n0.yaml": files}
        folder = tempfile.mkdtemp()
        for file, text in files.items():
            pathlib.Path(folder, file).write_bytes(text if isinstance(text, bytes) else text.encode())
        total = sum(os.path.getsize(os.path.join(folder, file)) for file in files)
        first = next(iter(files))
        cells, most = [], 0
        for arguments in (["check", first], ["check", "--stack", first], ["fmt", "--check", first], ["plan", first]):
            seconds, memory, wrong = run(program, arguments, folder)
            most = max(most, memory)
            cells.append("<10 ms" if seconds < 0.01 else f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s")
            if wrong:
                failed += 1
                print(f"FAILED: {name}: {' '.join(arguments)}: {wrong}")
        rows.append(f"| {name} | {size(total)} | {' | '.join(cells)} | {memory_of(most)} |")
        print(rows[-1], flush=True)
        shutil.rmtree(folder)
    if options.write:
        page = (ROOT / "docs/hostile.md").read_text(encoding="utf-8")
        start, end = page.index("| input |"), page.index("\n\n", page.index("| input |"))
        table = "| input | size | `check` | `check --stack` | `fmt --check` | `plan` | memory |\n|---|---:|---:|---:|---:|---:|---:|\n"
        (ROOT / "docs/hostile.md").write_text(page[:start] + table + "\n".join(rows) + page[end:], encoding="utf-8")
    print(f"hostile: {len(rows)} inputs, {failed} failures")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
