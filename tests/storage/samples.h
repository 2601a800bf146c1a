// Fictitious events, rows and commits for the tests of storage. No real person stands behind a name or number here.
#pragma once

#include <string>

#include "storage/store.h"

namespace hejie::storage::samples {

inline Date day(int year, int month, int d) {
  return from_ymd(year, month, d);
}

/// Every field filled with something that is not its default.
inline engine::Act full_act(engine::ActKind kind) {
  engine::Act act;
  act.kind = kind;
  act.event = "accept";
  act.on = day(2026, 3, 2);
  act.minute = 630;
  act.by = {"clerk", AccountId("u_1"), AccountId("u_9"), "dg_1"};
  act.officers = {AccountId("u_2"), AccountId("u_3")};
  act.approvers = {{"committee_head", AccountId("u_4"), AccountId("")}};
  act.party = "p1";
  act.fields = {{"a_unknown", std::monostate{}},
                {"b_yes", true},
                {"c_no", false},
                {"d_fen", std::int64_t{123456789012}},
                {"e_day", day(2026, 2, 28)},
                {"f_moment", Moment{day(2026, 2, 28), 1439}},
                {"g_period", calendar::Period{calendar::Unit::working_days, 15}},
                {"h_text", std::string("t_1")}};
  act.parties = {{"p1", "applicant", "worker", PersonId("p_1"), true}};
  act.items = {{"i1", "wages", "p1", 100, 90, "partly"}};
  act.serve = engine::ServeInput{"award", 2, "p1", "mail", day(2026, 3, 1), day(2026, 3, 4), true, "proof_1"};
  act.link = engine::LinkInput{"referral", CaseId("c_2"), "inspection", "opened", "closed"};
  act.of = 3;
  act.irregular = true;
  act.cascade = true;
  act.reason = TextId("t_2");
  return act;
}

inline engine::Occurrence full_occurrence(engine::OccurrenceKind kind) {
  engine::Occurrence x;
  x.kind = kind;
  x.on = day(2026, 3, 3);
  x.id = "A07";
  x.key = "p1";
  x.ordinal = 2;
  x.due = day(2026, 3, 9);
  x.due_at = Moment{day(2026, 3, 9), 660};
  x.provisional = true;
  x.state = "closed";
  return x;
}

inline engine::Rederived full_rederived() {
  engine::Rederived x;
  x.because = 4;
  x.on = day(2026, 3, 5);
  x.moved = {{"A07", "p1", 2, day(2026, 3, 9), day(2026, 3, 10)}, {"A08", "", 1, std::nullopt, day(2026, 4, 1)}};
  x.gone = {full_occurrence(engine::OccurrenceKind::clock_expired)};
  x.gone[0].version = 3;
  x.appeared = {full_occurrence(engine::OccurrenceKind::clock_started)};
  x.state_before = "closed";
  x.state_after = "accepted";
  x.irregular = {2, 3};
  return x;
}

inline engine::CaseEvent at_version(engine::CaseEvent event, Version version) {
  std::visit([version](auto& e) { e.version = version; }, event);
  return event;
}

/// A plain act, as most are.
inline engine::Act small_act(Version version, Date on = day(2026, 3, 2)) {
  engine::Act act;
  act.event = "note";
  act.on = on;
  act.by = {"clerk", AccountId("u_1"), AccountId("")};
  act.fields = {{"amount_fen", std::int64_t{5000}}};
  act.version = version;
  return act;
}

inline Pin pin() {
  Pin out;
  out.procedure = "arbitration";
  out.version = 1;
  out.sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  out.overlays = {"sichuan"};
  out.switches = {{"roll_back", true}};
  return out;
}

inline CaseRows rows(int clocks = 2) {
  CaseRows out;
  out.summary.state = "accepted";
  out.summary.stage = "arbitration";
  out.summary.title = {"劳动争议仲裁", "labor arbitration"};
  out.summary.handler = AccountId("u_1");
  out.summary.employer = PersonId("p_2");
  out.summary.sector = "construction";
  out.summary.cause = "wages";
  out.summary.flags = {"wage_arrears"};
  out.summary.opened_on = day(2026, 3, 1);
  out.summary.through = Moment{day(2026, 3, 2), 540};
  out.summary.next_moment = Moment{day(2026, 3, 6), 540};
  out.summary.next_due = day(2026, 3, 9);
  out.summary.next_clock = "A07";
  for (int i = 0; i < clocks; ++i) {
    ClockRow clock;
    clock.rule = "A" + std::to_string(10 + i);
    clock.owner = "clerk";
    clock.base = day(2026, 3, 2);
    clock.nominal = clock.due = day(2026, 3, 9 + i);
    clock.next_on = day(2026, 3, 6 + i);
    out.clocks.push_back(clock);
  }
  out.parties = {{"p1", "applicant", "worker", PersonId("p_1"), false},
                 {"p2", "respondent", "employer", PersonId("p_2"), true}};
  return out;
}

/// Opens a case with one act.
inline Commit open_case(const std::string& id, Instant at = Instant{1'780'000'000'000}) {
  Commit out;
  out.recorded_at = at;
  out.recorded_by = AccountId("u_1");
  CaseChange change;
  change.id = CaseId(id);
  change.pin = pin();
  change.events = {small_act(1)};
  change.rows = rows();
  out.cases.push_back(std::move(change));
  return out;
}

/// One more act on a case at `expected`.
inline Commit add_act(const std::string& id, Version expected, Instant at = Instant{1'780'000'001'000}) {
  Commit out = open_case(id, at);
  out.cases[0].expected = expected;
  out.cases[0].pin.reset();
  out.cases[0].events = {small_act(expected + 1)};
  return out;
}

}  // namespace hejie::storage::samples
