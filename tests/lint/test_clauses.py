"""The table of clauses can say no more than what its rows name: each way of saying more, or less than the standard has, is found."""
import pathlib
import sys
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "scripts/data"))
import make_clauses_md as clauses  # noqa: E402
import make_security_md as security  # noqa: E402


def changed(rows, clause, **members):
    return [{**row, **members} if row["id"] == clause else row for row in rows]


class Clauses(unittest.TestCase):
    def setUp(self):
        self.asvs, self.gbt = clauses.rows_of(clauses.ASVS), clauses.rows_of(clauses.GBT)

    def wrong(self, asvs=None, gbt=None):
        return clauses.build(asvs or self.asvs, gbt or self.gbt)[1]

    def test_as_shipped(self):
        self.assertEqual(self.wrong(), [])
        self.assertEqual((len(self.asvs), len(self.gbt)), (253, 54))

    def test_a_clause_left_out_doubled_or_moved(self):
        self.assertEqual(self.wrong([row for row in self.asvs if row["id"] != "6.2.1"]),
                         ["ASVS 6 has 35 clauses, here are 34", "ASVS level 1 has 70 clauses, here are 69"])
        self.assertIn("GB/T 8.1.4.2 g stands twice", self.wrong(gbt=self.gbt + self.gbt[10:11]))
        self.assertIn("GB/T 8.1.4.3 has 4 clauses, here are 3", self.wrong(gbt=[row for row in self.gbt if row["id"] != "8.1.4.3 d"]))
        self.assertIn("ASVS: the clauses are not in their order", self.wrong(self.asvs[1:] + self.asvs[:1]))
        self.assertIn("ASVS level 1 has 70 clauses, here are 71", self.wrong(changed(self.asvs, "1.1.1", level="1")))

    def test_shown_needs_something_that_shows_it(self):
        self.assertEqual(self.wrong(changed(self.asvs, "6.2.1", items="")), ["6.2.1: names nothing and does not say why"])
        self.assertEqual(self.wrong(changed(self.asvs, "6.2.1", answer="in part", items="", reason="x")), ["6.2.1: names nothing and does not say why"])
        self.assertEqual(self.wrong(changed(self.asvs, "6.2.1", answer="shown"))[0], "6.2.1: 'shown' is no answer that can be written here")
        for answer in ("not yet", "operator", "not applicable", "in part"):
            self.assertEqual(self.wrong(changed(self.asvs, "6.2.1", answer=answer)), [f"6.2.1: {answer} without a reason"])

    def test_what_is_named_is_there(self):
        self.assertEqual(self.wrong(changed(self.asvs, "6.2.1", items="93")), ["6.2.1: there is no item 93"])
        for each in ("AccountsTest.NoSuchTest", "accounts: no such title", "docs/operations.md: words that stand nowhere", "docs/none.md: x"):
            self.assertEqual(self.wrong(changed(self.asvs, "6.2.1", evidence=each)), [f"6.2.1: there is no {each}"])

    def test_a_row_says_no_more_than_its_items(self):
        row = {"id": "x", "answer": "", "items": "1 2", "reason": ""}

        def of(first, second, evidence=(), **members):
            return clauses.answer_of({**row, **members}, {1: first, 2: second}, list(evidence), [])

        self.assertEqual(of("shown", "shown"), "shown")
        self.assertEqual(of("shown", "shown in part"), "shown in part")
        self.assertEqual(of("shown", "not yet"), "shown in part")
        self.assertEqual(of("shown", "operator"), "shown in part")
        self.assertEqual(of("not yet", "not yet"), "not yet")
        self.assertEqual(of("not yet", "operator"), "not yet")
        self.assertEqual(of("not applicable", "not applicable"), "not applicable")
        self.assertEqual(of("not applicable", "shown"), "shown")
        self.assertEqual(of("not yet", "not yet", ["a test"]), "shown in part")
        self.assertEqual(of("shown", "shown", answer="in part", reason="x"), "shown in part")
        self.assertEqual(of("not yet", "not yet", answer="in part", reason="x"), "not yet")

    def test_a_reason_stands_wherever_it_is_not_shown(self):
        lines = [line.split(" | ") for line in clauses.OUT.read_text(encoding="utf-8").splitlines() if line[:3] in {f"| {n}" for n in range(1, 10)}]
        self.assertEqual(len(lines), 253 + 54)
        for line in lines:
            answer, named, reason = line[-3], line[-2], line[-1].removesuffix(" |").strip()
            self.assertTrue(named.strip() if answer == "shown" else reason, line)

    def test_the_page_of_items_counts_them_all(self):
        self.assertEqual(sorted(security.ITEMS), list(range(1, 93)))


if __name__ == "__main__":
    unittest.main()
