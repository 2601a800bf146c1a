#!/usr/bin/env python3
"""Adds up what the parts of scripts/test.sh left behind and ends with "N passed, N failed, N skipped".

  scripts/test_report.py REPORTS PART=BUILD_FOLDER ... [--broken PART_NAME ...] [--skipped "PART_NAME: REASON" ...]
REPORTS holds PART.junit.xml (ctest), *.tap (Node.js) and times.tsv; BUILD_FOLDER/reports/NAME.xml is GoogleTest's own report of
the ctest entry NAME. A broken part (did not build, left no report) counts as one failure, one left out for want of time
as skipped. Exit 1 on any failure or when there was no test at all.
"""
import argparse
import collections
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

Case = collections.namedtuple("Case", "name outcome seconds reason")  # outcome: passed, failed, skipped


def google_cases(prefix, path):
    """The single tests of one GoogleTest report; None when there is no whole report (a crash leaves none)."""
    try:
        suites = xml.parse(path).getroot()
    except (OSError, xml.ParseError):
        return None
    cases = []
    for case in suites.iter("testcase"):
        name = f"{prefix}{case.get('classname')}.{case.get('name')}"
        skipped = case.find("skipped")
        if case.find("failure") is not None:
            cases.append(Case(name, "failed", float(case.get("time", 0)), ""))
        elif skipped is not None or case.get("status") == "notrun":
            words = (skipped.get("message") or skipped.text or "") if skipped is not None else "disabled"
            cases.append(Case(name, "skipped", 0.0, words))
        else:
            cases.append(Case(name, "passed", float(case.get("time", 0)), ""))
    return cases


def ctest_outcome(case):
    if case.get("status") == "disabled":
        return "skipped", "disabled"
    if case.find("skipped") is not None:
        text = case.find("system-out")
        lines = [l for l in (text.text or "").splitlines() if l.strip()] if text is not None else []
        # A test that was never built is "skipped" to ctest; to us it has failed.
        if case.get("status") == "notrun" and "SKIP_RETURN_CODE" not in (case.find("skipped").get("message") or ""):
            return "failed", "not run"
        return "skipped", lines[-1] if lines else ""
    return ("passed" if case.get("status") == "run" and case.find("failure") is None else "failed"), ""


def ctest_cases(part, reports, build):
    path = reports / f"{part}.junit.xml"
    if not path.exists():
        return
    for case in xml.parse(path).getroot().iter("testcase"):
        name = case.get("name")
        outcome, reason = ctest_outcome(case)
        inner = google_cases(f"{part}: {name}: ", build / "reports" / f"{name}.xml")
        if not inner:
            yield Case(f"{part}: {name}", outcome, float(case.get("time", 0)), reason)
            continue
        yield from inner
        # Killed, timed out or complained of by a sanitizer although every single test passed.
        if outcome == "failed" and all(c.outcome != "failed" for c in inner):
            yield Case(f"{part}: {name} (as a whole)", "failed", float(case.get("time", 0)), "")


def node_cases(path):
    """TAP, top level only: "ok 1 - name # SKIP reason", the time in the YAML block that follows."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for number, line in enumerate(lines):
        match = re.match(r"(ok|not ok) \d+ - (.*?)(?: # SKIP(.*))?$", line)
        if match:
            outcome = "failed" if match.group(1) == "not ok" else "passed" if match.group(3) is None else "skipped"
            time = re.search(r"duration_ms: ([\d.]+)", "\n".join(lines[number + 1:number + 4]))
            yield Case(f"{path.stem}: {match.group(2)}", outcome, float(time.group(1)) / 1000 if time else 0.0,
                       (match.group(3) or "").strip())


def tell(reports, cases):
    print("\nTime of each part:")
    times = reports / "times.tsv"
    for line in times.read_text(encoding="utf-8").splitlines() if times.exists() else []:
        seconds, name = line.split("\t")
        print(f"  {int(seconds) // 60:3d} min {int(seconds) % 60:02d} s  {name}")
    print("Slowest ten tests:")
    for case in sorted(cases, key=lambda c: -c.seconds)[:10]:
        print(f"  {case.seconds:8.2f} s  {case.name}")
    for outcome in ("skipped", "failed"):
        chosen = [c for c in cases if c.outcome == outcome]
        if chosen:
            print(f"{outcome.capitalize()}:")
        for case in chosen:
            print(f"  {case.name}" + (f": {case.reason}" if case.reason else ""))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("reports", type=pathlib.Path)
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--broken", action="append", default=[])
    parser.add_argument("--skipped", action="append", default=[], help="part: reason")
    given = parser.parse_intermixed_args()
    cases = [Case(f"part: {name}", "failed", 0.0, "did not build or left no report") for name in given.broken]
    cases += [Case(f"part: {name}", "skipped", 0.0, "") for name in given.skipped]
    for part in given.parts:
        name, build = part.split("=", 1)
        cases += ctest_cases(name, given.reports, pathlib.Path(build))
    for path in sorted(given.reports.glob("*.tap")):
        cases += node_cases(path)
    tell(given.reports, cases)
    count = collections.Counter(c.outcome for c in cases)
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    return 1 if count["failed"] or not count["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
