// A fact that was in time but is entered late: what the dry run shows, what is stored, what was known before.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/scenarios/late_story.h"

namespace hejie::app {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

using Moved = engine::Rederived::Moved;

Date day(std::string_view text) {
  return parse_date(text).value();
}

const engine::ClockInstance& clock_in(const CaseView& view, const std::string& rule, const std::string& key = "") {
  const auto found =
      std::ranges::find_if(view.raw.clocks, [&](const auto& c) { return c.rule == rule && c.key == key; });
  if (found == view.raw.clocks.end()) std::abort();
  return *found;
}

bool happened(const std::vector<engine::Occurrence>& list, const std::string& id, const std::string& key = "") {
  return std::ranges::any_of(list, [&](const auto& what) { return what.id == id && what.key == key; });
}

TEST(LateEntry, ConsentGivenInTimeUndoesTheFailureOfTheMediation) {
  Late story("260_consent_entered_late", "extend_mediation");
  EXPECT_EQ(story.view({}).state, "failed");
  const auto shown = story.send(true, "");
  EXPECT_TRUE(shown.dry_run);
  EXPECT_EQ(shown.state_before, "failed");
  EXPECT_EQ(shown.state, "in_mediation");
  const Moved m06{"M06", "", 1, day("2026-05-26"), day("2026-06-05")};
  EXPECT_THAT(shown.moved, ElementsAre(m06));
  EXPECT_EQ(story.view({}).state, "failed") << "shown, not stored";
  EXPECT_EQ(story.kept(), std::nullopt);

  const auto done = story.send(false, "");
  EXPECT_EQ(done.moved, shown.moved);
  EXPECT_EQ(done.state, shown.state);
  const auto kept = story.kept();
  EXPECT_EQ(shown.rederived, kept) << "what is kept is what was shown";
  EXPECT_EQ(done.rederived, kept);
  ASSERT_TRUE(kept.has_value());
  EXPECT_THAT(kept->moved, ElementsAre(m06));
  EXPECT_TRUE(happened(kept->gone, "M06")) << "the expiry did not happen";
  EXPECT_TRUE(happened(kept->gone, "time_runs_out")) << "nor did what the clock did then";
  EXPECT_THAT(kept->irregular, IsEmpty());
  EXPECT_EQ(kept->state_before, "failed");
  EXPECT_EQ(kept->state_after, "in_mediation");

  const auto then = story.view(day("2026-05-27"));
  EXPECT_EQ(then.state, "failed") << "what was known that day";
  EXPECT_EQ(clock_in(then, "M06").due, day("2026-05-26"));
  EXPECT_EQ(clock_in(story.view({}), "M06").due, day("2026-06-05"));
}

TEST(LateEntry, TheDryRunTellsTheAlertsThatFollow) {
  Late story("260_consent_entered_late", "extend_mediation", day("2026-06-05"));
  const std::string old = "M06:0 2026-05-26";
  const std::string fresh = "M06:0 2026-06-05";
  EXPECT_THAT(story.alerts(false), Contains(old));
  const auto shown = story.send(true, "");
  ASSERT_THAT(shown.alerts, testing::SizeIs(1));
  EXPECT_EQ(shown.alerts.front().clock, "M06");
  EXPECT_EQ(shown.alerts.front().due, day("2026-06-05"));
  EXPECT_EQ(shown.alerts.front().to, "mediator");
  ASSERT_THAT(shown.alerts_withdrawn, testing::SizeIs(1));
  EXPECT_EQ(shown.alerts_withdrawn.front().clock, "M06");
  EXPECT_EQ(shown.alerts_withdrawn.front().due, day("2026-05-26"));
  EXPECT_THAT(story.alerts(true), testing::Not(Contains(fresh))) << "shown, not told";
  EXPECT_THAT(story.alerts(false), Contains(old)) << "shown, not withdrawn";
  const auto done = story.send(false, "");
  EXPECT_EQ(done.alerts_withdrawn.size(), 1U);
  EXPECT_THAT(story.alerts(false), Contains(fresh));
  EXPECT_THAT(story.alerts(false), testing::Not(Contains(old))) << "no longer true";
  EXPECT_THAT(story.alerts(true), Contains(old)) << "but kept";
}

TEST(LateEntry, AnAnswerPostedInTimeStopsThePeriodThatHadRunOut) {
  Late story("261_answer_entered_late", "answer");
  EXPECT_EQ(clock_in(story.view({}), "A12", "respondent").status, engine::ClockStatus::expired);
  const auto shown = story.send(true, "");
  EXPECT_EQ(shown.state, "scheduled") << "the hearing a person has fixed stays";
  EXPECT_THAT(shown.clocks_opened, Contains(testing::Field(&ClockView::label, "A13")));
  EXPECT_THAT(shown.moved, IsEmpty()) << "the period itself is no other";
  EXPECT_EQ(story.kept(), std::nullopt);

  story.send(false, "");
  const auto kept = story.kept();
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(shown.rederived, kept);
  EXPECT_TRUE(happened(kept->gone, "A12", "respondent"));
  EXPECT_FALSE(happened(kept->gone, "A17", "respondent")) << "the objection was out of time and stays so";
  EXPECT_THAT(kept->irregular, IsEmpty());
  const auto now = story.view({});
  EXPECT_EQ(clock_in(now, "A12", "respondent").status, engine::ClockStatus::stopped);
  EXPECT_EQ(clock_in(now, "A12", "respondent").ended_on, day("2026-03-20"));
  EXPECT_EQ(clock_in(now, "A13").due, day("2026-03-27"));
  EXPECT_EQ(clock_in(story.view(day("2026-03-23")), "A12", "respondent").status, engine::ClockStatus::expired);
}

TEST(LateEntry, AReceiptTwoDaysLaterTakesTheEffectBack) {
  Late story("262_receipt_corrected_after_effect", "correct");
  const auto entries = story.history();
  const auto service = std::find_if(entries.rbegin(), entries.rend(), [](const HistoryItem& item) {
    const auto* act = std::get_if<engine::Act>(&item.event);
    return act != nullptr && act->kind == engine::ActKind::served;
  });
  ASSERT_NE(service, entries.rend());
  const std::string data = R"({"of":)" + std::to_string(service->seq) +
                           R"(,"reason":"r","occurred_on":"2026-04-01","data":{"doc":"award_copy","to":"respondent",)"
                           R"("mode":"direct","received_on":"2026-04-01"}})";
  const auto shown = story.send(true, data);
  EXPECT_EQ(shown.state_before, "effective");
  EXPECT_EQ(shown.state, "made");
  const Moved l01{"L01", "respondent", 1, day("2026-04-14"), day("2026-04-16")};
  EXPECT_THAT(shown.moved, ElementsAre(l01));
  EXPECT_THAT(shown.irregular, IsEmpty()) << "nobody has acted on it";
  story.send(false, data);
  const auto kept = story.kept();
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(shown.rederived, kept);
  EXPECT_THAT(kept->moved, ElementsAre(l01));
  EXPECT_TRUE(happened(kept->gone, "all_silent"));
  EXPECT_TRUE(happened(kept->gone, "L01", "respondent"));
  EXPECT_FALSE(happened(kept->gone, "L01", "applicant")) << "per party";
  EXPECT_THAT(kept->irregular, IsEmpty());
}

TEST(LateEntry, WhatAPersonDidMeanwhileStaysAndIsMarked) {
  Late story("263_acted_on_meanwhile", "correct");
  const auto entries = story.history();
  const auto act_of = [&](engine::ActKind kind, const std::string& event) {
    const auto found = std::find_if(entries.rbegin(), entries.rend(), [&](const HistoryItem& item) {
      const auto* act = std::get_if<engine::Act>(&item.event);
      return act != nullptr && act->kind == kind && (event.empty() || act->event == event);
    });
    return found == entries.rend() ? HistoryItem{} : *found;
  };
  const auto asked = act_of(engine::ActKind::done, "apply_enforcement");
  const std::string data = R"({"of":)" + std::to_string(act_of(engine::ActKind::served, "").seq) +
                           R"(,"reason":"r","cascade":true,"occurred_on":"2026-04-01","data":{"doc":"award_copy",)"
                           R"("to":"respondent","mode":"direct","received_on":"2026-04-01"}})";
  const auto shown = story.send(true, data);
  ASSERT_THAT(shown.irregular, testing::SizeIs(1)) << "told before it is saved";
  EXPECT_EQ(shown.irregular.front().version, asked.version);
  EXPECT_EQ(shown.irregular.front().event, "apply_enforcement");
  EXPECT_EQ(shown.irregular.front().on, day("2026-04-15"));
  EXPECT_FALSE(shown.irregular.front().name.en.empty());
  EXPECT_THAT(story.view({}).raw.irregular, IsEmpty()) << "shown, not stored";
  story.send(false, data);
  const auto kept = story.kept();
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(shown.rederived, kept);
  EXPECT_THAT(kept->irregular, ElementsAre(asked.version));
  const auto view = story.view({});
  EXPECT_THAT(view.raw.irregular, Contains(asked.version));
  const auto now = story.history();
  EXPECT_TRUE(std::ranges::any_of(now, [&](const HistoryItem& item) { return item.seq == asked.seq; }))
      << "nothing is deleted";
}

TEST(LateEntry, ALateEntryThatTakesTheGroundFromALaterActIsRefusedUnlessCarriedThrough) {
  Late story("260_consent_entered_late", "extend_mediation");
  const auto gone_on = story.act("respondent_applies_arbitration", "respondent");
  const auto refused = story.try_send(true, "");
  ASSERT_TRUE(refused && std::holds_alternative<Refused>(*refused));
  EXPECT_THAT(std::get<Refused>(*refused).rejection.conflicts, ElementsAre(gone_on));

  const std::string data = R"({"both_agree":true,"extension":"10d","cascade":true})";
  const auto shown = story.send(true, data);
  ASSERT_THAT(shown.irregular, testing::SizeIs(1));
  EXPECT_EQ(shown.irregular.front().event, "respondent_applies_arbitration");
  EXPECT_EQ(shown.irregular.front().version, gone_on);
  story.send(false, data);
  EXPECT_EQ(shown.rederived, story.kept());
  EXPECT_THAT(story.view({}).raw.irregular, ElementsAre(gone_on)) << "done, and marked";
}

TEST(AwardedAmount, AClaimTheFinalAwardTestMeasuresIsNotAwardedWithoutIt) {
  Late story("30_bj_27", "deliberate");
  const auto sent = [&](const std::string& item) {
    return story.try_send(true, R"({"items":[{"key":"damages",)" + item + "}]}");
  };
  for (const char* outcome : {"awarded", "partly_awarded"}) {
    const auto missing = sent(R"("outcome":")" + std::string(outcome) + "\"");
    ASSERT_FALSE(missing.has_value()) << outcome;
    ASSERT_EQ(missing.error().findings.size(), 1U);
    EXPECT_EQ(missing.error().findings.front().path, "/data/items/0/awarded_fen");
  }
  EXPECT_TRUE(sent(R"("outcome":"rejected")").has_value()) << "nothing is awarded";
  EXPECT_TRUE(sent(R"("outcome":"awarded","awarded_fen":3000000)").has_value());
}

}  // namespace
}  // namespace hejie::app
