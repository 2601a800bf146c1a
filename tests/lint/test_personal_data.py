"""What is held of persons has a purpose and an end, every column and field of it, and a new one that nobody thought about is
found (item 80 of docs/security.md). Runs on copies of what the check reads."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
READ = ["docs/personal_data.json", "docs/personal_data.md", "storage/rows.h"]


class Check(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = pathlib.Path(folder.name)
        shutil.copytree(TOP / "storage/sqlite/migrations", self.top / "storage/sqlite/migrations")
        (self.top / "docs").mkdir()
        for name in READ:
            shutil.copy(TOP / name, self.top / name)

    def run_check(self):
        done = subprocess.run([sys.executable, "-B", str(TOP / "scripts/data/make_personal_data_md.py"), "--check", "--top", str(self.top)],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout

    def change(self, what):
        path = self.top / "docs/personal_data.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        what(data)
        path.write_text(json.dumps(data), encoding="utf-8")

    def test_every_personal_column_has_a_purpose_and_an_end_080(self):
        self.assertEqual(self.run_check(), (0, "personal data: 0 findings\n"))

    def test_a_new_column_table_or_field_is_found_080(self):
        (self.top / "storage/sqlite/migrations/0099_more.sql").write_text(
            "ALTER TABLE parties ADD COLUMN nickname TEXT;\nCREATE TABLE visitors (name TEXT);\n", encoding="utf-8")
        rows = self.top / "storage/rows.h"
        text = rows.read_text(encoding="utf-8")
        rows.write_text(text.replace("credit_code, phone,", "credit_code, birthday, phone,"), encoding="utf-8")
        code, told = self.run_check()
        self.assertEqual(code, 1)
        for what in ("parties.nickname: nobody says", "visitors: nobody says", "persons.sealed.birthday: no purpose"):
            self.assertIn(what, told)

    def test_what_is_said_without_purpose_or_end_or_of_nothing_is_found_080(self):
        self.change(lambda data: data["tables"]["accounts"]["personal"]["username"].update(purpose=" "))
        self.change(lambda data: data["tables"]["texts"]["personal"]["sealed"].update(until="some day"))
        self.change(lambda data: data["tables"]["persons"]["personal"].update({"sealed.shoe_size": {"purpose": "x", "until": "file"}}))
        self.change(lambda data: data["tables"]["cases"]["plain"].append("gone"))
        code, told = self.run_check()
        self.assertEqual(code, 1)
        for what in ("accounts.username: needs a purpose", "texts.sealed: needs a purpose and an end", "persons.sealed.shoe_size: there is no such field",
                     "cases.gone: there is no such column"):
            self.assertIn(what, told)

    def test_a_stale_page_is_found_080(self):
        self.change(lambda data: data["tables"]["accounts"]["personal"]["username"].update(purpose="another"))
        code, told = self.run_check()
        self.assertEqual((code, "stale" in told), (1, True))


if __name__ == "__main__":
    unittest.main()
