// `hejie check` below the level of cases: what must hold in the file whatever the law says.
#include <filesystem>
#include <map>

#include "storage/codec.h"
#include "storage/sqlite/backup.h"
#include "storage/sqlite/code_check.h"
#include "storage/sqlite/derived.h"
#include "storage/sqlite/private_keys.h"
#include "storage/sqlite/private_rows.h"
#include "storage/sqlite/reading.h"
#include "storage/sqlite/sqlite_store.h"

namespace hejie::storage::sqlite {
namespace {

class FileCheck {
 public:
  /// @param vault null: sealed values are left alone
  FileCheck(const std::string& path, std::size_t most, std::shared_ptr<const crypto::Vault> vault)
      : db_({.path = path}), most_(most), vault_(std::move(vault)), opener_(vault_.get()) {}

  FileReport run() {
    db_.execute("BEGIN");
    report_.schema = static_cast<int>(db_.integer("PRAGMA user_version"));
    check_pages();
    check_log();
    check_cases();
    check_numbers();
    check_orphans();
    if (vault_) check_sealed();
    if (vault_ && report_.schema == shipped_migrations().back().version) check_authority();
    db_.execute("COMMIT");
    return std::move(report_);
  }

 private:
  void find(const std::string& path, const char* code, Text message) {
    if (report_.findings.size() >= most_) {
      report_.cut = true;
    } else {
      report_.findings.push_back({path, code, std::move(message)});
    }
  }

  void check_pages() {
    Query rows = db_.once("PRAGMA integrity_check(100)");
    while (rows.step()) {
      if (rows.text(0) != "ok")
        find("", "page_damaged", {"文件页损坏：" + rows.text(0), "damaged page: " + rows.text(0)});
    }
  }

  void check_log() {
    Query rows = db_.once(
        "SELECT e.seq, e.version, e.payload, c.id, e.kind, e.codec, e.case_no FROM events e LEFT JOIN cases "
        "c USING (case_no) ORDER BY e.seq");
    Seq last = 0;
    while (rows.step()) {
      ++report_.events;
      const Seq seq = rows.integer(0);
      const std::string path = "/events/" + std::to_string(seq);
      if (seq != last + 1) find(path, "seq_gap", {"事件序号不连续", "the sequence has a gap before this event"});
      last = seq;
      if (rows.is_null(3)) {
        find(path, "no_case", {"事件没有对应案件", "the event's case is not there"});
        continue;
      }
      check_event(rows, path);
      Tally& tally = tallies_[rows.integer(6)];
      if (rows.integer(1) != ++tally.events) {
        find(path, "version_gap", {"案件版本不连续", "the versions of its case have a gap here"});
      }
      tally.last = seq;
    }
  }

  void check_event(const Query& row, const std::string& path) {
    const auto event = read_event(row);
    if (!event) return find(path, "undecodable", event.error().message);
    if (encode(*event) != row.text(2)) {
      find(path, "not_canonical", {"事件内容不是规范形式", "the event's bytes are not in canonical form"});
    }
    if (kind_of(event->event) != row.small(4) || event->codec_version != row.small(5) ||
        version_of(event->event) != row.integer(1)) {
      find(path, "row_differs", {"事件与所在行不符", "the event differs from its row"});
    }
  }

  void check_cases() {
    Query rows = db_.once("SELECT case_no, id, version, updated, rows_hash FROM cases ORDER BY case_no");
    while (rows.step()) {
      ++report_.cases;
      const std::string path = "/cases/" + rows.text(1);
      const Tally tally = tallies_[rows.integer(0)];
      if (rows.integer(2) != tally.events || rows.integer(3) != tally.last) {
        find(path, "version_differs", {"案件版本与事件数不符", "the case's version is not the number of its events"});
      }
      try {
        if (as_stored(hash_derived(load_derived(db_, rows.integer(0)))) != rows.integer(4)) {
          find(path, "rows_differ", {"派生数据与最后写入的不符", "its derived rows are not those last written"});
        }
      } catch (const Failure& failure) {
        find(path, "rows_damaged", failure.to_error().message);
      }
    }
  }

  void check_numbers() {
    Query rows = db_.once(
        "SELECT n.series, n.unit, n.year, n.n, n.number, c.number FROM numbers n LEFT JOIN cases c USING "
        "(case_no) ORDER BY n.series, n.unit, n.year, n.n");
    std::string series;
    int last = 0;
    while (rows.step()) {
      ++report_.numbers;
      const std::string current = rows.text(0) + "/" + rows.text(1) + "/" + rows.text(2);
      if (current != series) last = 0;
      series = current;
      const std::string path = "/numbers/" + current + "/" + rows.text(3);
      if (rows.small(3) != ++last)
        find(path, "number_gap", {"案号不连续", "the case numbers have a gap before this one"});
      last = rows.small(3);
      if (rows.is_null(5)) find(path, "no_case", {"案号没有对应案件", "the number's case is not there"});
    }
  }

  void check_orphans() {
    report_.alerts = db_.integer("SELECT count(*) FROM alerts");
    for (const char* table :
         {"clocks", "parties", "documents", "services", "links", "proposals", "hearings", "alerts"}) {
      const auto sql = std::string("SELECT count(*) FROM ") + table +
                       " WHERE case_no NOT IN (SELECT case_no FROM cases)" +
                       (std::string_view(table) == "alerts" ? " AND case_no <> 0" : "");
      if (db_.integer(sql.c_str()) > 0) {
        find(std::string("/") + table, "no_case", {"有行没有对应案件", "rows without a case"});
      }
    }
  }

  void check_authority() {
    const auto report = check_codes(db_, *vault_);
    for (const auto& finding : report.findings) find(finding.path, finding.code.c_str(), finding.message);
  }

  /// Every sealed value opens where it stands, and every person is found by the tokens of what it says.
  void check_sealed() {
    Query persons = db_.once("SELECT id, kind, sealed, no FROM persons ORDER BY no");
    while (persons.step()) {
      const std::string path = "/persons/" + persons.text(0);
      const auto person = opened(path, [&] { return opener_.person(persons); });
      if (person) check_tokens(*person, persons.integer(3), path);
    }
    Query texts = db_.once("SELECT id, case_id, sealed FROM texts ORDER BY id");
    while (texts.step()) {
      const std::string context = text_context(texts.text(0), texts.text(1));
      (void)opened("/texts/" + texts.text(0), [&] { return opener_.text(context, texts.text(2)); });
    }
    Query drafts = db_.once("SELECT account, key, sealed FROM drafts ORDER BY account, key");
    while (drafts.step()) {
      const std::string context = draft_context(drafts.text(0), drafts.text(1));
      (void)opened("/drafts/" + drafts.text(0), [&] { return opener_.text(context, drafts.text(2)); });
    }
  }

  template <typename F>
  auto opened(const std::string& path, F open) -> std::optional<decltype(open())> {
    try {
      return open();
    } catch (const Failure& failure) {
      find(path, "sealed_damaged", failure.to_error().message);
      return std::nullopt;
    }
  }

  void check_tokens(const Person& person, std::int64_t no, const std::string& path) {
    std::vector<std::int64_t> wanted;
    if (!person.erased) wanted = tokens_of(*vault_, person);
    for (const auto token : wanted) {
      Query row = db_.query("SELECT 1 FROM person_tokens WHERE token = ? AND person = ?");
      row.bind(token, no);
      if (!row.step()) return find(path, "token_missing", {"缺少检索标记", "a token it is found by is missing"});
    }
  }

  struct Tally {
    Version events = 0;
    Seq last = 0;
  };
  Connection db_;
  std::size_t most_;
  std::shared_ptr<const crypto::Vault> vault_;
  Opener opener_;
  FileReport report_;
  std::map<std::int64_t, Tally> tallies_;
};

}  // namespace

Result<FileReport> check_file(const std::string& folder, std::size_t most) {
  const std::string path = folder + "/" + kFileName;
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) {
    return fail(ErrorCode::io,
                {folder + " 中没有存储，请检查 --data", "there is no store in " + folder + "; check --data"});
  }
  TRY_VOID(check_usable(path, "", shipped_migrations()));
  TRY(auto vault, vault_for_reading(folder));
  return guarded([&]() -> Result<FileReport> { return FileCheck(path, most, std::move(vault)).run(); });
}

}  // namespace hejie::storage::sqlite
