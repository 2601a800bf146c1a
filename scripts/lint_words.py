#!/usr/bin/env python3
"""Words that have no place in the tree: marks of unfinished work and of merges, paths of one machine, British spelling.

Names fixed elsewhere (a workflow `enquiry`, the state `cancelled`, official titles) are allowed below. Exit 1 on a finding.
"""
import re
import sys

import lint_common

# Texts of others, and the lints' own lists.
NOT_OURS = re.compile(r"(^|/)(LICENSE|THIRD_PARTY\.md|package-lock\.json)$|^scripts/lint_words\.py$|^tests/lint/")
CODE = {".cpp", ".h", ".py", ".sh", ".mjs", ".ts", ".vue", ".json", ".cmake", ".css", ".html", ".txt", ".sql"}
TEXT = CODE | {".md", ".yml", ".yaml", ""}

UNFINISHED = re.compile(r"\b(todo|fixme|xxx|hack|stub(bed)?|(?<!::)(?<!-)placeholder(?![=\]'])|(?<!501, \")not implemented)\b", re.IGNORECASE)
MERGE = re.compile(r"^(<{7}|>{7}|\|{7})( |$)|^={7}$")
MACHINE = re.compile(r"(?<![\w.*])/(work|root)/[A-Za-z.]|(?<![\w.])/home/\w|\.\./shared\b|(?<!\w)\.library/|"
                     r"registry\.npmjs|deb\.debian\.org|snapshot\.debian|nodesource\.com")
OFFICIAL = re.compile(r"International Labour Organi[sz]ation|World Trade Centre")

SPELLING = {
    r"labour(\w*)": "labor", r"centre(s|d)?": "center", r"colour(\w*)": "color", r"behaviour(\w*)": "behavior",
    r"favour(\w*)": "favor", r"neighbour(\w*)": "neighbor", r"honour(\w*)": "honor", r"licence(s|d)?": "license",
    r"defence": "defense", r"programme(s)?": "program", r"judgement(s)?": "judgment", r"catalogue(s)?": "catalog",
    r"(organis|recognis|normalis|initialis|serialis|deserialis|authoris|summaris|minimis|maximis|optimis|standardis)"
    r"(e|es|ed|er|ing|ation|ations)": "-ize", r"analyse(s|d)?": "analyze", r"(label|model|travel|signal|total)l(ed|ing)": "one l",
    r"fulfil(s|ment)?": "fulfill", r"grey": "gray", r"whilst": "while",
}
BRITISH = [(re.compile(rf"\b{word}\b", re.IGNORECASE), instead) for word, instead in SPELLING.items()]


def faults_of(path, line):
    if path.suffix in CODE or path.name == "CMakeLists.txt":
        found = UNFINISHED.search(line)
        if found:
            yield f"mark of unfinished work: {found.group(0)}"
    if MERGE.search(line):
        yield f"mark of a merge: {line[:7]}"
    found = MACHINE.search(line)
    if found:
        yield f"path or host of one machine: {found.group(0)}"
    # Identifiers break into words at "_", so that they are read too.
    words = OFFICIAL.sub("", line).replace("_", " ")
    for pattern, instead in BRITISH:
        found = pattern.search(words)
        if found:
            yield f"American spelling, please ({instead}): {found.group(0)}"


def main():
    top = lint_common.arguments(__doc__).top
    findings = []
    for path in lint_common.files(top):
        if path.suffix not in TEXT or NOT_OURS.search(str(path)):
            continue
        for number, line in enumerate(lint_common.read(top, path).splitlines(), 1):
            findings += [f"{path}:{number}: {fault}" for fault in faults_of(path, line)]
    return lint_common.report("lint_words", findings)


if __name__ == "__main__":
    sys.exit(main())
