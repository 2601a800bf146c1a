// T25: older stores are migrated after a copy beside them, newer ones refused; a migration cut short does no harm.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "storage/codec.h"
#include "storage/sqlite/backup.h"
#include "storage/sqlite/private_keys.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/store_contract.h"

namespace hejie::storage::sqlite {
namespace {

using samples::open_case;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace fs = std::filesystem;

std::string read_file(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

class MigrationTest : public testing::Test {
 protected:
  std::string file() { return folder_.path() + "/" + kFileName; }
  Result<std::unique_ptr<Store>> open(std::span<const Migration> steps = shipped_migrations()) {
    Options options;
    options.folder = folder_.path();
    options.steps = steps;
    return open_store(options);
  }
  /// The shipped steps and one more, as a later program would have.
  static std::vector<Migration> with_next(const char* sql) {
    const auto shipped = shipped_migrations();
    std::vector<Migration> out(shipped.begin(), shipped.end());
    out.push_back({out.back().version + 1, "next", sql});
    return out;
  }
  std::vector<std::string> copies() {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
      if (entry.path().extension() == ".bak") out.push_back(entry.path().filename());
    }
    return out;
  }
  std::int64_t ask(const char* sql) { return Connection({.path = file()}).integer(sql); }

  ScratchFolder folder_;
};

TEST_F(MigrationTest, StepsAreNumberedFromOneWithoutGaps) {
  int expected = 0;
  for (const auto& step : shipped_migrations()) {
    EXPECT_EQ(step.version, ++expected) << step.name;
    EXPECT_THAT(read_file(std::string(HEJIE_SOURCE_DIR) + "/tests/storage/fixtures/schema_000" +
                          std::to_string(expected) + ".sql"),
                HasSubstr("CREATE TABLE"))
        << "each landed schema has a fixture";
  }
  EXPECT_GE(expected, 1);
}

TEST_F(MigrationTest, EveryTableAndColumnSaysWhatItIsFor) {
  for (const auto& step : shipped_migrations()) EXPECT_THAT(std::string(step.sql), HasSubstr("-- "));
}

TEST_F(MigrationTest, EveryLandedSchemaOpens) {
  for (const auto& step : shipped_migrations()) {
    const std::string number = std::to_string(step.version);
    const ScratchFolder place;
    const std::string path = place.path() + "/" + kFileName;
    const std::string fixture = std::string(HEJIE_SOURCE_DIR) + "/tests/storage/fixtures/schema_000" + number;
    Connection({.path = path, .write = true}).execute(read_file(fixture + ".sql").c_str());
    if (fs::exists(fixture + ".key")) {
      const std::string key = place.path() + "/" + kKeyFileName;
      fs::copy_file(fixture + ".key", key);
      fs::permissions(key, fs::perms::owner_read);
    }
    Options options;
    options.folder = place.path();
    {
      const auto store = open_store(options);
      ASSERT_TRUE(store) << store.error().message.en;
      const auto snapshot = std::move(*(*store)->snapshot());
      const auto events = snapshot->events_since(0, 100).value();
      ASSERT_EQ(events.size(), 4U);
      EXPECT_EQ(events[0].event, engine::CaseEvent(samples::small_act(1)));
      auto act = samples::full_act(engine::ActKind::done);
      if (step.version < 6) act.by.delegation.clear();  // written before an act could name one
      EXPECT_EQ(events[1].event, samples::at_version(act, 2));
      EXPECT_EQ(events[2].event,
                samples::at_version(samples::full_occurrence(engine::OccurrenceKind::clock_started), 3));
      EXPECT_EQ(events[3].event, samples::at_version(samples::full_rederived(), 4));
      EXPECT_EQ(snapshot->find_case(CaseId("c_1")).value().number, "X-1");
      EXPECT_EQ(snapshot->load_rows(CaseId("c_1")).value(), samples::rows());
      EXPECT_EQ(snapshot->persons({PersonId("p_1")}).value().at(0).name, "Zhao Fictitious");
      EXPECT_EQ(snapshot->find_person("510100199001010000").value().value().id, PersonId("p_1"));
      EXPECT_TRUE(snapshot->find_answer(AccountId("u_1"), "key").value());
      EXPECT_EQ(snapshot->counts().value().alerts_open, 1);
    }
    EXPECT_THAT(check_file(place.path()).value().findings, IsEmpty());
    EXPECT_THAT(read_file(path), Not(HasSubstr("Zhao Fictitious"))) << "sealed, and the plain table overwritten";
  }
}

/// Not a test: writes the store of which `sqlite3 hejie.db .dump` makes the fixture of a new schema (see
/// fixtures/README.md).
TEST_F(MigrationTest, DISABLED_WriteFixture) {
  const auto store = std::move(*open());
  Commit commit = open_case("c_1");
  commit.cases[0].number = NumberRequest{"arbitration", "X", 2026, "X-{n}", 0};
  commit.cases[0].events = {samples::small_act(1), samples::at_version(samples::full_act(engine::ActKind::done), 2),
                            samples::at_version(samples::full_occurrence(engine::OccurrenceKind::clock_started), 3),
                            samples::at_version(samples::full_rederived(), 4)};
  commit.puts = {PutPerson{{PersonId("p_1"), "worker", "Zhao Fictitious", "510100199001010000", "", "", "", "{}"}}};
  commit.alerts = {{{CaseId("c_1"), "A10", "", 1, "0", "clerk", samples::day(2026, 3, 9)}, samples::day(2026, 3, 9)}};
  commit.idempotency = IdempotencyRecord{AccountId("u_1"), "key", "hash", std::nullopt, nullptr};
  ASSERT_TRUE(store->commit(commit));
  store->stop();
  const char* target = std::getenv("HEJIE_FIXTURE");
  ASSERT_NE(target, nullptr);
  ASSERT_TRUE(backup(folder_.path(), target));
  fs::copy_file(folder_.path() + "/" + kKeyFileName, std::string(target) + ".key");
}

TEST_F(MigrationTest, NewerStoreIsRefusedAndBothVersionsAreNamed) {
  ASSERT_TRUE(open());
  Connection({.path = file(), .write = true}).execute("PRAGMA user_version = 4711");
  const auto before = read_file(file());
  const auto store = open();
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, ErrorCode::io);
  const std::string ours = std::to_string(shipped_migrations().back().version);
  EXPECT_THAT(store.error().message.en, testing::AllOf(HasSubstr("4711"), HasSubstr("up to " + ours)));
  EXPECT_THAT(store.error().message.zh, testing::AllOf(HasSubstr("4711"), HasSubstr(ours)));
  EXPECT_EQ(read_file(file()), before) << "and left as it was";
}

TEST_F(MigrationTest, ForeignFileIsRefused) {
  Connection({.path = file(), .write = true}).execute("CREATE TABLE t (x)");
  EXPECT_EQ(open().error().code, ErrorCode::io);
  EXPECT_EQ(ask("SELECT count(*) FROM sqlite_schema"), 1);
}

TEST_F(MigrationTest, OlderStoreIsCopiedThenMigrated) {
  ASSERT_TRUE((*open())->commit(open_case("c_1")));
  EXPECT_THAT(copies(), IsEmpty()) << "a store of today needs no copy";
  const auto steps = with_next("ALTER TABLE cases ADD COLUMN extra TEXT NOT NULL DEFAULT 'x'");
  const int old = shipped_migrations().back().version;
  {
    const auto store = open(steps);
    ASSERT_TRUE(store) << store.error().message.en;
    EXPECT_EQ((*(*store)->snapshot())->counts().value().cases, 1);
  }
  EXPECT_EQ(ask("PRAGMA user_version"), old + 1);
  EXPECT_EQ(ask("SELECT count(*) FROM cases WHERE extra = 'x'"), 1);
  const std::string name = std::string(kFileName) + ".schema" + std::to_string(old) + ".bak";
  ASSERT_THAT(copies(), testing::ElementsAre(name));
  Connection copy({.path = folder_.path() + "/" + name});
  EXPECT_EQ(copy.integer("PRAGMA user_version"), old);
  EXPECT_EQ(copy.integer("SELECT count(*) FROM events"), 1);
  EXPECT_FALSE(open()) << "the old program refuses the new schema";
}

TEST_F(MigrationTest, FailedStepChangesNothing) {
  ASSERT_TRUE((*open())->commit(open_case("c_1")));
  const int old = shipped_migrations().back().version;
  const auto broken = with_next("ALTER TABLE cases ADD COLUMN extra TEXT; SELECT no_such_function()");
  EXPECT_FALSE(open(broken));
  EXPECT_EQ(ask("PRAGMA user_version"), old);
  EXPECT_EQ(ask("SELECT count(*) FROM pragma_table_info('cases') WHERE name = 'extra'"), 0);
  const auto good = with_next("ALTER TABLE cases ADD COLUMN extra TEXT");
  ASSERT_TRUE(open(good));
  EXPECT_EQ(ask("PRAGMA user_version"), old + 1);
  EXPECT_EQ(copies().size(), 2U) << "the first copy is kept, not overwritten";
}

}  // namespace
}  // namespace hejie::storage::sqlite
