// A bureau by national algorithms: passwords under HMAC-SM3, logs by SM3, heads by SM2; and the way there and back.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "app/accounts.h"
#include "app/log_check.h"
#include "app/notary.h"
#include "crypto/vault.h"
#include "storage/memory/memory_store.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/store_contract.h"

namespace hejie::app {
namespace {

namespace fs = std::filesystem;
using audit::HashKind;
using storage::Log;
using storage::ScratchFolder;
using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr const char* kPassword = "Winter-harbor-91-lantern";

// ---- passwords

struct NationalPasswords : testing::Test {
  std::unique_ptr<Accounts> open(bool sm, std::shared_ptr<const crypto::PasswordSeal> with) {
    AccountLimits limits;
    limits.cost = {1, 8U << 10U};
    limits.seal = std::move(with);
    limits.sm_passwords = sm;
    limits.password_history = 3;
    return std::make_unique<Accounts>(*store, clock, std::vector<std::string>{"clerk"}, limits);
  }
  std::string hash() { return (*store->snapshot())->find_account("zhao").value()->password_hash; }
  static Result<LogIn> log_in(Accounts& accounts, const std::string& password = kPassword) {
    return accounts.log_in("zhao", password, "", {"10.0.0.1", "req"});
  }

  std::unique_ptr<storage::Store> store = storage::memory::open_store();
  ManualClock clock{Instant{1'780'000'000'000}};
  std::shared_ptr<const crypto::PasswordSeal> seal =
      std::make_shared<const crypto::PasswordSeal>(crypto::Vault::make_passing(crypto::Suite::sm).password_seal());
};

TEST_F(NationalPasswords, AHashOfTheOtherFormIsMadeAgainAtTheNextLogIn_070_009) {
  ASSERT_TRUE(open(false, seal)->add("zhao", "", {"clerk"}, kPassword));
  EXPECT_THAT(hash(), StartsWith("$argon2id$v=19$")) << "as before where nothing is set";
  for (const bool sm : {true, false, true}) {
    const auto accounts = open(sm, seal);
    const std::string before = hash();
    EXPECT_FALSE(log_in(*accounts, "a wrong one entirely"));
    EXPECT_EQ(hash(), before) << "a wrong password changes nothing";
    ASSERT_TRUE(log_in(*accounts));
    const std::string after = hash();
    EXPECT_THAT(after, StartsWith(sm ? "$argon2id-hmac-sm3$v=19$" : "$argon2id$v=19$"));
    ASSERT_TRUE(log_in(*accounts));
    EXPECT_EQ(hash(), after) << "once";
  }
}

TEST_F(NationalPasswords, AnotherKeyFileIsSaidAndNoLogIn_070) {
  ASSERT_TRUE(open(true, seal)->add("zhao", "", {"clerk"}, kPassword));
  const auto other =
      std::make_shared<const crypto::PasswordSeal>(crypto::Vault::make_passing(crypto::Suite::sm).password_seal());
  const auto refused = log_in(*open(true, other));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  EXPECT_THAT(refused.error().message.en, HasSubstr(seal->key_id));
  EXPECT_TRUE(log_in(*open(true, seal))) << "the account is not locked by it";
}

TEST_F(NationalPasswords, EarlierPasswordsOfBothFormsAreKnown_070_007) {
  ASSERT_TRUE(open(false, seal)->add("zhao", "", {"clerk"}, kPassword));
  const auto accounts = open(true, seal);
  const auto session = log_in(*accounts);
  ASSERT_TRUE(session);
  ASSERT_TRUE(accounts->change_password(session->caller, kPassword, "Second-lantern-82-quay", {}));
  EXPECT_THAT(hash(), StartsWith("$argon2id-hmac-sm3$"));
  for (const char* used : {kPassword, "Second-lantern-82-quay"}) {
    const auto again = accounts->change_password(session->caller, "Second-lantern-82-quay", used, {});
    ASSERT_FALSE(again) << used;
    EXPECT_EQ(again.error().findings.at(0).code, "used_before");
  }
}

// ---- the notary and the store

struct NationalLog : testing::Test {
  static std::unique_ptr<storage::Store> open(const std::string& folder, std::optional<HashKind> hash) {
    storage::sqlite::Options options;
    options.folder = folder;
    options.log_hash = hash;
    return std::move(*storage::sqlite::open_store(std::move(options)));
  }
  static void write(storage::Store& store, int from, int to) {
    for (int i = from; i < to; ++i) {
      storage::Commit commit = storage::samples::open_case("c_" + std::to_string(i));
      commit.puts.push_back(
          storage::PutAccess{{Instant{i}, AccountId("u_1"), "127.0.0.1", "show_case", "c_1", "ok", ""}});
      ASSERT_TRUE(store.commit(std::move(commit)));
    }
  }
  void signed_store(HashKind hash) {
    const auto store = open(folder.path(), hash);
    const auto notary = Notary::open(*store, clock, notary_in(folder.path()));
    ASSERT_TRUE(notary) << notary.error().message.en;
    write(*store, 0, 10);
    ASSERT_TRUE((*notary)->finish());
    write(*store, 10, 20);
    clock.set(Instant{clock.now().ms + 1'000});
    ASSERT_TRUE((*notary)->finish());
    const auto state = (*notary)->state();
    ASSERT_TRUE(state);
    EXPECT_EQ(state->hash, audit::name_of(hash));
    EXPECT_EQ(state->signature, hash == HashKind::sm3 ? "sm2" : "ed25519");
    store->stop();
  }
  audit::Heads heads() {
    const auto there = notary_in(folder.path());
    const auto key = crypto::Key::read_public(public_key_path(there.key));
    return audit::read_heads(audit::read_head_file(there.heads).value(), key.value());
  }
  std::vector<Finding> findings(Log log = Log::events) {
    const auto store = open(folder.path(), std::nullopt);
    return verify_log(**store->snapshot(), log, heads())->findings;
  }
  void change(const char* sql) {
    storage::sqlite::Connection({.path = folder.path() + "/" + storage::sqlite::kFileName, .write = true}).execute(sql);
  }

  ScratchFolder folder;
  ManualClock clock{Instant{1'000'000}};
};

struct EitherLog : NationalLog, testing::WithParamInterface<HashKind> {};

TEST_P(EitherLog, IsSignedByTheKeyThatFitsAndSound_070) {
  signed_store(GetParam());
  const auto all = heads();
  EXPECT_THAT(all.findings, IsEmpty());
  ASSERT_EQ(all.all.size(), 4U);
  for (const auto& head : all.all) EXPECT_EQ(head.hash, GetParam());
  for (const Log log : {Log::events, Log::access}) EXPECT_THAT(findings(log), IsEmpty());
  const auto store = open(folder.path(), std::nullopt);
  EXPECT_TRUE(Notary::open(*store, clock, notary_in(folder.path())));
  const auto key = crypto::Key::read_public(public_key_path(notary_in(folder.path()).key)).value();
  const auto snapshot = std::move(*store->snapshot());
  const auto proof = prove_entry(*snapshot, Log::events, 7, all);
  ASSERT_TRUE(proof);
  EXPECT_TRUE(audit::verify_proof(audit::proof_text(*proof), key));
  const auto growth = prove_growth(*snapshot, Log::access, 11, 0, all);
  ASSERT_TRUE(growth);
  EXPECT_TRUE(audit::verify_consistency_text(audit::proof_text(*growth), key));
}

TEST_P(EitherLog, AChangedEntryIsNamedAndTheServerDoesNotStart_070_084) {
  signed_store(GetParam());
  change("UPDATE events SET payload = replace(payload, 'c_6', 'c_7') WHERE seq = 7");
  EXPECT_THAT(findings(), Contains(AllOf(Field(&Finding::path, "/events/7"), Field(&Finding::code, "changed"))));
  const auto store = open(folder.path(), std::nullopt);
  const auto notary = Notary::open(*store, clock, notary_in(folder.path()));
  ASSERT_FALSE(notary);
  EXPECT_EQ(notary.error().code, ErrorCode::corrupt);
}

TEST_P(EitherLog, AStoreThatNamesTheOtherHashIsFoundBeforeItStarts_070_085) {
  signed_store(GetParam());
  const bool sm3 = GetParam() == HashKind::sm3;
  change(sm3 ? "DELETE FROM marks WHERE name = 'log_hash'" : "INSERT INTO marks VALUES ('log_hash', 'sm3')");
  for (const Log log : {Log::events, Log::access})
    EXPECT_THAT(findings(log), Contains(Field(&Finding::code, "other_hash")));
  const auto store = open(folder.path(), std::nullopt);
  const auto notary = Notary::open(*store, clock, notary_in(folder.path()));
  ASSERT_FALSE(notary) << "neither with the key of before";
  EXPECT_THAT(notary.error().message.en, HasSubstr(sm3 ? "key of sm2" : "key of ed25519"));
  fs::remove(notary_in(folder.path()).key);
  EXPECT_FALSE(Notary::open(*store, clock, notary_in(folder.path()))) << "nor with none";
}

INSTANTIATE_TEST_SUITE_P(Both, EitherLog, testing::Values(HashKind::sha256, HashKind::sm3),
                         [](const auto& one) { return std::string(audit::name_of(one.param)); });

TEST_F(NationalLog, AKeyOfTheOtherKindIsRefusedByName_070) {
  const ScratchFolder keys;
  const std::string path = keys.path() + "/k.pem";
  ASSERT_TRUE(crypto::Key::generate().write_private(path));
  const auto store = open(folder.path(), HashKind::sm3);
  NotarySettings settings = notary_in(folder.path());
  settings.key = path;
  const auto notary = Notary::open(*store, clock, settings);
  ASSERT_FALSE(notary);
  EXPECT_EQ(notary.error().code, ErrorCode::invalid);
  EXPECT_THAT(notary.error().message.en, AllOf(HasSubstr(path), HasSubstr("ed25519"), HasSubstr("sm2")));
}

TEST_F(NationalLog, AHeadOfTheOtherHashIsNotHeldAgainstTheStoreInSilence_070) {
  signed_store(HashKind::sm3);
  const auto store = open(folder.path(), std::nullopt);
  auto head = heads().all.back();
  EXPECT_TRUE(hold_against(**store->snapshot(), Log::access, head));
  head.hash = HashKind::sha256;
  const auto held = hold_against(**store->snapshot(), Log::access, head);
  ASSERT_FALSE(held);
  EXPECT_THAT(held.error().message.en, AllOf(HasSubstr("sm3"), HasSubstr("sha256")));
}

}  // namespace
}  // namespace hejie::app
