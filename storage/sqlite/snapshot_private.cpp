// The private tables: persons, free texts, drafts, and employers by what they are called.
#include "json/fold.h"
#include "storage/cursor.h"
#include "storage/sqlite/finder.h"
#include "storage/sqlite/snapshot.h"

namespace hejie::storage::sqlite {
namespace {

constexpr const char* kEmployer =
    "SELECT s.id, s.kind, s.sealed, s.no, (SELECT count(*) FROM cases c WHERE c.employer = s.id), "
    "(SELECT count(*) FROM cases c WHERE c.employer = s.id AND c.phase = 0) FROM ";

constexpr std::int64_t kMostCounted = 20'000;  // which token is the rarest matters no more beyond

/// Is this the id of a person, or the token of somebody's whole code?
bool names_one(Connection& db, const std::string& id, std::int64_t code) {
  Query row = db.query(
      "SELECT 1 WHERE EXISTS (SELECT 1 FROM persons WHERE id = ?) OR EXISTS (SELECT 1 FROM person_tokens WHERE token = "
      "?)");
  row.bind(id, code);
  return row.step();
}

}  // namespace

Result<std::vector<Person>> SqliteSnapshot::persons(const std::vector<PersonId>& ids) {
  return guarded([&]() -> Result<std::vector<Person>> {
    std::vector<Person> out;
    for (const auto& id : ids) {
      Query row = db_->query("SELECT id, kind, sealed FROM persons WHERE id = ?");
      row.bind(id);
      if (row.step()) out.push_back(opener_.person(row));
    }
    return out;
  });
}

Result<std::vector<PrivateText>> SqliteSnapshot::texts(const std::vector<TextId>& ids) {
  return guarded([&]() -> Result<std::vector<PrivateText>> {
    std::vector<PrivateText> out;
    for (const auto& id : ids) {
      Query row = db_->query("SELECT case_id, sealed FROM texts WHERE id = ?");
      row.bind(id);
      if (!row.step()) continue;
      out.push_back({id, CaseId(row.text(0)), opener_.text(text_context(id.value, row.text(0)), row.text(1))});
    }
    return out;
  });
}

Result<std::vector<Draft>> SqliteSnapshot::drafts(const AccountId& account) {
  return guarded([&]() -> Result<std::vector<Draft>> {
    Query rows = db_->query("SELECT key, sealed, updated_at FROM drafts WHERE account = ? ORDER BY key");
    rows.bind(account);
    return read_rows<Draft>(rows, [&](const Query& r) {
      const std::string key = r.text(0);
      return Draft{account, key, opener_.text(draft_context(account.value, key), r.text(1)), r.instant(2)};
    });
  });
}

Result<std::optional<Person>> SqliteSnapshot::find_person(const std::string& code) {
  const std::string folded = fold_code(code);
  if (folded.empty()) return std::optional<Person>();
  return guarded([&]() -> Result<std::optional<Person>> {
    Query rows = db_->query(
        "SELECT s.id, s.kind, s.sealed FROM person_tokens t JOIN persons s ON s.no = t.person WHERE t.token = ? ORDER "
        "BY "
        "s.no");
    rows.bind(code_token(opener_.vault(), folded));
    while (rows.step()) {
      Person person = opener_.person(rows);
      if (fold_code(person.credit_code) == folded || fold_code(person.id_number) == folded)
        return std::optional(person);
    }
    return std::optional<Person>();
  });
}

Result<std::vector<CaseId>> SqliteSnapshot::cases_of_person(const PersonId& person, int limit) {
  return guarded([&]() -> Result<std::vector<CaseId>> {
    Query rows = db_->query(
        "SELECT c.id FROM parties p JOIN cases c USING (case_no) WHERE p.person = ? GROUP BY c.case_no ORDER BY "
        "c.case_no LIMIT ?");
    rows.bind(person, limit);
    return read_rows<CaseId>(rows, [](const Query& row) { return CaseId(row.text(0)); });
  });
}

Result<Page<EmployerItem>> SqliteSnapshot::list_employers(const std::string& q, const PageRequest& page) {
  TRY_VOID(check_limit(page.limit));
  TRY(const auto position, read_cursor("employers", page.cursor, 1));
  std::int64_t after = 0;
  if (!position.empty()) {
    TRY(after, cursor_number(position[0]));
  }
  const SearchText text(q);
  return guarded([&]() -> Result<Page<EmployerItem>> {
    Where where;
    std::string from = "persons s";
    const std::int64_t code = text.code().empty() ? 0 : code_token(opener_.vault(), text.code());
    const bool by_name = !text.pairs().empty() && !names_one(*db_, q, code);
    if (by_name) {
      const NameTokens tokens = name_tokens(*db_, opener_.vault(), text, kMostCounted);
      from = "person_tokens t JOIN persons s ON s.no = t.person";
      where.add("t.token = " + std::to_string(tokens.rarest_first.front()) + other_tokens(tokens, "t.person"));
      where.add("t.person > ?", {after});
    } else {
      where.add("s.no > ?", {after});
      if (!text.empty()) {
        where.add("s.id = ? OR s.no IN (SELECT person FROM person_tokens WHERE token = ?)", {q, code});
      }
    }
    where.add("s.kind = 'employer'");
    Query rows = where.prepare(*db_, kEmployer + from + where.sql() + " ORDER BY s.no");
    Page<EmployerItem> out;
    std::int64_t last = 0;
    while (rows.step()) {
      Person person = opener_.person(rows);
      if (by_name && !text.finds_person(person)) continue;
      if (out.items.size() == static_cast<std::size_t>(page.limit)) {
        out.next = make_cursor("employers", {std::to_string(last)});
        break;
      }
      last = rows.integer(3);
      out.items.push_back({std::move(person), rows.small(4), rows.small(5)});
    }
    return out;
  });
}

}  // namespace hejie::storage::sqlite
