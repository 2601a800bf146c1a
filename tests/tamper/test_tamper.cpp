// T31 and T05: what somebody with all rights over the file does to a log is found and named. The store is made once;
// each edit works on a copy of it.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>

#include "app/log_check.h"
#include "app/notary.h"
#include "storage/sqlite/backup.h"
#include "storage/sqlite/log_end.h"
#include "storage/sqlite/private_keys.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/store_contract.h"

namespace hejie::app {
namespace {

namespace fs = std::filesystem;
using storage::Log;
using storage::ScratchFolder;
using storage::sqlite::Blob;
using storage::sqlite::Connection;
using testing::HasSubstr;

constexpr int kCases = 60;
constexpr int kEvents = 5 * kCases;
constexpr int kReads = 120;
constexpr int kAccess = kReads + 1;  ///< before them: from here on the store is coded

const std::string& file_name() {
  static const std::string kName = std::string("/") + storage::sqlite::kFileName;
  return kName;
}

struct Where {
  Log log = Log::events;
  std::int64_t from = 0, to = 0;  ///< entries that were touched
};

std::string table_of(Log log) {
  return std::string(storage::log_name(log));
}

/// "/events/17" or "/events/17-20": is an entry of `where` in it, or next to it?
bool names(const Finding& finding, const Where& where) {
  const std::string prefix = "/" + table_of(where.log);
  if (!finding.path.starts_with(prefix)) return false;
  if (finding.path == prefix) return finding.code == "tree_differs";
  const std::string rest = finding.path.substr(prefix.size() + 1);
  const std::int64_t from = std::atoll(rest.c_str());
  const auto dash = rest.find('-');
  const std::int64_t to = dash == std::string::npos ? from : std::atoll(rest.c_str() + dash + 1);
  return from - 1 <= where.to && where.from <= to + 1;
}

/// A store with two logs and heads signed all along, as a server leaves it.
class TamperTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = new ScratchFolder;
    older_ = new ScratchFolder;
    ManualClock clock(Instant{1'000'000});
    auto store = open(made_->path());
    NotarySettings settings = notary_in(made_->path());
    settings.entries = 50;
    auto notary = std::move(*Notary::open(*store, clock, settings));
    for (int i = 0; i < kCases; ++i) {
      const CaseId id("c_" + std::to_string(i));
      storage::Commit commit = storage::samples::open_case(id.value);
      for (Version version = 2; version <= 5; ++version)
        commit.cases[0].events.push_back(storage::samples::at_version(storage::samples::small_act(1), version));
      for (int k = 0; k < kReads / kCases; ++k) {
        commit.puts.push_back(storage::PutAccess{
            {clock.now(), AccountId("u_1"), "127.0.0.1", "show_case", id.value, "ok", std::to_string(k)}});
      }
      EXPECT_TRUE(store->commit(std::move(commit)));
      clock.set(Instant{clock.now().ms + 1'000});
      EXPECT_TRUE(notary->step());
      if (i != kCases / 2) continue;
      EXPECT_TRUE(storage::sqlite::backup(made_->path(), older_->path() + file_name()));
    }
    EXPECT_TRUE(notary->finish());
    store->stop();
  }
  static void TearDownTestSuite() {
    delete made_;
    delete older_;
  }

  static std::unique_ptr<storage::Store> open(const std::string& folder) {
    storage::sqlite::Options options;
    options.folder = folder;
    return std::move(*storage::sqlite::open_store(std::move(options)));
  }
  static const audit::Heads& heads() {
    static const audit::Heads kHeads = read_all_heads();
    return kHeads;
  }
  static audit::Heads read_all_heads() {
    const auto settings = notary_in(made_->path());
    const auto key = crypto::Key::read_public(public_key_path(settings.key));
    return audit::read_heads(audit::read_head_file(settings.heads).value(), key.value());
  }
  void fresh_copy(const std::string& from) {
    for (const char* more : {"", "-wal", "-shm"}) fs::remove(copy_.path() + file_name() + more);
    fs::copy_file(from, copy_.path() + file_name());
    fs::copy_file(made_->path() + "/" + storage::sqlite::kKeyFileName,
                  copy_.path() + "/" + storage::sqlite::kKeyFileName, fs::copy_options::skip_existing);
  }
  std::vector<Finding> check(bool with_heads = true) {
    const auto store = storage::sqlite::open_reader(copy_.path());
    if (!store) return {{"", "unreadable", store.error().message}};
    const auto snapshot = std::move(*(*store)->snapshot());
    const audit::Heads known = with_heads ? heads() : audit::Heads{};
    std::vector<Finding> out = known.findings;
    for (const Log log : {Log::events, Log::access}) {
      const auto report = verify_log(*snapshot, log, known);
      if (!report) {
        out.push_back({"/" + table_of(log), "unreadable", report.error().message});
        continue;
      }
      out.insert(out.end(), report->findings.begin(), report->findings.end());
    }
    return out;
  }

  static ScratchFolder* made_;
  static ScratchFolder* older_;
  ScratchFolder copy_;
};

ScratchFolder* TamperTest::made_ = nullptr;
ScratchFolder* TamperTest::older_ = nullptr;

/// What root may do with SQL. Each takes the copy, tells what it touched, and gives "" when it changed nothing.
class Edits {
 public:
  explicit Edits(unsigned seed) : draw_(seed) {}

  Where apply(Connection& db, std::string& what) {
    where_.log = number(0, 3) == 0 ? Log::access : Log::events;
    size_ = where_.log == Log::events ? kEvents : kAccess;
    table_ = table_of(where_.log);
    switch (number(0, 9)) {
      case 0:
        what = "byte of an entry";
        change_byte(db, one());
        break;
      case 1:
        what = "byte of an entry, its link made again";
        change_byte(db, one());
        link_again(db, where_.from, where_.from);
        break;
      case 2:
        what = "byte of an entry, all links made again";
        change_byte(db, one());
        link_again(db, where_.from, size_);
        break;
      case 3:
        what = "link";
        one();
        run(db, "UPDATE " + table_ + " SET chain = randomblob(32) WHERE seq = " + at(where_.from));
        break;
      case 4:
        what = "entry removed";
        one();
        run(db, "DELETE FROM " + table_ + " WHERE seq = " + at(where_.from));
        break;
      case 5:
        what = "entry removed, the rest numbered again";
        one();
        remove_and_close_up(db);
        break;
      case 6:
        what = "two entries changed places";
        swap(db, "payload");
        break;
      case 7:
        what = "two rows changed places";
        swap(db, "payload, chain");
        break;
      case 8:
        what = "tail cut off";
        one();
        run(db, "DELETE FROM " + table_ + " WHERE seq >= " + at(where_.from));
        where_.to = size_;
        break;
      default:
        what = "entry put in at the end, well linked";
        where_.from = where_.to = size_ + 1;
        add(db);
        break;
    }
    return where_;
  }

 private:
  std::int64_t number(std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(draw_);
  }
  std::int64_t one() { return where_.from = where_.to = number(1, size_); }
  static std::string at(std::int64_t seq) { return std::to_string(seq); }
  static void run(Connection& db, const std::string& sql) { db.execute(sql.c_str()); }
  storage::LogEntry entry(Connection& db, std::int64_t seq) const {
    return storage::sqlite::read_log(db, where_.log, seq - 1, 1).at(0);
  }
  void set(Connection& db, std::int64_t seq, const std::string& payload) {
    db.once("UPDATE " + table_ + " SET payload = ? WHERE seq = ?").bind(payload, seq).run();
  }
  void change_byte(Connection& db, std::int64_t seq) {
    std::string payload = entry(db, seq).entry;
    char& byte = payload[static_cast<std::size_t>(number(0, static_cast<std::int64_t>(payload.size()) - 1))];
    byte = byte == '1' ? '2' : '1';
    set(db, seq, payload);
  }
  void link_again(Connection& db, std::int64_t from, std::int64_t to) {
    audit::Hash chain = from == 1 ? audit::Hash{} : entry(db, from - 1).chain.value();
    for (std::int64_t seq = from; seq <= to; ++seq) {
      chain = audit::link(audit::HashKind::sha256, chain, seq, entry(db, seq).entry);
      db.once("UPDATE " + table_ + " SET chain = ? WHERE seq = ?").bind(Blob{audit::bytes_of(chain)}, seq).run();
    }
  }
  void remove_and_close_up(Connection& db) {
    run(db, "DELETE FROM " + table_ + " WHERE seq = " + at(where_.from));
    run(db, "UPDATE " + table_ + " SET seq = -seq WHERE seq > " + at(where_.from));
    run(db, "UPDATE " + table_ + " SET seq = -seq - 1 WHERE seq < 0");
  }
  void swap(Connection& db, const std::string& columns) {
    const std::int64_t a = one();
    std::int64_t b = number(1, size_ - 1);
    if (b >= a) ++b;
    where_ = {where_.log, std::min(a, b), std::max(a, b)};
    const auto first = entry(db, a);
    const auto second = entry(db, b);
    set(db, a, second.entry);
    set(db, b, first.entry);
    if (columns == "payload") return;
    for (const auto& [seq, chain] : {std::pair(a, *second.chain), std::pair(b, *first.chain)})
      db.once("UPDATE " + table_ + " SET chain = ? WHERE seq = ?").bind(Blob{audit::bytes_of(chain)}, seq).run();
  }
  /// Nobody signed it: only the kept tree is wrong, which the writer alone lengthens.
  void add(Connection& db) {
    const auto last = entry(db, size_);
    const std::string payload = entry(db, number(1, size_)).entry;
    const audit::Hash chain = audit::link(audit::HashKind::sha256, *last.chain, size_ + 1, payload);
    if (where_.log == Log::access) {
      db.once("INSERT INTO access VALUES (?,?,?)").bind(size_ + 1, payload, Blob{audit::bytes_of(chain)}).run();
      return;
    }
    db.once("INSERT INTO events (seq, case_no, version, kind, codec, payload, chain) VALUES (?, 1, 6, 0, 1, ?, ?)")
        .bind(size_ + 1, payload, Blob{audit::bytes_of(chain)})
        .run();
  }

  std::mt19937 draw_;
  Where where_;
  std::int64_t size_ = 0;
  std::string table_;
};

TEST_F(TamperTest, SoundStoreHasNoFinding) {
  fresh_copy(made_->path() + file_name());
  for (const auto& finding : check()) ADD_FAILURE() << finding.path << " " << finding.code;
}

/// An entry added behind the newest head by somebody who knows the chain is no different from one the program wrote: it
/// is not in the count below, and the next head would cover it. Everything that was signed is safe.
TEST_F(TamperTest, T31_AThousandEditsByRootAreFoundAndNamed_084) {
  std::map<std::string, std::pair<int, int>> counts;  // kind -> done, by the chain alone
  int found = 0;
  for (unsigned seed = 0; found < 1'000; ++seed) {
    ASSERT_LT(seed, 2'000U);
    fresh_copy(made_->path() + file_name());
    std::string what;
    Where where;
    {
      Connection db({.path = copy_.path() + file_name(), .write = true, .full_sync = false});
      where = Edits(seed).apply(db, what);
    }
    if (what.starts_with("entry put in")) continue;
    const auto findings = check();
    const bool named = std::ranges::any_of(findings, [&](const Finding& finding) { return names(finding, where); });
    ASSERT_TRUE(named) << "seed " << seed << ": " << what << " at " << table_of(where.log) << " " << where.from << "-"
                       << where.to << ", " << findings.size() << " findings"
                       << (findings.empty() ? "" : ", first " + findings[0].path + " " + findings[0].code);
    ++found;
    auto& [done, by_chain] = counts[what];
    ++done;
    if (seed % 10 == 0 && !check(false).empty()) by_chain += 1;
  }
  for (const auto& [what, count] : counts) RecordProperty(what, count.first);
  EXPECT_EQ(counts.size(), 9U);
}

TEST_F(TamperTest, T31_OlderCopyAndCutTailNeedTheHeads_085) {
  fresh_copy(older_->path() + file_name());
  EXPECT_TRUE(check(false).empty()) << "a bare chain does not see an older copy";
  const auto findings = check();
  ASSERT_FALSE(findings.empty());
  EXPECT_TRUE(std::ranges::any_of(findings, [](const Finding& f) { return f.code == "cut_off"; }));

  fresh_copy(made_->path() + file_name());
  Connection({.path = copy_.path() + file_name(), .write = true})
      .execute("DELETE FROM events WHERE seq > 290; DELETE FROM tree WHERE position >= 1");
  EXPECT_TRUE(check(false).empty()) << "nor a cut tail";
  EXPECT_TRUE(std::ranges::any_of(check(), [](const Finding& f) {
    return f.code == "cut_off" && f.path == "/events/291-" + std::to_string(kEvents);
  }));
}

TEST_F(TamperTest, T31_TheServerDoesNotStartOnAnOlderCopyOrAChangedLog_085) {
  const ManualClock clock(Instant{9'000'000});
  for (const bool older : {true, false}) {
    fresh_copy((older ? older_ : made_)->path() + file_name());
    if (!older) {
      Connection db({.path = copy_.path() + file_name(), .write = true});
      db.execute("UPDATE events SET payload = replace(payload, 'note', 'nota') WHERE seq = 299");
    }
    const auto store = open(copy_.path());
    const auto notary = Notary::open(*store, clock, notary_in(made_->path()));
    ASSERT_FALSE(notary);
    EXPECT_EQ(notary.error().code, ErrorCode::corrupt);
    EXPECT_THAT(notary.error().message.en, HasSubstr(older ? "older copy" : "changed"));
  }
}

TEST_F(TamperTest, AfterARestoreAPersonBeginsAnew) {
  fresh_copy(older_->path() + file_name());
  const ManualClock clock(Instant{9'000'000});
  const auto store = open(copy_.path());
  NotarySettings settings = notary_in(copy_.path());
  for (const auto& [from, to] : {std::pair(notary_in(made_->path()).heads, settings.heads),
                                 std::pair(notary_in(made_->path()).key, settings.key)})
    fs::copy_file(from, to);
  ASSERT_FALSE(Notary::open(*store, clock, settings));
  ASSERT_TRUE(Notary::begin(*store, clock, settings));
  EXPECT_TRUE(Notary::open(*store, clock, settings));
}

TEST_F(TamperTest, ALostKeyIsNotReplacedInSilence) {
  fresh_copy(made_->path() + file_name());
  const ManualClock clock(Instant{9'000'000});
  const auto store = open(copy_.path());
  fs::copy_file(notary_in(made_->path()).heads, notary_in(copy_.path()).heads);
  EXPECT_EQ(Notary::open(*store, clock, notary_in(copy_.path())).error().code, ErrorCode::io);
}

TEST_F(TamperTest, ProofsComeFromTheStoreAndHoldWithoutIt_086) {
  fresh_copy(made_->path() + file_name());
  const auto store = std::move(*storage::sqlite::open_reader(copy_.path()));
  const auto snapshot = std::move(*store->snapshot());
  const auto key = crypto::Key::read_public(public_key_path(notary_in(made_->path()).key)).value();
  for (const Seq seq : {1, 2, 255, 256, 257, 299, 300}) {
    const auto proof = prove_entry(*snapshot, Log::events, seq, heads());
    ASSERT_TRUE(proof) << seq;
    EXPECT_TRUE(audit::verify_proof(audit::proof_text(*proof), key)) << seq;
  }
  for (const Seq seq : {0, 301})
    EXPECT_EQ(prove_entry(*snapshot, Log::events, seq, heads()).error().code, ErrorCode::not_found);
}

/// T05, short: one bit of the file flipped. A flip in what is stored of an entry is found by the chain, or the page no
/// longer reads; flips elsewhere (free space, other tables) are `hejie check`'s other business.
TEST_F(TamperTest, T05_FlippedBitsOfEntriesAreFound_084) {
  const std::string path = made_->path() + file_name();
  std::ifstream in(path, std::ios::binary);
  const std::string whole(std::istreambuf_iterator<char>(in), {});
  std::mt19937 draw(5);
  int hits = 0;
  std::vector<std::string> payloads;
  {
    Connection db({.path = path});
    for (const Log log : {Log::events, Log::access})
      for (const auto& one : storage::sqlite::read_log(db, log, 0, 1'000)) payloads.push_back(one.entry);
  }
  while (hits < 200) {
    const auto& payload = payloads[draw() % payloads.size()];
    const auto at = whole.find(payload);
    if (at == std::string::npos) continue;  // spread over two pages
    std::string flipped = whole;
    char& byte = flipped[at + draw() % payload.size()];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << draw() % 8));
    for (const char* more : {"", "-wal", "-shm"}) fs::remove(copy_.path() + file_name() + more);
    std::ofstream(copy_.path() + file_name(), std::ios::binary) << flipped;
    ASSERT_FALSE(check().empty()) << "offset " << at;
    ++hits;
  }
}

}  // namespace
}  // namespace hejie::app
