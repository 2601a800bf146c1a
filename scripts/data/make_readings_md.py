#!/usr/bin/env python3
"""Makes docs/readings.md from the switches of the procedures: every reading of the law that a bureau may take otherwise.

usage: scripts/data/make_readings_md.py [--check]

With --check nothing is written: exit 1 when the page is not what the procedures say.
"""
import glob
import json
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGE = os.path.join(ROOT, "docs", "readings.md")


def switches():
    """(procedure, id, switch), in order of procedure and file."""
    for path in sorted(glob.glob(os.path.join(ROOT, "workflows", "cn", "*", "*.json"))):
        with open(path, encoding="utf-8") as file:
            for name, switch in json.load(file).get("switches", {}).items():
                yield os.path.basename(os.path.dirname(path)), name, switch


def shown(value):
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def row(procedure, name, switch):
    options = ", ".join(shown(option) for option in switch.get("options", []))
    cite = switch.get("cite", [])
    text = switch.get("disputed", {"zh": "", "en": ""})
    return (f'| {procedure} | `{name}` | {shown(switch["value"])} | {options} | {text["zh"]} / {text["en"]} | '
            + ", ".join([cite] if isinstance(cite, str) else cite) + " |")


def page():
    return "\n".join([
        "# Readings of the law", "",
        "Made by `scripts/data/make_readings_md.py` from the switches of the procedures; not written by hand. A test fails when it is stale.", "",
        "Where the text of the law is disputed, or leaves a number to the bureau, the procedure has a switch. It is constant for a case and stored when the case",
        "is opened. To be confirmed by the legal office before use; stories with `readings` under `examples/` show the other reading of those that move a date of arbitration or inspection.", "",
        "| procedure | switch | taken | options | what is disputed | where |", "|---|---|---|---|---|---|",
        *[row(*each) for each in switches()],
    ]) + "\n"


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    if not sys.argv[1:]:
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(page())
        return 0
    with open(PAGE, encoding="utf-8") as file:
        if file.read() == page():
            return 0
    print("docs/readings.md is not what the procedures say: run scripts/data/make_readings_md.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
