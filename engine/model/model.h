// The model of a procedure: what workflows/README.md says, as passive data. Made by engine/definition from JSON, read
// by engine/machine, the checks and the diagram. Holds no state of any case and decides nothing. Names are ids
// (strings) as in the files; Procedure::find_* are binary searches over tables sorted once by the reader.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/text.h"
#include "engine/model/value.h"

namespace hejie::engine {

/// "S1:43": instrument code and article.
struct Cite {
  std::string law;
  std::string article;
  bool operator==(const Cite&) const = default;
};
using Cites = std::vector<Cite>;

// ---------------------------------------------------------------- conditions

enum class ConditionKind {
  always,         ///< no guard given
  fact_in,        ///< id in values (also "is")
  fact_known,     ///< id; flag
  fact_at_least,  ///< id >= number or other fact
  fact_at_most,
  day_not_before,  ///< id, other: day facts or "today"
  day_not_after,
  day_within,    ///< id + period not before other
  day_leaves,    ///< at least period (wd) from today to id
  clock_is,      ///< id, clock_test, of, role
  served,        ///< id = document, role ("" = any of the document's addressees, "actor"), count
  hold_on,       ///< id, flag
  done,          ///< id = event, flag
  parties,       ///< role, where, count / number, other_than_actor
  self,          ///< where, of the acting or `each` party
  items,         ///< where, count
  link_outcome,  ///< id = link kind, names = milestones
  link_is,       ///< id, flag
  switch_is,     ///< id, values
  all,
  any,
  negation  ///< children
};

enum class ClockTest { open, running, expired, over };
enum class Of { any, actor, all };
enum class Count { all, some, none, at_least };

struct Condition {
  ConditionKind kind = ConditionKind::always;
  std::string id;
  std::string other;               ///< second day fact, "today", or fact of a comparison
  std::vector<Value> values;       ///< fact_in, switch_is; a bound (int64) for at_least/at_most when `other` is empty
  std::vector<std::string> names;  ///< link_outcome
  std::map<std::string, std::vector<Value>>
      where;  ///< standing or item field -> allowed values; "kind" too; monostate = unknown
  Period period{};
  ClockTest clock_test = ClockTest::open;
  Of of = Of::any;
  Count count = Count::some;
  int number = 0;
  std::string role;
  bool flag = true;
  bool other_than_actor = false;
  std::vector<Condition> children;
  std::string let;      ///< name of the `let` this came from, for refusal texts
  std::string pointer;  ///< JSON pointer in its file
};

// ---------------------------------------------------------------- facts, parties, states

struct Fact {
  std::string id;
  FactType type = FactType::boolean;
  Text name;
  std::vector<std::pair<std::string, Text>> values;  ///< enumeration
  Value init{};
  bool answer = false;
  bool sensitive = false;
  std::optional<std::int64_t> min, max;
};

struct PartyRole {
  std::string id;
  Text name;
  int min = 0;
  int max = 1000;
  std::vector<std::string> kinds;  ///< worker, employer, relative, other ...; empty = any
};

struct Switch {
  std::string id;
  Value value;
  std::vector<Value> options;
  Text disputed;
  Cites cite;
};

enum class Phase { open, closed, final };

struct State {
  std::string id;
  Text name;
  Phase phase = Phase::open;
  std::string milestone;
  std::string waits_clock;
  Text waits;
};

struct Hold {
  std::string id;
  Text name;
  std::vector<std::string> allows;
  std::vector<std::string> lives;  ///< filled by the reader: default = from-states of the releasing events
  bool per_request = false;
  Cites cite;
};

// ---------------------------------------------------------------- events

/// A value to set: literal, "$today", or a copy of a fact.
struct Setter {
  enum class Source { literal, today, fact };
  std::string target;
  Source source = Source::literal;
  Value literal{};
  std::string fact;
};

struct IssueRule {
  std::string document;
  std::string to;  ///< case role; "" = as the document says
  Condition when;
};

struct OpenRule {
  std::string link;
  std::string event;  ///< start event of the target
  Condition when;
  std::vector<Setter> facts;  ///< fields of the start event
  bool all_parties = false;
  std::vector<std::pair<std::string, std::string>> parties;  ///< our role -> target role
  std::map<std::string, std::vector<Value>> items;           ///< which items go along (empty = none); see `with_items`
  bool with_items = false;
};

struct SignalRule {
  std::string link;
  std::string event;
  Condition when;
};

struct Row {
  std::string id;
  std::vector<std::string> from;  ///< expanded; empty = starts a case
  Condition when;
  std::string to;  ///< "" = stays
  std::vector<Setter> set;
  std::vector<Setter> set_party;
  std::vector<std::string> takes, releases;
  std::vector<IssueRule> issues;
  std::vector<OpenRule> opens;
  std::vector<SignalRule> signals;
  std::string pointer;
};

struct ApprovalStep {
  std::vector<std::string> by;
  Condition when;
};

struct Warning {
  Condition unless;
  Text text;
  Cites cite;
};

enum class ItemsUse { none, replace, outcome };

struct Event {
  std::string id;
  Text name;
  std::vector<std::string> by;
  std::vector<std::string> act_of;
  std::vector<ApprovalStep> approval;
  int officers = 0;  ///< distinct persons needed; 0 = one recorder
  std::vector<std::string> not_by_actor_of;
  std::vector<std::string> within;
  std::vector<std::string> asks, may;  ///< fact ids
  std::vector<Warning> warn;
  std::vector<std::string> adds_parties;
  ItemsUse items = ItemsUse::none;
  std::string adopts;  ///< link kind
  bool lines = false;  ///< set_party goes to the parties named in the field `lines`
  bool may_be_future = false;
  bool hour = false;
  bool gives_number = false;
  bool automatic = false;
  std::string each;  ///< automatic: tried for each party of this role
  Cites cite;
  std::vector<Row> rows;
  std::string pointer;
  [[nodiscard]] bool starts_case() const { return !automatic && !rows.empty() && rows.front().from.empty(); }
};

// ---------------------------------------------------------------- clocks

enum class ClockKind { duty, window, timer };
enum class Per { one, party, act };
enum class RollRule { by_unit, forward, none, back, by_switch };

struct Trigger {
  enum class On { event, served, state, expiry, released, link };
  On on = On::event;
  std::string id;  ///< event, document, state, clock, hold or link kind
  std::string to;  ///< served: case role of the addressee; "" = any
  std::vector<std::string> outcomes;
  Condition when;
  std::string from;  ///< day fact that gives the base day; "" = the trigger's own day
  bool keeps_extension = false;
  bool reopen = false;
};

struct Length {
  enum class Kind { promptly, period, until, back, fact, by_switch };
  Kind kind = Kind::promptly;
  Period period{};  ///< period, back
  std::string id;   ///< day fact (until, back), period fact, switch
  Condition when;   ///< of a list; always otherwise
};

struct Extension {
  std::string event;
  Condition when;
  std::optional<Period> by;
  std::string by_fact;
  std::string to_fact;  ///< a day: the clock then runs until that day
  int times = 1;
};

struct ClockVariant {
  std::optional<Date> from, to;  ///< trigger day in [from, to]
  std::vector<Length> length;
  Cites cite;
};

struct Rung {
  int offset = 0;                                      ///< days of `unit` from the due day: -3 before, 0 on it, 1 after
  calendar::Unit unit = calendar::Unit::working_days;  ///< wd, d, h
  std::string to;                                      ///< role
  std::string name;                                    ///< as alerts tell it: "-3wd", "0", "+1wd"
  std::string key;                                     ///< name and role, unique in a ladder: "-3wd>clerk"
};

struct ClockRule {
  std::string id;
  Text name;
  ClockKind kind = ClockKind::duty;
  Per per = Per::one;
  std::string role;            ///< per party: which parties
  std::string owner;           ///< staff role (duty, timer) or case role (window) that must or may act
  std::vector<Length> length;  ///< first whose `when` is true; one = plain
  std::vector<ClockVariant> variants;
  std::vector<Trigger> starts, stops, restarts;
  Text stops_by;
  std::vector<Extension> extends;
  std::vector<std::string> excluded_by;
  std::vector<std::string> lives;  ///< expanded by the reader
  RollRule roll = RollRule::by_unit;
  std::string roll_switch;
  std::string expiry_event;
  std::vector<Setter> expiry_set, expiry_set_party;
  std::string breach_right;  ///< event that a breach opens
  bool soft = false;
  std::vector<Rung> ladder;
  Cites cite, unit_cite;
  std::string pointer;
};

// ---------------------------------------------------------------- documents, service, links, items

struct Document {
  std::string id;
  Text name;
  std::vector<std::string> to;  ///< case roles; {"any"} = all parties; empty = internal
  std::vector<std::string> not_by;
  std::vector<std::string> fields;
  Cites cite;
};

struct ServiceMode {
  std::string id;                ///< direct, mail, left, posted, electronic, refused_in_office, public_notice, simple
  std::optional<Period> length;  ///< deemed that long after made_on; empty = on made_on
  RollRule roll = RollRule::by_unit;
  std::string roll_switch;
  bool consent = false;
  Condition when;
  Cites cite;
};

struct LinkKind {
  std::string id;
  std::string procedure;
  Text name;
};

struct ClassifyRow {
  std::vector<std::string> kinds;
  std::optional<std::int64_t> times;  ///< awarded_fen <= times * fact
  std::string fact;
};

struct Classify {
  std::vector<ClassifyRow> final_rows;
  std::optional<Condition> none_if;
  Cites cite;
};

struct NumberRule {
  std::string series;
  std::string pattern;  ///< {unit} {year} {n}
};

struct Procedure {
  std::string id;
  int version = 1;
  std::string sha256;  ///< of the canonical merged text; a case is pinned to it
  Text name;
  Cites cite;
  std::optional<NumberRule> number;
  std::vector<PartyRole> parties;
  std::vector<Fact> facts;  ///< file order, as all below
  std::vector<Fact> standings;
  std::vector<std::pair<std::string, Text>> item_kinds, item_outcomes;
  std::vector<Switch> switches;
  std::vector<State> states;
  std::vector<Hold> holds;
  std::vector<Event> events;
  std::vector<Event> automatic;
  std::vector<ClockRule> clocks;
  std::vector<Document> documents;
  std::vector<ServiceMode> service;
  std::vector<LinkKind> links;
  std::optional<Classify> classify;
  std::vector<std::string> overlays;                     ///< ids of the overlays merged in
  std::vector<std::pair<std::string, Text>> role_names;  ///< of the staff roles, for words only

  [[nodiscard]] const Fact* find_fact(std::string_view id) const;
  [[nodiscard]] const Fact* find_standing(std::string_view id) const;
  [[nodiscard]] const State* find_state(std::string_view id) const;
  [[nodiscard]] const Hold* find_hold(std::string_view id) const;
  [[nodiscard]] const Event* find_event(std::string_view id) const;  ///< people's, clock's and link's events
  [[nodiscard]] const Event* find_automatic(std::string_view id) const;
  [[nodiscard]] const ClockRule* find_clock(std::string_view id) const;
  [[nodiscard]] const Document* find_document(std::string_view id) const;
  [[nodiscard]] const ServiceMode* find_service(std::string_view id) const;
  [[nodiscard]] const LinkKind* find_link(std::string_view id) const;
  [[nodiscard]] const PartyRole* find_party_role(std::string_view id) const;
  [[nodiscard]] const Switch* find_switch(std::string_view id) const;

  Procedure() = default;
  Procedure(Procedure&&) = default;
  Procedure& operator=(Procedure&&) = default;
  Procedure(const Procedure&) = delete;  ///< the tables below point into the vectors
  Procedure& operator=(const Procedure&) = delete;

  /// Builds the look-up tables; the reader calls it once after filling the vectors. Never change the vectors after.
  void index();

 private:
  using Table = std::vector<std::pair<std::string_view, std::size_t>>;
  Table fact_table_, standing_table_, state_table_, hold_table_, event_table_, automatic_table_, clock_table_,
      document_table_, service_table_, link_table_, party_table_, switch_table_;
};

using ProcedurePtr = std::shared_ptr<const Procedure>;

}  // namespace hejie::engine
