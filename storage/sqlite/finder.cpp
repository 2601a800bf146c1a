#include "storage/sqlite/finder.h"

#include <algorithm>

namespace hejie::storage::sqlite {
namespace {

/// More than this are met soon enough by reading on in the order of the list.
constexpr std::size_t kMost = 8'000;

std::string numbers_json(const std::vector<std::int64_t>& values) {
  std::string out = "[";
  for (const auto value : values) out += (out.size() > 1 ? "," : "") + std::to_string(value);
  return out + "]";
}

struct Titled {
  std::string zh, en;
};

/// Every title there is, by leaps over the index: there are some hundred, however many the cases.
std::vector<Titled> all_titles(Connection& db) {
  Query rows = db.query(
      "WITH RECURSIVE t(x) AS (SELECT min(title_zh) FROM cases UNION ALL SELECT (SELECT min(title_zh) FROM cases WHERE "
      "title_zh > t.x) FROM t WHERE t.x IS NOT NULL) SELECT x, (SELECT title_en FROM cases WHERE title_zh = x LIMIT 1) "
      "FROM t WHERE x IS NOT NULL");
  return read_rows<Titled>(rows, [](const Query& row) { return Titled{row.text(0), row.text(1)}; });
}

struct Series {
  std::string name, unit, number;
  std::int64_t year = -1;
};

/// The one after `last` in the order of the key: by leaps, since a comparison of rows would walk through all that share
/// its first columns.
std::optional<Series> next_series(Connection& db, const Series& last) {
  const auto read = [](const Query& row) { return Series{row.text(0), row.text(1), row.text(3), row.integer(2)}; };
  {
    Query row = db.query(
        "SELECT series, unit, year, number FROM numbers WHERE series = ? AND unit = ? AND year > ? ORDER BY year, n "
        "LIMIT 1");
    row.bind(last.name, last.unit, last.year);
    if (row.step()) return read(row);
  }
  {
    Query row = db.query(
        "SELECT series, unit, year, number FROM numbers WHERE series = ? AND unit > ? ORDER BY unit, year, n LIMIT 1");
    row.bind(last.name, last.unit);
    if (row.step()) return read(row);
  }
  Query row = db.query(
      "SELECT series, unit, year, number FROM numbers WHERE series > ? ORDER BY series, unit, year, n LIMIT 1");
  row.bind(last.name);
  return row.step() ? std::optional(read(row)) : std::nullopt;
}

/// Series, unit and year of all numbers, each with one of its numbers.
std::vector<Series> all_series(Connection& db) {
  std::vector<Series> out;
  for (auto next = next_series(db, {}); next; next = next_series(db, *next)) out.push_back(*next);
  return out;
}

}  // namespace

NameTokens name_tokens(Connection& db, const crypto::Vault& vault, const SearchText& text, std::int64_t most) {
  struct Counted {
    std::int64_t persons, token;
    auto operator<=>(const Counted&) const = default;
  };
  std::vector<Counted> all;
  for (const auto& pair : text.pairs()) {
    const std::int64_t token = pair_token(vault, pair);
    Query row = db.query("SELECT count(*) FROM (SELECT 1 FROM person_tokens WHERE token = ? LIMIT ?)");
    row.bind(token, most + 1);
    all.push_back({row.step() ? row.integer(0) : 0, token});
  }
  std::ranges::sort(all);
  NameTokens out;
  for (const auto& one : all) out.rarest_first.push_back(one.token);
  out.persons = all.empty() ? 0 : all.front().persons;
  return out;
}

std::string other_tokens(const NameTokens& tokens, const std::string& person) {
  std::string out;
  for (std::size_t i = 1; i < tokens.rarest_first.size(); ++i) {
    out += " AND EXISTS (SELECT 1 FROM person_tokens o WHERE o.token = " + std::to_string(tokens.rarest_first[i]) +
           " AND o.person = " + person + ")";
  }
  return out;
}

void Finder::add_to(Where& where) {
  std::vector<Source> sources;
  sources.push_back(titles());
  sources.push_back(numbers());
  sources.push_back(names());
  sources.push_back(codes());
  std::vector<std::int64_t> listed;
  for (const auto& source : sources) listed.insert(listed.end(), source.cases.begin(), source.cases.end());
  std::ranges::sort(listed);
  listed.erase(std::unique(listed.begin(), listed.end()), listed.end());
  loose_ = std::ranges::any_of(sources, [](const Source& source) { return !source.condition.empty(); });
  if (!loose_) return where.add("c.case_no IN (SELECT value FROM json_each(?))", {numbers_json(listed)});
  // The plus keeps this list from leading: the order of the page must.
  std::string any = "+c.case_no IN (SELECT value FROM json_each(?))";
  std::vector<Where::Parameter> parameters{numbers_json(listed)};
  for (const auto& source : sources) {
    if (source.condition.empty()) continue;
    any += " OR " + source.condition;
    parameters.insert(parameters.end(), source.parameters.begin(), source.parameters.end());
  }
  where.add(any, parameters);
}

bool Finder::holds(const CaseItem& item) {
  if (text_.finds_title(item.summary.title) || text_.finds_number(item.number)) return true;
  Query rows = db_.query(
      "SELECT s.id, s.kind, s.sealed FROM cases c JOIN parties p USING (case_no) JOIN persons s ON s.id = p.person "
      "WHERE c.id = ?");
  rows.bind(item.id);
  while (rows.step()) {
    if (text_.finds_person(opener_.person(rows))) return true;
  }
  return false;
}

Finder::Source Finder::titles() {
  std::vector<std::string> found;
  for (const auto& title : all_titles(db_)) {
    if (text_.finds_title({title.zh, title.en})) found.push_back(title.zh);
  }
  Source out;
  for (const auto& title : found) {
    Query rows = db_.query("SELECT case_no FROM cases WHERE title_zh = ? LIMIT ?");
    rows.bind(title, kMost + 1);
    while (rows.step()) out.cases.push_back(rows.integer(0));
    if (out.cases.size() > kMost) break;
  }
  if (out.cases.size() <= kMost) return out;
  out.cases.clear();
  for (const auto& title : found) {
    out.condition += out.condition.empty() ? "c.title_zh IN (?" : ", ?";
    out.parameters.emplace_back(title);
  }
  out.condition += ")";
  return out;
}

Finder::Source Finder::numbers() {
  if (const auto& n = text_.number().running) return numbers_with_running(*n);
  Source out;
  std::string any;
  for (const auto& series : all_series(db_)) {
    if (!text_.finds_number(series.number)) continue;
    any += std::string(any.empty() ? "" : " OR ") + "(m.series = ? AND m.unit = ? AND m.year = ?)";
    out.parameters.insert(out.parameters.end(), {series.name, series.unit, series.year});
    Query rows = db_.query(
        "SELECT c.case_no, c.number FROM numbers m JOIN cases c USING (case_no) WHERE m.series = ? AND m.unit = ? AND "
        "m.year = ? LIMIT ?");
    rows.bind(series.name, series.unit, series.year, kMost + 1);
    while (out.cases.size() <= kMost && rows.step()) {
      if (text_.finds_number(rows.text(1))) out.cases.push_back(rows.integer(0));
    }
  }
  if (out.cases.size() <= kMost) {
    out.parameters.clear();
    return out;
  }
  out.cases.clear();
  out.condition = "EXISTS (SELECT 1 FROM numbers m WHERE m.case_no = c.case_no AND (" + any + "))";
  return out;
}

Finder::Source Finder::numbers_with_running(long long n) {
  Source out;
  Query rows = db_.query("SELECT c.case_no, c.number FROM numbers m JOIN cases c USING (case_no) WHERE m.n = ?");
  rows.bind(n);
  while (rows.step()) {
    if (text_.finds_number(rows.text(1))) out.cases.push_back(rows.integer(0));
  }
  return out;
}

Finder::Source Finder::names() {
  if (text_.pairs().empty()) return {};
  const NameTokens tokens = name_tokens(db_, opener_.vault(), text_, kMost);
  if (tokens.persons == 0) return {};
  if (tokens.persons <= static_cast<std::int64_t>(kMost)) {
    Source out =
        text_.pairs().size() == 1 ? cases_of_pair(tokens.rarest_first.front()) : cases_of(persons_with(tokens));
    if (out.cases.size() <= kMost) return out;
  }
  const std::string first = std::to_string(tokens.rarest_first.front());
  Source out;
  out.condition =
      "EXISTS (SELECT 1 FROM parties p JOIN persons s ON s.id = p.person WHERE p.case_no = c.case_no AND EXISTS "
      "(SELECT "
      "1 FROM person_tokens t WHERE t.token = " +
      first + " AND t.person = s.no)" + other_tokens(tokens, "s.no") + ")";
  return out;
}

/// Having all the pairs is not yet having the name: the pairs may stand apart.
std::vector<std::string> Finder::persons_with(const NameTokens& tokens) {
  Query rows =
      db_.once("SELECT s.id, s.kind, s.sealed FROM person_tokens t JOIN persons s ON s.no = t.person WHERE t.token = " +
               std::to_string(tokens.rarest_first.front()) + other_tokens(tokens, "t.person"));
  return checked_persons(rows);
}

/// One pair is the whole text: its token says all, and nothing has to be opened.
Finder::Source Finder::cases_of_pair(std::int64_t token) {
  Source out;
  Query rows = db_.query(
      "SELECT p.case_no FROM person_tokens t JOIN persons s ON s.no = t.person JOIN parties p ON p.person = s.id WHERE "
      "t.token = ? LIMIT ?");
  rows.bind(token, kMost + 1);
  while (rows.step()) out.cases.push_back(rows.integer(0));
  return out;
}

Finder::Source Finder::codes() {
  if (text_.code().empty()) return {};
  Query rows = db_.query(
      "SELECT s.id, s.kind, s.sealed FROM person_tokens t JOIN persons s ON s.no = t.person WHERE t.token = ?");
  rows.bind(code_token(opener_.vault(), text_.code()));
  const auto persons = checked_persons(rows);
  Source out = cases_of(persons);
  if (out.cases.size() <= kMost) return out;
  out.cases.clear();
  for (const auto& person : persons) {
    out.condition += out.condition.empty() ? "?" : ", ?";
    out.parameters.emplace_back(person);
  }
  out.condition =
      "EXISTS (SELECT 1 FROM parties p WHERE p.case_no = c.case_no AND p.person IN (" + out.condition + "))";
  return out;
}

std::vector<std::string> Finder::checked_persons(Query& rows) {
  std::vector<std::string> out;
  while (rows.step()) {
    const Person person = opener_.person(rows);
    if (text_.finds_person(person)) out.push_back(person.id.value);
  }
  return out;
}

/// Stops when there are more than are listed one by one.
Finder::Source Finder::cases_of(const std::vector<std::string>& persons) {
  Source out;
  for (const auto& person : persons) {
    Query rows = db_.query("SELECT case_no FROM parties WHERE person = ? LIMIT ?");
    rows.bind(person, kMost + 1);
    while (rows.step()) out.cases.push_back(rows.integer(0));
    if (out.cases.size() > kMost) break;
  }
  return out;
}

}  // namespace hejie::storage::sqlite
