// What people and other organs did (acts: the only source of truth) and what followed by itself (occurrences: evidence
// of what was derived and told at the time). A case is a fold of its acts; both kinds are stored as events of the case.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/ids.h"
#include "engine/model/model.h"

namespace hejie::engine {

enum class ActKind {
  done,      ///< an event of the procedure
  proposed,  ///< a request that waits for approval; changes nothing else
  approved,
  declined,
  recalled,         ///< `of` = the proposal
  served,           ///< a document served on one addressee
  linked,           ///< this case was linked to another (opened it, was opened by it, adopted it)
  link_outcome,     ///< a linked case reached a milestone
  corrected,        ///< replaces day or data of the act `of`
  annulled,         ///< undoes the act `of`, entered by mistake
  migrated,         ///< moves the case to another definition version
  calendar_changed  ///< dates recomputed because a notice was loaded
};

/// Who acts: a role and, for people, the account (one account is one natural person). A delegate counts as himself and
/// as the one whose power he uses: the two are never two persons of one matter.
struct Actor {
  std::string role;          ///< staff role, or clock, link, law
  AccountId account;         ///< empty for clock, link, law
  AccountId for_whom;        ///< delegation: whose power is used; empty = own
  std::string delegation{};  ///< id of the record that gives it; empty = own power
  bool operator==(const Actor&) const = default;
};

/// A party as named by an opening act or an act that adds parties. `key` is given by the engine when empty.
struct PartyInput {
  std::string key;
  std::string role;
  std::string kind;
  PersonId person;
  bool representative = false;
  bool operator==(const PartyInput&) const = default;
};

/// A claim. Amounts in fen; awarded and outcome are set by an award.
struct Item {
  std::string key;
  std::string kind;
  std::string party;
  std::optional<Fen> claimed_fen;
  std::optional<Fen> awarded_fen;
  std::string outcome;
  bool operator==(const Item&) const = default;
};

/// One service of one document on one addressee.
struct ServeInput {
  std::string document;
  int copy = 0;    ///< number of the issued copy, from 1; 0 = the newest
  std::string to;  ///< party key
  std::string mode;
  Date made_on{};                   ///< day of handing over, posting, publication
  std::optional<Date> received_on;  ///< stated on the receipt; else derived from the mode
  bool consent = false;
  std::string proof;  ///< id of the proof kept outside the log
  bool operator==(const ServeInput&) const = default;
};

struct LinkInput {
  std::string kind;
  CaseId other;
  std::string procedure;  ///< of the other case
  std::string direction;  ///< opened, origin, adopted
  std::string milestone;  ///< link_outcome only
  bool operator==(const LinkInput&) const = default;
};

struct Act {
  ActKind kind = ActKind::done;
  std::string event;          ///< event id; for proposed too
  Date on{};                  ///< legal day
  std::optional<int> minute;  ///< of the day, when the event asks the hour
  Actor by;
  std::vector<AccountId> officers;  ///< further officers who acted together
  std::vector<Actor> approvers;  ///< on the last `approved` act only, in the order of the steps (filled by the engine):
                                 ///< with it the proposed event happens, on the day of that act; no `done` act follows
  std::string party;             ///< key of the party whose act it is
  Values fields;                 ///< of an event with lines: "lines" = party keys joined by commas
  std::vector<PartyInput> parties;
  std::vector<Item> items;
  std::optional<ServeInput> serve;
  std::optional<LinkInput> link;
  Version of = 0;          ///< case version of the entry meant (approve, correct, annul ...)
  bool irregular = false;  ///< recorded although its guards fail; needs a reason
  bool cascade = false;
  TextId reason;
  // set by the engine when the act is stored
  Version version = 0;  ///< position in the case, also the order of entry
  bool operator==(const Act&) const = default;
};

enum class OccurrenceKind {
  clock_started,
  clock_stopped,
  clock_left,
  clock_superseded,
  clock_expired,
  clock_breached,
  clock_moved,
  service_deemed,
  automatic,
  hold_ended,
  proposal_ended
};

/// Something that followed. Stored so that what was derived and told is known for ever; never read by the fold.
struct Occurrence {
  OccurrenceKind kind = OccurrenceKind::automatic;
  Date on{};
  std::string id{};           ///< clock, document, automatic event, hold
  std::string key{};          ///< party key or ""
  int ordinal = 1;            ///< instance number of the clock, copy of the document
  std::optional<Date> due{};  ///< clock_started, clock_moved, ... : date derived then
  std::optional<Moment> due_at{};
  bool provisional = false;
  std::string state{};  ///< automatic: state entered, if any
  Version version = 0;
  bool operator==(const Occurrence&) const = default;
};

/// What a late entry, correction or new calendar changed in what had been derived.
struct Rederived {
  struct Moved {
    std::string clock;
    std::string key;
    int ordinal = 1;
    std::optional<Date> before, after;
    bool operator==(const Moved&) const = default;
  };
  Version because = 0;  ///< the act that caused it
  Date on{};
  std::vector<Moved> moved;
  std::vector<Occurrence> gone, appeared;
  std::string state_before, state_after;
  std::vector<Version> irregular;  ///< acts that stay but no longer stand on lawful ground
  Version version = 0;
  bool operator==(const Rederived&) const = default;
};

using CaseEvent = std::variant<Act, Occurrence, Rederived>;

}  // namespace hejie::engine
