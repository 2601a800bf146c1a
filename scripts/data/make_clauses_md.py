#!/usr/bin/env python3
"""Writes docs/security-clauses.md: each clause of OWASP ASVS 5.0.0 (levels 1 and 2), GB/T 22239-2019 (8.1.4, 8.1.5) and
GB/T 39786-2021 (8.4) with its answer, from clauses_asvs.csv and clauses_gbt.csv beside this file.

A row names items of docs/security.md, or tests and documents of its own. "shown" is never written there: it follows from what
the row names, and a row cannot say more than its items. A row that names nothing says why.
  make_clauses_md.py           write it
  make_clauses_md.py --check   exit 1 when it is not what the files say, or a row is wrong
"""
import csv
import pathlib
import re
import sys

import make_security_md as security

HERE = pathlib.Path(__file__).resolve().parent
OUT = security.TOP / "docs/security-clauses.md"
ASVS, GBT = HERE / "clauses_asvs.csv", HERE / "clauses_gbt.csv"
DECLARED = ("", "in part", "not yet", "operator", "not applicable")
# How many clauses each chapter has: ASVS 5.0.0 levels 1 and 2 (70 and 183), the sections of the two GB/T.
ASVS_CHAPTERS = {1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16, 17: 7}
ASVS_LEVELS = {"1": 70, "2": 183}
GBT_SECTIONS = {"8.1.4.1": 4, "8.1.4.2": 7, "8.1.4.3": 4, "8.1.4.4": 6, "8.1.4.5": 1, "8.1.4.6": 1, "8.1.4.7": 2, "8.1.4.8": 2, "8.1.4.9": 3,
                "8.1.4.10": 2, "8.1.4.11": 2, "8.1.5.1": 2, "8.1.5.2": 2, "8.1.5.3": 2, "8.1.5.4": 6, "39786 8.4": 8}
NAMES = {str(number): name for number, name in enumerate((
    "Encoding and sanitization", "Validation and business logic", "Web frontend", "API and web service", "File handling", "Authentication",
    "Session management", "Authorization", "Self-contained tokens", "OAuth and OpenID Connect", "Cryptography", "Secure communication",
    "Configuration", "Data protection", "Secure coding", "Logging and errors", "WebRTC"), start=1)}


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number_key(text):
    return [int(part) if part.isdigit() else part for part in re.split(r"[. ]", text)]


def counted(rows, expected, wrong, what):
    """Each id once and in order, as many in each chapter as the standard has."""
    ids = [row["id"] for row in rows]
    wrong += [f"{what} {each} stands twice" for each in sorted({each for each in ids if ids.count(each) > 1})]
    if ids != sorted(ids, key=number_key):
        wrong.append(f"{what}: the clauses are not in their order")
    there = {}
    for each in ids:
        chapter = int(each.split(".")[0]) if what == "ASVS" else re.sub(r" [a-h]$", "", each)
        there[chapter] = there.get(chapter, 0) + 1
    for chapter in sorted({*there, *expected}, key=str):
        if there.get(chapter, 0) != expected.get(chapter, 0):
            wrong.append(f"{what} {chapter} has {expected.get(chapter, 0)} clauses, here are {there.get(chapter, 0)}")


def evidence_of(text, known, wrong, clause):
    """`Suite.Name`, `file: title` of tests/node or tests/web, `docs/page.md: words that stand there`."""
    out = []
    for each in filter(None, (part.strip() for part in text.split("; "))):
        place, _, name = each.partition(": ")
        if place.endswith(".md"):
            page = security.TOP / place
            good = page.is_file() and name in page.read_text(encoding="utf-8")
            out.append(f"{place}: “{name}”")
        elif name:
            place = next((p for p, title in known if title == name and pathlib.Path(p).name == f"{place}.test.mjs"), "")
            good = bool(place)
            out.append(f"`{place}` {name}")
        else:
            good = tuple(each.split(".", 1)) in known
            out.append(f"`{each}`")
        if not good:
            wrong.append(f"{clause}: there is no {each}")
    return out


def derived(row, answers, evidence):
    """The most the row can say, by what it names."""
    said = [answers[number] for number in items_of(row)] + ["shown"] * len(evidence)
    counting = [each for each in said if each != "not applicable"]
    if not counting:
        return "not applicable" if said else ""
    if all(each == "shown" for each in counting):
        return "shown"
    if any(each.startswith("shown") for each in counting):
        return "shown in part"
    return counting[0] if len(set(counting)) == 1 else "not yet"


def items_of(row):
    return [int(each) for each in row["items"].split()]


def answer_of(row, answers, evidence, wrong):
    most = derived(row, answers, evidence)
    declared = row["answer"]
    if declared not in DECLARED:
        wrong.append(f"{row['id']}: {declared!r} is no answer that can be written here")
    if declared and not row["reason"]:
        wrong.append(f"{row['id']}: {declared} without a reason")
    if not most and declared in ("", "in part"):
        wrong.append(f"{row['id']}: names nothing and does not say why")
    if declared == "in part":
        return "shown in part" if most.startswith("shown") else most
    return declared or most


def reason_of(row, answer, answers, notes):
    if row["reason"] or answer == "shown":
        return row["reason"]
    return "; ".join(f"item {number}" + (notes[number] and f": {notes[number]}") for number in items_of(row) if answers[number] != "shown")


def table(rows, known, answers, notes, wrong, counts):
    lines = []
    for row in rows:
        unknown = [each for each in items_of(row) if each not in answers]
        wrong += [f"{row['id']}: there is no item {each}" for each in unknown]
        if unknown:
            continue
        evidence = evidence_of(row["evidence"], known, wrong, row["id"])
        answer = answer_of(row, answers, evidence, wrong)
        counts[answer] = counts.get(answer, 0) + 1
        named = [f"item {', '.join(map(str, items_of(row)))}"] if items_of(row) else []
        title = f"{row['title_zh']}<br>{row['title']}" if "title_zh" in row else row["title"]
        level = f" {row['level']} |" if "level" in row else ""
        lines.append(f"| {row['id']} |{level} {title} | {answer} | {'<br>'.join(named + evidence)} | {reason_of(row, answer, answers, notes)} |")
    return lines


def told(counts):
    return ", ".join(f"{counts[key]} {key}" for key in sorted(counts))


def build(asvs, gbt):
    wrong = []
    counted(asvs, ASVS_CHAPTERS, wrong, "ASVS")
    counted(gbt, GBT_SECTIONS, wrong, "GB/T")
    for level, expected in ASVS_LEVELS.items():
        if (there := sum(row["level"] == level for row in asvs)) != expected:
            wrong.append(f"ASVS level {level} has {expected} clauses, here are {there}")
    shown, _ = security.shown_by()
    known = {*security.google_tests(), *security.node_tests()}
    lines = {number: security.row(number, shown[number], {}) for number in security.ITEMS}
    answers = {number: line[1] for number, line in lines.items()}
    notes = {number: line[0].split(" | ")[-1].rstrip(" |") for number, line in lines.items()}
    of_asvs, of_gbt, text = {}, {}, ""
    first = table(asvs, known, answers, notes, wrong, of_asvs)
    second = table(gbt, known, answers, notes, wrong, of_gbt)
    by_chapter = {}
    for line in first:
        by_chapter.setdefault(line.split()[1].split(".")[0], []).append(line)
    for chapter, part in by_chapter.items():
        text += f"\n### V{chapter} {NAMES[chapter]}\n\n| clause | level | about | answer | shown by | reason |\n|---|---|---|---|---|---|\n" + "\n".join(part) + "\n"
    return f"""# Security, clause by clause

Made by `scripts/data/make_clauses_md.py` from `clauses_asvs.csv` and `clauses_gbt.csv`; not edited by hand. Items are those of [security.md](security.md),
which names their tests; the other tests and the pages named here are there, a test says so. "shown" is never written in the files: it holds while
all that a row names is shown. The words are ours; the standards have their own.

OWASP ASVS 5.0.0, levels 1 and 2: {len(asvs)} clauses, {told(of_asvs)}.
GB/T 22239-2019 level 3 (8.1.4, 8.1.5) and GB/T 39786-2021 (8.4): {len(gbt)} clauses, {told(of_gbt)}.

## OWASP ASVS 5.0.0
{text}
## GB/T 22239-2019 8.1.4, 8.1.5, GB/T 39786-2021 8.4

| clause | about | answer | shown by | reason |
|---|---|---|---|---|
""" + "\n".join(second) + "\n", wrong


def write(check=False):
    text, wrong = build(rows_of(ASVS), rows_of(GBT))
    if not wrong and check and not (OUT.is_file() and OUT.read_text(encoding="utf-8") == text):
        wrong = ["docs/security-clauses.md is not what the files say; run scripts/data/make_clauses_md.py"]
    if not wrong and not check:
        OUT.write_text(text, encoding="utf-8")
    for each in wrong:
        print(each, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(write("--check" in sys.argv[1:]))
