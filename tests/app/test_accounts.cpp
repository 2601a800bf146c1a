// Accounts, log-in and what guards them. The number at the end of a name is the item of docs/security.md it shows.
#include "app/accounts.h"

#include <gmock/gmock.h>

#include "app/password_rules.h"
#include "crypto/sha256.h"
#include "crypto/totp.h"
#include "storage/codec.h"
#include "storage/faulty/faulty_store.h"
#include "storage/memory/memory_store.h"

namespace hejie::app {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kPassword = "Winter-harbor-91-lantern";
constexpr std::int64_t kMinute = 60'000;

struct AccountsTest : testing::Test {
  AccountsTest() : clock(Instant{1'780'000'000'000}) { open({}); }

  void open(AccountLimits limits) {
    limits.cost = {1, 8U << 10U};
    accounts = std::make_unique<Accounts>(*store, clock,
                                          std::vector<std::string>{"clerk", "inspector", "security_admin"}, limits);
  }
  AccountId add(const std::string& name, const std::vector<std::string>& roles = {"clerk"}) {
    const auto made = accounts->add(name, "", roles, kPassword);
    EXPECT_TRUE(made) << made.error().message.en;
    return made->id;
  }
  Result<LogIn> log_in(const std::string& name, const std::string& password = kPassword, const std::string& otp = "",
                       const std::string& address = "10.0.0.1") {
    return accounts->log_in(name, password, otp, {address, "req"});
  }
  void pass(std::int64_t minutes) { clock.set(Instant{clock.now().ms + minutes * kMinute}); }
  static std::string code_of(const Error& error) { return error.findings.empty() ? "" : error.findings[0].code; }
  std::string code(const std::string& secret, int steps = 0) const {
    return crypto::hotp(*crypto::from_base32(secret), clock.now().ms / 1000 / crypto::kTotpSeconds + steps);
  }
  std::string enroll(const Caller& caller, std::vector<std::string>* recovery = nullptr) {
    const auto secret = accounts->offer_second_factor(caller);
    EXPECT_TRUE(secret);
    const auto codes = accounts->take_second_factor(caller, code(*secret), {});
    EXPECT_TRUE(codes) << codes.error().message.en;
    if (recovery != nullptr) *recovery = *codes;
    return *secret;
  }
  std::vector<storage::AccessRecord> log() {
    std::vector<storage::AccessRecord> out;
    const auto snapshot = std::move(*store->snapshot());
    const auto entries = snapshot->log_entries(storage::Log::access, 0, 1'000).value();
    for (const auto& one : entries) out.push_back(storage::decode_access(one.entry).value());
    return out;
  }

  std::unique_ptr<storage::Store> store = storage::memory::open_store();
  ManualClock clock;
  std::unique_ptr<Accounts> accounts;
};

TEST_F(AccountsTest, NoAccountThereFromTheStart_001) {
  EXPECT_THAT(accounts->list().value(), IsEmpty());
  EXPECT_EQ(log_in("admin", "admin").error().code, ErrorCode::unauthorized);
}

TEST(AccountsFailClosed, WhatCannotBeAskedIsRefused_090) {
  const ManualClock clock(Instant{1'780'000'000'000});
  storage::faulty::FaultyStore store(storage::memory::open_store());
  AccountLimits limits;
  limits.cost = {1, 8U << 10U};
  Accounts before(store, clock, {"clerk"}, limits);
  ASSERT_TRUE(before.add("zhao", "", {"clerk"}, kPassword));
  const auto session = before.log_in("zhao", kPassword, "", {"10.0.0.1", "req"});
  ASSERT_TRUE(session);
  Accounts accounts(store, clock, {"clerk"}, limits);  // as after a restart: nothing is remembered
  ASSERT_TRUE(accounts.who(session->token));
  for (long long at = 1; at <= 3; ++at) {
    Accounts again(store, clock, {"clerk"}, limits);
    store.set_fault(storage::faulty::Fault{.at_call = at, .sticky = true});
    const auto caller = again.who(session->token);
    ASSERT_FALSE(caller) << "call " << at;
    EXPECT_EQ(caller.error().code, ErrorCode::unavailable) << "call " << at;
    EXPECT_FALSE(again.log_in("zhao", kPassword, "", {"10.0.0.1", "req"}));
    store.set_fault(std::nullopt);
    EXPECT_TRUE(again.who(session->token)) << "and what failed is not remembered as a refusal";
  }
}

TEST_F(AccountsTest, UserNamesAreUnique_002) {
  add("admin2");
  EXPECT_EQ(accounts->add("admin2", "", {"clerk"}, kPassword).error().code, ErrorCode::conflict);
  for (const char* name : {"Admin2",
                           "\xEF\xBC\xA1"
                           "dmin2",
                           "admin2 ", "a"})
    EXPECT_EQ(accounts->add(name, "", {"clerk"}, kPassword).error().code, ErrorCode::invalid) << name;
}

TEST_F(AccountsTest, PasswordLengths_003) {
  const auto id = add("zhao");
  const auto try_length = [&](std::size_t size) {
    std::string password;
    for (std::size_t i = 0; i < size; ++i) password += static_cast<char>('a' + (i * 7 + i / 26) % 26);
    return accounts->reset("zhao", password);
  };
  EXPECT_EQ(code_of(try_length(7).error()), "too_short");
  for (const std::size_t size : {std::size_t{8}, std::size_t{64}, kPasswordMost}) EXPECT_TRUE(try_length(size)) << size;
  EXPECT_EQ(code_of(try_length(kPasswordMost + 1).error()), "too_long");
}

TEST_F(AccountsTest, PasswordsAreNeitherCutNorFolded_004) {
  add("zhao");
  const std::string longest(std::string(kPassword) + std::string(kPassword) + std::string(kPassword) + "-and-more");
  ASSERT_GT(longest.size(), 80U);
  ASSERT_TRUE(accounts->reset("zhao", longest));
  EXPECT_TRUE(log_in("zhao", longest));
  EXPECT_FALSE(log_in("zhao", longest.substr(0, 72)));
  std::string lower = longest;
  lower[0] = 'w';
  EXPECT_FALSE(log_in("zhao", lower));
}

TEST_F(AccountsTest, CommonPasswordsAndWordsOfTheBureauAreRefused_005) {
  for (const char* password : {"Password123", "password", "qwertyuiop", "laodongzhongcai", "Zhongcai2026", "hejie2026",
                               "renshejiancha", "aaaaaaaaaa", "dragon2026!", "zhao-and-more", "iloveyou1"}) {
    EXPECT_THAT(password_findings("zhao", password, false), Contains(Field(&Finding::code, "weak_password")))
        << password;
  }
  for (const char* password :
       {kPassword, "correct horse battery staple", "夜来风雨声花落知多少", "labor-of-love-for-three-oranges"})
    EXPECT_THAT(password_findings("zhao", password, false), IsEmpty()) << password;
}

TEST_F(AccountsTest, StricterCatalogAsksForKindsOfCharacters_007) {
  EXPECT_THAT(password_findings("zhao", "winterharborlantern", false), IsEmpty());
  EXPECT_THAT(password_findings("zhao", "winterharborlantern", true), Contains(Field(&Finding::code, "not_composed")));
  EXPECT_THAT(password_findings("zhao", kPassword, true), IsEmpty());
}

TEST_F(AccountsTest, StricterCatalogAsksForNewPasswordsFromTimeToTime_007) {
  AccountLimits strict;
  strict.password_days = 90;
  strict.password_history = 5;
  add("zhao");
  pass(91 * 24 * 60);
  EXPECT_TRUE(log_in("zhao")) << "not in the default catalog";
  open(strict);
  const auto old = log_in("zhao");
  EXPECT_EQ(old.error().code, ErrorCode::forbidden);
  EXPECT_EQ(code_of(old.error()), "password_expired");
  EXPECT_EQ(code_of(accounts->reset("zhao", kPassword).error()), "used_before");
  for (int i = 1; i <= 5; ++i) ASSERT_TRUE(accounts->reset("zhao", std::string(kPassword) + std::to_string(i)));
  EXPECT_EQ(code_of(accounts->reset("zhao", std::string(kPassword) + "1").error()), "used_before");
  EXPECT_TRUE(accounts->reset("zhao", kPassword)) << "longer ago than five";
  EXPECT_TRUE(log_in("zhao"));
}

TEST_F(AccountsTest, HashIsMadeAgainWithNewCosts_009) {
  add("zhao");
  const auto before = (*store->snapshot())->find_account("zhao").value()->password_hash;
  AccountLimits limits;
  limits.cost = {2, 16U << 10U};
  accounts = std::make_unique<Accounts>(*store, clock, std::vector<std::string>{"clerk"}, limits);
  ASSERT_TRUE(log_in("zhao"));
  const auto after = (*store->snapshot())->find_account("zhao").value()->password_hash;
  EXPECT_THAT(before, HasSubstr("m=8,t=1"));
  EXPECT_THAT(after, HasSubstr("m=16,t=2"));
  EXPECT_TRUE(log_in("zhao"));
}

TEST_F(AccountsTest, UnknownNameAndWrongPasswordSayTheSame_010) {
  add("zhao");
  const auto unknown = log_in("nobody").error();
  const auto wrong = log_in("zhao", "not the password").error();
  EXPECT_EQ(unknown.code, wrong.code);
  EXPECT_EQ(unknown.message, wrong.message);
  EXPECT_EQ(unknown.findings, wrong.findings);
}

TEST_F(AccountsTest, FiveFailuresMakeItWaitLongerAndLonger_011) {
  add("zhao");
  add("qian");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(log_in("zhao", "wrong").error().code, ErrorCode::unauthorized);
  EXPECT_EQ(log_in("zhao").error().code, ErrorCode::too_many) << "the right password too";
  EXPECT_EQ(accounts->wait_seconds("zhao", {"10.0.0.1", ""}), 60);
  EXPECT_TRUE(log_in("qian")) << "another account from there";
  pass(1);
  EXPECT_EQ(log_in("zhao", "wrong").error().code, ErrorCode::unauthorized);
  EXPECT_EQ(accounts->wait_seconds("zhao", {"10.0.0.1", ""}), 120);
  pass(2);
  EXPECT_TRUE(log_in("zhao"));
  EXPECT_EQ(accounts->wait_seconds("zhao", {"10.0.0.1", ""}), 0);
}

TEST_F(AccountsTest, AnAddressThatTriesEveryNameMustWait_011) {
  add("zhao");
  for (int i = 0; i < 300; ++i) (void)log_in("name" + std::to_string(i), "wrong");
  EXPECT_EQ(log_in("zhao").error().code, ErrorCode::too_many);
  EXPECT_TRUE(log_in("zhao", kPassword, "", "10.0.0.2"));
}

TEST_F(AccountsTest, StrangersCannotShutOutWhoIsKnown_012) {
  add("zhao");
  ASSERT_TRUE(log_in("zhao"));
  for (int i = 0; i < 100; ++i) (void)log_in("zhao", "wrong", "", "10.9.0." + std::to_string(i));
  EXPECT_EQ(log_in("zhao", kPassword, "", "10.8.0.1").error().code, ErrorCode::too_many) << "a strange address waits";
  EXPECT_TRUE(log_in("zhao")) << "where it has logged in before";
}

TEST_F(AccountsTest, SecondFactorIsAskedForAndTakenOnce_014) {
  add("zhao");
  const auto first = log_in("zhao");
  const auto secret = enroll(first->caller);
  EXPECT_EQ(code_of(log_in("zhao").error()), "mfa_required");
  EXPECT_EQ(code_of(log_in("zhao", kPassword, "000000").error()), "mfa_wrong");
  EXPECT_EQ(code_of(log_in("zhao", kPassword, code(secret)).error()), "mfa_wrong") << "it was used to enroll";
  pass(1);
  const auto good = code(secret);
  EXPECT_TRUE(log_in("zhao", kPassword, good));
  EXPECT_EQ(code_of(log_in("zhao", kPassword, good).error()), "mfa_wrong") << "a code works once";
  EXPECT_EQ(log_in("zhao", "wrong", code(secret)).error().findings.size(), 0U)
      << "nothing is said of the factor while the password is wrong";
}

TEST_F(AccountsTest, WhereItIsDemandedNothingElseGoesBefore_014) {
  AccountLimits limits;
  limits.need_second_factor = true;
  open(limits);
  add("zhao");
  const auto login = log_in("zhao");
  ASSERT_TRUE(login);
  EXPECT_TRUE(login->caller.must_enroll);
  enroll(login->caller);
  EXPECT_FALSE(accounts->who(login->token)->must_enroll);
  EXPECT_EQ(accounts->drop_second_factor(*accounts->who(login->token), {}).error().code, ErrorCode::forbidden);
}

TEST_F(AccountsTest, RecoveryCodesAreHashedAndWorkOnce_016) {
  add("zhao");
  std::vector<std::string> codes;
  enroll(log_in("zhao")->caller, &codes);
  ASSERT_EQ(codes.size(), 10U);
  const auto account = (*store->snapshot())->find_account("zhao").value();
  for (const auto& hash : account->recovery) EXPECT_THAT(codes, Not(Contains(hash)));
  EXPECT_TRUE(log_in("zhao", kPassword, codes[3]));
  EXPECT_EQ(code_of(log_in("zhao", kPassword, codes[3]).error()), "mfa_wrong");
  EXPECT_TRUE(log_in("zhao", kPassword, codes[4]));
}

TEST_F(AccountsTest, ResetCodeIsShortLivedUsedOnceAndEndsSessions_017) {
  const auto id = add("zhao");
  const Caller admin{AccountId("u_admin"), "sec", "sec", {"security_admin"}};
  const auto session = log_in("zhao");
  const auto late = accounts->reset_code(admin, id, {});
  EXPECT_EQ(late->token.size(), 32U) << "128 bit";
  EXPECT_EQ(accounts->who(session->token).error().code, ErrorCode::unauthorized);
  EXPECT_EQ(accounts->who(late->token).error().code, ErrorCode::unauthorized) << "a code is no session";
  pass(16);
  EXPECT_EQ(accounts->use_reset_code(late->token, "Another-long-one-77", {}).error().code, ErrorCode::unauthorized);
  const auto code = accounts->reset_code(admin, id, {});
  EXPECT_EQ(accounts->use_reset_code(code->token, "short", {}).error().code, ErrorCode::invalid);
  EXPECT_TRUE(accounts->use_reset_code(code->token, "Another-long-one-77", {}));
  EXPECT_EQ(accounts->use_reset_code(code->token, "Another-long-one-78", {}).error().code, ErrorCode::unauthorized);
  EXPECT_TRUE(log_in("zhao", "Another-long-one-77"));
}

TEST_F(AccountsTest, FactorsChangeOnlyAfterAFreshLogIn_018) {
  add("zhao");
  const auto login = log_in("zhao");
  pass(16);
  EXPECT_EQ(code_of(accounts->offer_second_factor(login->caller).error()), "reauth");
  EXPECT_EQ(code_of(accounts->drop_second_factor(login->caller, {}).error()), "reauth");
  EXPECT_EQ(code_of(accounts->make_token(login->caller, "x", {"read"}, 1, {}).error()), "reauth");
  EXPECT_TRUE(accounts->offer_second_factor(log_in("zhao")->caller));
}

TEST_F(AccountsTest, TokensAreLongUniqueAndStoredAsHashes_020) {
  add("zhao");
  AccountLimits many;
  many.sessions_per_account = 1'000;
  open(many);
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const auto token = log_in("zhao")->token;
    EXPECT_EQ(token.size(), 64U);
    EXPECT_TRUE(seen.insert(token).second);
    EXPECT_FALSE((*store->snapshot())->find_session(token).value());
  }
}

TEST_F(AccountsTest, IdleAndAbsoluteTimes_022) {
  add("zhao");
  const auto idle = log_in("zhao");
  pass(31);
  EXPECT_EQ(accounts->who(idle->token).error().code, ErrorCode::unauthorized);
  const auto busy = log_in("zhao");
  for (int i = 0; i < 35; ++i) {
    pass(20);
    if (i < 34) {
      ASSERT_TRUE(accounts->who(busy->token)) << i;
    }
  }
  pass(60);
  EXPECT_EQ(accounts->who(busy->token).error().code, ErrorCode::unauthorized) << "twelve hours";
}

TEST_F(AccountsTest, LogOutAndDisablingEndSessions_023) {
  add("zhao");
  const auto one = log_in("zhao");
  ASSERT_TRUE(accounts->log_out(one->token));
  EXPECT_FALSE(accounts->who(one->token));
}

TEST_F(AccountsTest, DisablingEndsEverySessionAndKeepsTheAccount_024) {
  const auto id = add("zhao");
  const Caller admin{AccountId("u_admin"), "sec", "sec", {"security_admin"}};
  const auto one = log_in("zhao");
  const auto two = log_in("zhao");
  ASSERT_TRUE(accounts->change(admin, id, "", {"clerk"}, true, {}));
  EXPECT_FALSE(accounts->who(one->token));
  EXPECT_FALSE(accounts->who(two->token));
  EXPECT_FALSE(log_in("zhao"));
  EXPECT_TRUE(accounts->find(id)->disabled);
  ASSERT_TRUE(accounts->change(admin, id, "", {"clerk"}, false, {}));
  EXPECT_TRUE(log_in("zhao")) << "and comes back";
}

TEST_F(AccountsTest, SessionsAreListedAndEnded_025) {
  const auto id = add("zhao");
  const auto one = log_in("zhao");
  const auto two = log_in("zhao");
  const auto list = accounts->sessions(id).value();
  ASSERT_EQ(list.size(), 2U);
  EXPECT_THAT(list, Contains(Field(&SessionView::id, one->caller.session)));
  ASSERT_TRUE(accounts->end_session(two->caller, id, one->caller.session, {}));
  EXPECT_FALSE(accounts->who(one->token));
  EXPECT_TRUE(accounts->who(two->token));
  EXPECT_EQ(accounts->end_session(two->caller, id, "s_none", {}).error().code, ErrorCode::not_found);
}

TEST_F(AccountsTest, TheSixthSessionEndsTheOldest_026) {
  add("zhao");
  std::vector<std::string> tokens;
  for (int i = 0; i < 6; ++i) {
    tokens.push_back(log_in("zhao")->token);
    clock.set(Instant{clock.now().ms + 1});
  }
  EXPECT_FALSE(accounts->who(tokens[0]));
  for (std::size_t i = 1; i < tokens.size(); ++i) EXPECT_TRUE(accounts->who(tokens[i])) << i;
}

TEST_F(AccountsTest, TokensHaveScopesAndEnd_049) {
  add("zhao");
  const auto made = accounts->make_token(log_in("zhao")->caller, "robot", {"read"}, 2, {});
  ASSERT_TRUE(made);
  pass(24 * 60);
  const auto caller = accounts->who(made->token);
  ASSERT_TRUE(caller) << "no idle time";
  EXPECT_TRUE(caller->is_token);
  EXPECT_TRUE(caller->allows("read"));
  EXPECT_FALSE(caller->allows("write"));
  pass(24 * 60);
  EXPECT_FALSE(accounts->who(made->token));
  EXPECT_EQ(accounts->make_token(log_in("zhao")->caller, "x", {"all"}, 1, {}).error().code, ErrorCode::invalid);
}

TEST_F(AccountsTest, NewRolesHoldAtOnceAndNobodyGivesThemToThemselves_043) {
  const auto id = add("zhao", {"security_admin"});
  const auto login = log_in("zhao");
  EXPECT_EQ(accounts->change(login->caller, id, "", {"clerk"}, false, {}).error().code, ErrorCode::forbidden);
  EXPECT_EQ(accounts->change(login->caller, id, "", {"security_admin"}, true, {}).error().code, ErrorCode::forbidden);
  const Caller other{AccountId("u_other"), "sec", "sec", {"security_admin"}};
  EXPECT_EQ(accounts->change(other, id, "", {"king"}, false, {}).error().code, ErrorCode::invalid);
  ASSERT_TRUE(accounts->change(other, id, "", {"inspector"}, false, {}));
  EXPECT_FALSE(accounts->who(login->token));
  EXPECT_THAT(log_in("zhao")->caller.roles, ElementsAre("inspector"));
}

TEST_F(AccountsTest, EverySecurityEventIsInTheAccessLog_082) {
  const auto id = add("zhao");
  const Caller admin{AccountId("u_admin"), "sec", "sec", {"security_admin"}};
  (void)log_in("zhao", "wrong");
  const auto login = log_in("zhao");
  enroll(login->caller);
  ASSERT_TRUE(accounts->make_token(login->caller, "robot", {"read"}, 2, {}));
  ASSERT_TRUE(accounts->remove_second_factor(admin, id, {}));
  const auto again = log_in("zhao");
  ASSERT_TRUE(accounts->end_session(admin, id, again->caller.session, {}));
  const auto more = log_in("zhao");
  ASSERT_TRUE(accounts->log_out(more->token));
  ASSERT_TRUE(accounts->use_reset_code(accounts->reset_code(admin, id, {})->token, "Another-long-one-77", {}));
  ASSERT_TRUE(accounts->change(admin, id, "", {"inspector"}, false, {}));
  ASSERT_TRUE(accounts->change(admin, id, "", {"inspector"}, true, {}));
  std::vector<std::string> actions;
  for (const auto& record : log()) {
    actions.push_back(record.action + ":" + record.result);
    EXPECT_NE(record.at.ms, 0);
  }
  EXPECT_THAT(actions,
              ElementsAre("add_account:ok", "log_in:wrong", "log_in:ok", "add_second_factor:ok", "make_token:ok",
                          "remove_second_factor:ok", "log_in:ok", "end_session:ok", "log_in:ok", "log_out:ok",
                          "reset_password:ok", "set_password:ok", "change_account:ok", "disable_account:ok"));
  EXPECT_EQ(log()[1].address, "10.0.0.1");
  EXPECT_EQ(log()[1].request_id, "req");
  EXPECT_EQ(log()[12].actor, AccountId("u_admin"));
}

TEST_F(AccountsTest, NamesInTheLogAreOneLine_088) {
  (void)log_in("zhao\n{\"actor\":\"chief\"}", "wrong");
  const auto snapshot = std::move(*store->snapshot());
  const auto entry = snapshot->log_entries(storage::Log::access, 0, 1).value().at(0).entry;
  EXPECT_EQ(entry.find('\n'), std::string::npos);
  EXPECT_EQ(storage::decode_access(entry)->object, "zhao\n{\"actor\":\"chief\"}");
}

}  // namespace
}  // namespace hejie::app
