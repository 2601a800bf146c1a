"""scripts/setup.sh against a pretended machine: what it calls missing, and how it asks for it. Nothing is installed."""
import os
import pathlib
import subprocess
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent


class Machine:
    """A folder of pretended commands; each call is a line in `calls`."""

    def __init__(self, installed=(), uid=0, sudo=True, commands=()):
        self.folder = tempfile.TemporaryDirectory()
        self.bin = pathlib.Path(self.folder.name)
        for name in ("bash", "dirname", "grep", "env", "cat", "cmp", "cp"):
            os.symlink(f"/usr/bin/{name}", self.bin / name)
        states = "".join(f'echo "{name} installed"; ' for name in installed) + 'echo "removed-one config-files"'
        self.put("dpkg-query", f"{states}; exit 1")
        self.put("id", f"echo {uid}")
        self.put("apt-get", f'echo "${{DEBIAN_FRONTEND:-}} apt-get $*" >>{self.bin}/calls')
        if sudo:
            self.put("sudo", f'echo "sudo" >>{self.bin}/calls; "$@"')
        for name in commands:
            self.put(name, f'echo "{name} $*" >>{self.bin}/calls')

    def put(self, name, body):
        (self.bin / name).write_text(f"#!/usr/bin/bash\n{body}\n")
        (self.bin / name).chmod(0o755)

    def run(self, words):
        done = subprocess.run(["/usr/bin/bash", "-c", f"set -euo pipefail; source '{TOP}/scripts/setup.sh'; {words}"],
                              env={"PATH": str(self.bin)}, capture_output=True, text=True, check=False)
        calls = (self.bin / "calls").read_text().splitlines() if (self.bin / "calls").exists() else []
        return done, calls


class InstallMissing(unittest.TestCase):
    def test_nothing_missing_asks_apt_nothing(self):
        done, calls = Machine(installed=["g++", "cmake"]).run("install_missing g++ cmake")
        self.assertEqual((done.returncode, calls), (0, []))

    def test_root_asks_once_for_the_missing_ones_only(self):
        done, calls = Machine(installed=["g++"]).run("install_missing g++ cmake ccache removed-one")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(calls, ["noninteractive apt-get update -q",
                                 "noninteractive apt-get install -q -y --no-install-recommends cmake ccache removed-one"])

    def test_a_name_within_another_name_is_not_installed(self):
        calls = Machine(installed=["libfmt-dev", "cmake-data"]).run("install_missing cmake libfmt")[1]
        self.assertTrue(calls[-1].endswith(" cmake libfmt"), calls)

    def test_others_use_sudo(self):
        calls = Machine(uid=1000).run("install_missing cmake")[1]
        self.assertEqual([c for c in calls if c == "sudo"], ["sudo", "sudo"])
        self.assertIn("noninteractive apt-get install -q -y --no-install-recommends cmake", calls)

    def test_without_root_and_sudo_it_says_what_to_do(self):
        done, calls = Machine(uid=1000, sudo=False).run("install_missing cmake")
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(calls, [])
        self.assertIn("as root, run: ", done.stderr)


class Node(unittest.TestCase):
    def test_node_and_npm_are_asked_of_apt_only_when_there_is_no_command(self):
        for commands, wanted in (((), "nodejs npm"), (("node",), "npm"), (("node", "npm"), "")):
            done, _ = Machine(commands=commands).run("node_packages")
            self.assertEqual(done.stdout.split(), wanted.split(), commands)

    def test_npm_installs_from_the_lock_and_only_when_it_changed(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "node_modules").mkdir()
            lock = pathlib.Path(folder, "package-lock.json")
            lock.write_text("1")
            machine = Machine(commands=("npm",))
            machine.run(f"npm_install {folder}")
            self.assertEqual(len(machine.run(f"npm_install {folder}")[1]), 1)
            lock.write_text("2")
            calls = machine.run(f"npm_install {folder}")[1]
            self.assertEqual(len(calls), 2)
            self.assertTrue(calls[0].startswith(f"npm ci --prefix {folder}"), calls)


class FrontDoors(unittest.TestCase):
    def test_no_package_that_starts_a_daemon_is_asked_for(self):
        shown = Machine().run('printf "%s\\n" "${build_packages[@]}"')[0].stdout.split()
        self.assertGreater(len(shown), 10)
        for name in shown:
            self.assertRegex(name, r"-dev$|^(g\+\+|cmake|ninja-build|ccache|lld|pkg-config)$")

    def test_ci_calls_the_tests(self):
        self.assertIn("scripts/test.sh", (TOP / ".ci/run").read_text())
        for door in ("scripts/run.sh", "scripts/test.sh", ".ci/run"):
            self.assertTrue(os.access(TOP / door, os.X_OK), door)


if __name__ == "__main__":
    unittest.main()
