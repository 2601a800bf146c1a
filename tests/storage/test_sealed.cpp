// Personal data on disk: sealed, bound to its row, unreadable without its key file, gone once erased.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>

#include "storage/sqlite/backup.h"
#include "storage/sqlite/private_keys.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/privacy_probe.h"
#include "tests/storage/store_contract.h"

namespace hejie::storage::sqlite {
namespace {

namespace fs = std::filesystem;
using samples::open_case;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<std::string> kWords = {"欧阳示例",   "110101199001011234", "13912345678",
                                         "示例路一号", "谁也不该看见的经过", "未写完的草稿"};

class SealedTest : public testing::Test {
 protected:
  std::unique_ptr<Store> open() {
    auto store = try_open(folder_.path());
    EXPECT_TRUE(store) << store.error().message.en;
    return store ? std::move(*store) : nullptr;
  }
  static Result<std::unique_ptr<Store>> try_open(const std::string& folder) {
    Options options;
    options.folder = folder;
    return open_store(options);
  }
  std::string file() { return folder_.path() + "/" + kFileName; }
  std::string key() { return folder_.path() + "/" + kKeyFileName; }
  static void fill(Store& store) {
    Commit commit = open_case("c_1");
    commit.puts = {PutPerson{{PersonId("p_1"), "worker", kWords[0], kWords[1], "", kWords[2], kWords[3], "{}"}},
                   PutPerson{{PersonId("p_2"), "worker", "另一示例", "", "", "", "", "{}"}},
                   PutText{{TextId("t_1"), CaseId("c_1"), kWords[4]}},
                   PutDraft{{AccountId("u_1"), "k", kWords[5], Instant{}}}};
    ASSERT_TRUE(store.commit(commit));
  }
  static std::string name_of(Store& store, const char* id = "p_1") {
    const auto persons = (*store.snapshot())->persons({PersonId(id)});
    if (!persons) return persons.error().message.en;
    return persons->empty() ? "nobody" : persons->at(0).name;
  }
  void change(const char* sql) { Connection({.path = file(), .write = true}).execute(sql); }

  ScratchFolder folder_;
};

TEST_F(SealedTest, NothingOfItStandsInAnyFileNorInABackup_071) {
  const auto store = open();
  fill(*store);
  const auto in_log = probe_privacy(folder_.path(), kWords);
  EXPECT_THAT(in_log.never_seen, IsEmpty()) << "else the probe proves nothing";
  EXPECT_THAT(in_log.leaked, IsEmpty());
  store->stop();
  EXPECT_THAT(probe_privacy(folder_.path(), kWords).leaked, IsEmpty());
  const ScratchFolder other;
  ASSERT_TRUE(backup(folder_.path(), other.path() + "/copy.db"));
  ASSERT_TRUE(restore(other.path() + "/copy.db", other.path() + "/new"));
  EXPECT_FALSE(fs::exists(other.path() + "/new/" + kKeyFileName)) << "a backup is worth nothing to who finds it";
  const auto reader = std::move(*open_reader(other.path() + "/new"));
  EXPECT_THAT(name_of(*reader), HasSubstr("no key file"));
  EXPECT_EQ((*reader->snapshot())->counts().value().cases, 1) << "what is not personal is read";
  EXPECT_THAT(try_open(other.path() + "/new").error().message.en, HasSubstr("is missing"));
  fs::copy_file(key(), other.path() + "/new/" + kKeyFileName);
  const auto whole = std::move(*try_open(other.path() + "/new"));
  EXPECT_EQ(name_of(*whole), kWords[0]);
}

TEST_F(SealedTest, ValuesMovedToAnotherRowDoNotOpen_072) {
  {
    const auto store = open();
    fill(*store);
  }
  EXPECT_THAT(check_file(folder_.path()).value().findings, IsEmpty());
  change("UPDATE persons SET sealed = (SELECT sealed FROM persons WHERE id = 'p_2') WHERE id = 'p_1'");
  const auto store = open();
  const auto moved = (*store->snapshot())->persons({PersonId("p_1")});
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().code, ErrorCode::corrupt);
  EXPECT_EQ(name_of(*store, "p_2"), "另一示例");
  EXPECT_FALSE(store->health().corrupt) << "one row, not the file";
  Commit again;
  again.puts = {PutPerson{{PersonId("p_1"), "worker", "新", "", "", "", "", "{}"}}};
  EXPECT_EQ(store->commit(again).error().code, ErrorCode::corrupt) << "and it is not written over unseen";
  const auto findings = check_file(folder_.path()).value().findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].path, "/persons/p_1");
  EXPECT_EQ(findings[0].code, "sealed_damaged");
}

TEST_F(SealedTest, TokensInTheFileSayNothing_073) {
  {
    const auto store = open();
    fill(*store);
  }
  Connection db({.path = file()});
  EXPECT_GE(db.integer("SELECT count(*) FROM person_tokens"), 5);
  EXPECT_EQ(db.integer("SELECT count(*) FROM pragma_table_info('person_tokens') WHERE type <> 'INTEGER'"), 0);
  change("DELETE FROM person_tokens");
  const auto findings = check_file(folder_.path()).value().findings;
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].code, "token_missing");
}

TEST_F(SealedTest, StoreKnowsItsKeyFile_074) {
  {
    const auto store = open();
    fill(*store);
  }
  struct stat found {};
  ASSERT_EQ(stat(key().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0400U);
  fs::rename(key(), key() + ".away");
  EXPECT_THAT(try_open(folder_.path()).error().message.en, HasSubstr("is missing"));
  EXPECT_FALSE(fs::exists(key())) << "and no new one is made in its place";
  (void)crypto::Vault::make(key()).value();
  EXPECT_THAT(try_open(folder_.path()).error().message.en, HasSubstr("not the key file of this store"));
  fs::remove(key());
  fs::rename(key() + ".away", key());
  EXPECT_EQ(name_of(*open()), kWords[0]);
}

TEST_F(SealedTest, KeyIsChangedAndTheOldOneOpensNothing_074) {
  {
    const auto store = open();
    fill(*store);
    EXPECT_EQ(change_key(folder_.path(), crypto::Suite::aes, true).error().code, ErrorCode::io) << "a server runs";
  }
  fs::copy_file(key(), key() + ".old");
  const auto changed = change_key(folder_.path(), crypto::Suite::sm, true).value();
  EXPECT_EQ(changed.key, 2);
  EXPECT_EQ(changed.wrapped, 4);
  EXPECT_THAT(crypto::Vault::read(key()).value().keys(), ElementsAre(2));
  EXPECT_THAT(check_file(folder_.path()).value().findings, IsEmpty());
  {
    const auto store = open();
    EXPECT_EQ(name_of(*store), kWords[0]);
    CaseFilter filter;
    filter.q = "欧阳";
    EXPECT_EQ((*store->snapshot())->list_cases(filter).value().items.size(), 1U) << "the index stays";
  }
  fs::rename(key() + ".old", key());
  EXPECT_THAT(try_open(folder_.path()).error().message.en, HasSubstr("no key 2"));
}

TEST_F(SealedTest, ErasedIsGoneFromFileAndLog_077) {
  const auto store = open();
  fill(*store);
  const auto sealed = [&] {
    Connection db({.path = file()});
    Query row = db.once("SELECT sealed FROM persons WHERE id = 'p_1'");
    return row.step() && !row.is_null(0) ? row.text(0) : "";
  };
  const std::string ciphertext = sealed().substr(8, 24);
  ASSERT_EQ(ciphertext.size(), 24U);
  const auto stands = [&] { return !probe_privacy(folder_.path(), {ciphertext}).leaked.empty(); };
  ASSERT_TRUE(stands()) << "the search finds what is there";
  Commit erase;
  erase.puts = {ErasePerson{PersonId("p_1")}, EraseTexts{CaseId("c_1")}};
  ASSERT_TRUE(store->commit(erase));
  store->stop();  // the log is emptied after the answer
  EXPECT_EQ(sealed(), "");
  EXPECT_FALSE(stands());
  EXPECT_THAT(check_file(folder_.path()).value().findings, IsEmpty());
}

TEST_F(SealedTest, ReaderOfAnOlderStateOnlyDelaysIt_077) {
  const auto store = open();
  fill(*store);
  Connection db({.path = file()});
  std::string ciphertext;
  {
    Query row = db.once("SELECT sealed FROM persons WHERE id = 'p_1'");
    ASSERT_TRUE(row.step());
    ciphertext = row.text(0).substr(8, 24);
  }
  {
    const auto reader = std::move(*store->snapshot());
    ASSERT_EQ(reader->persons({PersonId("p_1")}).value().size(), 1U);
    Commit erase;
    erase.puts = {ErasePerson{PersonId("p_1")}};
    ASSERT_TRUE(store->commit(erase));
    EXPECT_EQ(reader->persons({PersonId("p_1")}).value().at(0).name, kWords[0]) << "it sees what was";
  }
  Commit next;
  next.puts = {PutMark{"any", "thing"}};
  ASSERT_TRUE(store->commit(next));
  store->stop();
  EXPECT_THAT(probe_privacy(folder_.path(), {ciphertext}).leaked, IsEmpty());
}

}  // namespace
}  // namespace hejie::storage::sqlite
