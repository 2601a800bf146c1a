// A fact that was in time but is entered late: what the dry run shows, what is stored, what was known before.
#include <gmock/gmock.h>

#include <algorithm>

#include "app/case_service.h"
#include "app/metrics.h"
#include "app/script_run.h"
#include "resources/resources.h"
#include "storage/memory/memory_store.h"

namespace hejie::app {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

using Moved = engine::Rederived::Moved;

Date day(std::string_view text) {
  return parse_date(text).value();
}

const Definitions& shipped() {
  static const auto definitions = Definitions::load({});
  if (!definitions) std::abort();
  return **definitions;
}

/// A story under examples/ told up to the step that is entered late; that step is then sent by hand.
class Late {
 public:
  Late(const std::string& name, const std::string& event, std::optional<Date> entered = {}) {
    const std::string file = "examples/" + name + ".json";
    auto script = read_script(file, std::string(resources::find(file).value_or("{}")));
    if (!script) std::abort();
    script_ = std::move(*script);
    const auto last = std::find_if(script_.steps.rbegin(), script_.steps.rend(), [&](const ScriptStep& step) {
      return step.event == event && step.expect.refused == std::nullopt;
    });
    if (last == script_.steps.rend()) std::abort();
    step_ = &*last;
    clock_.set(to_instant({script_.steps.front().on, 0}));
    ScriptRunner runner({*store_, service_, shipped(), clock_});
    ScriptOptions options;
    options.most_steps = step_->index;
    auto report = runner.run(script_, options);
    if (!report || report->failures != 0) std::abort();
    id_ = report->cases.at(step_->case_name);
    const Date day_before = script_.steps[step_->index - 1].on;
    entered_ = entered.value_or(step_->recorded_on.value_or(std::max(step_->on, day_before)));
    clock_.set(to_instant({entered_, 10 * 60}));
    if (entered && !service_.tick(id_, {entered_, 10 * 60})) std::abort();  // as the scheduler does
  }

  CommandOutcome send(bool dry_run, const std::string& data) {
    CommandInput input;
    input.case_id = id_;
    input.event = step_->event;
    input.data_json = data.empty() ? step_->data_json : data;
    input.occurred_on = step_->on;
    input.on_behalf_of = step_->party;
    input.role = step_->by.role;
    input.if_match = view({}).version;
    input.dry_run = dry_run;
    auto result = service_.execute(by(), input, {});
    if (!result || !std::holds_alternative<CommandOutcome>(*result)) {
      ADD_FAILURE() << (result ? "refused" : result.error().message.en);
      return {};
    }
    return std::get<CommandOutcome>(std::move(*result));
  }

  CaseView view(std::optional<Date> as_of) {
    auto found = service_.view(by(), id_, as_of, {});
    if (!found) std::abort();
    return std::move(*found);
  }

  std::vector<HistoryItem> history() { return service_.history(by(), id_).value(); }

  /// What the last entry changed, as it is kept; none: nothing was derived again.
  std::optional<engine::Rederived> kept() {
    const auto items = history();
    const auto* found = items.empty() ? nullptr : std::get_if<engine::Rederived>(&items.back().event);
    return found == nullptr ? std::nullopt : std::optional(*found);
  }

  /// The alerts of the case that are open, as "clock:rung due".
  std::vector<std::string> alerts(bool with_superseded) {
    storage::AlertFilter filter;
    filter.case_id = id_;
    filter.with_superseded = with_superseded;
    const auto snapshot = store_->snapshot();
    const auto page = (*snapshot)->list_alerts(filter);
    std::vector<std::string> list;
    for (const auto& row : page.value().items)
      list.push_back(row.what.clock + ":" + row.what.rung + " " + format_date(row.what.due));
    return list;
  }

 private:
  Caller by() const { return ScriptRunner::caller_of(step_->by); }

  Script script_;
  std::unique_ptr<storage::Store> store_ = storage::memory::open_store();
  ManualClock clock_{Instant{}};
  Metrics metrics_;
  CaseService service_{{*store_, shipped(), clock_, metrics_}};
  const ScriptStep* step_ = nullptr;
  CaseId id_;
  Date entered_{};
};

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
  EXPECT_THAT(story.alerts(true), testing::Not(Contains(fresh))) << "shown, not told";
  story.send(false, "");
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
  story.send(false, data);
  const auto kept = story.kept();
  ASSERT_TRUE(kept.has_value());
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
  story.send(false, data);
  const auto kept = story.kept();
  ASSERT_TRUE(kept.has_value());
  EXPECT_THAT(kept->irregular, ElementsAre(asked.version));
  const auto view = story.view({});
  EXPECT_THAT(view.raw.irregular, Contains(asked.version));
  const auto now = story.history();
  EXPECT_TRUE(std::ranges::any_of(now, [&](const HistoryItem& item) { return item.seq == asked.seq; }))
      << "nothing is deleted";
}

}  // namespace
}  // namespace hejie::app
