// A tiny builder of procedures and a case to drive: what the tests of the machine are written in. No JSON, no file.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/machine/machine.h"
#include "engine/model/rung.h"
#include "tests/calendar/fixture.h"

namespace hejie::engine::test {

using calendar::Unit;

inline Date day(const std::string& text) {
  return calendar::test::date(text);
}
inline Moment at(const std::string& text, int minute = 0) {
  return {day(text), minute};
}
inline Text text(const std::string& id) {
  return {id, id};
}
inline Period period(const std::string& written) {
  const auto parsed = calendar::parse_period(written);
  EXPECT_TRUE(parsed.has_value()) << written;
  return parsed.value_or(Period{});
}
inline const calendar::Calendar& calendar_now() {
  static const calendar::Calendar built = calendar::test::calendar_2025_2026();
  return built;
}

// ---- conditions
inline Condition fact_is(const std::string& id, Value value) {
  Condition c;
  c.kind = ConditionKind::fact_in;
  c.id = id;
  c.values = {std::move(value)};
  return c;
}
inline Condition known_fact(const std::string& id, bool flag = true) {
  Condition c;
  c.kind = ConditionKind::fact_known;
  c.id = id;
  c.flag = flag;
  return c;
}
inline Condition number(ConditionKind kind, const std::string& id, std::int64_t bound) {
  Condition c;
  c.kind = kind;
  c.id = id;
  c.values = {bound};
  return c;
}
inline Condition clock_is(const std::string& id, ClockTest test, Of of = Of::any, const std::string& role = "") {
  Condition c;
  c.kind = ConditionKind::clock_is;
  c.id = id;
  c.clock_test = test;
  c.of = of;
  c.role = role;
  return c;
}
inline Condition served_all(const std::string& document, const std::string& role, Count count = Count::all) {
  Condition c;
  c.kind = ConditionKind::served;
  c.id = document;
  c.role = role;
  c.count = count;
  return c;
}
inline Condition flagged(ConditionKind kind, const std::string& id, bool flag = true) {
  Condition c;
  c.kind = kind;
  c.id = id;
  c.flag = flag;
  return c;
}
inline Condition where(ConditionKind kind, std::map<std::string, std::vector<Value>> fields, Count count = Count::some,
                       const std::string& role = "") {
  Condition c;
  c.kind = kind;
  c.where = std::move(fields);
  c.count = count;
  c.role = role;
  return c;
}
inline Condition outcome(const std::string& link, std::vector<std::string> milestones) {
  Condition c;
  c.kind = ConditionKind::link_outcome;
  c.id = link;
  c.names = std::move(milestones);
  return c;
}
inline Condition combine(ConditionKind kind, std::vector<Condition> children) {
  Condition c;
  c.kind = kind;
  c.children = std::move(children);
  return c;
}
inline Condition negate(Condition child) {
  return combine(ConditionKind::negation, {std::move(child)});
}

// ---- parts
inline Setter set(const std::string& target, Value value) {
  return {target, Setter::Source::literal, std::move(value), ""};
}
inline Setter set_today(const std::string& target) {
  return {target, Setter::Source::today, {}, ""};
}
inline Setter set_copy(const std::string& target, const std::string& fact) {
  return {target, Setter::Source::fact, {}, fact};
}
inline Fact fact(const std::string& id, FactType type, Value init = {}, bool answer = false) {
  Fact f;
  f.id = id;
  f.type = type;
  f.name = text(id);
  f.init = std::move(init);
  f.answer = answer;
  return f;
}
inline State state(const std::string& id, Phase phase = Phase::open, const std::string& milestone = "") {
  State s;
  s.id = id;
  s.name = text(id);
  s.phase = phase;
  s.milestone = milestone;
  return s;
}
inline Row row(std::vector<std::string> from, const std::string& to = "", Condition when = {}) {
  Row r;
  r.from = std::move(from);
  r.to = to;
  r.when = std::move(when);
  return r;
}
inline Event event(const std::string& id, std::vector<Row> rows, std::vector<std::string> by = {"clerk"}) {
  Event e;
  e.id = id;
  e.name = text(id);
  e.by = std::move(by);
  e.rows = std::move(rows);
  return e;
}
inline Event automatic(const std::string& id, std::vector<Row> rows) {
  Event e = event(id, std::move(rows), {"law"});
  e.automatic = true;
  return e;
}
inline Trigger on(Trigger::On kind, const std::string& id) {
  Trigger t;
  t.on = kind;
  t.id = id;
  return t;
}
inline Trigger on_event(const std::string& id) {
  return on(Trigger::On::event, id);
}
inline Trigger on_served(const std::string& id, const std::string& to = "") {
  Trigger t = on(Trigger::On::served, id);
  t.to = to;
  return t;
}
inline Length length(const std::string& written) {
  Length l;
  l.kind = Length::Kind::period;
  l.period = period(written);
  return l;
}
inline Length length_of(Length::Kind kind, const std::string& id, const std::string& written = "0d") {
  Length l;
  l.kind = kind;
  l.id = id;
  l.period = period(written);
  return l;
}
inline ClockRule clock(const std::string& id, ClockKind kind, const std::string& written, std::vector<Trigger> starts,
                       std::vector<std::string> lives) {
  ClockRule c;
  c.id = id;
  c.name = text(id);
  c.kind = kind;
  if (!written.empty()) c.length = {length(written)};
  c.starts = std::move(starts);
  c.lives = std::move(lives);
  return c;
}
inline Extension extension(const std::string& event_id, const std::string& by, int times = 1) {
  Extension e;
  e.event = event_id;
  e.by = period(by);
  e.times = times;
  return e;
}
inline Document document(const std::string& id, std::vector<std::string> to) {
  Document d;
  d.id = id;
  d.name = text(id);
  d.to = std::move(to);
  return d;
}
inline IssueRule issue(const std::string& id) {
  IssueRule i;
  i.document = id;
  return i;
}
inline ServiceMode mode(const std::string& id, const std::string& written = "") {
  ServiceMode m;
  m.id = id;
  if (!written.empty()) m.length = period(written);
  return m;
}
inline PartyRole role(const std::string& id, int min = 0, int max = 1000) {
  PartyRole r;
  r.id = id;
  r.name = text(id);
  r.min = min;
  r.max = max;
  return r;
}
inline Hold hold(const std::string& id, std::vector<std::string> allows, std::vector<std::string> lives) {
  Hold h;
  h.id = id;
  h.name = text(id);
  h.allows = std::move(allows);
  h.lives = std::move(lives);
  return h;
}

// ---- acts
inline Actor by(const std::string& role_id, const std::string& person = "") {
  return {role_id, AccountId{person.empty() ? "u_" + role_id : "u_" + person}, {}};
}
inline Act act(const std::string& event_id, const std::string& on_day, Values fields = {}) {
  Act a;
  a.event = event_id;
  a.on = day(on_day);
  a.by = by("clerk");
  a.fields = std::move(fields);
  return a;
}
inline Act act_of(const std::string& party, const std::string& event_id, const std::string& on_day,
                  Values fields = {}) {
  Act a = act(event_id, on_day, std::move(fields));
  a.party = party;
  return a;
}
inline Act answer(ActKind kind, Version of, const std::string& on_day, Actor who) {
  Act a = act("", on_day);
  a.kind = kind;
  a.of = of;
  a.by = std::move(who);
  return a;
}
inline Act change(ActKind kind, Version of, const std::string& on_day, Values fields = {}) {
  Act a = act("", on_day, std::move(fields));
  a.kind = kind;
  a.of = of;
  a.reason = TextId{"t_reason"};
  return a;
}
inline Act serve(const std::string& document_id, const std::string& to, const std::string& on_day,
                 const std::string& mode_id = "direct") {
  Act a = act("", on_day);
  a.kind = ActKind::served;
  a.serve = ServeInput{document_id, 0, to, mode_id, day(on_day), {}, false, "proof"};
  return a;
}
inline Act opening(const std::string& event_id, const std::string& on_day,
                   std::vector<std::string> roles = {"applicant", "respondent"}) {
  Act a = act(event_id, on_day);
  for (const std::string& r : roles) {
    a.parties.push_back({"", r, r == "applicant" ? "worker" : "employer", PersonId{"p_" + r}, false});
  }
  return a;
}

/// A case being driven, step by step; every step is also checked against the fold of its acts.
class Driven {
 public:
  explicit Driven(const Procedure& procedure, const calendar::Calendar& cal = calendar_now())
      : procedure_(procedure), calendar_(cal) {
    file_.state.id = CaseId{"c_test"};
  }

  [[nodiscard]] Context context() const { return {procedure_, calendar_}; }
  [[nodiscard]] const CaseFile& file() const { return file_; }
  [[nodiscard]] const CaseState& state() const { return file_.state; }
  [[nodiscard]] const Decision& last() const { return last_; }
  [[nodiscard]] Decided ask(const Act& a) const { return decide(context(), file_, a); }

  /// Must be accepted.
  Decision& does(const Act& a) {
    Decided decided = ask(a);
    if (const auto* no = std::get_if<Rejection>(&decided)) ADD_FAILURE() << a.event << ": " << no->message.en;
    if (const auto* bad = std::get_if<FormFindings>(&decided)) {
      for (const Finding& f : *bad) ADD_FAILURE() << a.event << ": " << f.path << " " << f.code << " " << f.message.en;
    }
    if (auto* yes = std::get_if<Decision>(&decided)) take(std::move(*yes));
    return last_;
  }
  Decision& ticks(Moment until) {
    take(tick(context(), file_, until));
    return last_;
  }
  Decision& ticks(const std::string& on_day) { return ticks(at(on_day)); }

  /// Must be refused; nothing changes.
  [[nodiscard]] Rejection refused(const Act& a) const {
    Decided decided = ask(a);
    if (auto* no = std::get_if<Rejection>(&decided)) {
      EXPECT_FALSE(no->message.zh.empty());
      EXPECT_FALSE(no->message.en.empty());
      return std::move(*no);
    }
    ADD_FAILURE() << a.event << ": not refused";
    return {};
  }
  [[nodiscard]] FormFindings findings(const Act& a) const {
    Decided decided = ask(a);
    if (auto* bad = std::get_if<FormFindings>(&decided)) return std::move(*bad);
    ADD_FAILURE() << a.event << ": no findings";
    return {};
  }

  [[nodiscard]] const ClockInstance* clock(const std::string& rule, const std::string& key = "",
                                           int ordinal = 0) const {
    const ClockInstance* found = nullptr;
    for (const ClockInstance& c : state().clocks) {
      if (c.rule == rule && c.key == key && (ordinal == 0 || c.ordinal == ordinal)) found = &c;
    }
    return found;
  }
  [[nodiscard]] std::string due(const std::string& rule, const std::string& key = "") const {
    const ClockInstance* c = clock(rule, key);
    return c == nullptr ? "none" : c->due ? format_date(*c->due) : "-";
  }
  [[nodiscard]] ClockStatus status(const std::string& rule, const std::string& key = "", int ordinal = 0) const {
    const ClockInstance* c = clock(rule, key, ordinal);
    EXPECT_NE(c, nullptr) << rule;
    return c == nullptr ? ClockStatus::superseded : c->status;
  }
  [[nodiscard]] Version version() const { return state().version; }
  [[nodiscard]] Version last_act() const { return file_.acts.empty() ? 0 : file_.acts.back().version; }

  void expect_fold() const {
    auto folded = fold(context(), state().id, file_.acts, state().through);
    ASSERT_TRUE(folded.has_value()) << folded.error().message.en;
    folded->version = state().version;
    EXPECT_TRUE(*folded == state()) << "fold differs from the state reached step by step";
  }

 private:
  void take(Decision decision) {
    last_ = std::move(decision);
    advance(file_, last_);
    expect_fold();
  }
  const Procedure& procedure_;
  const calendar::Calendar& calendar_;
  CaseFile file_;
  Decision last_;
};

inline std::vector<std::string> occurrences(const Decision& decision) {
  static const char* const kNames[] = {"started", "stopped", "left",      "superseded", "expired",       "breached",
                                       "moved",   "deemed",  "automatic", "hold_ended", "proposal_ended"};
  std::vector<std::string> names;
  for (const CaseEvent& e : decision.events) {
    if (const auto* o = std::get_if<Occurrence>(&e)) {
      names.push_back(std::string(kNames[static_cast<int>(o->kind)]) + " " + o->id +
                      (o->key.empty() ? "" : "/" + o->key) + " " + format_date(o->on));
    }
  }
  return names;
}
inline const Rederived* rederived(const Decision& decision) {
  for (const CaseEvent& e : decision.events) {
    if (const auto* r = std::get_if<Rederived>(&e)) return r;
  }
  return nullptr;
}

/// The small arbitration most tests use.
const Procedure& small();
/// A hearing notice that may be issued again; the hearing needs it served.
Procedure small_with_notices();
/// open -> later -> closed, with free events `a`, `b`, `note` in every open state, and these clocks and facts.
Procedure bare(std::vector<ClockRule> clocks, std::vector<Fact> facts = {});

}  // namespace hejie::engine::test
