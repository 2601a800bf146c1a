#include "storage/sqlite/derived.h"

#include <sqlite3.h>

#include <map>
#include <tuple>

#include "storage/codec.h"

namespace hejie::storage::sqlite {

std::vector<std::string> read_list(const Query& row, int column) {
  const std::string text = row.text(column);
  if (text == "[]") return {};
  auto list = decode_list(text);
  if (!list) throw Failure(SQLITE_CORRUPT, "a list column does not decode");
  return std::move(*list);
}

ClockRow read_clock(const Query& row, int first) {
  int c = first;
  ClockRow out;
  out.rule = row.text(c++);
  out.key = row.text(c++);
  out.ordinal = row.small(c++);
  out.kind = row.as<engine::ClockKind>(c++);
  out.owner = row.text(c++);
  out.status = row.as<engine::ClockStatus>(c++);
  out.base = row.day(c++);
  out.nominal = row.maybe_day(c++);
  out.due = row.maybe_day(c++);
  out.ended_on = row.maybe_day(c++);
  out.next_on = row.maybe_day(c++);
  out.due_at = row.maybe_moment(c++);
  out.provisional = row.flag(c++);
  out.halted = row.flag(c);
  return out;
}

DocumentRow read_document(const Query& row, int first) {
  return {row.text(first),    row.text(first + 1),    row.small(first + 2),
          row.day(first + 3), row.integer(first + 4), read_list(row, first + 5)};
}

ProposalRow read_proposal(const Query& row, int first) {
  return {row.integer(first), row.text(first + 1), AccountId(row.text(first + 2)), read_list(row, first + 3),
          row.day(first + 4)};
}

HearingRow read_hearing(const Query& row, int first) {
  return {row.moment(first), row.text(first + 1), row.text(first + 2)};
}

namespace {

template <typename Row, typename Read>
std::vector<Row> read_all(Query query, Read read) {
  std::vector<Row> out;
  while (query.step()) out.push_back(read(query));
  return out;
}

/// Writes what differs: rows no longer wanted go, new and changed ones are put.
template <typename Row, typename Key, typename Drop, typename Put>
void sync(const std::vector<Row>& before, const std::vector<Row>& wanted, Key key, Drop drop, Put put) {
  std::map<decltype(key(wanted.front())), const Row*> known;
  for (const auto& row : before) known[key(row)] = &row;
  for (const auto& row : wanted) {
    const auto it = known.find(key(row));
    if (it == known.end() || !(*it->second == row)) put(row);
    if (it != known.end()) known.erase(it);
  }
  for (const auto& [k, row] : known) drop(*row);
}

std::vector<ClockRow> load_clocks(Connection& db, std::int64_t no) {
  return read_all<ClockRow>(
      std::move(db.query("SELECT rule, key, ordinal, kind, owner, status, base, nominal, due, ended_on, next_on, "
                         "due_at, provisional, halted FROM clocks WHERE case_no = ?")
                    .bind(no)),
      [](const Query& row) { return read_clock(row, 0); });
}

std::vector<PartyRow> load_parties(Connection& db, std::int64_t no) {
  return read_all<PartyRow>(
      std::move(db.query("SELECT key, role, kind, person, representative FROM parties WHERE case_no = ?").bind(no)),
      [](const Query& row) {
        return PartyRow{row.text(0), row.text(1), row.text(2), PersonId(row.text(3)), row.flag(4)};
      });
}

std::vector<DocumentRow> load_documents(Connection& db, std::int64_t no) {
  return read_all<DocumentRow>(
      std::move(
          db.query("SELECT id, document, copy, issued_on, act, addressees FROM documents WHERE case_no = ?").bind(no)),
      [](const Query& row) { return read_document(row, 0); });
}

std::vector<ServiceRow> load_services(Connection& db, std::int64_t no) {
  return read_all<ServiceRow>(
      std::move(db.query("SELECT document, copy, addressee, mode, made_on, deemed_on, complete, act FROM services "
                         "WHERE case_no = ?")
                    .bind(no)),
      [](const Query& row) {
        return ServiceRow{row.text(0), row.small(1), row.text(2), row.text(3),
                          row.day(4),  row.day(5),   row.flag(6), row.integer(7)};
      });
}

std::vector<LinkRow> load_links(Connection& db, std::int64_t no) {
  return read_all<LinkRow>(
      std::move(db.query("SELECT kind, other, procedure, direction, since, milestones FROM links WHERE case_no = ?")
                    .bind(no)),
      [](const Query& row) {
        return LinkRow{row.text(0), CaseId(row.text(1)), row.text(2), row.text(3), row.day(4), read_list(row, 5)};
      });
}

std::vector<ProposalRow> load_proposals(Connection& db, std::int64_t no) {
  return read_all<ProposalRow>(
      std::move(db.query("SELECT version, event, by_account, approver_roles, made_on FROM proposals WHERE case_no = ?")
                    .bind(no)),
      [](const Query& row) { return read_proposal(row, 0); });
}

std::vector<HearingRow> load_hearings(Connection& db, std::int64_t no) {
  return read_all<HearingRow>(std::move(db.query("SELECT at, kind, place FROM hearings WHERE case_no = ?").bind(no)),
                              [](const Query& row) { return read_hearing(row, 0); });
}

void save_clocks(Connection& db, std::int64_t no, const std::vector<ClockRow>& wanted,
                 const std::vector<ClockRow>& before) {
  sync(
      before, wanted, [](const ClockRow& x) { return std::tie(x.rule, x.key, x.ordinal); },
      [&](const ClockRow& x) {
        db.query("DELETE FROM clocks WHERE case_no = ? AND rule = ? AND key = ? AND ordinal = ?")
            .bind(no, x.rule, x.key, x.ordinal)
            .run();
      },
      [&](const ClockRow& x) {
        db.query("INSERT OR REPLACE INTO clocks VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
            .bind(no, x.rule, x.key, x.ordinal, x.kind, x.owner, x.status, x.base, x.nominal, x.due, x.ended_on,
                  x.next_on, x.due_at, x.provisional, x.halted)
            .run();
      });
}

void save_parties(Connection& db, std::int64_t no, const std::vector<PartyRow>& wanted,
                  const std::vector<PartyRow>& before) {
  sync(
      before, wanted, [](const PartyRow& x) { return std::tie(x.key); },
      [&](const PartyRow& x) { db.query("DELETE FROM parties WHERE case_no = ? AND key = ?").bind(no, x.key).run(); },
      [&](const PartyRow& x) {
        db.query("INSERT OR REPLACE INTO parties VALUES (?,?,?,?,?,?)")
            .bind(no, x.key, x.role, x.kind, x.person, x.representative)
            .run();
      });
}

void save_documents(Connection& db, std::int64_t no, const std::vector<DocumentRow>& wanted,
                    const std::vector<DocumentRow>& before) {
  sync(
      before, wanted, [](const DocumentRow& x) { return std::tie(x.document, x.copy); },
      [&](const DocumentRow& x) {
        db.query("DELETE FROM documents WHERE case_no = ? AND document = ? AND copy = ?")
            .bind(no, x.document, x.copy)
            .run();
      },
      [&](const DocumentRow& x) {
        db.query("INSERT OR REPLACE INTO documents VALUES (?,?,?,?,?,?,?)")
            .bind(no, x.document, x.copy, x.id, x.on, x.act, encode_list(x.to))
            .run();
      });
}

void save_services(Connection& db, std::int64_t no, const std::vector<ServiceRow>& wanted,
                   const std::vector<ServiceRow>& before) {
  sync(
      before, wanted, [](const ServiceRow& x) { return std::tie(x.act, x.document, x.copy, x.to); },
      [&](const ServiceRow& x) {
        db.query("DELETE FROM services WHERE case_no = ? AND act = ? AND document = ? AND copy = ? AND addressee = ?")
            .bind(no, x.act, x.document, x.copy, x.to)
            .run();
      },
      [&](const ServiceRow& x) {
        db.query("INSERT OR REPLACE INTO services VALUES (?,?,?,?,?,?,?,?,?)")
            .bind(no, x.act, x.document, x.copy, x.to, x.mode, x.made_on, x.deemed_on, x.complete)
            .run();
      });
}

void save_links(Connection& db, std::int64_t no, const std::vector<LinkRow>& wanted,
                const std::vector<LinkRow>& before) {
  sync(
      before, wanted, [](const LinkRow& x) { return std::tie(x.kind, x.other, x.direction); },
      [&](const LinkRow& x) {
        db.query("DELETE FROM links WHERE case_no = ? AND kind = ? AND other = ? AND direction = ?")
            .bind(no, x.kind, x.other, x.direction)
            .run();
      },
      [&](const LinkRow& x) {
        db.query("INSERT OR REPLACE INTO links VALUES (?,?,?,?,?,?,?)")
            .bind(no, x.kind, x.other, x.direction, x.procedure, x.since, encode_list(x.milestones))
            .run();
      });
}

void save_proposals(Connection& db, std::int64_t no, const std::vector<ProposalRow>& wanted,
                    const std::vector<ProposalRow>& before) {
  sync(
      before, wanted, [](const ProposalRow& x) { return x.version; },
      [&](const ProposalRow& x) {
        db.query("DELETE FROM proposals WHERE case_no = ? AND version = ?").bind(no, x.version).run();
      },
      [&](const ProposalRow& x) {
        db.query("INSERT OR REPLACE INTO proposals VALUES (?,?,?,?,?,?)")
            .bind(no, x.version, x.event, x.by, encode_list(x.approver_roles), x.on)
            .run();
      });
}

void save_hearings(Connection& db, std::int64_t no, const std::vector<HearingRow>& wanted,
                   const std::vector<HearingRow>& before) {
  sync(
      before, wanted, [](const HearingRow& x) { return std::tie(x.at, x.kind); },
      [&](const HearingRow& x) {
        db.query("DELETE FROM hearings WHERE case_no = ? AND at = ? AND kind = ?").bind(no, x.at, x.kind).run();
      },
      [&](const HearingRow& x) {
        db.query("INSERT OR REPLACE INTO hearings VALUES (?,?,?,?)").bind(no, x.at, x.kind, x.place).run();
      });
}

}  // namespace

CaseRows load_derived(Connection& db, std::int64_t case_no) {
  CaseRows out;
  out.clocks = load_clocks(db, case_no);
  out.parties = load_parties(db, case_no);
  out.documents = load_documents(db, case_no);
  out.services = load_services(db, case_no);
  out.links = load_links(db, case_no);
  out.proposals = load_proposals(db, case_no);
  out.hearings = load_hearings(db, case_no);
  return out;
}

StoredRows read_before(Connection& db, std::int64_t case_no, const DerivedHash& now, std::int64_t stored) {
  StoredRows before;
  before.rows.clocks = load_clocks(db, case_no);
  before.hash = now;
  before.hash[0] = hash_derived(before.rows)[0];
  if (as_stored(before.hash) == stored) return before;
  before.rows = load_derived(db, case_no);
  before.hash = hash_derived(before.rows);
  return before;
}

void save_derived(Connection& db, std::int64_t case_no, const CaseRows& rows, const DerivedHash& now,
                  const StoredRows& before) {
  const auto changed = [&](std::size_t table) { return before.hash[table] != now[table]; };
  if (changed(0)) save_clocks(db, case_no, rows.clocks, before.rows.clocks);
  if (changed(1)) save_parties(db, case_no, rows.parties, before.rows.parties);
  if (changed(2)) save_documents(db, case_no, rows.documents, before.rows.documents);
  if (changed(3)) save_services(db, case_no, rows.services, before.rows.services);
  if (changed(4)) save_links(db, case_no, rows.links, before.rows.links);
  if (changed(5)) save_proposals(db, case_no, rows.proposals, before.rows.proposals);
  if (changed(6)) save_hearings(db, case_no, rows.hearings, before.rows.hearings);
}

void remember(StoredRows& stored, const CaseRows& rows, const DerivedHash& now) {
  const auto changed = [&](std::size_t table) { return stored.hash[table] != now[table]; };
  if (changed(0)) stored.rows.clocks = rows.clocks;
  if (changed(1)) stored.rows.parties = rows.parties;
  if (changed(2)) stored.rows.documents = rows.documents;
  if (changed(3)) stored.rows.services = rows.services;
  if (changed(4)) stored.rows.links = rows.links;
  if (changed(5)) stored.rows.proposals = rows.proposals;
  if (changed(6)) stored.rows.hearings = rows.hearings;
  stored.hash = now;
}

}  // namespace hejie::storage::sqlite
