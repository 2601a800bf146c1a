#!/usr/bin/env python3
"""Writes docs/security.md: which item of the security catalog is shown by which test, and what became of it in the last run.

A test shows an item by carrying its number: a GoogleTest name ends in _NNN (or _NNN_MMM), a Node.js title ends in " NNN", the test of a
lint in _NNN. Older tests are named in the rows below.
  make_security_md.py [--results BUILD ...]   write it and the page of clauses; results: BUILD/reports/*.xml (GoogleTest), BUILD/reports/*.tap
  make_security_md.py --check                 exit 1 when the page names tests that are not there, or lacks some
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

TOP = pathlib.Path(__file__).resolve().parents[2]
OUT = TOP / "docs/security.md"

CONTRACT = "tests/node/http_contract.test.mjs"
# number: (what, anchor, what is missing or whose business it is, tests without a number in their name)
# The third member begins with "operator:", "not applicable:" or "not yet:" where that is the whole answer.
ITEMS = {
    1: ("no account exists before somebody makes one", "ASVS 6.3.2; GB/T 22239 8.1.4.2 b", "", []),
    2: ("one person, one user name", "8.1.4.1 a", "", []),
    3: ("password length: 8 to 1,024 bytes", "ASVS 6.2.1, 6.2.9", "", []),
    4: ("passwords are taken as they are typed", "ASVS 6.2.8", "", []),
    5: ("common passwords and the bureau's words are refused", "ASVS 6.2.4, 6.2.11, 6.2.12", "", []),
    6: ("password managers and pasting work", "ASVS 6.2.6, 6.2.7", "read from the sources of the pages", []),
    7: ("profile dengbao3: composition, change, history", "8.1.4.1 a", "", []),
    8: ("argon2id, 64 MiB, two passes", "ASVS 11.4.2", "", []),
    9: ("older hashes are made anew at log-in", "ASVS 11.4.4", "", []),
    10: ("an unknown name looks like a wrong password", "ASVS 6.3.1", "the words are compared; the times are equal by construction and not measured", []),
    11: ("waiting after failures, by account and address", "ASVS 6.3.1; 8.1.4.1 b", "", []),
    12: ("strangers cannot shut a user out", "ASVS 6.3.1", "known addresses are forgotten at a restart", []),
    13: ("hashing at log-in is bounded", "ASVS 15.2.2", "two hashes at a time, sixteen waiting, for log-ins and for passwords being set", []),
    14: ("second factor", "ASVS 6.3.3; 8.1.4.1 d", "demanded by setting or by profile dengbao3; one-time codes, or a certificate in TLS spoken here (adr 0014)", []),
    15: ("one-time codes work once, one step either side", "ASVS 6.5.1, 6.5.5", "", []),
    16: ("recovery codes are hashed and work once", "ASVS 6.5.2", "", []),
    17: ("codes for a new password: 128 bit, 15 minutes, once", "ASVS 6.4.3, 7.4.3", "", []),
    18: ("a fresh log-in before factors, tokens, the password or accounts of others change", "ASVS 7.5.1", "also before accounts, roles and units of others are changed", []),
    19: ("the administrators' addresses can be limited", "8.1.4.4 c", "by role: who administers is served from these networks alone, whatever is asked", []),
    20: ("session tokens: 256 bit, stored as hashes", "ASVS 7.2.2, 7.2.3", "", []),
    21: ("a log-in gives a new token", "ASVS 7.2.4", "there is no session before log-in", [("AccountsTest", "TokensAreLongUniqueAndStoredAsHashes_020")]),
    22: ("sessions end: 30 minutes idle, 12 hours at most", "ASVS 7.3.1, 7.3.2; 8.1.4.1 b", "", []),
    23: ("logging out ends the session at the server", "ASVS 7.4.1", "", [(CONTRACT, "logging out ends the session")]),
    24: ("disabling an account ends its sessions", "ASVS 7.4.2; 8.1.4.2 c", "", []),
    25: ("sessions are listed and ended by owner and administrator", "ASVS 7.4.5, 7.5.2", "", []),
    26: ("five sessions an account, the oldest gives way", "ASVS 7.1.2", "", []),
    27: ("cookie: HttpOnly, SameSite=Strict, Path=/, __Host- and Secure off plain loopback", "ASVS 3.3.1-3.3.4", "", [(CONTRACT, "the session cookie is closed to scripts and other sites")]),
    28: ("writes by cookie come from our own pages", "ASVS 3.5.1-3.5.3", "every route takes the same way; the test tries some", [(CONTRACT, "writes by cookie need this server as origin; reads and bearer tokens do not")]),
    29: ("reading changes nothing", "ASVS 3.5.3", "a read adds an entry to the access log and to nothing else", [(CONTRACT, "every address that is read answers 200 as documented")]),
    30: ("JSON is the only content", "ASVS 3.5.2, 4.1.1", "", [(CONTRACT, "415: only JSON is read")]),
    31: ("no cross-origin reading", "ASVS 3.4.2", "", []),
    32: ("content policy without inline code", "ASVS 3.4.3, 3.4.6", "", [("tests/web/pages.test.mjs", "")]),
    33: ("nosniff, referrer, permissions, opener and resource policy on every answer", "ASVS 3.4.4, 3.4.5", "", []),
    34: ("strict transport security over TLS", "ASVS 3.4.1", "", []),
    35: ("answers for a session are not stored; data cleared at log-out", "ASVS 14.3.1, 14.3.2", "", [(CONTRACT, "every answer that needs a session is not to be stored by caches")]),
    36: ("nothing in the browser's storage", "ASVS 14.3.3", "", [("tests/web/texts.test.mjs", "nothing is kept in the browser, no page holds raw markup or inline style")]),
    37: ("text is shown as text", "ASVS 3.2.2; 8.1.4.4 d", "by the sources, and hostile words in every field in front of a browser", [("tests/web/texts.test.mjs", "nothing is kept in the browser, no page holds raw markup or inline style")]),
    38: ("nothing without a session; a matrix of routes and roles", "ASVS 8.2.1", "every operation, every role; every event by role and place in the case (docs/role-matrix.md)", []),
    39: ("other people's objects", "ASVS 8.2.2", "the limit is in the SQL of every list (adr 0011); the event stream names changed cases by id to all caseworkers", []),
    40: ("fields by role", "ASVS 8.2.3, 15.3.1", "what mediators wrote down is not there for who sits in the case nor for other desks; numbers, phones and addresses are in no view (081)", []),
    41: ("unknown members are refused", "ASVS 15.3.3", "", [(CONTRACT, "422: all findings at once, each with a path")]),
    42: ("decisions equal an independent reference", "ASVS 8.1.1", "who sees, records, answers, mends, breaks the glass, hands over; every cell of docs/role-matrix.md", []),
    43: ("separation of duty", "8.1.4.2 d", "who asks never approves, roles are never given to oneself, officers named beside hold a role for the event", [(CONTRACT, "an inspection case goes from complaint to archive, two persons for each approval")]),
    44: ("three administrators", "8.1.5", "", [("tests/node/accounts.test.mjs", "every role at every address of the matrix 038")]),
    45: ("a recused arbitrator is out at once", "tribunal rule", "when a head names who is recused; a pending request pauses the tribunal by the hold of the procedure", []),
    46: ("delegation and emergency access expire", "", "break-glass opens reading for hours; a delegation between persons holds from day to day and is asked at each use; who is above and the delegate are told when it is made, used and taken back", []),
    47: ("down to record and field", "8.1.4.2 f", "cases by unit, documents by file and label, numbers of persons by purpose", []),
    48: ("labels of secrecy", "8.1.4.2 g", "open, internal, sensitive on documents, clearance by role and stage, as workflows/documents/labels.json says", []),
    49: ("changed authority holds at once; tokens have scopes", "ASVS 8.3.1", "one process holds all sessions", []),
    50: ("SQL with bound parameters alone", "ASVS 1.2.4", "scripts/lint_sql.py follows every statement back to its literals", []),
    51: ("names of files cannot leave their folder", "ASVS 5.3.2", "evidence lies under the hash of its content (adr 0012); a name given is shown, never a path", []),
    52: ("uploads: size, type by first bytes, unpacked size, count", "ASVS 5.2.1-5.2.3", "archives are judged by their directory and never unpacked; no scanner for malware", []),
    53: ("downloads are attachments", "ASVS 5.4.1, 5.4.2", "", []),
    54: ("no requests to addresses a user gives", "ASVS 13.2.4, 13.2.5, 15.3.2", "addresses stand in the operator's file of channels alone; the address looked at is the one connected to", []),
    55: ("no cell is a formula", "ASVS 1.2", "", [("Export", "NoCellIsAFormula")]),
    56: ("JSON: depth, size, doubled keys, UTF-8", "ASVS 2.2.1, 15.2.2", "", [("tests/node/http_hostile.test.mjs", "log-in: wrong types, missing and doubled members, foreign charsets")]),
    57: ("request smuggling", "ASVS 4.2.1", "", []),
    58: ("size of header and address", "", "", [(CONTRACT, "400, 414, 431, 413: on the wire")]),
    59: ("slow clients are dropped", "ASVS 15.2.2", "", []),
    60: ("rates by user and address", "ASVS 2.4.1, 6.1.1", "", []),
    61: ("expensive routes are bounded", "ASVS 15.1.3", "exports; searches are paged and bounded by their bench", []),
    62: ("the order of business cannot be skipped", "ASVS 2.3.1", "", [(CONTRACT, "422: an event of another state names what it needs; a day before the case began")]),
    63: ("all or nothing", "ASVS 2.3.3", "", [("LogContract", "ARefusedCommitLeavesNoEntry")]),
    64: ("races for one thing", "ASVS 2.3.4", "", [(CONTRACT, "the same request many times at once opens one case")]),
    65: ("TLS 1.2 and 1.3 alone", "ASVS 12.1.1", "", []),
    66: ("forward secret, authenticated ciphers", "ASVS 12.1.2", "", []),
    67: ("no plain answer where TLS is spoken", "ASVS 12.2.1, 4.1.2", "plain requests get no answer; a redirect is a proxy's business", []),
    68: ("outgoing TLS is verified", "ASVS 12.3.1-12.3.4", "webhooks, robots, gateways and mail; there is no database over a network", []),
    69: ("certificates change without a restart", "", "", []),
    70: ("SM2, SM3, SM4", "GB/T 39786 8.4", "in a store of `crypto` = `sm`: log by SM3, heads by SM2, passwords under HMAC-SM3, what is sealed by SM4-CTR with HMAC-SM3; TLS and one-time codes have no national form (docs/cryptography.md)", []),
    71: ("personal data encrypted at rest", "8.1.4.8 b; PIPL 51", "", []),
    72: ("authenticated encryption, bound to its place", "ASVS 11.3.2, 11.3.3", "", []),
    73: ("encrypted fields are found by keyed hashes", "", "", []),
    74: ("keys outside the store, their owner's alone", "ASVS 11.1.1, 13.3.1", "", []),
    75: ("no secret in command line, log or environment", "ASVS 13.3.1", "settings hold paths only; the process is read while it runs", []),
    76: ("secrets are wiped from memory", "8.1.4.10 a", "typed passwords and codes, over both schemes, and the key file as read; session tokens of the request header are not looked for", []),
    77: ("erased data is gone from the file", "8.1.4.10 b; PIPL 47", "backups made before hold it sealed until they run out", []),
    78: ("no core dumps", "8.1.4.10", "", []),
    79: ("a person's own data: copy and correction", "PIPL 45, 46", "handed out at the desk by who works on the case; parties have no accounts here", []),
    80: ("purpose and retention of each field", "PIPL 6, 47", "docs/personal_data.md: every column of the store is accounted for; retention and erasure", []),
    81: ("lists and logs are masked", "ASVS 14.1.2, 16.2.5", "names are shown to who works on cases; numbers, phones and addresses only for a purpose", [("Export", "MasksNamesAndNumbers")]),
    82: ("every security event is recorded", "8.1.4.3 a; ASVS 16.3.1-16.3.4", "", []),
    83: ("a record says when, who, from where, what, how it ended", "8.1.4.3 b; ASVS 16.2.1", "", []),
    84: ("a changed record is found and named (T31, T05)", "8.1.4.3 c; ASVS 16.4.2", "", []),
    85: ("a cut log and an older copy are found", "8.1.4.3 c", "", []),
    86: ("inclusion and consistency proofs", "RFC 6962, RFC 9162", "hejie audit prove and verify-proof: of an entry, and that the log only grew", []),
    87: ("recording cannot be stopped", "8.1.4.3 d", "changes are refused when their record cannot be written; no route ends recording", []),
    88: ("names cannot forge a record", "ASVS 16.4.1", "", []),
    89: ("errors tell a code and a request id, nothing of the inside", "ASVS 16.5.1, 13.4.2", "", [(CONTRACT, "the server never answered 5xx and still lives")]),
    90: ("what cannot be asked is refused", "ASVS 16.5.3", "", []),
    91: ("no TRACE, no listing, metrics on loopback alone", "ASVS 13.4.1-13.4.5", "", [(CONTRACT, "405 names the methods in Allow")]),
    92: ("hardened build, named parts", "ASVS 15.1.2, 15.2.1", "flags in cmake/HejieTargets.cmake, parts in THIRD_PARTY.md (lint_third_party), sandbox in packaging/hejie.service", []),
}
WHOLE = ("operator:", "not applicable:", "not yet:")


def google_tests():
    for path in sorted(TOP.glob("tests/*/*.cpp")):
        text = path.read_text(encoding="utf-8")
        for suite, name in re.findall(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\)", text, re.M):
            yield suite, name


def node_tests():
    for path in sorted(TOP.glob("tests/*/*.test.mjs")):
        text = path.read_text(encoding="utf-8")
        for quote, title in re.findall(r"^\s*(?:it|test)\((['`])((?:\\.|(?!\1).)*)\1", text, re.M):
            yield str(path.relative_to(TOP)), title.replace("\\'", "'").replace("\\", "")


def lint_tests():
    """Methods of Python's unittest; no report tells of each, ctest's lint_selftest of all."""
    for path in sorted(TOP.glob("tests/lint/test_*.py")):
        for name in re.findall(r"^    def (test_\w+)\(self\)", path.read_text(encoding="utf-8"), re.M):
            yield str(path.relative_to(TOP)), name


def numbers_of(name):
    """75 of "the key is its owner's alone 075", 84 of "ChangedLinkIsNamed_084"."""
    return {int(each) for each in re.findall(r"(?:_| )(\d{3})(?=$|_|\.| and )", name)} & set(ITEMS)


def shown_by():
    tests = [*google_tests(), *node_tests(), *lint_tests()]
    out = {number: [] for number in ITEMS}
    for place, name in tests:
        for number in numbers_of(name):
            out[number].append((place, name))
    for number, (_, _, _, named) in ITEMS.items():
        out[number] += [each for each in named if each not in out[number]]
    known = set(tests) | {(place, "") for place, _ in tests}
    lost = [f"item {n}: there is no test {place} {name!r}" for n, found in out.items() for place, name in found if (place, name) not in known]
    return out, lost


def results_of(folders):
    """name -> passed or failed, over GoogleTest's and Node's reports."""
    out = {}
    for folder in folders:
        for path in sorted((pathlib.Path(folder) / "reports").glob("*.xml")):
            for case in xml.parse(path).getroot().iter("testcase"):
                good = case.find("failure") is None and case.get("status") == "run"
                name = case.get("name").split("/")[0]
                out[name] = "passed" if good and out.get(name) != "failed" else "failed"
        for path in sorted((pathlib.Path(folder) / "reports").glob("*.tap")):
            for word, title, mark in re.findall(r"^\s*(ok|not ok) \d+ - (.*?)( # .*)?$", path.read_text(encoding="utf-8"), re.M):
                title = title.replace("\\", "")
                if not mark.startswith(" # SKIP"):
                    out[title] = "passed" if word == "ok" and out.get(title) != "failed" else "failed"
    return out


def result_of(name, results):
    """A title with ${...} in it stands for all that were made of it."""
    if "${" not in name:
        return results.get(name, "not run")
    pattern = re.compile(".+".join(re.escape(each) for each in re.split(r"\$\{[^}]*\}", name)))
    found = {result for title, result in results.items() if pattern.fullmatch(title)}
    return "failed" if "failed" in found else "passed" if found else "not run"


def outcome(tests, results):
    found = [result_of(name, results) for place, name in tests if name and not place.startswith("tests/lint/")]
    if not found:
        return "see the file"
    if "failed" in found:
        return "FAILED"
    ran = found.count("passed")
    return f"{ran} passed" if ran == len(found) else f"{ran} of {len(found)} passed, the rest not run"


def row(number, tests, results):
    what, anchor, note, _ = ITEMS[number]
    whole = next((each for each in WHOLE if note.startswith(each)), None)
    if whole:
        answer, note = whole[:-1], note[len(whole):].strip()
    elif not tests:
        answer = "not yet"
    else:
        answer = "shown in part" if "not yet" in note else "shown"
    places = "<br>".join(f"`{place}`" + (f" {name}" if name else "") for place, name in tests)
    run = outcome(tests, results) if tests and answer.startswith("shown") else ""
    return f"| {number} | {what} | {anchor} | {answer} | {places if answer.startswith('shown') else ''} | {run} | {note} |", answer


def build(results):
    shown, lost = shown_by()
    rows, counts = [], {}
    for number in sorted(ITEMS):
        line, answer = row(number, shown[number], results)
        rows.append(line)
        counts[answer] = counts.get(answer, 0) + 1
    told = ", ".join(f"{counts[key]} {key}" for key in sorted(counts))
    head = f"""# Security: what is shown, and by which test

Made by `scripts/data/make_security_md.py` from the names of the tests and the reports of a run; not edited by hand. The {len(ITEMS)} items follow
OWASP ASVS 5.0 level 2, GB/T 22239-2019 level 3 and what a court asks of a record. "shown" means that the tests named hold it; nothing else
is claimed. Of the items: {told}.

The profile switch (`--profile asvs` or `dengbao3`) is item 7: both sides of it are tested. How the logs are proved is
[adr/0007](adr/0007-logs-that-can-be-proved.md); what an operator does is [operations.md](operations.md). What follows for each clause of
ASVS and of the two GB/T stands in [security-clauses.md](security-clauses.md).

| # | item | anchor | answer | tests | last run | note |
|---|---|---|---|---|---|---|
"""
    return head + "\n".join(rows) + "\n", lost


def without_results(text):
    return [re.sub(r"\| [^|]* \| ([^|]*)\|$", r"| \1|", line) for line in text.splitlines()]


def main():
    check = "--check" in sys.argv[1:]
    text, lost = build(results_of([each for each in sys.argv[1:] if not each.startswith("--")]))
    for each in lost:
        print(each, file=sys.stderr)
    if lost:
        return 1
    if not check:
        OUT.write_text(text, encoding="utf-8")
        import make_clauses_md  # reads this module: what the clauses say follows from the items

        return make_clauses_md.write()
    if without_results(OUT.read_text(encoding="utf-8")) == without_results(text):
        return 0
    print("docs/security.md differs from the tests; run scripts/data/make_security_md.py --results BUILD", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
