"""No sound template is flagged by schemas/hot.schema.json, and common mistakes are.

Reads every judged case of corpus/ and tests/conformance/, and those of FOLDER arguments with the same two files (cases.jsonl,
verdicts.jsonl). Sound is a template of which Heat's engine makes a stack in some case. Each text is read twice: as Heat reads it (YAML 1.1), and as most YAML
servers do (YAML 1.2).
"""

import json
import re
import sys
from pathlib import Path

import yaml
from jsonschema import Draft7Validator

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas/hot.schema.json").read_text(encoding="utf-8"))


class Heat(yaml.CSafeLoader):
    """Dates stay text."""


Heat.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


class Newer(yaml.CSafeLoader):
    """The core schema of YAML 1.2, with merge keys, as YAML servers read it."""


Newer.yaml_implicit_resolvers = {}
for tag, pattern, firsts in [
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+0123456789."),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("merge", r"^(?:<<)$", "<"),
]:
    Newer.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(firsts))


def plain(value):
    """Keys as text, as JSON has them; whatever else JSON lacks as text."""
    if isinstance(value, dict):
        return {str(key): plain(it) for key, it in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(it) for it in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def faults(validator: Draft7Validator, document) -> list[str]:
    found = []
    for error in validator.iter_errors(document):
        while error.context:
            error = max(error.context, key=lambda it: len(it.absolute_path))
        found.append(f"{'/'.join(map(str, error.absolute_path))}: {error.message[:160]}")
    return found


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


MISTAKES = {
    "a section": "heat_template_version: 2021-04-16\nresource: {}\n",
    "a version": "heat_template_version: 2021-04-17\n",
    "a key of a resource": "heat_template_version: 2021-04-16\nresources:\n  a: {type: OS::Heat::None, propertys: {}}\n",
    "a resource without a type": "heat_template_version: 2021-04-16\nresources:\n  a: {properties: {}}\n",
    "a property": "heat_template_version: 2021-04-16\nresources:\n  a: {type: OS::Nova::Server, properties: {flavour: x}}\n",
    "a nested property": "heat_template_version: 2021-04-16\nresources:\n  a: {type: OS::Nova::Server, properties: {flavor: x, networks: [{net: x}]}}\n",
    "a missing property": "heat_template_version: 2021-04-16\nresources:\n  a: {type: OS::Nova::Server, properties: {image: x}}\n",
    "no properties at all": "heat_template_version: 2021-04-16\nresources:\n  a: {type: OS::Nova::Server}\n",
    "a value that is none of those allowed": "heat_template_version: 2021-04-16\nresources:\n  a: {type: OS::Nova::Server, properties: {flavor: x, user_data_format: YAML}}\n",
    "text for a list": "heat_template_version: 2021-04-16\nresources:\n  a: {type: OS::Nova::Server, properties: {flavor: x, networks: x}}\n",
    "a misspelt function": "heat_template_version: 2021-04-16\nresources:\n  a: {type: OS::Nova::Server, properties: {flavor: {get_parm: x}}}\n",
    "the type of a parameter": "heat_template_version: 2021-04-16\nparameters:\n  a: {type: text}\n",
    "a key of a parameter": "heat_template_version: 2021-04-16\nparameters:\n  a: {type: string, descripton: x}\n",
    "an output without a value": "heat_template_version: 2021-04-16\noutputs:\n  a: {description: x}\n",
}


# Sound templates that are flagged, by the id of their case: what no schema can see, or what Heat lets through by accident.
KNOWN = {
    "E-007a-wildcard-overrides-builtin": "an environment puts another type in the place of a built-in one",
    "F-IF-3a-two-arg-false-unknown-nested-key-dropped": "an unknown key beside a function that gives nothing",
    "PR-015a-unknown-nested-key-next-to-dynamic-value": "an unknown key beside a value that is not known yet",
}


def main(folders: list[Path]) -> int:
    Draft7Validator.check_schema(SCHEMA)
    validator = Draft7Validator(SCHEMA)
    failed = 0
    for what, text in MISTAKES.items():
        if not faults(validator, plain(yaml.load(text, Loader=Heat))):
            failed += 1
            print(f"not flagged: {what}")
    for folder in [ROOT / "corpus", ROOT / "tests/conformance", *folders]:
        if not folder.exists():
            print(f"skipped: there is no {folder}")
            continue
        verdicts = {it["id"]: it for it in lines(folder / "verdicts.jsonl")}
        sound, wrong = set(), set()
        for case in lines(folder / "cases.jsonl"):
            verdict = verdicts.get(case["id"], {})
            accepted = verdict.get("stack", {}).get("verdict") == "accept"
            (sound if accepted else wrong).add(case["template"])
        known = {it["template"] for it in lines(folder / "cases.jsonl") if it["id"] in KNOWN}
        sound -= known
        flagged = unread = 0
        wrong -= sound
        for name in sorted(sound):
            text = (folder / name).read_bytes()
            before = None
            for loader in (Heat, Newer):
                try:
                    document = plain(yaml.load(text, Loader=loader))
                except (yaml.YAMLError, ValueError, RecursionError):
                    unread += 1
                    continue
                if document == before:
                    continue
                before = document
                found = faults(validator, document) if isinstance(document, dict) else []
                if found:
                    flagged += 1
                    print(f"flagged though sound ({loader.__name__}): {folder.name}/{name}\n  " + "\n  ".join(found[:3]))
        caught = 0
        for name in sorted(wrong):
            try:
                document = plain(yaml.load((folder / name).read_bytes(), Loader=Heat))
            except (yaml.YAMLError, ValueError, OSError, RecursionError):
                continue
            caught += isinstance(document, dict) and bool(faults(validator, document))
        failed += flagged
        print(f"{folder.name}: {len(sound)} sound templates, {flagged} flagged, {unread} not read; {caught} of {len(wrong)} refused ones flagged")
    print(f"schema: {len(MISTAKES)} mistakes tried, {failed} wrong")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main([Path(it) for it in sys.argv[1:]]))
