#!/usr/bin/env python3
"""Writes docs/role-matrix.md: every event of every shipped procedure, and of the shipped overlays, by role and by place in the case.

Read from workflows/ alone, by nothing of the program: tests/authority tries the program against this page, cell by cell.
  make_role_matrix.py           write it
  make_role_matrix.py --check   exit 1 when it is not what the definitions say
"""
import json
import pathlib
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
OUT = TOP / "docs/role-matrix.md"
MACHINES = ("clock", "link", "law")

HEAD = """# Who may do what: event, role, place in the case

Made by `scripts/data/make_role_matrix.py` from `workflows/` alone; not edited by hand. `tests/authority` tries the program against it cell by cell
(every event at the step of a shipped story that records it), `tests/node/role_matrix.test.mjs` a sample over HTTP. Which role may call which
address is walked by `tests/node/role_walk.test.mjs`.

A cell holds what the role may do about the event: `r` record it, `m` record it unless this case has named people for it and the account is not one of them,
`1`, `2` answer (approve or decline) a request at its first or second step, `1?` where that step applies. An empty cell, and a role without a column: nothing.
Never: `system_admin`, `security_admin` and `audit_admin` (for them no case is there) and `clock`, `link`, `law` (no person has them; in the column *by itself* `s` says that the program
does it). An account with several roles may do what one of them may.

What a cell gives by the place of the account in the case:

| place in the case | `r` | `m` | `1` `2` | otherwise |
|---|---|---|---|---|
| none | yes | yes, while nobody is named | yes | read |
| handler | yes | as none | yes | read, also from another unit, the secondary file too; hand the case over |
| assisting inspector (named beside) | yes | as none | no, of what they took part in | read the secondary file |
| named for the event in this case: tribunal member, recorder, investigating inspector | yes | yes | as none | read the secondary file |
| others, where people are named for the event | yes | no | yes | read |
| who asked | yes | as above | never; recall | read |
| approver of an earlier step | yes | as above | no | read the secondary file |
| recused | no: no case is there | no | no | nothing |
| of another unit, not handler | no | no | no | nothing but break-glass |
| delegate, acting under a delegation | what it covers | as none | what it covers; never beside the delegator | sees what he sees without it |
| of another unit, after break-glass | no | no | no | read, for some hours |

*officers*: so many persons record it together, each named beside must hold a role with `r` or `m`; where the case has named people, all of them must be these. *not who did*: nobody
who did one of those acts in this case, or was named beside, may do it. Besides, every role with something in a procedure may serve documents. Who may record an act may correct or annul its
entry; an answer to a request, who may answer and did not ask; a recall, who recalled. A request that others have approved stays as they approved it: the
approval is annulled first, the request corrected and approved anew.
"""


def merged(folder):
    out = {}
    for path in sorted(folder.glob("*.json")):
        for key, value in json.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(value, dict) and isinstance(out.get(key), dict):
                out[key].update(value)
            else:
                out[key] = value
    return out


def staff():
    roles = json.loads((TOP / "workflows/roles/roles.json").read_text(encoding="utf-8"))["roles"]
    return [role for role, what in roles.items() if what["class"] == "staff"]


def named_for(rules, event, role):
    return [case_role for case_role, what in rules.items() if event in what["events"] and role in what["by"]]


def cell(rules, name, event, role):
    marks = []
    if role in event["by"]:
        marks.append("m" if named_for(rules, name, role) else "r")
    for step, what in enumerate(event.get("approval", []), start=1):
        if role in what["by"]:
            marks.append(f"{step}?" if "when" in what else f"{step}")
    return " ".join(marks)


def table(events, rules, known):
    columns = [role for role in known if any(cell(rules, name, event, role) for name, event in events.items())]
    lines = ["| event | " + " | ".join(f"`{role}`" for role in columns) + " | by itself | named people | officers | not who did |",
             "|---|" + "---|" * (len(columns) + 4)]
    for name, event in events.items():
        named = sorted({each for role in columns if role in event["by"] for each in named_for(rules, name, role)})
        itself = " ".join(sorted(set(event["by"]) & set(MACHINES)))
        cells = [cell(rules, name, event, role) for role in columns]
        more = [itself and f"s ({itself})", ", ".join(named), str(event.get("officers") or ""), ", ".join(event.get("not_by_actor_of", []))]
        lines.append(f"| `{name}` | " + " | ".join([*cells, *more]) + " |")
    return "\n".join(lines)


def overlays():
    """(overlay, procedure) -> events it adds whole."""
    out = {}
    for path in sorted(TOP.glob("workflows/overlays/*/overlay.json")):
        for change in json.loads(path.read_text(encoding="utf-8"))["changes"]:
            parts = change["at"].strip("/").split("/")
            if change["op"] == "add" and len(parts) == 3 and parts[1] == "events":
                out.setdefault((path.parent.name, parts[0]), {})[parts[2]] = change["value"]
    return out


def build():
    known, rules = staff(), json.loads((TOP / "workflows/roles/authority.json").read_text(encoding="utf-8"))["case_roles"]
    text = HEAD
    for folder in sorted((TOP / "workflows/cn").iterdir()):
        procedure = merged(folder)
        text += f"\n## {procedure['procedure']}\n\n{procedure['name']['zh']}, {procedure['name']['en']}\n\n"
        text += table(procedure["events"], rules.get(procedure["procedure"], {}), known) + "\n"
    for (overlay, name), events in sorted(overlays().items()):
        text += f"\n## {name} with {overlay}\n\n" + table(events, rules.get(name, {}), known) + "\n"
    return text


def main():
    text = build()
    if "--check" not in sys.argv[1:]:
        OUT.write_text(text, encoding="utf-8")
        return 0
    if OUT.is_file() and OUT.read_text(encoding="utf-8") == text:
        return 0
    print("docs/role-matrix.md is not what workflows/ says; run scripts/data/make_role_matrix.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
