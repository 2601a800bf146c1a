// What stands in the store beside the events: one plain struct a table. Pure data; who may read or write what is said
// in commit.h and store.h. Derived rows (summary, clocks, documents ...) can always be made again from the events. Days
// are civil days of the bureau, Moments minutes of such days, Instants UTC.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/ids.h"
#include "engine/base/text.h"
#include "engine/machine/act.h"
#include "engine/machine/case_state.h"
#include "engine/model/model.h"
#include "storage/alert_rows.h"

namespace hejie::storage {

/// The definition a case runs on. Set when the case is opened; changed only by a migrating act.
struct Pin {
  std::string procedure;
  int version = 1;
  std::string sha256;
  std::vector<std::string> overlays;
  engine::Values switches;
  bool operator==(const Pin&) const = default;
};

/// What lists need of a case. No personal data: persons are named by id.
struct Summary {
  std::string state;
  engine::Phase phase = engine::Phase::open;
  std::string stage;  ///< mediation, arbitration, inspection, after; "" = none of them
  Text title;         ///< names of procedure and cause, never of persons
  AccountId handler;
  PersonId employer;  ///< person of the register
  std::string sector;
  std::string cause;
  std::vector<std::string> flags;
  Date opened_on{};
  std::optional<Date> filed_on;  ///< day of acceptance
  std::optional<Date> closed_on;
  Moment through{};                   ///< folded up to here; the store never lets it go back
  std::optional<Moment> next_moment;  ///< when the case wants a tick; empty = never
  std::optional<Date> next_due;       ///< earliest day of an open duty or window, breached duties included
  std::string next_clock;             ///< its label
  bool operator==(const Summary&) const = default;
};

struct ClockRow {
  std::string rule, key;  ///< key = party or ""
  int ordinal = 1;
  engine::ClockKind kind = engine::ClockKind::duty;
  std::string owner;  ///< staff role or case role
  engine::ClockStatus status = engine::ClockStatus::running;
  Date base{};
  std::optional<Date> nominal, due, ended_on, next_on;
  std::optional<Moment> due_at;
  bool provisional = false;
  bool halted = false;
  bool operator==(const ClockRow&) const = default;
};

struct PartyRow {
  std::string key, role, kind;
  PersonId person;
  bool representative = false;
  bool operator==(const PartyRow&) const = default;
};

struct DocumentRow {
  std::string id;        ///< opaque, store-wide unique
  std::string document;  ///< kind
  int copy = 1;
  Date on{};
  Version act = 0;
  std::vector<std::string> to;  ///< party keys
  bool operator==(const DocumentRow&) const = default;
};

struct ServiceRow {
  std::string document;
  int copy = 1;
  std::string to, mode;
  Date made_on{}, deemed_on{};
  bool complete = false;
  Version act = 0;
  bool operator==(const ServiceRow&) const = default;
};

struct LinkRow {
  std::string kind;
  CaseId other;
  std::string procedure, direction;  ///< opened, origin, adopted
  Date since{};
  std::vector<std::string> milestones;
  bool operator==(const LinkRow&) const = default;
};

struct ProposalRow {
  Version version = 0;
  std::string event;
  AccountId by;
  std::vector<std::string> approver_roles;
  Date on{};
  bool operator==(const ProposalRow&) const = default;
};

struct HearingRow {
  Moment at{};
  std::string kind;  ///< event or fact that fixed it
  std::string place;
  bool operator==(const HearingRow&) const = default;
};

/// All derived rows of a case, as they stand after a decision; the store writes what differs.
struct CaseRows {
  Summary summary;
  std::vector<ClockRow> clocks;
  std::vector<PartyRow> parties;
  std::vector<DocumentRow> documents;
  std::vector<ServiceRow> services;
  std::vector<LinkRow> links;
  std::vector<ProposalRow> proposals;
  std::vector<HearingRow> hearings;
  bool operator==(const CaseRows&) const = default;
};

/// A row of the alert ledger: told once for ever, by its key (case, clock, key, ordinal, rung, to, due).
struct AlertKey {
  CaseId case_id;  ///< empty: about no case; such a row is within every reach
  std::string clock, key;
  int ordinal = 1;
  std::string rung, to;
  Date due{};
  auto operator<=>(const AlertKey&) const = default;
};
struct NewAlert {
  AlertKey what;
  Date on{};                           ///< day it should be told; later days = late by
  std::optional<Moment> wait_until{};  ///< if nobody answers until then, the next in line is told; empty = nobody is
  bool operator==(const NewAlert&) const = default;
};
struct AlertRow {
  long long id = 0;  ///< ascending in order of entry, from 1
  AlertKey what;
  Date on{};
  Instant told_at{};
  bool superseded = false;
  AccountId acknowledged_by;  ///< empty = open
  std::optional<Instant> acknowledged_at;
  std::optional<Moment> wait_until{};  ///< see NewAlert; empty once answered, superseded or passed on
  bool operator==(const AlertRow&) const = default;
};

// ---- private tables: the only place for personal data; sealed at rest and erased without touching an event

struct Person {
  PersonId id;
  std::string kind;  ///< worker, employer, relative, other
  std::string name, id_number, credit_code, phone, address;
  std::string extra_json = "{}";
  bool erased = false;  ///< nothing but id and kind is left
  bool operator==(const Person&) const = default;
};
struct PrivateText {
  TextId id;
  CaseId case_id;
  std::string body;
  bool operator==(const PrivateText&) const = default;
};

// ---- administration

struct Account {
  AccountId id;
  std::string username;  ///< unique
  std::string display_name;
  std::vector<std::string> roles;
  std::string password_hash;  ///< as made by crypto; the store does not look into it
  bool disabled = false;
  Instant created_at{};
  Instant password_at{};                     ///< when the password was set
  std::vector<std::string> old_passwords{};  ///< hashes of the ones before, newest first; empty unless a profile asks
  std::string totp{};                        ///< secret of the second factor in base32; "" = none
  std::int64_t totp_step = 0;                ///< the last time step whose code was accepted
  std::vector<std::string> recovery{};       ///< hashes of the recovery codes not used yet
  bool operator==(const Account&) const = default;
};
struct Session {
  std::string token_hash;  ///< never the token itself
  AccountId account;
  Instant created_at{}, seen_at{}, expires_at{};
  std::string id{};                   ///< names it in lists; says nothing of the token
  bool is_token = false;              ///< made for a program: no idle time, only its scopes
  std::string label{};                ///< of a token
  std::vector<std::string> scopes{};  ///< of a token: read, write
  bool operator==(const Session&) const = default;
};
/// What somebody did or tried beside the events of cases: log-ins, accounts, files read and taken out. Never a name of
/// a party, a number or a free text.
struct AccessRecord {
  Instant at{};
  AccountId actor;         ///< empty: nobody known
  std::string address;     ///< of the caller; "" = this machine
  std::string action;      ///< log_in, read_case ...
  std::string object;      ///< id or user name it was about
  std::string result;      ///< ok, or the code of the refusal
  std::string request_id;  ///< "" = not over HTTP
  bool operator==(const AccessRecord&) const = default;
};
struct Draft {
  AccountId account;
  std::string key, body;
  Instant updated_at{};
  bool operator==(const Draft&) const = default;
};
/// Text of a definition version some case runs on.
struct DefinitionText {
  std::string sha256, procedure;
  int version = 1;
  std::vector<std::string> overlays;
  std::string text;
  bool operator==(const DefinitionText&) const = default;
};
/// A calendar notice loaded at run time, as its file.
struct NoticeText {
  std::string calendar, id, text;
  AccountId by;
  Instant loaded_at{};
  bool operator==(const NoticeText&) const = default;
};

}  // namespace hejie::storage
