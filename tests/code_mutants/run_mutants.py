#!/usr/bin/env python3
"""Builds the faults of mutants.toml one at a time and says which the tests find (T32).

A mutant costs one compiled file and two or three links: the test binaries of a finished build are linked once more
with the faulty object before the libraries, nothing of the tree or the build is touched. An unharmed object put in the
same way must leave every test green, else the harness proves nothing. By default three mutants are tried, chosen by
seed; --all tries every one. All of them must still stand in their files, whatever is tried.
"""
import argparse
import json
import os
import pathlib
import random
import shlex
import subprocess
import sys
import tempfile
import tomllib

TREE = pathlib.Path(__file__).resolve().parents[2]
TESTS = {"engine/calendar": ("calendar", "machine", "definition"), "engine/machine": ("machine", "definition")}
PER_CENT = 95
LIMIT = 120  # seconds: a mutant that never ends is found, too
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("GTEST_OUTPUT", "HEJIE_LONG")}


def mutants():
    with (pathlib.Path(__file__).with_name("mutants.toml")).open("rb") as file:
        return tomllib.load(file)["mutant"]


def source(mutant):
    return (TREE / mutant["file"]).read_text(encoding="utf-8")


def misplaced(all_mutants):
    """What no longer stands once in its file, or is named twice."""
    for mutant in all_mutants:
        times = source(mutant).count(mutant["find"])
        if times != 1:
            yield f"{mutant['id']}: its text stands {times} times in {mutant['file']}"
        if mutant["find"] == mutant["put"]:
            yield f"{mutant['id']}: changes nothing"
    ids = [mutant["id"] for mutant in all_mutants]
    yield from (f"{name}: named twice" for name in sorted({name for name in ids if ids.count(name) > 1}))


class Builder:
    def __init__(self, build, folder):
        self.build = build
        self.folder = pathlib.Path(folder)
        commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
        self.compile_commands = {entry["file"]: entry["command"] for entry in commands}
        self.link_commands = {}

    def compile(self, file, text):
        """@returns the object, or None with what the compiler said on stderr"""
        mutated = self.folder / pathlib.Path(file).name
        mutated.write_text(text, encoding="utf-8")
        words = shlex.split(self.compile_commands[str(TREE / file)])
        made = self.folder / "mutated.o"
        words[words.index("-o") + 1] = str(made)
        words[words.index("-c") + 1] = str(mutated)
        # What a fault leaves unused is no reason to refuse it.
        done = subprocess.run([*words, "-w"], cwd=self.build, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print(done.stderr, file=sys.stderr)
            return None
        return made

    def link(self, test, made):
        if test not in self.link_commands:
            asked = ["ninja", "-C", str(self.build), "-t", "commands", f"test_{test}"]
            told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
            self.link_commands[test] = [word for word in shlex.split(told.splitlines()[-1]) if word not in (":", "&&")]
        words = list(self.link_commands[test])
        at = words.index("-o") + 1
        program = self.folder / f"test_{test}"
        words[at : at + 1] = [str(program), str(made)]
        subprocess.run(words, cwd=self.build, check=True)
        return program


def first_failure(program):
    """@returns the first test that fails, a word for a crash or an endless run, or None when all pass"""
    try:
        run = subprocess.run([str(program), "--gtest_fail_fast", "--gtest_brief=1"], cwd=program.parent, env=ENVIRONMENT,
                             capture_output=True, text=True, check=False, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return "without end"
    if run.returncode == 0:
        return None
    failed = [line.split("]", 1)[1].split(",")[0].split("(")[0].strip() for line in run.stdout.splitlines()
              if line.startswith("[  FAILED  ]") and "." in line]
    return failed[0] if failed else "crash"


def judge(builder, mutant, text):
    """@returns (how it was found or None, was it built)"""
    made = builder.compile(mutant["file"], text)
    if made is None:
        return None, False
    for test in TESTS[str(pathlib.PurePosixPath(mutant["file"]).parent)]:
        failure = first_failure(builder.link(test, made))
        if failure:
            return f"test_{test}: {failure}", True
    return None, True


def chosen(all_mutants, wanted):
    if wanted.only:
        return [mutant for mutant in all_mutants if mutant["id"] in wanted.only]
    if wanted.all or os.environ.get("HEJIE_LONG"):
        return all_mutants
    return random.Random(wanted.seed).sample(all_mutants, wanted.count)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path, help="folder of a finished build with the tests")
    parser.add_argument("--all", action="store_true", help="every mutant (also by HEJIE_LONG=1)")
    parser.add_argument("--only", nargs="+", metavar="ID", help="these mutants")
    parser.add_argument("--count", type=int, default=3, help="that many, chosen by seed")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1000000))
    wanted = parser.parse_args()
    all_mutants = mutants()
    wrong = list(misplaced(all_mutants))
    if wrong:
        print("\n".join(wrong))
        return 1
    tried = chosen(all_mutants, wanted)
    print(f"seed {wanted.seed}: {len(tried)} of {len(all_mutants)} mutants")
    killed = 0
    with tempfile.TemporaryDirectory(prefix="hejie-mutants-") as folder:
        builder = Builder(wanted.build.resolve(), folder)
        unharmed, built = judge(builder, tried[0], source(tried[0]))
        if unharmed or not built:
            print(f"the unharmed {tried[0]['file']} is not green: {unharmed}")
            return 1
        for mutant in tried:
            found, built = judge(builder, mutant, source(mutant).replace(mutant["find"], mutant["put"]))
            killed += 1 if found else 0
            print(f"{mutant['id']}: {found or ('SURVIVED' if built else 'NOT BUILT')}", flush=True)
    print(f"{killed} of {len(tried)} killed")
    return 0 if killed * 100 >= PER_CENT * len(tried) else 1


if __name__ == "__main__":
    sys.exit(main())
