"""Each lint must find what it is there to find, and must leave good code alone. Runs on small trees it makes itself."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent

GOOD_TREE = {
    "engine/base/date.h": "// Dates.\n#pragma once\n\n#include <string>\n",
    "engine/calendar/days.h": '// Days.\n#pragma once\n\n#include "engine/base/date.h"\n',
    "engine/machine/decide.cpp": '#include "engine/calendar/days.h"\n',
    "json/json.h": "// JSON.\n#pragma once\n\n#include <nlohmann/json_fwd.hpp>\n",
    "engine/definition/read/reader.cpp": '#include <nlohmann/json.hpp>\n\n#include "json/json.h"\n',
    "storage/store.h": "// The port.\n#pragma once\n",
    "storage/sqlite/db.cpp": '#include <SQLiteCpp/Database.h>\n\n#include "storage/store.h"\n',
    "app/service.cpp": '#include "storage/store.h"\n',
    "api/server.cpp": '#include <boost/asio.hpp>\n#include <boost/beast/http.hpp>\n\n#include "engine/base/date.h"\n',
    "tests/http/client.cpp": "#include <boost/beast/http.hpp>\n#include <nlohmann/json.hpp>\n",
    "tests/year/oracle/days.h": "// Days.\n#pragma once\n",
    "tests/year/oracle/days.cpp": '#include <nlohmann/json.hpp>\n\n#include "tests/year/oracle/days.h"\n',
    "tests/year/watcher.cpp": '#include "engine/base/date.h"\n#include "tests/year/oracle/days.h"\n',
}


class Tree:
    """A temporary tree of files for one run; the repository's clang-format rules apply to it."""

    def __init__(self, files):
        self.folder = tempfile.TemporaryDirectory()
        self.top = pathlib.Path(self.folder.name)
        shutil.copy(TOP / ".clang-format", self.top)
        for path, text in files.items():
            (self.top / path).parent.mkdir(parents=True, exist_ok=True)
            (self.top / path).write_text(text, encoding="utf-8")

    def run(self, lint):
        done = subprocess.run([sys.executable, "-B", str(TOP / "scripts" / f"lint_{lint}.py"), "--top", str(self.top)],
                              capture_output=True, text=True, check=False)
        self.folder.cleanup()
        return done.returncode, done.stdout


class Includes(unittest.TestCase):
    def test_good_tree_passes(self):
        code, told = Tree(GOOD_TREE).run("includes")
        self.assertEqual((code, told), (0, "lint_includes: 0 findings\n"))

    def test_each_bad_line_is_found_at_its_place(self):
        bad = {
            "engine/base/up.cpp": '#include "engine/calendar/days.h"\n',
            "engine/calendar/down.cpp": '#include <string>\n#include "engine/machine/x.h"\n',
            "engine/machine/x.h": "// X.\n#pragma once\n\n#include <mutex>\n",
            "engine/machine/now.cpp": "#include <chrono>\n",
            "engine/machine/text.cpp": "#include <nlohmann/json.hpp>\n",
            "engine/definition/model.h": "// Model.\n#pragma once\n\n#include <nlohmann/json.hpp>\n",
            "engine/definition/tree.h": '// Tree.\n#pragma once\n\n#include "json/json.h"\n',
            "storage/upward.cpp": '#include "app/service.h"\n',
            "app/service.h": "// Service.\n#pragma once\n",
            "storage/memory/other.cpp": '#include "storage/sqlite/db.h"\n',
            "storage/sqlite/db.h": "// Base.\n#pragma once\n\n#include <sqlite3.h>\n",
            "app/backend.cpp": '#include "storage/sqlite/db.h"\n',
            "api/store.cpp": '#include "storage/store.h"\n',
            "api/session.cpp": "#include <boost/beast/core.hpp>\n",
            "cli/relative.cpp": '#include "relative.h"\n',
            "audit/store.cpp": '#include "storage/store.h"\n',
            "api/hash.cpp": "#include <openssl/evp.h>\n",
            "cli/bare.h": "#pragma once\n",
            "cli/open.h": "// Open.\n",
            "elsewhere/file.cpp": "\n",
            "app/log.cpp": "#include <spdlog/spdlog.h>\n",
            "cli/log.cpp": "#include <spdlog/spdlog.h>\n",
            "tests/year/oracle/borrowed.cpp": '#include "engine/calendar/days.h"\n',
            "tests/year/oracle/told.cpp": '#include "tests/year/oracle/days.h"\n#include "alerts/desk.h"\n',
            "alerts/desk.h": "// Desk.\n#pragma once\n",
        }
        code, told = Tree(GOOD_TREE | bad).run("includes")
        self.assertEqual(code, 1)
        for place in ("engine/base/up.cpp:1:", "engine/calendar/down.cpp:2:", "engine/machine/x.h:4:", "engine/machine/now.cpp:1:",
                      "engine/machine/text.cpp:1:", "engine/definition/model.h:4:", "engine/definition/tree.h:4:",
                      "storage/upward.cpp:1:", "storage/memory/other.cpp:1:", "storage/sqlite/db.h:4:", "app/backend.cpp:1:",
                      "api/store.cpp:1:", "api/session.cpp:1:", "cli/relative.cpp:1:", "audit/store.cpp:1:", "api/hash.cpp:1:",
                      "cli/bare.h:1:", "cli/open.h:1:", "elsewhere/file.cpp:1:", "cli/log.cpp:1:",
                      "tests/year/oracle/borrowed.cpp:1:", "tests/year/oracle/told.cpp:2:"):
            self.assertIn(f"\n{place}", f"\n{told}")
        self.assertIn("lint_includes: 22 findings", told)


class Sql(unittest.TestCase):
    """Item 50 of docs/security.md."""

    def test_sql_of_literals_passes(self):
        good = """constexpr const char* kColumns = "a, b";
            void f(Connection& db, const std::string& name) {
              static const std::string sql = std::string("SELECT ") + kColumns + " FROM t LIMIT " + std::to_string(7 + 1);
              db.query(sql.c_str()).bind(name).run();
              std::string marks = "?";
              marks += ",?";
              db.once(name.empty() ? "SELECT 1" : "SELECT a FROM t WHERE a IN (" + marks + ")");  // not + name
              for (const char* table : {"a", "b"}) db.integer((std::string("SELECT count(*) FROM ") + table).c_str());
              Where where;
              where.add("a = ?", {name});
            }
            """
        self.assertEqual(Tree({"storage/sqlite/good.cpp": good}).run("sql"), (0, "lint_sql: 0 findings\n"))

    def test_sql_of_values_is_found_at_its_place_050(self):
        bad = [
            'db.query(("SELECT a FROM t WHERE name = \'" + name + "\'").c_str());',
            'db.once("SELECT a FROM t WHERE name = " + filter.name);',
            'db.once(fmt::format("SELECT a FROM t WHERE name = {}", name));',
            'db_->execute(quoted(name).c_str());',
            'where.add("name = \'" + name + "\'");',
            'Query q = where.prepare(db, std::string("SELECT a FROM t") + where.sql() + order);',
            'db.once(open ? "SELECT 1" : name);',
            'Where other; other.add("1 = 1");',
        ]
        for line in bad:
            code, told = Tree({"storage/sqlite/bad.cpp": f"void f() {{\n  {line}\n}}\n"}).run("sql")
            self.assertEqual(code, 1, line)
            self.assertIn("storage/sqlite/bad.cpp:2:", told, line)
        late = 'void f() {\n  std::string sql = "SELECT a FROM t WHERE ";\n  sql += name;\n  db.once(sql);\n}\n'
        code, told = Tree({"storage/sqlite/late.cpp": late}).run("sql")
        self.assertEqual(code, 1)
        self.assertIn("storage/sqlite/late.cpp:3: SQL is made from name", told)


class Words(unittest.TestCase):
    def test_good_text_passes(self):
        tree = Tree({"a.cpp": "// The labor center's behavior; state cancelled, workflow enquiry.\n",
                     "b.md": "A placeholder in prose, the International Labour Organization, /api/work/x, build/work/.\n",
                     "c.html": '<input placeholder="name">\n', "LICENSE": "licence\n"})
        self.assertEqual(tree.run("words"), (0, "lint_words: 0 findings\n"))

    def test_each_bad_word_is_found_at_its_place(self):
        marks = ["TO" + "DO: later", "fix" + "me", "a st" + "ub", "not imple" + "mented", "place" + "holder"]
        machine = ["/wo" + "rk/main/x", "'/ro" + "ot/y'", "/ho" + "me/someone", "../sha" + "red/z", "registry.np" + "mjs.org"]
        british = ["labour", "labour_dispute", "Mediation Centre", "behaviour", "colours", "licences", "normalised", "labelled"]
        merge = ["<" * 7 + " HEAD", "=" * 7, ">" * 7 + " other"]
        words = marks + machine + british
        code, told = Tree({"a.cpp": "".join(f"// {w}\n" for w in words)}).run("words")
        self.assertEqual(code, 1)
        for number, word in enumerate(words, 1):
            self.assertIn(f"a.cpp:{number}:", told, word)
        code, told = Tree({"a.md": "".join(f"{line}\n" for line in merge)}).run("words")
        self.assertEqual((code, told.count("mark of a merge")), (1, 3), told)


class Format(unittest.TestCase):
    def run_or_skip(self, files):
        code, told = Tree(files).run("format")
        if code == 77:
            self.skipTest(told.strip())
        return code, told

    def test_formatted_code_passes(self):
        self.assertEqual(self.run_or_skip(GOOD_TREE), (0, "lint_format: 0 findings\n"))

    def test_unformatted_code_is_found(self):
        code, told = self.run_or_skip(GOOD_TREE | {"cli/bad.cpp": "int  main( ){return 0 ;}\n"})
        self.assertEqual(code, 1)
        self.assertIn("cli/bad.cpp: not formatted", told)
        self.assertIn("lint_format: 1 findings", told)

    def test_long_files_and_functions_are_warned_of_but_pass(self):
        body = "int answer() {\n" + "  answer();\n" * 80 + "  return 0;\n}\n"
        code, told = self.run_or_skip({"cli/long.cpp": body + "\n" + "int a = 0;\n" * 400})
        self.assertEqual(code, 0)
        self.assertIn("cli/long.cpp:1: warning: a function of 82 lines", told)
        self.assertIn("cli/long.cpp: warning: 484 lines", told)


if __name__ == "__main__":
    unittest.main()
