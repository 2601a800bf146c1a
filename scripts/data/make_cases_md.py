#!/usr/bin/env python3
"""Makes docs/cases.md from `hejie replay --json examples/*.json`.

usage: scripts/data/make_cases_md.py [--check] PATH/TO/hejie

With --check nothing is written: exit 1 when the page is not what the scripts give.
"""
import glob
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGE = os.path.join(ROOT, "docs", "cases.md")


def replay(program):
    """The answer of the program; a failed expectation is still an answer (exit 1)."""
    scripts = sorted(glob.glob(os.path.join(ROOT, "examples", "*.json")))
    names = [os.path.relpath(name, ROOT) for name in scripts]
    done = subprocess.run([program, "replay", "--json", "--workflows", "workflows", *names], cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{program} ended with {done.returncode}")
    return json.loads(done.stdout)


def acts(script):
    """Ticks are nobody's act."""
    return [step for step in script["steps"] if step["event"] != "tick"]


def count(script):
    """Acts, those with a source, those assumed; a sourced act whose day had to be chosen counts as sourced."""
    steps = acts(script)
    sourced = sum(1 for step in steps if step.get("from_source"))
    assumed = sum(1 for step in steps if step.get("assumed") and not step.get("from_source"))
    return len(steps), sourced, assumed


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def end_of(script):
    main = [case["state"] for case in script["cases"] if case["case"] == "main"]
    others = [f'{case["case"]} ({case["workflow"]}): {case["state"]}' for case in script["cases"] if case["case"] != "main"]
    return "; ".join(main + others)


def row(script, numbers):
    name = os.path.basename(script["file"])
    return (f'| [{name}](../examples/{name}) | {cell(script["title"]["zh"])} / {cell(script["title"]["en"])} | {script["workflow"]} | {end_of(script)} | '
            + " | ".join(str(number) for number in (*numbers, script["refusals"], script["expectations"])) + " |")


def sum_row(scripts, columns):
    totals = [sum(column) for column in zip(*(count(script)[:columns] for script in scripts))]
    totals += [sum(script[key] for script in scripts) for key in ("refusals", "expectations")]
    return f"| **sum of {len(scripts)}** | | | | " + " | ".join(f"**{total}**" for total in totals) + " |"


def ends(scripts, only_main):
    return sorted({f'{case["workflow"]}/{case["state"]}' for script in scripts for case in script["cases"]
                   if case["case"] == "main" or not only_main})


def page(answer):
    published = [script for script in answer["scripts"] if count(script)[1] > 0]
    written = [script for script in answer["scripts"] if count(script)[1] == 0]
    summary = answer["summary"]
    lines = [
        "# Cases", "",
        "Made by `scripts/data/make_cases_md.py` from `hejie replay --json examples/*.json`; not written by hand. A test fails when it is stale.", "",
        f'{summary["scripts"]} scripts, {summary["steps"]} steps, {summary["expectations"]} expectations, {summary["failed"]} failed.', "",
        "## Published cases", "",
        "*Sourced*: the act, or its facts, are in the source. *Assumed*: the source is silent; a lawful day was chosen and the step is marked `assumed`.",
        "An act tried and refused is an assumed step too.", "",
        "| script | case | procedure | ends in | acts | sourced | assumed | refusals | expectations |",
        "|---|---|---|---|---|---|---|---|---|",
        *[row(script, count(script)) for script in published], sum_row(published, 3), "",
        f"They end in {len(ends(published, False))} different states: {', '.join(ends(published, False))}.", "",
        "## Stories written by hand", "",
        "Here the law sets the dates; persons and numbers are made up. 90 is a wage complaint to court enforcement, 94 a collective arbitration with suspension,",
        "extension, two award documents and effect worker by worker; 52 to 67 are worked dates through the procedures; the rest are one side track each.", "",
        "| script | story | procedure | ends in | acts | refusals | expectations |",
        "|---|---|---|---|---|---|---|",
        *[row(script, count(script)[:1]) for script in written], sum_row(written, 1), "",
        "## Sources", "",
        *[f'- {os.path.basename(script["file"])}: {cell(script["source"])}' for script in published],
    ]
    return "\n".join(lines) + "\n"


def main():
    arguments = sys.argv[1:]
    check = arguments[:1] == ["--check"]
    if len(arguments) != (2 if check else 1):
        sys.exit(__doc__)
    text = page(replay(os.path.abspath(arguments[-1])))
    if not check:
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(text)
        return 0
    with open(PAGE, encoding="utf-8") as file:
        if file.read() == text:
            return 0
    print("docs/cases.md is not what the scripts give: run scripts/data/make_cases_md.py PATH/TO/hejie")
    return 1


if __name__ == "__main__":
    sys.exit(main())
