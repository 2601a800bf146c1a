"""scripts/test_report.py must count every kind of outcome, must not let a crash or an unbuilt part pass, and must fail on none."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent


def ctest(name, status, inside=""):
    return f'<testcase name="{name}" classname="{name}" time="1.5" status="{status}">{inside}<system-out>why it is so\n</system-out></testcase>'


def google(*cases):
    inner = "".join(f'<testcase name="{n}" classname="S" time="0.25" status="{s}">{i}</testcase>' for n, s, i in cases)
    return f'<testsuites><testsuite name="S">{inner}</testsuite></testsuites>'


class Report(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = pathlib.Path(folder.name)
        (self.top / "b" / "reports").mkdir(parents=True)

    def write(self, path, text):
        (self.top / path).write_text(text, encoding="utf-8")

    def run_report(self, *more):
        done = subprocess.run([sys.executable, "-B", str(TOP / "scripts/test_report.py"), str(self.top), f"release={self.top}/b",
                               *more], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.splitlines()

    def junit(self, *cases):
        self.write("release.junit.xml", f'<testsuite name="x">{"".join(cases)}</testsuite>')

    def test_all_passed(self):
        self.junit(ctest("a", "run"))
        code, lines = self.run_report()
        self.assertEqual((code, lines[-1]), (0, "1 passed, 0 failed, 0 skipped"))

    def test_each_outcome_of_ctest(self):
        self.junit(ctest("a", "run"), ctest("b", "fail", '<failure message=""/>'),
                   ctest("c", "notrun", '<skipped message="SKIP_RETURN_CODE=77"/>'),
                   ctest("d", "notrun", '<skipped message="Unable to find executable"/>'), ctest("e", "disabled"))
        code, lines = self.run_report()
        self.assertEqual((code, lines[-1]), (1, "1 passed, 2 failed, 2 skipped"))
        self.assertIn("  release: c: why it is so", lines)
        self.assertIn("  release: d: not run", lines)

    def test_single_tests_of_google_test_are_counted(self):
        self.junit(ctest("m", "fail", '<failure message=""/>'))
        self.write("b/reports/m.xml", google(("ok", "run", ""), ("bad", "run", "<failure/>"), ("off", "notrun", ""),
                                             ("skip", "run", '<skipped message="needs root"/>')))
        code, lines = self.run_report()
        self.assertEqual((code, lines[-1]), (1, "1 passed, 1 failed, 2 skipped"))
        self.assertIn("  release: m: S.skip: needs root", lines)

    def test_a_crash_after_the_last_test_is_a_failure(self):
        self.junit(ctest("m", "fail", '<failure message=""/>'))
        self.write("b/reports/m.xml", google(("ok", "run", "")))
        self.assertEqual(self.run_report()[1][-1], "1 passed, 1 failed, 0 skipped")

    def test_a_crash_that_left_half_a_report_is_a_failure(self):
        self.junit(ctest("m", "fail", '<failure message=""/>'))
        self.write("b/reports/m.xml", google(("ok", "run", ""))[:40])
        code, lines = self.run_report()
        self.assertEqual((code, lines[-1]), (1, "0 passed, 1 failed, 0 skipped"))

    def test_a_broken_part_is_a_failure(self):
        self.junit(ctest("a", "run"))
        code, lines = self.run_report("--broken", "TSan build")
        self.assertEqual((code, lines[-1]), (1, "1 passed, 1 failed, 0 skipped"))

    def test_nothing_at_all_is_a_failure(self):
        code, lines = self.run_report()
        self.assertEqual((code, lines[-1]), (1, "0 passed, 0 failed, 0 skipped"))

    def test_node(self):
        self.write("node.tap", "ok 1 - a\n  ---\n  duration_ms: 2500\nnot ok 2 - b\nok 3 - c # SKIP no program\n    ok 1 - inner\n")
        code, lines = self.run_report()
        self.assertEqual((code, lines[-1]), (1, "1 passed, 1 failed, 1 skipped"))
        self.assertIn("      2.50 s  node: a", lines)
        self.assertIn("  node: c: no program", lines)


if __name__ == "__main__":
    unittest.main()
