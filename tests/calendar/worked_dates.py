#!/usr/bin/env python3
"""Runs every row of worked_dates.json through the built program. Usage: worked_dates.py PATH_OF_HEJIE"""
import json
import pathlib
import subprocess
import sys

OPTIONAL = ("clear_days_due", "excluded_days")


def differences(row, answer):
    wanted = {key: row[key] for key in ("due", "nominal", "provisional", *OPTIONAL) if key in row}
    return [f"{key}: {answer.get(key)!r}, expected {value!r}" for key, value in wanted.items() if answer.get(key) != value]


def main():
    program = sys.argv[1]
    rows = json.loads(pathlib.Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    failed = 0
    for row in rows:
        done = subprocess.run([program, "due", "--json", *row["args"]], capture_output=True, text=True, check=False)
        wrong = differences(row, json.loads(done.stdout)) if done.returncode == 0 else [done.stderr.strip()]
        if wrong:
            failed += 1
            print(row["id"], "; ".join(wrong))
    print(f"{len(rows) - failed} passed, {failed} failed")
    return 1 if failed or len(rows) < 40 else 0


sys.exit(main())
