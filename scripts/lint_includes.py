#!/usr/bin/env python3
"""Who may include whom, and which heavy headers stay in which files. Exit 1 when a line breaks a rule.

The table is the architecture: change it only together with a record in docs/adr/.
"""
import re
import sys

import lint_common

ENGINE_NOUNS = ["engine/base", "engine/calendar", "engine/model", "engine/machine"]
ENGINE = [*ENGINE_NOUNS, "engine/definition"]
ALL = None  # may include everything

MAY_INCLUDE = {
    "engine/base": [],
    "engine/calendar": ["engine/base"],
    "engine/model": ["engine/base", "engine/calendar"],
    "engine/machine": ["engine/base", "engine/calendar", "engine/model"],
    "engine/definition": [*ENGINE_NOUNS, "json", "resources"],
    "json": ["engine/base"],
    "resources": [],
    "storage": [*ENGINE_NOUNS, "json", "audit"],
    "storage/memory": [*ENGINE_NOUNS, "json", "storage", "audit"],
    "storage/faulty": [*ENGINE_NOUNS, "json", "storage", "audit"],
    "storage/sqlite": [*ENGINE_NOUNS, "json", "storage", "audit", "crypto"],
    "crypto": ["engine/base"],
    "audit": ["engine/base", "crypto"],
    "documents": [*ENGINE, "json"],
    "app": [*ENGINE, "json", "resources", "storage", "documents", "crypto", "audit"],
    "alerts": [*ENGINE, "json", "crypto", "app", "storage"],
    "api": [*ENGINE, "json", "resources", "crypto", "app"],
    "cli": ALL,
    "tests": ALL,
    # An oracle that shared code with what it judges would share its mistakes.
    "tests/year/oracle": [],
    "tests/authority/oracle": [],
    "bench": ALL,
}
# Of the store, these see the port only.
PORT_ONLY = {"app", "alerts"}
FREE = {"tests", "tests/year/oracle", "tests/authority/oracle", "bench"}

# (what is included, where it may be, why). `where` is a pattern over the path of the including file.
HEAVY = [
    (r"boost/beast", r"api/server\.cpp", "Beast only in api/server.cpp"),
    (r"boost/asio", r"(api|cli)/(\w+/)*\w+\.cpp", "Asio only in .cpp files of api and cli"),
    (r"nlohmann/json\.hpp", r"(json|engine/definition|storage|app|alerts|documents|api|cli)/(\w+/)*\w+\.cpp",
     "nlohmann/json.hpp only in .cpp files of the modules that read or write JSON"),
    (r"nlohmann/(?!json\.hpp)", r"json/\w+\.(h|cpp)|.*_json\.(h|cpp)", "json_fwd.hpp only in json/ and private *_json.h"),
    (r"json/json\.h", r"(.*\.cpp|json/\w+\.h|.*_json\.h)", "no JSON type in a header (a private *_json.h excepted)"),
    (r"SQLiteCpp/|sqlite3\.h", r"storage/sqlite/\w+\.cpp", "SQLite only in storage/sqlite/*.cpp"),
    (r"sodium\.h|openssl/", r"crypto/\w+\.cpp|api/tls\.cpp", "libsodium and OpenSSL only in crypto/*.cpp (TLS: api/tls.cpp)"),
    (r"curl/", r"alerts/channels/curl_transport\.cpp", "libcurl only in alerts/channels/curl_transport.cpp"),
    (r"utf8proc\.h", r"json/\w+\.cpp", "utf8proc only in json/*.cpp"),
    (r"CLI/", r"cli/.*", "CLI11 only in cli/"),
]
# The engine is pure: no thread, file, clock, chance.
IMPURE = {"thread", "mutex", "shared_mutex", "condition_variable", "future", "atomic", "fstream", "iostream", "filesystem",
          "random", "ctime", "time.h", "unistd.h"}
PURE_MODULES = {"engine/base", "engine/calendar", "engine/model", "engine/machine"}
CLOCK_FILES = {"engine/base/clock.cpp", "engine/base/date.cpp"}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def module_of(path):
    """The longest row of the table that holds this path, or None."""
    text = str(path)
    return max((m for m in MAY_INCLUDE if text.startswith(m + "/")), key=len, default=None)


def own_header(top, module, path, name):
    allowed = MAY_INCLUDE[module]
    target = module_of(name)
    if not (top / name).is_file() and not name.startswith("generated/"):
        return f'"{name}" is not in the tree; includes start at its top'
    if target is None or target == module or allowed is ALL:
        return None
    if target.startswith("storage/") and module in PORT_ONLY:
        return f"{module} sees storage/*.h only, not a backend ({name})"
    if target not in allowed:
        return f"{module} may not include {target} ({name})"
    return None


def foreign_header(module, path, name):
    if module in FREE:
        return None
    for what, where, why in HEAVY:
        if re.match(what, name) and not re.fullmatch(where, str(path)):
            return f"{why} ({name})"
    if module in PURE_MODULES and name in IMPURE:
        return f"the engine is pure ({name})"
    if module in PURE_MODULES and name == "chrono" and str(path) not in CLOCK_FILES:
        return "the engine reads no clock (chrono)"
    return None


def faults_of(top, path):
    module = module_of(path)
    text = lint_common.read(top, path)
    if module is None:
        yield 1, "no row for this folder in scripts/lint_includes.py"
        return
    if path.suffix == ".h" and "#pragma once" not in text:
        yield 1, "no #pragma once"
    if path.suffix == ".h" and not text.startswith("// "):
        yield 1, "a header opens with what it is, what it is not, who calls it"
    for match in INCLUDE.finditer(text):
        name = match.group(2)
        fault = foreign_header(module, path, name)
        if fault is None and match.group(1) == '"':
            fault = own_header(top, module, path, name)
        if fault:
            yield text.count("\n", 0, match.start(2)) + 1, fault


def logging_files(top):
    """spdlog is slow to compile and is one file's business."""
    users = [p for p in lint_common.sources(top)
             if module_of(p) not in FREE and re.search(r"#\s*include\s*<spdlog/", lint_common.read(top, p))]
    return [f"{p}:1: spdlog in one .cpp file only, it is in {users[0]} already" for p in users[1:]]


def main():
    top = lint_common.arguments(__doc__).top
    findings = []
    for path in lint_common.sources(top):
        findings += [f"{path}:{line}: {words}" for line, words in faults_of(top, path)]
    return lint_common.report("lint_includes", findings + logging_files(top))


if __name__ == "__main__":
    sys.exit(main())
