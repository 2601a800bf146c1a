#!/usr/bin/env python3
"""clang-format over every C++ file (exit 1 if one differs), and warnings for long files and functions (never an error).

Exit 77, "skipped", when the clang-format of Debian 12 is not there: other versions format otherwise.
"""
import re
import shutil
import subprocess
import sys

import lint_common

VERSION = "14"
LONG_FILE = 400
LONG_FUNCTION = 60


def formatter():
    for name in (f"clang-format-{VERSION}", "clang-format"):
        if shutil.which(name):
            told = subprocess.run([name, "--version"], capture_output=True, text=True, check=False).stdout
            if re.search(rf"version {VERSION}\.", told):
                return name
    return None


def long_parts(top, path):
    """A formatted function outside a class starts in column 0 with "... {" and ends with "}" in column 0."""
    lines = lint_common.read(top, path).splitlines()
    if len(lines) > LONG_FILE and path.parts[0] != "tests":
        yield f"{path}: warning: {len(lines)} lines, over {LONG_FILE}: has it still one job?"
    start = None
    for number, line in enumerate(lines, 1):
        if re.match(r"[A-Za-z].*\) ?(const |noexcept |override )*(-> .*)?\{$|    .*\) (const )?\{$", line) and start is None:
            start = number
        elif line.startswith("}"):
            if start is not None and number - start > LONG_FUNCTION:
                yield f"{path}:{start}: warning: a function of {number - start} lines, over {LONG_FUNCTION}"
            start = None


def main():
    top = lint_common.arguments(__doc__).top
    paths = lint_common.sources(top)
    for path in paths:
        for warning in long_parts(top, path):
            print(warning)
    name = formatter()
    if name is None:
        print(f"lint_format: skipped, there is no clang-format {VERSION}")
        return 77
    findings = []
    if paths:
        told = subprocess.run([name, "--dry-run", "-Werror", "--style=file", *map(str, paths)], cwd=top, capture_output=True,
                              text=True, check=False)
        broken = dict.fromkeys(re.findall(r"^(\S+?):\d+:\d+: error", told.stderr, re.MULTILINE))
        findings = [f"{path}: not formatted; run {name} -i {path}" for path in broken]
        if told.returncode != 0 and not findings:
            findings = [told.stderr]
    return lint_common.report("lint_format", findings)


if __name__ == "__main__":
    sys.exit(main())
