// By what a store hashes its logs: settled once, the same from every backend.
#include <gmock/gmock.h>

#include "audit/tree.h"
#include "storage/codec.h"
#include "storage/memory/memory_store.h"
#include "storage/sqlite/backup.h"
#include "storage/sqlite/private_keys.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/store_contract.h"

namespace hejie::storage {
namespace {

using audit::HashKind;

std::unique_ptr<Store> open_sqlite(const std::string& folder, std::optional<HashKind> wanted) {
  sqlite::Options options;
  options.folder = folder;
  options.log_hash = wanted;
  auto store = sqlite::open_store(options);
  return store ? std::move(*store) : nullptr;
}

HashKind hash_of(Store& store) {
  return (*store.snapshot())->log_hash().value();
}

AccessRecord record(int n) {
  return {Instant{1'780'000'000'000 + n}, AccountId("u_1"), "127.0.0.1", "show_case", "c_1", "ok", ""};
}

void write(Store& store, int from, int to) {
  for (int i = from; i < to; ++i) {
    Commit commit = samples::open_case("c_" + std::to_string(i));
    commit.puts = {PutAccess{record(i)}};
    ASSERT_TRUE(store.commit(std::move(commit)));
  }
}

/// Chain and tree of both logs follow from the entries by this hash.
void expect_by(Store& store, HashKind kind) {
  const auto view = std::move(*store.snapshot());
  ASSERT_EQ(view->log_hash().value(), kind);
  for (const Log log : {Log::events, Log::access}) {
    audit::Hash chain{};
    audit::Edge model(kind);
    const auto entries = view->log_entries(log, 0, 1'000).value();
    ASSERT_FALSE(entries.empty());
    for (const auto& one : entries) {
      chain = audit::link(kind, chain, one.seq, one.entry);
      ASSERT_EQ(one.chain, chain) << log_name(log) << " " << one.seq;
      model.append(audit::leaf(kind, one.entry));
    }
    const auto edge = audit::Edge::of(kind, model.size(),
                                      [&](int level, std::int64_t index) { return view->log_node(log, level, index); });
    ASSERT_TRUE(edge);
    EXPECT_EQ(edge->root(), model.root());
  }
}

class LogHash : public testing::TestWithParam<HashKind> {};

TEST_P(LogHash, EveryBackendChainsAndBuildsTheTreeByIt_070) {
  const ScratchFolder folder;
  const auto on_disk = open_sqlite(folder.path(), GetParam());
  const auto in_memory = memory::open_store(GetParam());
  for (Store* store : {on_disk.get(), in_memory.get()}) {
    write(*store, 0, 260);  // a subtree that is kept and some that are not
    expect_by(*store, GetParam());
  }
}

TEST_P(LogHash, IsKeptOverRestartBackupAndRestore_070) {
  const ScratchFolder folder;
  {
    const auto store = open_sqlite(folder.path(), GetParam());
    write(*store, 0, 3);
    store->stop();
  }
  for (const std::optional<HashKind> wanted :
       {std::optional<HashKind>(), std::optional(HashKind::sha256), std::optional(HashKind::sm3)}) {
    const auto store = open_sqlite(folder.path(), wanted);
    ASSERT_NE(store, nullptr);
    EXPECT_EQ(hash_of(*store), GetParam()) << "a log that has entries keeps to its hash";
    const auto size = (*store->snapshot())->log_size(Log::events).value();
    write(*store, 100 + static_cast<int>(size), 101 + static_cast<int>(size));
    expect_by(*store, GetParam());
    store->stop();
  }
  const ScratchFolder other;
  ASSERT_TRUE(sqlite::backup(folder.path(), other.path() + "/copy.db"));
  ASSERT_TRUE(sqlite::restore(other.path() + "/copy.db", other.path() + "/new"));
  const auto reader = std::move(*sqlite::open_reader(other.path() + "/new"));
  expect_by(*reader, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Both, LogHash, testing::Values(HashKind::sha256, HashKind::sm3),
                         [](const auto& one) { return std::string(audit::name_of(one.param)); });

TEST(LogHashOfAStore, AStoreWithoutEntriesTakesWhatIsWanted_070) {
  const ScratchFolder folder;
  EXPECT_EQ(hash_of(*open_sqlite(folder.path(), std::nullopt)), HashKind::sha256);
  EXPECT_EQ(hash_of(*open_sqlite(folder.path(), HashKind::sm3)), HashKind::sm3);
  EXPECT_EQ(hash_of(*open_sqlite(folder.path(), std::nullopt)), HashKind::sm3);
  EXPECT_EQ(hash_of(*open_sqlite(folder.path(), HashKind::sha256)), HashKind::sha256);
}

TEST(LogHashOfAStore, ARefusedCommitAndARestartGoOnWhereItWas_070) {
  const ScratchFolder folder;
  {
    const auto store = open_sqlite(folder.path(), HashKind::sm3);
    write(*store, 0, 2);
    Commit stale = samples::open_case("c_1");
    stale.puts = {PutAccess{record(7)}};
    EXPECT_FALSE(store->commit(std::move(stale)));
    write(*store, 2, 3);
    store->stop();
  }
  const auto store = open_sqlite(folder.path(), std::nullopt);
  write(*store, 3, 5);
  expect_by(*store, HashKind::sm3);
}

TEST(LogHashOfAStore, AnUnknownHashIsSaidAndNothingIsWritten_070) {
  const ScratchFolder folder;
  open_sqlite(folder.path(), HashKind::sm3)->stop();
  sqlite::Connection({.path = folder.path() + "/" + sqlite::kFileName, .write = true})
      .execute("UPDATE marks SET value = 'md5' WHERE name = 'log_hash'");
  sqlite::Options options;
  options.folder = folder.path();
  const auto opened = sqlite::open_store(options);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
  EXPECT_THAT(opened.error().message.en, testing::HasSubstr("md5"));
}

TEST(LogHashOfAStore, KeyFileOfAStoreMadeNowIsOfTheSuiteAsked_070) {
  for (const auto suite : {crypto::Suite::aes, crypto::Suite::sm}) {
    const ScratchFolder folder;
    sqlite::Options options;
    options.folder = folder.path();
    options.suite = suite;
    ASSERT_TRUE(sqlite::open_store(options));
    EXPECT_EQ(crypto::Vault::read(folder.path() + "/" + sqlite::kKeyFileName)->suite(), suite);
  }
}

}  // namespace
}  // namespace hejie::storage
