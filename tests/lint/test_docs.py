#!/usr/bin/env python3
"""The documents are true where a program can tell: quoted definitions stand in the files, links lead somewhere, every
row of the deadline register and every setting has its place."""
import glob
import json
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent.parent


def documents():
    names = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "workflows/README.md", "workflows/calendars/README.md", "examples/README.md"]
    names += [str(pathlib.Path(path).relative_to(TOP)) for path in glob.glob(str(TOP / "docs" / "**" / "*.md"), recursive=True)]
    return [name for name in names if (TOP / name).exists()]


def quoted_definitions(wrong):
    """Each JSON piece of ARCHITECTURE.md is one item of a procedure, word for word."""
    files = [json.loads(pathlib.Path(path).read_text(encoding="utf-8")) for path in glob.glob(str(TOP / "workflows/cn/*/*.json"))]
    pieces = re.findall(r"```json\n(.*?)```", (TOP / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.S)
    if len(pieces) < 2:
        wrong.append("ARCHITECTURE.md shows no event and no clock")
    for piece in pieces:
        (name, item), = json.loads("{" + piece + "}").items()
        found = any(isinstance(section, dict) and section.get(name) == item for file in files for section in file.values())
        if not found:
            wrong.append(f"ARCHITECTURE.md: {name} is not what the procedure says")


def links(wrong):
    for name in documents():
        for target in re.findall(r"\]\(([^)#\s]+)", (TOP / name).read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target) and not (TOP / name).parent.joinpath(target).exists():
                wrong.append(f"{name}: there is no {target}")


def password_words(wrong):
    """The words that no password is made of stand in the operator's page, all of them."""
    source = (TOP / "app/password_rules.cpp").read_text(encoding="utf-8")
    words = re.findall(r'"(\w+)"', re.search(r"kOwnWords\{(.*?)\};", source, re.S).group(1))
    told = re.search(r"nor made of the bureau's words: ([a-z\s]+),", (TOP / "docs/operations.md").read_text(encoding="utf-8"))
    if len(words) < 10 or not told or told.group(1).split() != words:
        wrong.append("docs/operations.md: the words of passwords are not those of app/password_rules.cpp")


def sources_of_chance(wrong):
    """What must not be guessed comes from libsodium alone; ids of requests are no secrets."""
    for folder in ("alerts", "api", "app", "audit", "cli", "crypto", "documents", "engine", "json", "storage"):
        for path in sorted((TOP / folder).rglob("*")):
            if path.suffix not in (".cpp", ".h") or path.relative_to(TOP).as_posix() in ("api/wire.cpp", "crypto/random.cpp"):
                continue
            if found := re.search(r"(?<!fill_)\b(s?rand|[a-z]rand48)\s*\(|mt19937|random_device|minstd_rand|default_random_engine",
                                  path.read_text(encoding="utf-8")):
                wrong.append(f"{path.relative_to(TOP)}: {found.group(0)} is not libsodium's")


def clocks():
    """Clock ids and the procedures that have them."""
    found = {}
    for path in glob.glob(str(TOP / "workflows/cn/*/*.json")):
        for clock in json.loads(pathlib.Path(path).read_text(encoding="utf-8")).get("clocks", {}):
            found.setdefault(clock, set()).add(pathlib.Path(path).parent.name)
    return found


def register(wrong):
    """docs/coverage.md says of every row of the register where it is, and says "clock" exactly where there is one."""
    rows = [line.split("|") for line in (TOP / "docs/coverage.md").read_text(encoding="utf-8").splitlines() if re.match(r"\| [A-Z]\d\d", line)]
    said = {row_id: cells[2] for cells in rows for row_id in re.findall(r"[A-Z]\d\d", cells[1])}
    there = clocks()
    rules = json.loads((TOP / "workflows/laws/deadlines.json").read_text(encoding="utf-8"))["rules"]
    for row_id in sorted({rule.split(".")[0] for rule in rules}):
        if row_id not in said:
            wrong.append(f"docs/coverage.md does not name {row_id}")
        elif ("clock" in said[row_id]) != (row_id in there):
            wrong.append(f"docs/coverage.md says {said[row_id].strip()} of {row_id}, the procedures have {sorted(there.get(row_id, {})) or 'no clock'}")


def settings(wrong):
    """The operations page names every key of the settings file."""
    page = (TOP / "docs/operations.md").read_text(encoding="utf-8")
    for key in json.loads((TOP / "docs/schema/config.schema.json").read_text(encoding="utf-8"))["properties"]:
        if f"`{key}`" not in page:
            wrong.append(f"docs/operations.md does not name the setting {key}")


def main():
    wrong = []
    for check in (quoted_definitions, links, register, settings, password_words, sources_of_chance):
        check(wrong)
    print("\n".join(wrong) if wrong else "docs: 0 findings")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
