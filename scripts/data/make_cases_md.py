#!/usr/bin/env python3
"""Makes docs/cases.md from `hejie replay --json examples/*.json`.

usage: scripts/data/make_cases_md.py PATH/TO/hejie > docs/cases.md
"""
import glob
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def replay(program):
    """The answer of the program; a failed expectation is still an answer (exit 1)."""
    scripts = sorted(glob.glob(os.path.join(ROOT, "examples", "*.json")))
    names = [os.path.relpath(name, ROOT) for name in scripts]
    command = [program, "--json"] if os.path.basename(program) == "hejie_replay" else [program, "replay", "--json"]
    done = subprocess.run(command + names, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{program} ended with {done.returncode}")
    return json.loads(done.stdout)


def count(steps):
    """Sourced, assumed, unmarked steps; ticks are nobody's act."""
    acts = [step for step in steps if step["event"] != "tick"]
    sourced = sum(1 for step in acts if step.get("from_source"))
    assumed = sum(1 for step in acts if step.get("assumed") and not step.get("from_source"))
    return len(acts), sourced, assumed, len(acts) - sourced - assumed


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def end_of(script):
    main = [case for case in script["cases"] if case["case"] == "main"]
    others = [f'{case["workflow"]} {case["state"]}' for case in script["cases"] if case["case"] != "main"]
    return (main[0]["state"] if main else "") + (" (+ " + ", ".join(others) + ")" if others else "")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    answer = replay(os.path.abspath(sys.argv[1]))
    rows, ends = [], set()
    total = [0, 0, 0, 0]
    for script in answer["scripts"]:
        numbers = count(script["steps"])
        total = [a + b for a, b in zip(total, numbers)]
        ends.update(f'{script["workflow"]}/{case["state"]}' for case in script["cases"] if case["case"] == "main")
        name = os.path.basename(script["file"])
        rows.append(f'| [{name}](../examples/{name}) | {cell(script["title"]["zh"])} / {cell(script["title"]["en"])} | {script["workflow"]} | '
                    f'{end_of(script)} | {numbers[0]} | {numbers[1]} | {numbers[2]} | {numbers[3]} | {script["refusals"]} | {script["expectations"]} |')
    summary = answer["summary"]
    print("# Cases\n")
    print("Made by `scripts/data/make_cases_md.py` from `hejie replay --json examples/*.json`; not written by hand.\n")
    print(f'{summary["scripts"]} scripts, {summary["steps"]} steps, {summary["expectations"]} expectations, {summary["failed"]} failed; '
          f'{len(ends)} different ends; {sum(script["refusals"] for script in answer["scripts"])} refusals.')
    print(f'Of {total[0]} acts {total[1]} are in the source, {total[2]} are assumed (a lawful day chosen, marked `assumed`), {total[3]} are neither: '
          "refusals tried on purpose and stories written by hand.\n")
    print("| script | story | procedure | ends | acts | sourced | assumed | neither | refusals | expectations |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    print("\n".join(rows))
    print("\n## Sources\n")
    for script in answer["scripts"]:
        print(f'- {os.path.basename(script["file"])}: {cell(script["source"])}')


if __name__ == "__main__":
    main()
