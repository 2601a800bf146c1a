// The table of verbs behind the CLI and the control socket.
#include "app/admin.h"

#include "app/check.h"
#include "tests/app/bench_case.h"

namespace hejie::app {
namespace {

using testing::HasSubstr;

constexpr const char* kLead =
    R"({"title":{"zh":"甲","en":"a"},"source":"s","workflow":"inspection","steps":[)"
    R"({"on":"2024-03-04","by":"inspector/zhao","event":"record_lead","data":{"source":"tour","matter":"wages","parties":[{"role":"respondent","kind":"employer"}]},"expect":{"state":"lead"}})";

struct Admin : testing::Test {
  Admin()
      : definitions(*Definitions::load({})),
        accounts(*bureau.store, bureau.clock, {"clerk", "inspector"}, cheap()),
        calendars(*bureau.store, *definitions, bureau.clock),
        cases({*bureau.store, *definitions, bureau.clock, metrics}),
        reviews(*bureau.store, cases, bureau.clock) {}
  static AccountLimits cheap() {
    AccountLimits limits;
    limits.cost = {1, 8U << 10U};
    return limits;
  }
  Result<std::string> run(const std::string& verb, const std::string& body) {
    return run_admin({*bureau.store, *definitions, accounts, calendars, reviews, bureau.clock,
                      [] { return storage::memory::open_store(); }},
                     verb, body);
  }
  Bureau bureau;
  std::unique_ptr<Definitions> definitions;
  Accounts accounts;
  Calendars calendars;
  Metrics metrics;
  CaseService cases;
  WrittenReviews reviews;
};

TEST_F(Admin, AddsListsDisablesResets) {
  const auto added =
      run("user_add", R"({"username":"lin","display_name":"林","roles":["clerk"],"password":"correct horse battery"})");
  ASSERT_TRUE(added.has_value()) << added.error().message.en;
  EXPECT_THAT(*added, testing::Not(HasSubstr("correct horse")));
  EXPECT_THAT(*run("user_list", "{}"), HasSubstr("\"username\":\"lin\""));
  EXPECT_TRUE(run("user_reset", R"({"username":"lin","password":"another long password"})").has_value());
  EXPECT_TRUE(run("user_disable", R"({"username":"lin"})").has_value());
  EXPECT_THAT(*run("user_list", "{}"), HasSubstr("\"disabled\":true"));
  EXPECT_EQ(run("user_disable", R"({"username":"nobody"})").error().code, ErrorCode::not_found);
}

TEST_F(Admin, TellsEveryFindingOfABadAccount) {
  const auto added = run("user_add", R"({"username":"No Such","roles":["king"],"password":"x"})");
  ASSERT_FALSE(added.has_value());
  EXPECT_EQ(added.error().code, ErrorCode::invalid);
  EXPECT_GE(added.error().findings.size(), 3U);
}

TEST_F(Admin, KeepsWhyNamesLeftInFull) {
  EXPECT_EQ(run("note_unmasking", R"({"what":"cases","login":"a"})").error().code, ErrorCode::invalid);
  for (const std::string number : {"1", "2"}) {
    const auto noted = run("note_unmasking", R"({"what":"cases","reason":"court order of Zhao","login":"a"})");
    ASSERT_TRUE(noted.has_value()) << noted.error().message.en;
    EXPECT_EQ(*noted, "{\"number\":" + number + "}");
  }
  const auto snapshot = *bureau.store->snapshot();
  EXPECT_EQ(snapshot->mark(kUnmaskings).value(), "2");
  const auto mark = snapshot->mark(unmasking_mark(1)).value().value_or("");
  EXPECT_THAT(mark, HasSubstr("\"what\":\"cases\""));
  EXPECT_THAT(mark, testing::Not(HasSubstr("Zhao"))) << "free text stands in the private table";
  const auto at = mark.find("\"reason\":\"") + 10;
  const auto text = snapshot->texts({TextId(mark.substr(at, mark.find('"', at) - at))});
  ASSERT_EQ(text->size(), 1U);
  EXPECT_EQ(text->front().body, "court order of Zhao");
}

TEST_F(Admin, ImportsAStoryWhole) {
  const auto done = run("import", std::string(R"({"file":"a.json","script":)") + kLead + "]}}");
  ASSERT_TRUE(done.has_value()) << done.error().message.en;
  EXPECT_THAT(*done, HasSubstr("\"stored\":true"));
  EXPECT_EQ(bureau.cases(), 1U);
  EXPECT_TRUE(check_store(*bureau.store, *definitions)->findings.empty());
  const auto snapshot = bureau.store->snapshot();
  const auto history = (*snapshot)->events_since(0, 10);
  EXPECT_EQ(history->front().recorded_at, bureau.clock.now()) << "recorded now, whatever the story's dates";
  EXPECT_EQ(history->front().recorded_by, local_administrator().account);
}

TEST_F(Admin, ImportsNothingOfAStoryThatFails) {
  const std::string failing =
      std::string(kLead) +
      R"(,{"on":"2024-03-05","by":"inspector/zhao","event":"summon","data":{"appear_on":"2024-03-08"},"expect":{"state":"lead"}}]})";
  const auto done = run("import", R"({"file":"a.json","script":)" + failing + "}");
  ASSERT_TRUE(done.has_value());
  EXPECT_THAT(*done, HasSubstr("\"stored\":false"));
  EXPECT_THAT(*done, HasSubstr("step 2"));
  EXPECT_EQ(bureau.cases(), 0U);
}

TEST_F(Admin, DryRunStoresNothing) {
  const auto done = run("import", std::string(R"({"file":"a.json","dry_run":true,"script":)") + kLead + "]}}");
  ASSERT_TRUE(done.has_value());
  EXPECT_THAT(*done, HasSubstr("\"failures\":[]"));
  EXPECT_EQ(bureau.cases(), 0U);
}

TEST_F(Admin, BadBodiesAreErrors) {
  for (const auto& [verb, body] :
       std::vector<std::pair<std::string, std::string>>{{"nothing", "{}"},
                                                        {"user_add", "{"},
                                                        {"user_add", "[]"},
                                                        {"user_add", "{}"},
                                                        {"import", "{}"},
                                                        {"import", R"({"script":[]})"},
                                                        {"calendar_load", "{}"},
                                                        {"calendar_load", R"({"notice":{}})"},
                                                        {"user_reset", "{}"}}) {
    const auto done = run(verb, body);
    ASSERT_FALSE(done.has_value()) << verb << " " << body;
    EXPECT_FALSE(done.error().message.en.empty());
  }
  EXPECT_EQ(bureau.cases(), 0U);
}

}  // namespace
}  // namespace hejie::app
