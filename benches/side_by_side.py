#!/usr/bin/env python3
"""Compares the processor time of hotkit with that of other tools on the same files, in one run, and writes docs/speed.md.

    benches/side_by_side.py --files FOLDER [--tools FOLDER] [--oracle FOLDER --engine PYTHON] [--rounds 3] [--write]

--files    every template below it is copied, and all tools get those copies
--tools    where the other tools are installed (made if missing): a virtual environment with yamllint, ryl and cfn-lint, and
           node_modules with prettier and yaml-language-server
--oracle   a folder with an `oracle.py` that asks openstack-heat itself, run by the Python of --engine, which has it installed

Processor time, not time on the clock: it says the same on a busy machine, and counts every core and every child process. Of
several rounds the least counts. What a tool says about the files is not compared: they ask different questions.
"""

import argparse
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent
BATCH = 500
ENGINE_VERSION = "import importlib.metadata; print(importlib.metadata.version('openstack-heat'))"


def used(command, folder, **more):
    """Processor time in seconds of a command and its children, and its greatest memory in MiB."""
    child = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, child.returncode


def batches(command, files):
    """Command lines are not endless."""
    return [command + files[start : start + BATCH] for start in range(0, len(files), BATCH)]


def least(rounds, commands, folder, fine):
    """The least time of several rounds of all commands; a status that is not fine is a failure of the comparison."""
    best = None
    for _ in range(rounds):
        seconds, memory = 0.0, 0.0
        for command in commands:
            time, most, status = used(command, folder)
            if status not in fine:
                sys.exit(f"{command[:3]} ended with {status}")
            seconds, memory = seconds + time, max(memory, most)
        best = min(best or (seconds, memory), (seconds, memory))
    return best


def language_server(command, folder, files):
    """Opens every file in a language server and waits for its diagnostics."""
    child = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    open_files, answered = {pathlib.Path(folder, it).as_uri() for it in files}, threading.Event()

    def send(message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        child.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        child.stdin.flush()

    def read():
        waiting = set(open_files)
        while line := child.stdout.readline():
            if not line.lower().startswith(b"content-length:"):
                continue
            length = int(line.split(b":")[1])
            while child.stdout.readline().strip():
                pass
            message = json.loads(child.stdout.read(length))
            if "method" in message and "id" in message:
                asked = message.get("params") or {}
                send({"id": message["id"], "result": [None] * len(asked.get("items", []))})
            elif message.get("method") == "textDocument/publishDiagnostics":
                waiting.discard(message["params"]["uri"])
                if not waiting:
                    answered.set()
        answered.set()

    threading.Thread(target=read, daemon=True).start()
    send({"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": pathlib.Path(folder).as_uri(), "capabilities": {"textDocument": {"publishDiagnostics": {}}}}})
    send({"method": "initialized", "params": {}})
    for file in files:
        text = pathlib.Path(folder, file).read_text(encoding="utf-8", errors="replace")
        uri = pathlib.Path(folder, file).as_uri()
        send({"method": "textDocument/didOpen", "params": {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}}})
    if not answered.wait(900):
        child.kill()
        sys.exit("the language server did not answer")
    child.kill()
    _, _, usage = os.wait4(child.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def install(tools):
    """The other tools, from their registries."""
    if not (tools / "venv/bin/ryl").exists():
        subprocess.check_call([sys.executable, "-m", "venv", tools / "venv"])
        subprocess.check_call([tools / "venv/bin/pip", "install", "-q", "yamllint", "ryl", "cfn-lint"])
    if not (tools / "node_modules/.bin/prettier").exists():
        subprocess.check_call(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", tools, "prettier", "yaml-language-server"])


def version(command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False).stdout.decode().split("\n")[0].split(" ")[-1]


def package_version(tools, name):
    return json.loads((tools / "node_modules" / name / "package.json").read_text())["version"]


def gather(source, folder):
    """Copies every template below a folder; returns their names, and those in Amazon's format."""
    names, amazon = [], []
    for path in sorted(pathlib.Path(source).rglob("*")):
        if path.suffix not in (".yaml", ".yml", ".template", ".json") or not path.is_file():
            continue
        text = path.read_bytes()
        beginning = text[:4000]
        is_heat = b"heat_template_version" in beginning or b"HeatTemplateFormatVersion" in beginning
        is_amazon = b"AWSTemplateFormatVersion" in beginning
        if not (is_heat or is_amazon):
            continue
        # JSON is YAML, too, and not every tool takes both endings.
        name = f"{len(names):05}.yaml"
        pathlib.Path(folder, name).write_bytes(text)
        names.append(name)
        if is_amazon:
            amazon.append(name)
    return names, amazon


def engine(options, folder, files):
    """Heat's own validation of the same templates, without inputs."""
    cases = pathlib.Path(folder, "cases.jsonl")
    lines = [json.dumps({"id": it, "template": it, "environments": [], "parameters": {}, "base": str(folder)}) for it in files]
    cases.write_text("\n".join(lines) + "\n")
    return used([options.engine, str(pathlib.Path(options.oracle, "oracle.py").resolve()), "check", str(cases)], folder)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=str(ROOT / "target/release/hotkit"))
    parser.add_argument("--files", default=str(ROOT / "corpus"))
    parser.add_argument("--name", default="the templates of `corpus/`", help="what the files are, in words")
    parser.add_argument("--tools", default=str(ROOT / "target/side-by-side"))
    parser.add_argument("--oracle")
    parser.add_argument("--engine")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write docs/speed.md")
    options = parser.parse_args()
    program, tools = os.path.abspath(options.program), pathlib.Path(options.tools).resolve()
    tools.mkdir(parents=True, exist_ok=True)
    install(tools)
    venv, node = tools / "venv/bin", tools / "node_modules"
    folder = tempfile.mkdtemp()
    files, amazon = gather(options.files, folder)
    size = sum(os.path.getsize(os.path.join(folder, it)) for it in files)
    rows = []

    def row(what, tool, question, result, count=len(files)):
        rows.append((what, tool, question, *result[:2], count))
        print(f"{tool} {question}: {result[0]:.2f} s, {result[1]:.0f} MiB", flush=True)

    prettier = ["node", str(node / "prettier/bin/prettier.cjs"), "--check", "--ignore-path", "/dev/null"]
    check = [program, "check", "--no-config", "--fail-on", "never", "--format", "concise"]
    row("hotkit", f"hotkit {version([program, '--version'])}", "verdict of Heat, default rules", least(options.rounds, batches(check, files), folder, [0]))
    row("hotkit-all", "hotkit", "the same, every rule", least(options.rounds, batches([*check, "--select", "all"], files), folder, [0]))
    row("hotkit-fmt", "hotkit fmt", "layout, proved to mean the same", least(options.rounds, batches([program, "fmt", "--check"], files), folder, [0, 1]))
    row("ryl", f"ryl {version([venv / 'ryl', '--version'])}", "YAML syntax and style, yamllint's default rules", least(options.rounds, batches([str(venv / "ryl"), "check", "--no-cache", "-d", "extends: default"], files), folder, [0, 1, 2]))
    row("yamllint", f"yamllint {version([venv / 'yamllint', '--version'])}", "YAML syntax and style", least(options.rounds, batches([str(venv / "yamllint")], files), folder, [0, 1]))
    row("prettier", f"prettier {package_version(tools, 'prettier')}", "layout", least(options.rounds, batches(prettier, files), folder, [0, 1, 2]))
    server = ["node", str(node / "yaml-language-server/bin/yaml-language-server"), "--stdio"]
    row("yamlls", f"yaml-language-server {package_version(tools, 'yaml-language-server')}", "YAML syntax, every file opened once", min(language_server(server, folder, files) for _ in range(options.rounds)))
    if options.oracle and options.engine:
        result = engine(options, folder, files)
        installed = version([options.engine, "-c", ENGINE_VERSION])
        row("engine", f"openstack-heat {installed}", "its own validation, first fault only", result)
    if amazon:
        row("hotkit-cfn", "hotkit", "templates in Amazon's format", least(options.rounds, batches(check, amazon), folder, [0]), len(amazon))
        row("cfn-lint", f"cfn-lint {version([venv / 'cfn-lint', '--version'])}", "templates in Amazon's format", least(1, batches([str(venv / "cfn-lint"), "-t"], amazon), folder, range(0, 32)), len(amazon))
    ours = {key: seconds for key, _, _, seconds, _, _ in rows}
    table = ["| tool | what it answers | files | processor time | a file | memory | to hotkit |", "|---|---|---:|---:|---:|---:|---:|"]
    for key, tool, question, seconds, memory, count in rows:
        base = ours["hotkit-cfn"] if count != len(files) else ours["hotkit"]
        table.append(f"| {tool} | {question} | {count:,} | {seconds:.2f} s | {seconds / count * 1000:.2f} ms | {memory:.0f} MiB | {seconds / base:.1f} × |")
    table = "\n".join(table)
    print(table)
    if options.write:
        page = (ROOT / "docs/speed.md").read_text(encoding="utf-8")
        start, end = page.index("<!-- table -->"), page.index("<!-- end -->")
        about = f"{options.name}: {len(files):,} files, {size / 1e6:.1f} MB; {platform.system()}, {platform.machine()}, {os.cpu_count()} cores; the best of {options.rounds} rounds."
        (ROOT / "docs/speed.md").write_text(f"{page[:start]}<!-- table -->\n\nOn {about}\n\n{table}\n\n{page[end:]}", encoding="utf-8")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
