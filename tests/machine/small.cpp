#include "tests/machine/build.h"

namespace hejie::engine::test {
namespace {

const std::vector<std::string> kOpen{"filed", "in_answer", "heard"};
const std::vector<std::string> kAfter{"awarded"};

void add_events(Procedure& p) {
  p.events.push_back(event("file", {row({}, "filed")}));
  p.events.back().may = {"claim_fen"};
  Event accept = event("accept", {row({"filed"}, "in_answer")});
  accept.approval = {{{"institute_head"}, {}}};
  accept.rows[0].issues = {issue("copy")};
  accept.gives_number = true;
  p.events.push_back(accept);
  Event reply = event("answer", {row({"in_answer"})});
  reply.act_of = {"respondent"};
  reply.within = {"A12"};
  p.events.push_back(reply);
  Event hear = event("hear", {row({"in_answer"}, "heard", clock_is("A12", ClockTest::over, Of::all, "respondent"))});
  hear.not_by_actor_of = {"file"};
  hear.by = {"clerk", "arbitrator"};
  p.events.push_back(hear);
  Event suspend = event("suspend", {row({"filed", "in_answer", "heard"})});
  suspend.rows[0].takes = {"suspended"};
  p.events.push_back(suspend);
  Event resume =
      event("resume", {row({"filed", "in_answer", "heard"}, "", flagged(ConditionKind::hold_on, "suspended"))});
  resume.rows[0].releases = {"suspended"};
  p.events.push_back(resume);
  p.events.push_back(event("extend", {row({"in_answer", "heard"})}));
  Event add = event("add_party", {row({"in_answer", "heard"})});
  add.adds_parties = {"respondent"};
  add.rows[0].issues = {issue("copy")};
  p.events.push_back(add);
  Event award = event("award", {row({"heard"}, "awarded")}, {"arbitrator"});
  award.rows[0].issues = {issue("award_doc")};
  p.events.push_back(award);
  Event sue = event("sue", {row({"awarded"}, "in_court")});
  sue.act_of = {"applicant", "respondent"};
  sue.within = {"L01"};
  p.events.push_back(sue);
  p.events.push_back(event("withdraw", {row({"filed", "in_answer", "heard"}, "withdrawn")}));
  p.events.push_back(event("archive", {row({"effective", "in_court", "withdrawn"}, "archived")}));
}

void add_clocks(Procedure& p) {
  ClockRule a07 = clock("A07", ClockKind::duty, "5wd", {on_event("file")}, kOpen);
  a07.stops = {on_event("accept")};
  p.clocks.push_back(a07);
  ClockRule a12 = clock("A12", ClockKind::window, "10d", {on_served("copy", "respondent")}, kOpen);
  a12.per = Per::party;
  a12.role = "respondent";
  a12.stops = {on_event("answer")};
  p.clocks.push_back(a12);
  ClockRule a26 = clock("A26", ClockKind::duty, "45d", {on_event("accept")}, kOpen);
  a26.stops = {on_event("award")};
  a26.restarts = {on_event("add_party")};
  a26.extends = {extension("extend", "15d")};
  a26.excluded_by = {"suspended", "public_notice"};
  a26.ladder = {make_rung(-5, Unit::working_days, "clerk"), make_rung(0, Unit::working_days, "clerk"),
                make_rung(1, Unit::working_days, "institute_head")};
  p.clocks.push_back(a26);
  ClockRule l01 = clock("L01", ClockKind::window, "15d", {on_served("award_doc")}, kAfter);
  l01.per = Per::party;
  p.clocks.push_back(l01);
}

Procedure build() {
  Procedure p;
  p.id = "small";
  p.name = text("small");
  p.parties = {role("applicant", 1), role("respondent", 1)};
  p.facts = {fact("claim_fen", FactType::money)};
  p.states = {state("filed"),
              state("in_answer"),
              state("heard"),
              state("awarded", Phase::closed, "awarded"),
              state("effective", Phase::closed, "effective"),
              state("in_court", Phase::closed, "in_court"),
              state("withdrawn", Phase::closed),
              state("archived", Phase::final)};
  p.holds = {hold("suspended", {"resume", "withdraw"}, kOpen)};
  p.documents = {document("copy", {"respondent"}), document("award_doc", {"any"})};
  p.service = {mode("direct"), mode("mail"), mode("left", "3wd"), mode("public_notice", "30d")};
  add_events(p);
  add_clocks(p);
  p.automatic = {
      automatic("all_silent", {row({"awarded"}, "effective", clock_is("L01", ClockTest::over, Of::all, ""))})};
  p.index();
  return p;
}

}  // namespace

const Procedure& small() {
  static const Procedure built = build();
  return built;
}

Procedure small_with_notices() {
  Procedure p;
  p.id = "notices";
  p.parties = {role("applicant"), role("respondent")};
  p.states = {state("open"), state("heard")};
  p.documents = {document("notice", {"respondent"})};
  p.service = {mode("direct"), mode("left", "3wd"), mode("public_notice", "30d")};
  p.events = {event("start", {row({}, "open")}), event("reissue", {row({"open"})}), event("add", {row({"open"})}),
              event("hear", {row({"open"}, "heard", served_all("notice", "respondent"))})};
  p.events[0].rows[0].issues = {issue("notice")};
  p.events[1].rows[0].issues = {issue("notice")};
  p.events[2].adds_parties = {"respondent"};
  p.index();
  return p;
}

Procedure bare(std::vector<ClockRule> clocks, std::vector<Fact> facts) {
  Procedure p;
  p.id = "bare";
  p.parties = {role("applicant"), role("respondent")};
  p.facts = std::move(facts);
  p.states = {state("open"), state("later"), state("closed", Phase::closed), state("end", Phase::final)};
  std::vector<std::string> fields;
  for (const Fact& f : p.facts) fields.push_back(f.id);
  Event start = event("start", {row({}, "open")});
  start.may = fields;
  p.events = {start};
  for (const std::string id : {"a", "b", "note"}) {
    Event e = event(id, {row({"open", "later"})});
    e.may = fields;
    p.events.push_back(e);
  }
  p.events.push_back(event("next", {row({"open"}, "later")}));
  p.events.push_back(event("close", {row({"open", "later"}, "closed")}));
  p.clocks = std::move(clocks);
  p.index();
  return p;
}

}  // namespace hejie::engine::test
