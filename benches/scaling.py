#!/usr/bin/env python3
"""Measures how the cost of `hotkit check` grows with resources and with files, and writes docs/speed.md and its picture.

    benches/scaling.py [--program target/release/hotkit] [--files FOLDER] [--most 100000] [--rounds 1] [--write]

Sizes double from 100 on. Files are copies of the templates below --files, folder by folder, so that nested templates lie where
they are sought. Processor time, the least of the rounds; what doubles must cost at most 2.2 times as much, from the size on where
starting the program is no part of it any more. With `--cache`, files are checked three times: without, with an empty cache, with a full one.
"""

import argparse
import math
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SUFFIXES = (".yaml", ".yml", ".template", ".json", ".env", ".hot")
MOST_FOR_TWICE = 2.2
# Below this the program's start and the grain of the clock are too large a part.
LEAST_SECONDS = 0.1
ABOUT = """What one run of `benches/scaling.py` measured: `hotkit check` on one template of ever more resources, and on folders of ever more
files. Processor time, all cores together.

![The cost by size: straight lines on two logarithmic axes](pictures/scaling.svg)"""
PICTURE = ROOT / "docs/pictures/scaling.svg"


# A process is charged with the memory of the one that starts it, so that a small one must: this prints processor time, time on
# the clock, memory and how it ended.
STARTER = """
import os, sys, time
began = time.monotonic()
out = os.open(os.devnull, os.O_RDWR)
files = [(os.POSIX_SPAWN_DUP2, out, 0), (os.POSIX_SPAWN_DUP2, out, 1)]
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=files)
_, status, usage = os.wait4(child, 0)
print(usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))
"""


def run(command, folder):
    """Processor time, time on the clock, both in seconds, and the greatest memory in MiB."""
    done = subprocess.run([sys.executable, "-S", "-c", STARTER, *command], cwd=folder, capture_output=True, text=True)
    *figures, status = done.stdout.split() or ["1"]
    # Some copies name what is not there; a file that cannot be read is told, and the others are checked.
    if status not in ("0", "2") or "panicked" in done.stderr:
        sys.exit(f"{command} ended with {status}: {done.stderr[:500]}")
    return tuple(float(it) for it in figures)


def best(rounds, command, folder):
    return min(run(command, folder) for _ in range(rounds))


def resources(count):
    """A template of chains: each server has a port on a network of its group, and a volume; outputs name some of them."""
    lines = ["heat_template_version: 2021-04-16", "parameters:", "  image: { type: string }", "  flavor: { type: string, default: small }", "resources:"]
    for number in range(count // 4):
        group = number // 50
        lines += [
            f"  net_{number}:",
            "    type: OS::Neutron::Net",
            f"    properties: {{ name: {{ str_replace: {{ template: net-NUMBER, params: {{ NUMBER: {number} }} }} }} }}",
            f"  port_{number}:",
            "    type: OS::Neutron::Port",
            f"    properties: {{ network: {{ get_resource: net_{group * 50} }}, admin_state_up: true }}",
            f"  disk_{number}:",
            "    type: OS::Cinder::Volume",
            "    properties: { size: 10 }",
            f"  server_{number}:",
            "    type: OS::Nova::Server",
            "    properties:",
            "      image: { get_param: image }",
            "      flavor: { get_param: flavor }",
            f"      networks: [{{ port: {{ get_resource: port_{number} }} }}]",
            f"      block_device_mapping_v2: [{{ volume_id: {{ get_resource: disk_{number} }} }}]",
        ]
    lines += ["outputs:", "  first: { value: { get_attr: [server_0, addresses] } }"]
    return "\n".join(lines) + "\n"


def folders(source):
    """The folders below a folder that hold files to look into, in an order of chance that is always the same."""
    found = {}
    for path in sorted(source.rglob("*")):
        if path.suffix in SUFFIXES and path.is_file() and not any(part.startswith(".") for part in path.relative_to(source).parts):
            found.setdefault(path.parent, []).append(path)
    order = sorted(found.items())
    random.Random(1).shuffle(order)
    return order


def copies(order, source, target, have, want):
    """Fills a folder up to so many files. Returns how many there are."""
    total = sum(len(files) for _, files in order)
    while have < want:
        turn, rest = divmod(have, total)
        for folder, files in order:
            if rest >= len(files):
                rest -= len(files)
                continue
            to = target / f"copy-{turn:03}" / folder.relative_to(source)
            to.mkdir(parents=True, exist_ok=True)
            for path in files[rest : rest + want - have]:
                shutil.copyfile(path, to / path.name)
                have += 1
            rest = 0
            if have >= want:
                break
    return have


def sizes(most):
    size = 100
    while size <= most * 1.03:
        yield size
        size *= 2


def measure_resources(options, work):
    rows = []
    for size in sizes(options.most):
        file = work / "one.yaml"
        file.write_text(resources(size))
        rows.append((size, *best(options.rounds, [options.program, "check", "--format", "concise", "--fail-on", "never", "one.yaml"], work)))
        print("resources", *rows[-1], flush=True)
    return rows


def measure_files(options, work):
    plain, first, second = [], [], []
    source = pathlib.Path(options.files).resolve()
    order, have = folders(source), 0
    target = work / "files"
    target.mkdir()
    (target / ".git").mkdir()
    command = [options.program, "check", "--format", "concise", "--fail-on", "never", "."]
    cached = [*command[:-1], "--cache", "."]
    for size in sizes(options.most):
        have = copies(order, source, target, have, size)
        plain.append((size, *best(options.rounds, command, target)))
        shutil.rmtree(target / ".hotkit_cache", ignore_errors=True)
        first.append((size, *run(cached, target)))
        second.append((size, *best(options.rounds, cached, target)))
        print("files", *plain[-1], "| with an empty cache", *first[-1][1:], "| with a full one", *second[-1][1:], flush=True)
    return plain, first, second


def twice(rows, least=0):
    """How much more the double cost, at worst, where it can be said: files are alike only from one copy of all on."""
    ratios = [after[1] / before[1] for before, after in zip(rows, rows[1:]) if before[1] >= LEAST_SECONDS and before[0] >= least]
    return max(ratios, default=0.0)


# Colours that people with every kind of sight tell apart (Okabe and Ito); shapes tell the same.
SERIES = [("one", "#0072b2", "#56b4e9"), ("two", "#d55e00", "#e69f00"), ("three", "#007a5a", "#2fc49a")]


def panel(x, title, curves, unit, bottom, top):
    """One diagram, both axes logarithmic."""
    left, width, height, base = x + 58, 300, 250, 300
    most = max(size for _, rows in curves for size, _ in rows)
    across = lambda size: left + width * math.log(size / 100) / math.log(most / 100)
    up = lambda value: base - height * math.log(max(value, bottom) / bottom) / math.log(top / bottom)
    out = [f'<text class="head" x="{left}" y="32">{title}</text>']
    size = 100
    while size <= most:
        out.append(f'<line class="grid" x1="{across(size):.1f}" y1="{base - height}" x2="{across(size):.1f}" y2="{base}"/>')
        out.append(f'<text class="tick" x="{across(size):.1f}" y="{base + 18}" text-anchor="middle">{size:,}</text>')
        size *= 10
    value = bottom
    while value <= top * 1.001:
        out.append(f'<line class="grid" x1="{left}" y1="{up(value):.1f}" x2="{left + width}" y2="{up(value):.1f}"/>')
        out.append(f'<text class="tick" x="{left - 8}" y="{up(value) + 4:.1f}" text-anchor="end">{value:g} {unit}</text>')
        value *= 10
    for (name, *_), (label, rows) in zip(SERIES, curves):
        points = " ".join(f"{across(size):.1f},{up(value):.1f}" for size, value in rows)
        out.append(f'<polyline class="line {name}" points="{points}"/>')
        for size, value in rows:
            at, to = across(size), up(value)
            shape = {
                "one": f'<circle class="dot {name}" cx="{at:.1f}" cy="{to:.1f}" r="3.5"/>',
                "two": f'<rect class="dot {name}" x="{at - 3.2:.1f}" y="{to - 3.2:.1f}" width="6.4" height="6.4"/>',
                "three": f'<path class="dot {name}" d="M{at:.1f} {to - 4:.1f}l4 7h-8z"/>',
            }
            out.append(shape[name])
    return out


def legend(y, labels):
    out, x = [], 58
    for (name, *_), label in zip(SERIES, labels):
        out.append(f'<line class="line {name}" x1="{x}" y1="{y - 4}" x2="{x + 22}" y2="{y - 4}"/>')
        out.append(f'<text class="text" x="{x + 28}" y="{y}">{label}</text>')
        x += 40 + 7 * len(label)
    return out


def picture(one, plain, second):
    labels = ["resources of one template", "files", "files, verdicts at hand (--cache)"]
    light = "".join(f".{name}{{stroke:{color}}}.dot.{name}{{fill:{color}}}" for name, color, _ in SERIES)
    dark = "".join(f".{name}{{stroke:{color}}}.dot.{name}{{fill:{color}}}" for name, _, color in SERIES)
    style = (
        "text{font-family:system-ui,sans-serif;font-size:12px}.head{font-size:14px;font-weight:600}"
        ".ground{fill:#fff;stroke:#d0d7de}.head,.text{fill:#1f2328}.tick{fill:#59636e}.grid{stroke:#e3e8ed}"
        ".line{fill:none;stroke-width:2}.dot{stroke:none}" + light + "@media (prefers-color-scheme:dark){.ground{fill:#0d1117;stroke:#3d444d}"
        ".head,.text{fill:#e6edf3}.tick{fill:#9198a1}.grid{stroke:#262c36}" + dark + "}"
    )
    column = lambda rows, at: [(row[0], row[at]) for row in rows]
    time_curves = list(zip(labels, [column(one, 1), column(plain, 1), column(second, 1)]))
    memory_curves = list(zip(labels, [column(one, 3), column(plain, 3), column(second, 3)]))
    body = panel(0, "Processor time", time_curves, "s", 0.001, 100)
    body += panel(400, "Memory at most", memory_curves, "MiB", 1, 1000)
    body += legend(350, labels)
    title = "Cost of hotkit check by size: straight lines on two logarithmic axes"
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="370" viewBox="0 0 800 370" role="img" aria-labelledby="title">',
            f'<title id="title">{title}</title>',
            f"<style>{style}</style>",
            '<rect class="ground" x="0.5" y="0.5" width="799" height="369" rx="8"/>',
            *body,
            "</svg>\n",
        ]
    )


def seconds(value):
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def table(one, plain, first, second, whole):
    lines = ["| size | one template of so many resources | memory | so many files | memory | files a second | again, with `--cache` | memory |", "|---:|---:|---:|---:|---:|---:|---:|---:|"]
    for at, row in enumerate(plain):
        alone = next((it for it in one if it[0] == row[0]), None)
        cells = [f"{row[0]:,}", seconds(alone[1]) if alone else "", f"{alone[3]:.0f} MiB" if alone else ""]
        again = second[at]
        cells += [seconds(row[1]), f"{row[3]:.0f} MiB", f"{row[0] / row[2]:,.0f}", f"{seconds(again[1])}", f"{again[3]:.0f} MiB"]
        lines.append("| " + " | ".join(cells) + " |")
    worst = f"What is twice as large costs at most {twice(one):.2f} times as much (resources), {twice(plain, whole):.2f} times (files)."
    largest = f"The largest run takes {seconds(plain[-1][2])} on the clock, {seconds(first[-1][2])} where it fills a cache, and {seconds(second[-1][2])} with a full one: {plain[-1][2] / second[-1][2]:.0f} times less."
    return "\n".join(lines) + f"\n\n{worst} {largest}\n"


def write(text):
    page = ROOT / "docs/speed.md"
    text = f"<!-- scaling -->\n\n## How the cost grows\n\n{ABOUT}\n\n{text}\n<!-- end of scaling -->\n"
    old = page.read_text(encoding="utf-8")
    if "<!-- scaling -->" in old:
        before, rest = old.split("<!-- scaling -->\n")
        _, after = rest.split("<!-- end of scaling -->\n")
    else:
        before, after = old.rstrip() + "\n\n", ""
    page.write_text(before + text + after, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=str(ROOT / "target/release/hotkit"))
    parser.add_argument("--files", default=str(ROOT / "corpus"))
    parser.add_argument("--most", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    options.program = str(pathlib.Path(options.program).resolve())
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        (work / ".git").mkdir()
        one = measure_resources(options, work)
        plain, first, second = measure_files(options, work)
    whole = sum(len(files) for _, files in folders(pathlib.Path(options.files).resolve()))
    text = table(one, plain, first, second, whole)
    print(text)
    if options.write:
        PICTURE.write_text(picture(one, plain, second))
        write(text)
    worst = max(twice(one), twice(plain, whole))
    if worst > MOST_FOR_TWICE:
        sys.exit(f"twice the size costs {worst:.2f} times as much")


if __name__ == "__main__":
    main()
