#!/usr/bin/env python3
"""Makes THIRD_PARTY.md: what `hejie` is linked with and what its tests use, with version, license and notices.

Versions and notices come from dpkg and /usr/share/doc/*/copyright, npm packages from the lock files.
  scripts/third_party.py                 write THIRD_PARTY.md
  scripts/third_party.py --check [BIN]   say what is missing from it, also among the libraries BIN needs; exit 1 if any
"""
import json
import pathlib
import re
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
OUT = TOP / "THIRD_PARTY.md"

# Name in CMakeLists.txt (find_package or pkg-config module) -> (name, Debian package, further licenses in the linked code).
LINKED = {
    "Boost": ("Boost (Beast, Asio, URL)", "libboost1.81-dev", []),
    "OpenSSL": ("OpenSSL", "libssl-dev", []),
    "SQLite3": ("SQLite", "libsqlite3-dev", []),
    "SQLiteCpp": ("SQLiteCpp", "libsqlitecpp-dev", []),
    "nlohmann_json": ("JSON for Modern C++", "nlohmann-json3-dev", []),
    "fmt": ("fmt", "libfmt-dev", []),
    "spdlog": ("spdlog", "libspdlog-dev", []),
    "CLI11": ("CLI11", "libcli11-dev", []),
    "libsodium": ("libsodium", "libsodium-dev", ["BSD-2-clause", "CC0"]),
    "libutf8proc": ("utf8proc", "libutf8proc-dev", ["Unicode"]),
    "ZLIB": ("zlib", "zlib1g-dev", []),
    "minizip": ("minizip", "libminizip-dev", []),
    "pugixml": ("pugixml", "libpugixml-dev", []),
    "CURL": ("libcurl", "libcurl4-openssl-dev", []),
}
NOT_LINKED = {"Threads", "PkgConfig", "GTest", "benchmark", "Python3"}
# Part of the system the program runs on; linked dynamically, not distributed with it.
SYSTEM = {
    "libc6": "GNU C Library, LGPL-2.1 or later",
    "libstdc++6": "GNU C++ Library, GPL-3 with the GCC Runtime Library Exception",
    "libgcc-s1": "GCC support library, GPL-3 with the GCC Runtime Library Exception",
    **{package: f"loaded by Debian's libcurl, {license_name}" for package, license_name in {
        "libbrotli1": "MIT", "libcom-err2": "MIT", "libffi8": "MIT", "libgmp10": "LGPL-3 or GPL-2, or later",
        "libgnutls30": "LGPL-2.1 or later", "libgssapi-krb5-2": "MIT", "libhogweed6": "LGPL-3 or GPL-2, or later",
        "libidn2-0": "LGPL-3 or GPL-2, or later", "libk5crypto3": "MIT", "libkeyutils1": "LGPL-2 or later",
        "libkrb5-3": "MIT", "libkrb5support0": "MIT", "libldap-2.5-0": "OpenLDAP-2.8",
        "libnettle8": "LGPL-3 or GPL-2, or later", "libnghttp2-14": "MIT", "libp11-kit0": "BSD-3-Clause",
        "libpsl5": "MIT", "librtmp1": "LGPL-2.1 or later", "libsasl2-2": "BSD-4-Clause", "libssh2-1": "BSD-3-Clause",
        "libtasn1-6": "LGPL-2.1 or later", "libunistring2": "LGPL-3 or GPL-2, or later", "libzstd1": "BSD-3-Clause"}.items()},
}
# Data of others inside the program: (name, file, license, notice).
DATA = [("passwords of zxcvbn 4.4.2", "resources/common_passwords.txt", "MIT", """Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc.

Permission is hereby granted, free of charge, to any person obtaining
a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to
permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be
included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND,
EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION
OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION
WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.""")]
# Runtime packages whose name does not start like the -dev package they belong to.
RUNTIME_OF = {"libcurl4": "libcurl4-openssl-dev", "libssl3": "libssl-dev", "libutf8proc2": "libutf8proc-dev", "zlib1g": "zlib1g-dev"}
SAME_LICENSE = {"Expat": "MIT", "Expat with embedded exception": "MIT with embedded exception", "BSD-3-clause": "BSD-3-Clause",
                "BSD-2-clause": "BSD-2-Clause", "public-domain": "public domain", "CC0": "CC0-1.0"}


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def paragraphs(package):
    """The fields of each paragraph of a machine-readable copyright file (DEP-5)."""
    text = pathlib.Path(f"/usr/share/doc/{package}/copyright").read_text(encoding="utf-8", errors="replace")
    for block in re.split(r"\n\s*\n", text):
        fields, name = {}, None
        for line in block.splitlines():
            start = re.match(r"([A-Za-z-]+):\s*(.*)", line)
            if start:
                name = start.group(1)
                fields[name] = [start.group(2)]
            elif name and line[:1].isspace():
                fields[name].append("" if line.strip() == "." else line.strip())
        if fields:
            yield fields


def license_of(package):
    """(short name, copyright holders, text) of the paragraph for all files."""
    blocks = list(paragraphs(package))
    main = next(b for b in blocks if b.get("Files", [""])[0].strip() == "*" or "*" in b.get("Files", []))
    short = main["License"][0].strip()
    return short, [c.strip() for c in main.get("Copyright", []) if c.strip()], text_of(blocks, short)


def text_of(blocks, short):
    for block in blocks:
        if block.get("License", [""])[0].strip() == short and len(block["License"]) > 1:
            return "\n".join(block["License"][1:]).strip()
    return ""


def declared():
    """Every library the top CMakeLists.txt asks for."""
    text = (TOP / "CMakeLists.txt").read_text()
    names = re.findall(r"find_package\((\w+)", text)
    names += [m.split()[0] for m in re.findall(r"pkg_check_modules\(\w+ REQUIRED IMPORTED_TARGET ([^)]*)\)", text)]
    return [n for n in names if n not in NOT_LINKED]


def npm_rows():
    for lock in sorted(TOP.glob("*/package-lock.json")) + sorted(TOP.glob("*/*/package-lock.json")):
        for path, entry in sorted(json.loads(lock.read_text())["packages"].items()):
            if path and "node_modules/" in path:
                where = str(lock.parent.relative_to(TOP))
                use = "tests" if where.startswith("tests") else "build" if entry.get("dev") else "pages"
                yield path.rsplit("node_modules/", 1)[1], entry["version"], entry.get("license", "see package"), f"{where} ({use})"


def license_files():
    """(package, version, license, text) of what the pages are made of, from the installed packages."""
    for lock in sorted(TOP.glob("*/package-lock.json")):
        for path, entry in sorted(json.loads(lock.read_text())["packages"].items()):
            if "node_modules/" not in path or entry.get("dev"):
                continue
            found = sorted((lock.parent / path).glob("[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*"))
            text = found[0].read_text(encoding="utf-8", errors="replace") if found else ""
            notice = lock.parent / path / "NOTICE"
            if notice.exists():
                text = notice.read_text(encoding="utf-8", errors="replace") + "\n" + text
            yield path.rsplit("node_modules/", 1)[1], entry["version"], entry.get("license", "see package"), text


def page_notices():
    """Who holds the rights in the packages of the pages, and each license once in full."""
    lines, texts, told = [], {}, set()
    for name, version, license_name, text in license_files():
        if (name, version) in told:
            continue
        told.add((name, version))
        holders = [line.strip() for line in text.splitlines() if re.match(r"\s*Copyright\s+(\([cC]\)|©|\d|[A-Z])", line)]
        lines.append(f"- {name} {version}, {license_name}" + (f": {'; '.join(holders[:3])}" if holders else ""))
        if text and len(text) > len(texts.get(license_name, "")):
            texts[license_name] = text
    for license_name, text in sorted(texts.items()):
        lines += ["", f"### {license_name}, as one of them gives it", "", "```text", *[line.rstrip() for line in text.strip().splitlines()], "```"]
    return lines


def linked_rows():
    for key in declared():
        name, package, further = LINKED[key]
        version = run("dpkg-query", "-W", "-f=${Version}", package)
        short, holders, text = license_of(package)
        yield name, package, version, short, holders, text, further


def write():
    lines = ["# Third-party software", "", "Made by `scripts/third_party.py`; not edited by hand.", "",
             "## Linked into `hejie`", "", "| library | Debian package | version | license |", "|---|---|---|---|"]
    notices = []
    for name, package, version, short, holders, text, further in linked_rows():
        shown = ", ".join(SAME_LICENSE.get(s, s) for s in [short, *further])
        lines.append(f"| {name} | {package} | {version} | {shown} |")
        notices += ["", f"### {name}", "", "```text", *[f"Copyright {h}" if not h.lower().startswith("copyright") else h for h in holders[:40]]]
        blocks = list(paragraphs(package))
        for part in filter(None, [text, *[text_of(blocks, s) for s in further]]):
            notices += ["", *part.splitlines()]
        notices += ["```"]
    lines += ["", "Part of the system, linked dynamically and not distributed with the program:", ""]
    lines += [f"- {package}: {words}" for package, words in SYSTEM.items()]
    lines += ["", "## Data inside the program", "", "| data | file | license |", "|---|---|---|"]
    for name, path, license_name, notice in DATA:
        lines.append(f"| {name} | {path} | {license_name} |")
        notices += ["", f"### {name}", "", "```text", *notice.splitlines(), "```"]
    lines += ["", "## npm packages", "", "None of those marked `tests` or `build` is part of the program.", "",
              "| package | version | license | used in |", "|---|---|---|---|"]
    lines += [f"| {n} | {v} | {l} | {w} |" for n, v, l, w in npm_rows()]
    lines += ["", "## Notices", *notices]
    if in_pages := page_notices():
        lines += ["", "## Notices of the packages in the pages", "", *in_pages]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


def needed_packages(binary):
    """Debian packages that own the shared libraries the program loads."""
    for line in run("ldd", binary).splitlines():
        path = re.search(r"=> (/\S+)", line)
        if path:
            # On a merged /usr the package may know the file under either name.
            real = str(pathlib.Path(path.group(1)).resolve())
            owner = run("dpkg-query", "-S", real) or run("dpkg-query", "-S", real.removeprefix("/usr"))
            yield path.group(1), owner.split(":")[0]


def known_runtime(package):
    if package in SYSTEM or package in RUNTIME_OF and RUNTIME_OF[package] in {p for _, p, _ in LINKED.values()}:
        return True
    stems = [p.removesuffix("-dev").rstrip("0123456789.") for _, p, _ in LINKED.values()]
    return any(package.startswith(stem) for stem in stems)


def check(binary):
    text = OUT.read_text(encoding="utf-8") if OUT.exists() else ""
    wrong = []
    for key in declared():
        if key not in LINKED:
            wrong.append(f"CMakeLists.txt asks for {key}: add it to LINKED in scripts/third_party.py and run the script")
        elif f"| {LINKED[key][1]} |" not in text or f"### {LINKED[key][0]}\n" not in text:
            wrong.append(f"{key} is not in THIRD_PARTY.md: run scripts/third_party.py")
    for name, version, license_name, where in npm_rows():
        if f"| {name} | {version} | {license_name} | {where} |" not in text:
            wrong.append(f"npm {name} {version} is not in THIRD_PARTY.md: run scripts/third_party.py")
    for path, package in needed_packages(binary) if binary else []:
        if not known_runtime(package):
            wrong.append(f"{path} of package {package or '(none)'} is linked but not named")
    for line in wrong:
        print(line)
    return 1 if wrong else 0


def main():
    if sys.argv[1:2] == ["--check"]:
        return check(sys.argv[2] if len(sys.argv) > 2 else None)
    write()
    return check(None)


if __name__ == "__main__":
    sys.exit(main())
