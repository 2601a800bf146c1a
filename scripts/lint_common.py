"""What the lints share: which files there are, and how a finding is told. Not a program of its own."""
import argparse
import pathlib
import subprocess

SKIPPED = {"build", "node_modules", ".git", ".cache", "dist", "__pycache__"}


def arguments(words):
    parser = argparse.ArgumentParser(description=words)
    parser.add_argument("--top", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent,
                        help="the tree to read (default: this repository)")
    return parser.parse_args()


def files(top):
    """Paths below `top`, relative and sorted: what git knows or would add; without git, all but build folders."""
    listed = subprocess.run(["git", "-C", str(top), "ls-files", "-co", "--exclude-standard", "-z", "--", "."],
                            capture_output=True, check=False)
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
    else:
        names = [str(p.relative_to(top)) for p in top.rglob("*")]
    paths = [pathlib.PurePosixPath(n) for n in sorted(set(filter(None, names)))]
    return [p for p in paths if not SKIPPED & set(p.parts) and (top / p).is_file()]


def sources(top, suffixes=(".cpp", ".h")):
    return [p for p in files(top) if p.suffix in suffixes]


def read(top, path):
    return (top / path).read_text(encoding="utf-8", errors="replace")


def report(name, findings):
    """Prints each finding; the exit code: 1 if there is any."""
    for finding in findings:
        print(finding)
    print(f"{name}: {len(findings)} findings")
    return 1 if findings else 0
