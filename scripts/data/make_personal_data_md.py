#!/usr/bin/env python3
"""Makes docs/personal_data.md from docs/personal_data.json: what is held of persons, what for and for how long (PIPL 6, 17, 19, 47).

usage: scripts/data/make_personal_data_md.py [--check] [--top TREE]

Every column of the store and every sealed field of a person must be accounted for: as personal, with purpose and end; as an
id of a person or account; or as neither. A new one that nobody thought about ends this program with exit 1, with or
without --check; with --check nothing is written and a stale page is an error too.
"""
import argparse
import json
import pathlib
import re
import sqlite3
import sys


def columns(top):
    """table -> columns, as the migrations leave them."""
    store = sqlite3.connect(":memory:")
    for path in sorted((top / "storage/sqlite/migrations").glob("*.sql")):
        store.executescript(path.read_text(encoding="utf-8"))
    # Only the program moves what these hold, and drops them.
    tables = [name for (name,) in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") if not name.startswith("plain_")]
    return {table: [row[1] for row in store.execute(f"PRAGMA table_info({table})")] for table in tables}


def sealed_fields(top):
    """Fields of a person that are sealed together: those of the struct but for what names it."""
    text = (top / "storage/rows.h").read_text(encoding="utf-8")
    body = re.search(r"struct Person \{(.*?)\n\};", text, re.S).group(1)
    names = [name for line in body.splitlines() if not line.strip().startswith("bool operator") and (found := re.match(r"\s+[\w:<>]+ ([^;]+);", line))
             for name in re.findall(r"(\w+)(?:\s*=[^,]*)?(?:,|$)", found.group(1).strip())]
    return [name for name in names if name not in ("id", "kind", "erased")]


def faults(data, there, sealed):
    ends = data["until"]
    for table, held in there.items():
        said = data["tables"].get(table)
        if said is None:
            yield f"{table}: nobody says whether it holds personal data"
            continue
        personal = {name.split(".")[0] for name in said.get("personal", {})}
        listed = personal | set(said.get("ids", [])) | set(said.get("plain", []))
        yield from (f"{table}.{name}: nobody says whether it is personal, and what for" for name in held if name not in listed)
        yield from (f"{table}.{name}: there is no such column" for name in sorted(listed - set(held)))
    yield from (f"{table}: there is no such table" for table in data["tables"] if table not in there)
    fields = {name.split(".")[1] for name in data["tables"].get("persons", {}).get("personal", {}) if "." in name}
    yield from (f"persons.sealed.{name}: no purpose" for name in sealed if name not in fields)
    yield from (f"persons.sealed.{name}: there is no such field" for name in sorted(fields - set(sealed)))
    for table, said in data["tables"].items():
        for name, entry in said.get("personal", {}).items():
            if not entry.get("purpose", "").strip() or entry.get("until") not in ends:
                yield f"{table}.{name}: needs a purpose and an end ({', '.join(ends)})"


def page(data):
    lines = ["# What is held of persons", "",
             "Made by `scripts/data/make_personal_data_md.py` from `personal_data.json`; a test fails when a column of the store or a sealed field of a",
             "person is in neither. What is in no row below holds ids, codes, days and states only. The bureau's own terms stand in its overlay's retention clocks.", "",
             "| where | what | purpose | kept | until |", "|---|---|---|---|---|"]
    for table, said in data["tables"].items():
        for name, entry in said.get("personal", {}).items():
            lines.append(f"| `{table}.{name}` | {entry['what']} | {entry['purpose']} | {entry['how']} | {data['until'][entry['until']]} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--top", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    given = parser.parse_args()
    data = json.loads((given.top / "docs/personal_data.json").read_text(encoding="utf-8"))
    found = list(faults(data, columns(given.top), sealed_fields(given.top)))
    out = given.top / "docs/personal_data.md"
    if not found and not given.check:
        out.write_text(page(data), encoding="utf-8")
    elif not found and (not out.exists() or out.read_text(encoding="utf-8") != page(data)):
        found.append("docs/personal_data.md is stale; run scripts/data/make_personal_data_md.py")
    print("".join(f"{each}\n" for each in found) + f"personal data: {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
