// Rules that look alike and are not: the same number in another unit, the same unit with another number, before and
// after a change of law, forward and back. Each pair from one day, with the dates counted by hand; and what must be
// equal for all its different names.
#include <gtest/gtest.h>

#include "engine/definition/due.h"
#include "tests/calendar/shipped.h"

namespace hejie::calendar::test {
namespace {

struct One {
  const char *rule, *due;
};
struct Pair {
  const char *why, *from;
  One one, other;
  const char* from_other = nullptr;  ///< for laws that change between two days
};

std::string due(definition::DueDesk& desk, const char* rule, const char* from) {
  definition::DueRequest request;
  request.from = from;
  request.rule = rule;
  const auto answer = desk.answer(request, false);
  EXPECT_TRUE(answer.has_value()) << rule;
  return answer ? format_date(answer->due) : "";
}

const Pair kPairs[] = {
    {"five days of an enterprise's mediation are calendar days, those of the committee working days",
     "2025-09-26",
     {"M01", "2025-10-09"},
     {"A07", "2025-10-10"}},
    {"three days of the hand-over to the police, three working days of a recusal",
     "2025-09-26",
     {"T01", "2025-09-29"},
     {"A19", "2025-09-30"}},
    {"ten days to report a penalty upward, ten working days to answer",
     "2025-09-26",
     {"J14", "2025-10-09"},
     {"A12", "2025-10-16"}},
    {"fifteen days to sue, fifteen working days to decide", "2025-09-26", {"L01", "2025-10-11"}, {"J08", "2025-10-23"}},
    {"twenty days to serve a determination, twenty working days to list",
     "2025-09-26",
     {"I06", "2025-10-16"},
     {"W06", "2025-10-30"}},
    {"sixty days of a work injury, sixty working days of an investigation",
     "2025-09-26",
     {"I04", "2025-11-25"},
     {"J07", "2025-12-25"}},
    {"one award: the suit in fifteen days, setting aside in thirty",
     "2026-01-30",
     {"L01", "2026-02-14"},
     {"L03", "2026-03-02"}},
    {"one agreement: review in fifteen days, the court in thirty",
     "2026-01-22",
     {"C01", "2026-02-06"},
     {"C05", "2026-02-24"}},
    {"one hearing: told five working days before, moved three before",
     "2026-10-12",
     {"A24", "2026-09-29"},
     {"A25", "2026-10-08"}},
    {"one hearing day, of arbitration and of a penalty", "2026-10-12", {"A24", "2026-09-29"}, {"P04", "2026-09-24"}},
    {"the hearing asked for by the law before and after 15 July 2021",
     "2021-07-14",
     {"P03", "2021-07-19"},
     {"P03", "2021-07-22"},
     "2021-07-15"},
    {"the suit against the bureau before and after 1 May 2015",
     "2015-04-30",
     {"R08", "2015-07-30"},
     {"R08", "2015-11-02"},
     "2015-05-01"}};

TEST(LookAlikes, HaveEachTheirOwnDate) {
  auto desk = definition::DueDesk::open(shipped_files());
  ASSERT_TRUE(desk.has_value());
  for (const auto& pair : kPairs) {
    const auto one = due(*desk, pair.one.rule, pair.from);
    const auto other = due(*desk, pair.other.rule, pair.from_other == nullptr ? pair.from : pair.from_other);
    EXPECT_EQ(one, pair.one.due) << pair.one.rule << ": " << pair.why;
    EXPECT_EQ(other, pair.other.due) << pair.other.rule << ": " << pair.why;
    EXPECT_NE(one, other) << pair.why;
  }
}

/// Different names, one count.
TEST(LookAlikes, ThatAreTheSameHaveOneDate) {
  auto desk = definition::DueDesk::open(shipped_files());
  ASSERT_TRUE(desk.has_value());
  for (const char* rule : {"L01", "P08", "L15", "M05"})
    EXPECT_EQ(due(*desk, rule, "2026-01-31"), "2026-02-24") << rule << ": fifteen calendar days from a rest day";
  for (const char* rule : {"A05", "A07", "A11", "A13"})
    EXPECT_EQ(due(*desk, rule, "2025-09-26"), "2025-10-10") << rule << ": five working days";
}

}  // namespace
}  // namespace hejie::calendar::test
