#!/usr/bin/env python3
"""No SQL is put together from values: what is run is a literal, or made of literals, of constants and of numbers in digits.

Followed from the calls that take SQL back to every literal it may come from. Values are bound. Exit 1 on a finding.
"""
import re
import sys

import lint_common

FOLDER = "storage/sqlite/"
# Calls that take SQL, and which argument it is. Functions that pass it on stand here too: their callers are read instead.
TAKES_SQL = {"query": 0, "once": 0, "execute": 0, "integer": 0, "add": 0, "add_in": 0, "prepare": 1, "add_position": 3,
             "write_tokens": 0, "other_tokens": 1}
BODY_OF = {"connection.cpp": {"sql"}, "reading.cpp": {"sql", "condition", "column"}, "snapshot_alerts.cpp": {"column"},
           "writer_puts.cpp": {"sql"}, "finder.cpp": {"person"}}
# Rows of tables of literals.
TABLES = {"key.expression": "sort_key() of snapshot_lists.cpp", "table.select": "kTables of private_keys.cpp",
          "table.update": "kTables of private_keys.cpp", "of.columns": "kTables of row_codes.cpp", "of.by_key": "kTables of row_codes.cpp",
          "step.sql": "the migrations inside the program"}

TOKEN = re.compile(r'R"(?P<mark>\w*)\((?s:.*?)\)(?P=mark)"|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[A-Za-z_]\w*|\d[\w\']*|::|->|\+=|[=!<>]=|&&|\|\||\S')
COMMENT = re.compile(r'("(?:\\.|[^"\\\n])*")|//[^\n]*|/\*(?s:.*?)\*/')
OPEN, CLOSE = "([{", ")]}"


class Source:
    def __init__(self, name, text):
        self.name = name
        text = COMMENT.sub(lambda m: m.group(1) or " " * len(m.group(0)) if "\n" not in m.group(0) else "\n" * m.group(0).count("\n"), text)
        found = list(TOKEN.finditer(text))
        self.tokens = [m.group(0) for m in found]
        self.lines = [text.count("\n", 0, m.start()) + 1 for m in found]

    def until(self, begin, ends):
        """The index of the first of `ends` at the depth of `begin`."""
        depth = 0
        for at in range(begin, len(self.tokens)):
            token = self.tokens[at]
            if depth == 0 and token in ends:
                return at
            depth += (token in OPEN) - (token in CLOSE)
            if depth < 0:
                return at
        return len(self.tokens)

    def arguments(self, open_at):
        """The ranges of the arguments of the call whose "(" stands at open_at."""
        at, out = open_at + 1, []
        while at < len(self.tokens) and self.tokens[at] not in ")}":
            end = self.until(at, (",", ")", "}"))
            out.append((at, end))
            at = end + (self.tokens[end:end + 1] == [","])
        return out

    def assigned(self, name):
        """The ranges of all that is put into a text of that name anywhere in the file, "x = e", "x += e", "x(e)"."""
        parts = re.findall(r"\w+|\.", name)
        for at in range(len(self.tokens) - len(parts)):
            if self.tokens[at:at + len(parts)] != parts or self.tokens[at - 1] in (".", "->", "::"):
                continue
            after = at + len(parts)
            if self.tokens[after] in ("=", "+="):
                yield after + 1, self.until(after + 1, (";", ","))
            elif self.tokens[after:after + 2] == [":", "{"] and self.tokens[at - 1] == "*":  # for (const char* x : {"a", "b"})
                yield from self.arguments(after + 1)


def split(source, begin, end, marks):
    out, at = [], begin
    while at < end:
        stop = min(source.until(at, marks), end)
        out.append((at, stop))
        at = stop + 1
    return out


def faults_of_expression(source, begin, end, seen):
    """(line, words) for each part that is neither a literal nor made of such."""
    tokens = source.tokens
    while end - begin > 2 and tokens[begin] == "(" and source.until(begin + 1, (")",)) == end - 1:
        begin, end = begin + 1, end - 1
    question = source.until(begin, ("?",))
    if question < end:
        branches = split(source, question + 1, end, (":",))
    else:
        branches = split(source, begin, end, ("+",))
    if len(branches) > 1:
        for part in branches:
            yield from faults_of_expression(source, *part, seen)
        return
    yield from faults_of_part(source, begin, end, seen)


def faults_of_part(source, begin, end, seen):
    tokens = source.tokens[begin:end]
    if tokens[-4:] == [".", "c_str", "(", ")"]:
        yield from faults_of_expression(source, begin, end - 4, seen)
        return
    if tokens[:4] == ["std", "::", "string", "("] and source.until(begin + 4, (")",)) == end - 1:
        yield from faults_of_expression(source, begin + 4, end - 1, seen)
        return
    name = "".join(tokens)
    if all(t.startswith(('"', "R\"", "'")) for t in tokens) or re.fullmatch(r"k[A-Z]\w*", name) or name in TABLES:
        return
    if tokens[:4] == ["std", "::", "to_string", "("] and source.until(begin + 4, (")",)) == end - 1:
        return
    if name.endswith(".sql()") or (tokens[0] in TAKES_SQL and tokens[1:2] == ["("]) or name in BODY_OF.get(source.name, ()):
        return
    if not re.fullmatch(r"[\w.]+", name) or name in seen:
        if name not in seen:
            yield source.lines[begin], f"SQL is made from {name}"
        return
    local = name if "." not in name else "out." + name.split(".", 1)[1]
    ranges = list(source.assigned(local))
    if not ranges:
        yield source.lines[begin], f"SQL is made from {name}, which no literal in this file makes"
    for each in ranges:
        yield from faults_of_expression(source, *each, seen | {name})


def faults_of(name, text):
    source = Source(name, text)
    for at, token in enumerate(source.tokens[:-1]):
        if token == "Where" and re.fullmatch(r"[a-z]\w*", source.tokens[at + 1]) and source.tokens[at + 1] != "where":
            yield source.lines[at], "a Where is called where, so that this lint finds what is added to it"
        called = token in TAKES_SQL and source.tokens[at + 1] == "("
        free = token in ("write_tokens", "other_tokens", "add_position", "execute", "once")
        if not called or not (source.tokens[at - 1] in (".", "->") or free):
            continue
        if token == "add" and source.tokens[at - 2] != "where":
            continue
        if source.tokens[at - 2:at] and source.tokens[at - 1] == "::":
            continue  # its definition
        arguments = source.arguments(at + 1)
        if any(source.tokens[b:e] and source.tokens[b] == "const" for b, e in arguments):
            continue  # a declaration
        if len(arguments) <= TAKES_SQL[token]:
            continue
        begin, end = arguments[TAKES_SQL[token]]
        if token == "integer" and not any('"' in t or t.endswith("sql") for t in source.tokens[begin:end]):
            continue  # Query::integer: a column
        yield from faults_of_expression(source, begin, end, frozenset())


def main():
    top = lint_common.arguments(__doc__).top
    findings = []
    for path in lint_common.sources(top, (".cpp",)):
        if str(path).startswith(FOLDER):
            findings += [f"{path}:{line}: {words}" for line, words in sorted(set(faults_of(path.name, lint_common.read(top, path))))]
    return lint_common.report("lint_sql", findings)


if __name__ == "__main__":
    sys.exit(main())
