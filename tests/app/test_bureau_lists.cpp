// Lists a bureau works through: written reviews from a list, approvals of special hours in force, the mediation
// organization nearest to a dispute, figures by desk and by organization.
#include "app/intake.h"
#include "app/reports.h"
#include "app/script_run.h"
#include "app/special_hours.h"
#include "app/written_reviews.h"
#include "resources/resources.h"
#include "tests/app/bench_case.h"

namespace hejie::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Caller kInspector{AccountId("u_zhao"), "zhao", "zhao", {"inspector"}};

std::vector<std::string> outcomes(const ReviewReport& report) {
  std::vector<std::string> list;
  for (const auto& line : report.lines)
    list.push_back(std::to_string(line.line) + " " + std::string(outcome_id(line.outcome)));
  return list;
}

constexpr const char* kList =
    "\xEF\xBB\xBFname,code,sector,worker_count\r\n"
    "\"甲一,有限公司\",91510000TEST00001X,construction,12\r\n"
    "乙二公司,91510000TEST00002T,,\r\n"
    "\r\n"
    "甲一重复,91510000TEST00001X,construction,12\r\n"
    "丙三公司,,construction,3\r\n"
    "丁四公司,91510000TEST00004Q,moon,3\r\n"
    "戊五公司,91510000TEST00005M,catering,many\r\n";

TEST(WrittenReviews, AListIsToldLineByLineAndOpensNothingTwice) {
  Bureau bureau;
  WrittenReviews reviews(*bureau.store, bureau.service, bureau.clock);
  const ReviewRound round{2025, *parse_date("2026-03-02"), *parse_date("2026-05-29")};
  const auto dry = reviews.open(kInspector, round, kList, true);
  ASSERT_TRUE(dry.has_value()) << dry.error().message.en;
  EXPECT_THAT(outcomes(*dry),
              ElementsAre("2 opened", "3 opened", "5 duplicate", "6 refused", "7 refused", "8 refused"));
  EXPECT_EQ(bureau.cases(), 0U) << "a dry run stores nothing";

  const auto done = reviews.open(kInspector, round, kList, false);
  ASSERT_TRUE(done.has_value());
  EXPECT_EQ(outcomes(*done), outcomes(*dry)) << "what was shown is what happens";
  EXPECT_EQ(bureau.cases(), 2U);
  EXPECT_FALSE(done->lines[0].number.empty());
  EXPECT_EQ(done->lines[0].name, "甲一,有限公司");
  EXPECT_THAT(done->lines[2].reason.en, HasSubstr("twice"));
  EXPECT_THAT(done->lines[4].reason.en, HasSubstr("/data/sector"));
  EXPECT_THAT(done->lines[5].reason.en, HasSubstr("/data/worker_count"));

  const auto again = reviews.open(kInspector, round, kList, false);
  EXPECT_EQ(again->count(ReviewLine::Outcome::opened), 0);
  EXPECT_EQ(again->lines[0].case_id, done->lines[0].case_id);
  EXPECT_EQ(bureau.cases(), 2U);
  const auto next_year = reviews.open(kInspector, {2026, round.open_from, round.submit_by}, kList, true);
  EXPECT_EQ(next_year->count(ReviewLine::Outcome::opened), 2) << "another year is another review";
}

TEST(WrittenReviews, RemindsOnceWhoHasNotFiled) {
  Bureau bureau;
  WrittenReviews reviews(*bureau.store, bureau.service, bureau.clock);
  const ReviewRound round{2025, *parse_date("2026-03-02"), *parse_date("2026-05-29")};
  const auto done = reviews.open(kInspector, round, kList, false);
  ASSERT_TRUE(done.has_value());
  CommandInput submit;
  submit.case_id = done->lines[0].case_id;
  submit.event = "submit";
  submit.data_json = R"({"complete":true})";
  submit.on_behalf_of = "employer";
  const auto filed = bureau.send(kInspector, submit);
  ASSERT_TRUE(filed && std::holds_alternative<CommandOutcome>(*filed));
  EXPECT_THAT(reviews.remind(kInspector, 2024, false)->lines, IsEmpty());
  const auto reminded = reviews.remind(kInspector, 2025, false);
  ASSERT_THAT(reminded->lines, SizeIs(1));
  EXPECT_EQ(reminded->lines[0].case_id, done->lines[1].case_id);
  EXPECT_EQ(reminded->count(ReviewLine::Outcome::reminded), 1);
  EXPECT_THAT(reviews.remind(kInspector, 2025, false)->lines, IsEmpty()) << "once each";

  Reports reports(*bureau.store, shipped(), bureau.clock);
  const auto rate = reports.make(kInspector, {"written_review", {}, {}, "", "", "", "sector"});
  ASSERT_TRUE(rate && rate->figures.size() == 2);
  EXPECT_EQ(rate->figures[0].group, "construction");
  EXPECT_EQ(rate->figures[0].numerator, 1);
  EXPECT_EQ(rate->figures[1].group, "other");
  EXPECT_EQ(rate->figures[1].numerator, 0);
}

TEST(WrittenReviews, RefusesWhatIsNoList) {
  Bureau bureau;
  WrittenReviews reviews(*bureau.store, bureau.service, bureau.clock);
  const ReviewRound round{2025, *parse_date("2026-03-02"), *parse_date("2026-05-29")};
  const auto code = [&](const char* list) { return reviews.open(kInspector, round, list, true).error().code; };
  EXPECT_EQ(code(""), ErrorCode::invalid);
  EXPECT_EQ(code("name\n甲\n"), ErrorCode::invalid) << "no column of codes";
  EXPECT_EQ(code("name,code,color\n"), ErrorCode::invalid);
  EXPECT_EQ(code("name,code\n\"open"), ErrorCode::malformed);
  const Caller mediator{AccountId("u_m"), "m", "m", {"mediator"}};
  EXPECT_EQ(reviews.open(mediator, round, kList, true).error().code, ErrorCode::forbidden);
  EXPECT_EQ(reviews.remind(mediator, 2025, true).error().code, ErrorCode::forbidden);
}

/// The first steps of a story, in the bureau's store.
void tell(Bureau& bureau, const char* file, std::size_t steps) {
  auto script = read_script(file, std::string(resources::find(file).value_or("{}")));
  ASSERT_TRUE(script.has_value());
  bureau.clock.set(to_instant({script->steps.front().on, 0}));
  ScriptRunner runner({*bureau.store, bureau.service, shipped(), bureau.clock});
  ScriptOptions options;
  options.most_steps = steps;
  const auto report = runner.run(*script, options);
  ASSERT_TRUE(report && report->failures == 0);
}

TEST(SpecialHours, ListsWhatIsInForceTheNextToExpireFirst) {
  Bureau bureau;
  SpecialHours permits(*bureau.store, bureau.service, bureau.clock);
  tell(bureau, "examples/176_permit_renewed.json", 6);
  bureau.clock.set(to_instant({*parse_date("2026-04-01"), 10 * 60}));
  const auto list = permits.in_force(kInspector, {});
  ASSERT_TRUE(list.has_value());
  ASSERT_THAT(*list, SizeIs(1));
  const auto& permit = list->front();
  EXPECT_EQ(permit.system, "irregular");
  EXPECT_EQ(permit.employer_name, "星港代理");
  EXPECT_EQ(permit.valid_until, parse_date("2026-05-31"));
  EXPECT_EQ(permit.days_left, 60);
  EXPECT_EQ(permit.renewal_until, parse_date("2026-05-01"));
  EXPECT_FALSE(permit.renewal_asked);
  EXPECT_THAT(*permits.in_force(kInspector, parse_date("2026-05-30")), IsEmpty());
  EXPECT_THAT(*permits.in_force(kInspector, parse_date("2026-05-31")), SizeIs(1));
  const Caller admin{AccountId("u_a"), "a", "a", {"system_admin"}};
  EXPECT_EQ(permits.in_force(admin, {}).error().code, ErrorCode::forbidden);
}

TEST(SpecialHours, APermitReplacedByItsRenewalIsNotInForceTwice) {
  Bureau bureau;
  SpecialHours permits(*bureau.store, bureau.service, bureau.clock);
  tell(bureau, "examples/176_permit_renewed.json", 14);
  const auto list = permits.in_force(kInspector, {});
  ASSERT_TRUE(list.has_value());
  ASSERT_THAT(*list, SizeIs(1));
  EXPECT_EQ(list->front().valid_until, parse_date("2026-08-31"));
}

const Definitions& district() {
  static const auto definitions = [] {
    DefinitionSettings settings;
    settings.overlays = {"example-district"};
    return Definitions::load(settings);
  }();
  if (!definitions) std::abort();
  return **definitions;
}

std::vector<std::string> bodies(const IntakeAnswer& answer) {
  std::vector<std::string> list;
  for (const auto& body : answer.bodies) list.push_back((body.proposed ? "*" : "") + body.id);
  return list;
}

TEST(MediationBodies, TheNearestWithAMediatorInTermIsProposed) {
  Bureau bureau;
  Intake intake(*bureau.store, district(), bureau.clock);
  const auto ask = [&](const std::string& more) {
    const auto answer = intake.routes(kInspector, R"({"claims":["wages"])" + more + "}");
    EXPECT_TRUE(answer.has_value()) << (answer ? "" : answer.error().message.en);
    return answer ? *answer : IntakeAnswer{};
  };
  EXPECT_THAT(bodies(ask("")), ElementsAre("*district"));
  EXPECT_THAT(bodies(ask(R"(,"street":"east_street")")), ElementsAre("*east_street", "district"));
  const auto park = ask(R"(,"street":"east_street","sector":"textile")");
  EXPECT_THAT(bodies(park), ElementsAre("*textile_park", "east_street", "district"));
  EXPECT_THAT(park.bodies.front().why.en, HasSubstr("area"));
  EXPECT_THAT(park.bodies.front().mediators, SizeIs(1));
  EXPECT_THAT(bodies(ask(R"(,"sector":"logistics","street":"west_street")")), ElementsAre("*logistics", "district"));
  const auto out_of_term = ask(R"(,"street":"north_town")");
  EXPECT_THAT(bodies(out_of_term), ElementsAre("north_town", "*district"));
  EXPECT_THAT(out_of_term.bodies.front().why.en, HasSubstr("no mediator"));
  const auto many = ask(R"(,"street":"east_street","worker_count":12)");
  EXPECT_THAT(bodies(many), ElementsAre("east_street", "*district"));
  EXPECT_THAT(many.bodies.back().why.en, HasSubstr("ten or more"));
}

TEST(MediationBodies, NoneWhereMediationIsNotOpenAndNoUnknownStreet) {
  Bureau bureau;
  Intake intake(*bureau.store, district(), bureau.clock);
  EXPECT_THAT(intake.routes(kInspector, R"({"claims":["relation"],"street":"east_street"})")->bodies, IsEmpty());
  const auto wrong = intake.routes(kInspector, R"({"claims":["wages"],"street":"moon","sector":"x"})");
  ASSERT_FALSE(wrong.has_value());
  EXPECT_THAT(wrong.error().findings, SizeIs(2));
  Intake national(*bureau.store, shipped(), bureau.clock);
  EXPECT_THAT(national.routes(kInspector, R"({"claims":["wages"],"street":"anywhere"})")->bodies, IsEmpty());
}

TEST(MediationBodies, FiguresByOrganizationFollowTheHandOver) {
  Bureau bureau;
  tell(bureau, "examples/187_mediation_handed_over.json", 99);
  Reports reports(*bureau.store, shipped(), bureau.clock);
  const auto groups = [&](const char* id) {
    const auto report = reports.make(kInspector, {id, {}, {}, "", "", "", "body"});
    std::vector<std::string> list;
    for (const auto& figure : report->figures) list.push_back(figure.group + " " + std::to_string(figure.numerator));
    return list;
  };
  EXPECT_THAT(groups("handed_over"), ElementsAre("street 1"));
  EXPECT_THAT(groups("workload"), testing::Contains("street 1"));
  EXPECT_THAT(groups("workload"), testing::Not(testing::Contains("district 1")));
}

TEST(Reports, CountByDeskAndRefuseAnotherOne) {
  Bureau bureau;
  bureau.complaint();
  Reports reports(*bureau.store, shipped(), bureau.clock);
  const auto count = [&](const char* unit) {
    return reports.make(kInspector, {"wage_arrears", {}, {}, unit, "", "", ""})->figures.front().numerator;
  };
  EXPECT_EQ(count("inspection"), 1);
  EXPECT_EQ(count("arbitration"), 0);
  const auto wrong = reports.make(kInspector, {"wage_arrears", {}, {}, "moon", "", "", ""});
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error().findings.front().path, "?unit");
}

}  // namespace
}  // namespace hejie::app
