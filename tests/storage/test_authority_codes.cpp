// Codes of what decides authority (GB/T 39786-2021 8.4 b; docs/adr/0015): whatever is changed in the file beside the
// program is refused when it is read and named by the walk, and cannot be got around by taking the codes away.
#include <gmock/gmock.h>

#include <fstream>

#include "storage/authority.h"
#include "storage/codec.h"
#include "storage/reach.h"
#include "storage/sqlite/backup.h"
#include "storage/sqlite/code_settle.h"
#include "storage/sqlite/private_keys.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/store_contract.h"

namespace hejie::storage::sqlite {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace fs = std::filesystem;

constexpr std::int64_t kFar = 4'000'000'000'000;

Account account(const std::string& id, std::vector<std::string> roles = {"clerk"}) {
  Account out;
  out.id = AccountId(id);
  out.username = out.display_name = id.substr(2);
  out.roles = std::move(roles);
  out.password_hash = "hash of " + id;
  return out;
}
Session session(const std::string& hash, const std::string& of) {
  return {hash, AccountId(of), Instant{1}, Instant{1}, Instant{kFar}, "s_" + hash};
}
KeptRow kept(const std::string& kind, const std::string& subject, const std::string& period, const std::string& body) {
  KeptRow row;
  row.kind = kind;
  row.subject = subject;
  row.period = period;
  row.made_at = Instant{1};
  row.made_by = AccountId("u_zhao");
  row.body = body;
  return row;
}
PutAccess entry(const std::string& action) {
  return {{Instant{1}, AccountId("u_local"), "", action, "x", "ok", ""}};
}

/// Both suites: `crypto` international and sm.
class AuthorityCodes : public testing::TestWithParam<crypto::Suite> {
 protected:
  std::string file() { return folder_.path() + "/" + kFileName; }
  std::string key() { return folder_.path() + "/" + kKeyFileName; }
  Result<std::unique_ptr<Store>> try_open() {
    Options options;
    options.folder = folder_.path();
    options.suite = GetParam();
    return open_store(options);
  }
  std::unique_ptr<Store> open() {
    auto store = try_open();
    EXPECT_TRUE(store) << store.error().message.en;
    return std::move(*store);
  }
  static void write(Store& store, std::vector<Put> puts) {
    Commit commit;
    commit.recorded_at = Instant{1};
    commit.puts = std::move(puts);
    const auto done = store.commit(std::move(commit));
    ASSERT_TRUE(done) << done.error().message.en;
  }
  /// Two accounts with a session each, units, a recusal, a certificate, a delegation.
  static void fill(Store& store) {
    write(store,
          {PutAccount{account("u_zhao")}, PutAccount{account("u_qian", {"bureau_head"})},
           PutSession{session("t_zhao", "u_zhao")}, PutSession{session("t_qian", "u_qian")}, PutMark{"units", "{}"},
           PutMark{"recused:u_zhao", "true"}, PutKept{kept("certificate", "u_zhao", "", "\"ab\"")},
           PutKept{kept("delegation", "u_qian", "d_1", "{}")}, PutKept{kept("exception", "late_entry", "x", "{}")},
           entry("add_account")});
  }
  /// What somebody does who has the file and not the key.
  void tamper(const std::string& sql) { Connection({.path = file(), .write = true}).execute(sql.c_str()); }
  std::vector<std::string> codes_of(const std::vector<Finding>& findings) {
    std::vector<std::string> out;
    for (const auto& one : findings) out.push_back(one.path + " " + one.code);
    return out;
  }
  std::vector<std::string> checked() { return codes_of(check_file(folder_.path()).value().findings); }
  static std::vector<std::string> actions(Store& store) {
    std::vector<std::string> out;
    const auto snapshot = std::move(*store.snapshot());
    const auto entries = snapshot->log_entries(Log::access, 0, 100).value();
    for (const auto& one : entries) out.push_back(decode_access(one.entry).value().action);
    return out;
  }
  template <typename T>
  static std::string code_in(const Result<T>& result) {
    return result || result.error().findings.empty() ? "" : result.error().findings.front().code;
  }

  ScratchFolder folder_;
};

TEST_P(AuthorityCodes, WhatIsWrittenIsTrueAndStaysSoThroughChangeRemovalAndRestart_084) {
  {
    const auto store = open();
    fill(*store);
    write(*store, {PutAccount{account("u_zhao", {"clerk", "mediator"})}, SessionSeen{"t_zhao", Instant{5}},
                   DropSession{"t_qian"}, PutSession{session("t_old", "u_qian")}});
    write(*store, {DropSessionsOf{AccountId("u_qian")}, entry("log_out")});
    Session over = session("t_over", "u_zhao");
    over.expires_at = Instant{2};
    write(*store, {PutSession{over}});
    write(*store, {DropExpired{Instant{3}}});
    EXPECT_THAT(coded_side(*store)->check_authority().value(), IsEmpty());
  }
  EXPECT_THAT(checked(), IsEmpty());
  const auto store = open();
  const auto snapshot = std::move(*store->snapshot());
  EXPECT_EQ(snapshot->find_account(AccountId("u_zhao")).value()->roles.size(), 2U);
  EXPECT_EQ(snapshot->find_session("t_zhao").value()->seen_at, Instant{5});
  EXPECT_FALSE(snapshot->find_session("t_qian").value());
  EXPECT_EQ(actions(*store).front(), kAuthorityCoded) << "the log says that this store is coded";
}

TEST_P(AuthorityCodes, ARefusedCommandLeavesTheCodesInStep_084) {
  {
    const auto store = open();
    fill(*store);
    Commit refused;
    refused.puts = {PutAccount{account("u_sun")}, entry("add_account"),
                    Acknowledge{4711, AccountId("u_zhao"), Instant{1}}};
    EXPECT_FALSE(store->commit(refused));
    write(*store, {PutAccount{account("u_li")}});
    EXPECT_THAT(coded_side(*store)->check_authority().value(), IsEmpty());
  }
  EXPECT_THAT(checked(), IsEmpty());
  EXPECT_FALSE(open()->snapshot().value()->find_account(AccountId("u_sun")).value());
}

TEST_P(AuthorityCodes, AChangedRowIsRefusedNamedAndTheOthersGoOn_084) {
  const auto store = open();
  fill(*store);
  tamper("UPDATE accounts SET roles = '[\"security_admin\"]' WHERE id = 'u_zhao'");
  const auto snapshot = std::move(*store->snapshot());
  const auto by_id = snapshot->find_account(AccountId("u_zhao"));
  EXPECT_EQ(by_id.error().code, ErrorCode::forbidden);
  EXPECT_EQ(code_in(by_id), kAuthorityChanged);
  EXPECT_EQ(code_in(snapshot->find_account("zhao")), kAuthorityChanged);
  EXPECT_EQ(snapshot->find_account("qian").value()->roles, std::vector<std::string>{"bureau_head"});
  const auto all = snapshot->accounts().value();
  for (const auto& one : all) {
    const bool stripped = one.disabled && one.roles.empty() && one.password_hash.empty();
    EXPECT_EQ(stripped, one.username == "zhao") << "in a list of all it stays visible and may do nothing";
  }
  EXPECT_THAT(codes_of(coded_side(*store)->authority_findings()), ElementsAre("/accounts/u_zhao authority_changed"));
  EXPECT_THAT(codes_of(coded_side(*store)->check_authority().value()),
              ElementsAre("/accounts/u_zhao authority_changed"));
  EXPECT_THAT(checked(), ElementsAre("/accounts/u_zhao authority_changed"));
  EXPECT_EQ(snapshot->find_account("qian").value()->username, "qian") << "one changed row stops nobody else";
}

TEST_P(AuthorityCodes, EveryColumnThatDecidesAndEveryKindOfRowIsCovered_084) {
  const std::vector<std::pair<const char*, const char*>> changes{
      {"UPDATE accounts SET username = 'zhou' WHERE id = 'u_zhao'", "/accounts/u_zhao authority_changed"},
      {"UPDATE accounts SET password_hash = 'x' WHERE id = 'u_zhao'", "/accounts/u_zhao authority_changed"},
      {"UPDATE accounts SET disabled = 1 - disabled WHERE id = 'u_zhao'", "/accounts/u_zhao authority_changed"},
      {"UPDATE accounts SET totp = 'ABCD' WHERE id = 'u_zhao'", "/accounts/u_zhao authority_changed"},
      {"UPDATE accounts SET totp_step = 7 WHERE id = 'u_zhao'", "/accounts/u_zhao authority_changed"},
      {"UPDATE accounts SET recovery = '[\"x\"]' WHERE id = 'u_zhao'", "/accounts/u_zhao authority_changed"},
      {"UPDATE sessions SET expires_at = expires_at + 1 WHERE token_hash = 't_zhao'",
       "/sessions/t_zhao authority_changed"},
      {"UPDATE sessions SET scopes = '[\"write\"]' WHERE token_hash = 't_zhao'", "/sessions/t_zhao authority_changed"},
      {"UPDATE sessions SET account = 'u_qian' WHERE token_hash = 't_zhao'", "/sessions/t_zhao authority_changed"},
      {"UPDATE marks SET value = '{\"members\":{}}' WHERE name = 'units'", "/marks/units authority_changed"},
      {"DELETE FROM marks WHERE name = 'units'", "/marks/units authority_removed"},
      {"DELETE FROM marks WHERE name = 'recused:u_zhao'", "/marks/recused:u_zhao authority_removed"},
      {"UPDATE kept SET body = '\"cd\"' WHERE kind = 'certificate'", "/kept/certificate/u_zhao authority_changed"},
      {"DELETE FROM kept WHERE kind = 'certificate'", "/kept/certificate/u_zhao authority_removed"},
      {"UPDATE kept SET subject = 'u_zhao' WHERE kind = 'delegation'", "/kept/delegation/u_qian/d_1 authority_removed"},
      {"UPDATE kept SET made_by = 'u_x' WHERE kind = 'delegation'", "/kept/delegation/u_qian/d_1 authority_changed"}};
  for (const auto& [sql, finding] : changes) {
    const ScratchFolder place;
    Options options;
    options.folder = place.path();
    options.suite = GetParam();
    {
      auto store = open_store(options);
      fill(**store);
    }
    Connection({.path = place.path() + "/" + kFileName, .write = true}).execute(sql);
    EXPECT_THAT(codes_of(check_file(place.path()).value().findings), Contains(finding)) << sql;
    auto store = open_store(options);
    ASSERT_TRUE(store) << sql << ": one changed row is no reason not to start";
    EXPECT_THAT(codes_of(coded_side(**store)->check_authority().value()), Contains(finding)) << sql;
  }
}

TEST_P(AuthorityCodes, MarksCertificatesAndDelegationsThatWereChangedGiveNothing_084) {
  const auto store = open();
  fill(*store);
  EXPECT_EQ(store->snapshot().value()->mark("units").value(), "{}");
  tamper(
      "UPDATE marks SET value = '{\"x\":1}' WHERE name = 'units'; DELETE FROM marks WHERE name = 'recused:u_zhao';"
      "DELETE FROM kept WHERE kind = 'certificate'; UPDATE kept SET body = '{\"to\":\"u_x\"}' WHERE kind = "
      "'delegation'");
  const auto snapshot = std::move(*store->snapshot());
  EXPECT_EQ(code_in(snapshot->mark("units")), kAuthorityChanged);
  EXPECT_EQ(code_in(snapshot->mark("recused:u_zhao")), kAuthorityChanged)
      << "taken away is not the same as never there";
  EXPECT_FALSE(snapshot->mark("recused:u_qian").value());
  KeptFilter bound;
  bound.kind = {"certificate"};
  bound.subject = {"u_zhao"};
  EXPECT_EQ(code_in(snapshot->list_kept(bound)), kAuthorityChanged) << "a certificate that is demanded must not vanish";
  KeptFilter delegated;
  delegated.kind = {"delegation"};
  EXPECT_THAT(snapshot->list_kept(delegated).value().items, IsEmpty());
  EXPECT_THAT(snapshot->list_kept({}).value().items, testing::SizeIs(1))
      << "what gives no authority is read as it stands";
}

TEST_P(AuthorityCodes, BreakGlassThatNobodyAskedForOpensNothing_046) {
  const auto store = open();
  ASSERT_TRUE(store->commit(samples::open_case("c_1")));
  write(*store, {PutAccount{account("u_zhao")}});
  const auto sees = [&] {
    return snapshot_within(*store, {{"elsewhere"}, AccountId("u_zhao"), Instant{5}})
        .value()
        ->find_version(CaseId("c_1"))
        .has_value();
  };
  KeptRow grant = kept("exception", "break_glass", "2026-01-01 c_1 t_1", "{\"until_ms\":9}");
  grant.case_id = CaseId("c_1");
  EXPECT_FALSE(sees());
  tamper(
      "INSERT INTO kept (kind, subject, period, case_no, made_at, made_by, revision, body) VALUES ('exception', "
      "'break_glass', 'x', 1, 1, 'u_zhao', 0, '{\"until_ms\":9}')");
  EXPECT_FALSE(sees()) << "added beside the program";
  write(*store, {PutKept{grant}});
  EXPECT_TRUE(sees());
  tamper("UPDATE kept SET body = '{\"until_ms\":99}' WHERE period LIKE '2026%'");
  EXPECT_FALSE(sees()) << "made longer beside the program";
}

TEST_P(AuthorityCodes, SwappedAndAddedRowsAndBlankedCodesAreNamed_084) {
  {
    const auto store = open();
    fill(*store);
  }
  // The codes of two accounts change places with the rows: true codes, of other rows.
  tamper(
      "UPDATE accounts SET id = 'u_tmp' WHERE id = 'u_zhao'; UPDATE accounts SET id = 'u_zhao' WHERE id = 'u_qian';"
      "UPDATE accounts SET id = 'u_qian' WHERE id = 'u_tmp'");
  EXPECT_THAT(checked(), ElementsAre("/accounts/u_qian authority_changed", "/accounts/u_zhao authority_changed"));
  tamper(
      "INSERT INTO accounts SELECT 'u_new', 'new', display_name, roles, password_hash, 0, created_at, password_at, "
      "old_passwords, totp, totp_step, recovery FROM accounts WHERE id = 'u_qian'");
  EXPECT_THAT(checked(), Contains("/accounts/u_new authority_uncoded"));
  EXPECT_EQ(code_in(open()->snapshot().value()->find_account("new")), kAuthorityChanged);
}

TEST_P(AuthorityCodes, BlankedCodesAreNoWayAround_084) {
  {
    const auto store = open();
    fill(*store);
  }
  const std::string copy = folder_.path() + "/before.db";
  ASSERT_TRUE(backup(folder_.path(), copy));
  tamper("UPDATE codes SET code = x'' WHERE key = 'u_zhao'");
  EXPECT_THAT(checked(), Contains("/accounts/u_zhao authority_uncoded"));
  EXPECT_THAT(checked(), Contains("/accounts authority_set"));
  EXPECT_THAT(try_open().error().message.en, HasSubstr("not what was last written"));
  tamper("DELETE FROM codes; DELETE FROM codes_end");
  EXPECT_THAT(checked(), Contains("/codes authority_set"));
  EXPECT_THAT(try_open().error().message.en, HasSubstr("were taken away")) << "the schema says it is coded";
  tamper("DROP TABLE codes; DROP TABLE codes_end; PRAGMA user_version = 5");
  EXPECT_THAT(try_open().error().message.en, HasSubstr("were taken away")) << "so does the access log";
  EXPECT_EQ(try_open().error().code, ErrorCode::corrupt);
}

TEST_P(AuthorityCodes, RowsPutBackTogetherWithTheirCodesAreFound_085) {
  {
    const auto store = open();
    fill(*store);
  }
  const std::string copy = folder_.path() + "/before.db";
  ASSERT_TRUE(backup(folder_.path(), copy));
  {
    const auto store = open();
    Account less = account("u_zhao", {"clerk"});
    less.disabled = true;
    write(*store, {PutAccount{less}, DropSession{"t_zhao"}, entry("disable_account")});
  }
  ASSERT_THAT(checked(), IsEmpty());
  const std::string attach = "ATTACH '" + copy + "' AS old;";
  const std::string account_back =
      "INSERT OR REPLACE INTO accounts SELECT * FROM old.accounts WHERE id = 'u_zhao';"
      "INSERT OR REPLACE INTO codes SELECT * FROM old.codes WHERE key = 'u_zhao';";
  tamper(attach + account_back);
  EXPECT_THAT(checked(), ElementsAre("/accounts authority_set")) << "each row true by itself";
  EXPECT_THAT(try_open().error().message.en, HasSubstr("not what was last written"));
  tamper(attach +
         "INSERT INTO sessions SELECT * FROM old.sessions WHERE token_hash = 't_zhao';"
         "INSERT INTO codes SELECT * FROM old.codes WHERE key = 't_zhao'");
  EXPECT_THAT(checked(), ElementsAre("/accounts authority_set", "/sessions authority_set"));
  tamper(attach +
         "DELETE FROM codes; INSERT INTO codes SELECT * FROM old.codes; DELETE FROM codes_end;"
         "INSERT INTO codes_end SELECT * FROM old.codes_end");
  EXPECT_THAT(checked(), ElementsAre("/codes authority_set")) << "all of it as it was, but the access log went on";
  EXPECT_FALSE(try_open());
}

TEST_P(AuthorityCodes, ARemovedAccountWithItsCodeIsFoundWhileTheProgramRuns_085) {
  const auto store = open();
  fill(*store);
  EXPECT_THAT(coded_side(*store)->check_authority().value(), IsEmpty());
  tamper("DELETE FROM accounts WHERE id = 'u_zhao'; DELETE FROM codes WHERE key = 'u_zhao'");
  EXPECT_FALSE(store->snapshot().value()->find_account("zhao").value());
  EXPECT_THAT(codes_of(coded_side(*store)->check_authority().value()), ElementsAre("/accounts authority_set"));
  EXPECT_EQ(code_in(store->snapshot().value()->find_account("qian")), kAuthorityChanged)
      << "which row was put back can no longer be told: nobody new is let in";
  EXPECT_EQ(code_in(store->snapshot().value()->find_session("t_qian")), kAuthorityChanged);
  write(*store, {PutAccount{account("u_li")}, entry("add_account")});
  EXPECT_THAT(codes_of(coded_side(*store)->check_authority().value()), ElementsAre("/accounts authority_set"))
      << "what the program writes afterwards heals nothing";
}

TEST_P(AuthorityCodes, AChangedRowGetsNoCodeByALaterWrite_084) {
  const auto store = open();
  fill(*store);
  tamper(
      "UPDATE sessions SET account = 'u_qian' WHERE token_hash = 't_zhao'; UPDATE kept SET made_by = 'u_x' WHERE kind "
      "= 'delegation'");
  write(*store, {SessionSeen{"t_zhao", Instant{9}}});
  EXPECT_EQ(code_in(store->snapshot().value()->find_session("t_zhao")), kAuthorityChanged);
  KeptRow row = kept("delegation", "u_qian", "d_1", "{\"ended\":1}");
  row.id = 2;
  Commit commit;
  commit.puts = {PutKept{row}};
  EXPECT_EQ(store->commit(commit).error().findings.front().code, kAuthorityChanged);
}

TEST_P(AuthorityCodes, AnotherKeyFileMakesNoneOfTheseCodes_084) {
  {
    const auto store = open();
    fill(*store);
  }
  // Somebody with the program and a key file of his own makes codes, and calls his key file by the store's name.
  ScratchFolder theirs;
  Options options;
  options.folder = theirs.path();
  options.suite = GetParam();
  {
    auto store = open_store(options);
    fill(**store);
    write(**store, {PutAccount{account("u_zhao", {"security_admin"})}});
  }
  tamper("ATTACH '" + theirs.path() + "/" + kFileName +
         "' AS own; INSERT OR REPLACE INTO accounts SELECT * FROM "
         "own.accounts WHERE id = 'u_zhao'; INSERT OR REPLACE INTO codes SELECT * FROM own.codes; "
         "INSERT OR REPLACE INTO codes_end SELECT * FROM own.codes_end");
  EXPECT_THAT(checked(), Contains("/accounts/u_zhao authority_changed"));
  EXPECT_THAT(checked(), Contains("/accounts authority_set"));
  EXPECT_FALSE(try_open());
  fs::remove(key());
  fs::copy_file(theirs.path() + "/" + kKeyFileName, key());
  EXPECT_THAT(try_open().error().message.en, HasSubstr("not the key file of this store"));
}

TEST_P(AuthorityCodes, AChangeOfKeysMakesThemAnewAndBlessesNothing_074) {
  {
    const auto store = open();
    fill(*store);
  }
  const auto other = GetParam() == crypto::Suite::sm ? crypto::Suite::aes : crypto::Suite::sm;
  const auto end = [&] { return Connection({.path = file()}).integer("SELECT data_key FROM codes_end"); };
  EXPECT_EQ(end(), 1);
  ASSERT_TRUE(change_key(folder_.path(), other, true));
  EXPECT_EQ(end(), 2);
  EXPECT_THAT(checked(), IsEmpty());
  EXPECT_TRUE(open()->snapshot().value()->find_account("zhao").value());
  tamper("UPDATE accounts SET roles = '[\"security_admin\"]' WHERE id = 'u_zhao'");
  const auto refused = change_key(folder_.path(), other, true);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::corrupt);
  EXPECT_THAT(crypto::Vault::read(key()).value().keys(), ElementsAre(2, 3)) << "nothing is dropped then";
  EXPECT_THAT(checked(), ElementsAre("/accounts/u_zhao authority_changed"));
  EXPECT_TRUE(open()->snapshot().value()->find_account("qian").value()) << "codes of the older key hold on";
}

TEST_P(AuthorityCodes, ABackupComesBackWithItsCodes_084) {
  const ScratchFolder place;
  {
    const auto store = open();
    fill(*store);
    ASSERT_TRUE(backup(folder_.path(), place.path() + "/copy.db"));
    write(*store, {PutAccount{account("u_later")}, entry("add_account")});
  }
  const std::string to = place.path() + "/new";
  ASSERT_TRUE(restore(place.path() + "/copy.db", to));
  fs::copy_file(key(), to + "/" + kKeyFileName);
  EXPECT_THAT(check_file(to).value().findings, IsEmpty());
  Options options;
  options.folder = to;
  EXPECT_TRUE((*open_store(options))->snapshot().value()->find_account("zhao").value());
}

TEST_P(AuthorityCodes, TakenAsItStandsOnlyOnTheCommandLineAndOnRecord_084) {
  {
    const auto store = open();
    fill(*store);
    EXPECT_EQ(recode(folder_.path()).error().code, ErrorCode::io) << "a server runs";
  }
  tamper("UPDATE accounts SET display_name = 'Zhao' WHERE id = 'u_zhao'; DELETE FROM codes WHERE key = 't_qian'");
  ASSERT_FALSE(try_open());
  const auto taken = recode(folder_.path()).value();
  EXPECT_THAT(codes_of(taken.findings), Contains("/accounts/u_zhao authority_changed"));
  EXPECT_THAT(codes_of(taken.findings), Contains("/sessions/t_qian authority_uncoded"));
  EXPECT_THAT(checked(), IsEmpty());
  const auto store = open();
  EXPECT_EQ(store->snapshot().value()->find_account("zhao").value()->display_name, "Zhao");
  EXPECT_THAT(actions(*store), Contains(kAuthorityRecoded).Times(static_cast<int>(taken.findings.size())));
}

TEST_P(AuthorityCodes, AnOlderStoreIsCodedOnceAndTheLogSaysSo_084) {
  const std::string fixture = std::string(HEJIE_SOURCE_DIR) + "/tests/storage/fixtures/schema_0005";
  std::ifstream in(fixture + ".sql");
  tamper({std::istreambuf_iterator<char>(in), {}});
  fs::copy_file(fixture + ".key", key());
  fs::permissions(key(), fs::perms::owner_read);
  tamper(
      "INSERT INTO accounts (id, username, display_name, roles, password_hash, disabled, created_at) VALUES ('u_zhao', "
      "'zhao', 'Zhao', '[\"clerk\"]', 'x', 0, 1)");
  {
    const auto store = open();
    EXPECT_TRUE(store->snapshot().value()->find_account("zhao").value()) << "coded as it stood";
    EXPECT_THAT(actions(*store), Contains(kAuthorityCoded).Times(1));
  }
  EXPECT_THAT(checked(), IsEmpty());
  const auto store = open();
  EXPECT_THAT(actions(*store), Contains(kAuthorityCoded).Times(1));
}

INSTANTIATE_TEST_SUITE_P(Both, AuthorityCodes, testing::Values(crypto::Suite::aes, crypto::Suite::sm),
                         [](const auto& one) { return one.param == crypto::Suite::sm ? "sm" : "international"; });

}  // namespace
}  // namespace hejie::storage::sqlite
