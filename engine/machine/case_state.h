// Where a case stands: the fold of its acts. Derived, never edited; storage keeps only what lists need of it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/machine/act.h"

namespace hejie::engine {

struct Party {
  std::string key;
  std::string role;
  std::string kind;
  PersonId person;
  bool representative = false;
  Values standings;
  bool operator==(const Party&) const = default;
};

/// [from, to): days a source excludes; to empty = still open. Sources: hold id, "state:<id>", "public_notice",
/// "link:<kind>".
struct SourceInterval {
  std::string source;
  Date from{};
  std::optional<Date> to;
  std::string key;  ///< request, party or case that distinguishes parallel ones
  bool operator==(const SourceInterval&) const = default;
};

enum class ClockStatus { running, breached, expired, stopped, left, superseded };

/// An instance of a clock rule, stored as facts; the dates are derived from them and cached here by the machine.
struct ClockInstance {
  std::string rule;
  std::string key;           ///< party key (per party), "" otherwise
  int ordinal = 1;           ///< from 1, per rule and key
  Version trigger = 0;       ///< act that started it (0 = an occurrence)
  std::string trigger_text;  ///< event, document, state or clock that started it
  Date base{};
  std::optional<Moment> base_at;  ///< hour clocks
  std::optional<Period> length;   ///< resolved at start; empty = promptly or fixed
  std::optional<Date> fixed;      ///< until / back
  bool backward = false;
  std::size_t variant = 0;  ///< 0 = main, n = variants[n-1]
  std::vector<std::pair<Version, Period>> extensions;
  std::optional<std::pair<Version, Date>> extended_to;
  int restarts = 0;
  ClockStatus status = ClockStatus::running;
  std::optional<Date> ended_on;
  std::optional<Date> breached_on;  ///< kept when the duty is done late
  std::set<std::string> told;       ///< rungs told: "-3wd>clerk"
  // derived
  std::optional<Date> nominal, due;  ///< empty: promptly, or stopped by an open interval
  std::optional<Date> clear_days_due;
  std::optional<Moment> due_at;
  bool provisional = false;
  bool halted = false;  ///< an excluding interval is open: no date
  int excluded_days = 0;
  std::optional<Date> next_on;    ///< first day at whose start the clock wants attention (rung or expiry)
  std::optional<Moment> next_at;  ///< the same to the minute, for hour clocks
  bool operator==(const ClockInstance&) const = default;
};

struct IssuedDocument {
  std::string document;
  int copy = 1;
  Date on{};
  Version act = 0;
  std::vector<std::string> to;  ///< party keys to be served; empty = internal
  bool operator==(const IssuedDocument&) const = default;
};

struct Service {
  std::string document;
  int copy = 1;
  std::string to;
  std::string mode;
  Date made_on{};
  Date deemed_on{};
  bool complete = false;  ///< deemed day reached
  Version act = 0;
  bool operator==(const Service&) const = default;
};

struct HoldOn {
  std::string hold;
  std::string key;  ///< request, for holds per request
  Date since{};
  bool operator==(const HoldOn&) const = default;
};

struct Proposal {
  Version version = 0;  ///< of the proposed act
  Act act;
  std::vector<Actor> approvals;
  bool operator==(const Proposal&) const = default;
};

struct LinkState {
  std::string kind;
  CaseId other;
  std::string procedure;
  std::string direction;
  Date since{};
  std::vector<std::string> milestones;
  bool operator==(const LinkState&) const = default;
};

struct DoneEvent {
  Version version = 0;
  Date on{};
  std::vector<AccountId> actors;  ///< recorder and officers
  std::vector<AccountId> approvers;
  AccountId for_whom{};  ///< whose power the recorder used; empty = his own
  bool operator==(const DoneEvent&) const = default;
};

struct StoredWarning {
  Version version = 0;
  std::string event;
  std::size_t index = 0;
  bool operator==(const StoredWarning&) const = default;
};

struct CaseState {
  CaseId id;
  std::string state;        ///< "" = not opened
  Date since{};             ///< day the state was entered
  Moment through{};         ///< all that fell due up to the start of this moment has happened
  Moment latest{};          ///< moment of the last act or occurrence: an act before it is a late entry
  int last_act_minute = 0;  ///< of last_act_on; an act without an hour stands there
  Date opened_on{};
  Date last_act_on{};
  Version version = 0;  ///< number of events stored; after a fold: version of the newest act (the store knows the rest)
  Values facts;
  std::vector<Party> parties;
  std::vector<Item> items;
  std::vector<SourceInterval> intervals;
  std::vector<ClockInstance> clocks;
  std::vector<IssuedDocument> documents;
  std::vector<Service> services;
  std::vector<HoldOn> holds;
  std::vector<Proposal> proposals;
  std::vector<LinkState> links;
  std::map<std::string, std::vector<DoneEvent>, std::less<>> done;
  std::vector<StoredWarning> warnings;
  std::vector<Version> irregular;
  bool operator==(const CaseState&) const = default;

  [[nodiscard]] bool exists() const { return !state.empty(); }
  [[nodiscard]] const Party* find_party(std::string_view key) const;
  [[nodiscard]] std::vector<const Party*> parties_of(std::string_view role) const;
};

}  // namespace hejie::engine
