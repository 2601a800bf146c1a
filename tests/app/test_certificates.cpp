// Certificates as a second factor: whom they let in, where a session begun with one holds.
#include <gmock/gmock.h>

#include "app/accounts.h"
#include "crypto/totp.h"
#include "storage/codec.h"
#include "storage/memory/memory_store.h"

namespace hejie::app {
namespace {

using testing::Contains;
using testing::Field;

constexpr const char* kPassword = "Winter-harbor-91-lantern";
const std::string kMine(64, 'a'), kOther(64, 'b');

struct CertificatesTest : testing::Test {
  CertificatesTest() { open(false); }

  void open(bool demanded) {
    AccountLimits limits;
    limits.cost = {1, 8U << 10U};
    limits.need_second_factor = demanded;
    accounts = std::make_unique<Accounts>(*store, clock, std::vector<std::string>{"clerk", "security_admin"}, limits);
  }
  AccountId add(const std::string& name) { return accounts->add(name, "", {"clerk"}, kPassword)->id; }
  static Accounts::From showing(const std::string& certificate, const std::string& fault = "") {
    return {"10.0.0.1", "req", certificate, fault};
  }
  Result<LogIn> log_in(const std::string& name, const Accounts::From& from, const std::string& otp = "") {
    return accounts->log_in(name, kPassword, otp, from);
  }
  static std::string code_of(const Error& error) { return error.findings.empty() ? "" : error.findings[0].code; }
  std::vector<storage::AccessRecord> log() {
    std::vector<storage::AccessRecord> out;
    const auto snapshot = std::move(*store->snapshot());
    const auto entries = snapshot->log_entries(storage::Log::access, 0, 1'000).value();
    for (const auto& one : entries) out.push_back(storage::decode_access(one.entry).value());
    return out;
  }

  std::unique_ptr<storage::Store> store = storage::memory::open_store();
  ManualClock clock{Instant{1'780'000'000'000}};
  std::unique_ptr<Accounts> accounts;
  const Caller admin{AccountId("u_admin"), "an", "an", {"security_admin"}};
};

TEST_F(CertificatesTest, OnlyTheBoundOneLetsIn_014) {
  const AccountId id = add("zhao");
  EXPECT_TRUE(log_in("zhao", showing(kOther))) << "who is bound to none needs none";
  ASSERT_TRUE(accounts->bind_certificate(admin, id, kMine, {}));
  EXPECT_EQ(accounts->find(id)->certificate, kMine);
  EXPECT_EQ(accounts->list()->at(0).certificate, kMine);
  const auto in = log_in("zhao", showing(kMine));
  ASSERT_TRUE(in) << in.error().message.en;
  EXPECT_EQ(in->caller.certificate, kMine);
  for (const auto& [from, code] :
       {std::pair(showing(""), "certificate_required"), std::pair(showing(kOther), "certificate_not_bound"),
        std::pair(showing(kMine, "expired"), "certificate_expired"),
        std::pair(showing(kMine, "not_yet_valid"), "certificate_not_yet_valid"),
        std::pair(showing(kMine, "untrusted"), "certificate_untrusted")}) {
    const auto refused = log_in("zhao", from);
    ASSERT_FALSE(refused) << code;
    EXPECT_EQ(refused.error().code, ErrorCode::unauthorized);
    EXPECT_EQ(code_of(refused.error()), code);
    EXPECT_THAT(log(), Contains(Field(&storage::AccessRecord::result, code)));
    clock.set(Instant{clock.now().ms + 3'600'000});  // past the wait after failures
  }
}

TEST_F(CertificatesTest, ASessionBegunWithItHoldsNowhereElse_014) {
  const AccountId id = add("zhao");
  ASSERT_TRUE(accounts->bind_certificate(admin, id, kMine, {}));
  const auto session = log_in("zhao", showing(kMine));
  ASSERT_TRUE(session);
  for (const bool again : {false, true}) {
    if (again) open(false);  // as after a restart: nothing is remembered
    EXPECT_TRUE(accounts->who(session->token, showing(kMine)));
    EXPECT_EQ(accounts->who(session->token).error().code, ErrorCode::unauthorized);
    EXPECT_FALSE(accounts->who(session->token, showing(kOther)));
    EXPECT_FALSE(accounts->who(session->token, showing(kMine, "expired")));
    EXPECT_TRUE(accounts->who(session->token, showing(kMine))) << "the refusals ended nothing";
  }
  EXPECT_THAT(log(), Contains(Field(&storage::AccessRecord::action, "use_session")));
}

TEST_F(CertificatesTest, RefusedUseIsToldOnceAMinute_014) {
  const AccountId id = add("zhao");
  ASSERT_TRUE(accounts->bind_certificate(admin, id, kMine, {}));
  const auto session = log_in("zhao", showing(kMine));
  const auto told = [&] {
    return std::ranges::count(log(), std::string("use_session"), &storage::AccessRecord::action);
  };
  for (int i = 0; i < 50; ++i) EXPECT_FALSE(accounts->who(session->token));
  EXPECT_EQ(told(), 1);
  clock.set(Instant{clock.now().ms + 61'000});
  EXPECT_FALSE(accounts->who(session->token));
  EXPECT_EQ(told(), 2);
}

TEST_F(CertificatesTest, OwnBindingNeedsPasswordAGoodCertificateAndAFreshLogIn_014) {
  add("zhao");
  add("qian");
  const auto zhao = log_in("zhao", showing(kMine));
  const auto qian = log_in("qian", showing(kMine));
  ASSERT_TRUE(zhao && qian);
  const auto bind = [&](const Caller& who, const std::string& password, const Accounts::From& from) {
    return accounts->bind_own_certificate(who, password, from);
  };
  EXPECT_EQ(code_of(bind(zhao->caller, "wrong", showing(kMine)).error()), "wrong");
  EXPECT_EQ(code_of(bind(zhao->caller, kPassword, showing("")).error()), "certificate_required");
  EXPECT_EQ(code_of(bind(zhao->caller, kPassword, showing(kMine, "expired")).error()), "certificate_expired");
  ASSERT_TRUE(bind(zhao->caller, kPassword, showing(kMine)));
  EXPECT_EQ(bind(qian->caller, kPassword, showing(kMine)).error().code, ErrorCode::conflict);
  EXPECT_EQ(accounts->bind_certificate(admin, qian->caller.account, kMine, {}).error().code, ErrorCode::conflict);
  ASSERT_TRUE(accounts->unbind_own_certificate(zhao->caller, {}));
  EXPECT_TRUE(bind(qian->caller, kPassword, showing(kMine))) << "free again";
  clock.set(Instant{clock.now().ms + 16 * 60'000});
  EXPECT_EQ(code_of(bind(zhao->caller, kPassword, showing(kOther)).error()), "reauth");
  EXPECT_EQ(code_of(accounts->unbind_own_certificate(qian->caller, {}).error()), "reauth");
}

TEST_F(CertificatesTest, IsAFactorWhereOneIsDemanded_014) {
  const AccountId id = add("zhao");
  open(true);
  EXPECT_TRUE(log_in("zhao", showing(kMine))->caller.must_enroll);
  ASSERT_TRUE(accounts->bind_certificate(admin, id, kMine, {}));
  const auto session = log_in("zhao", showing(kMine));
  ASSERT_TRUE(session);
  EXPECT_FALSE(session->caller.must_enroll);
  EXPECT_FALSE(accounts->who(session->token, showing(kMine))->must_enroll);
  EXPECT_EQ(accounts->unbind_own_certificate(session->caller, {}).error().code, ErrorCode::forbidden);
  ASSERT_TRUE(accounts->unbind_certificate(admin, id, {}));
  EXPECT_FALSE(accounts->who(session->token, showing(kMine))) << "its sessions are over";
}

TEST_F(CertificatesTest, BesideACodeEitherDoes_014) {
  const AccountId id = add("zhao");
  const auto first = log_in("zhao", showing(""));
  const std::string secret = accounts->offer_second_factor(first->caller).value();
  const auto code = [&](int steps) {
    return crypto::hotp(*crypto::from_base32(secret), clock.now().ms / 1000 / crypto::kTotpSeconds + steps);
  };
  ASSERT_TRUE(accounts->take_second_factor(first->caller, code(0), {}));
  ASSERT_TRUE(accounts->bind_certificate(admin, id, kMine, {}));
  EXPECT_EQ(code_of(log_in("zhao", showing("")).error()), "mfa_required");
  EXPECT_EQ(code_of(log_in("zhao", showing(kOther)).error()), "mfa_required");
  EXPECT_EQ(code_of(log_in("zhao", showing(kMine, "expired")).error()), "mfa_required");
  const auto by_code = log_in("zhao", showing(kOther), code(1));
  ASSERT_TRUE(by_code);
  EXPECT_EQ(by_code->caller.certificate, "");
  EXPECT_TRUE(accounts->who(by_code->token)) << "bound to nothing";
  EXPECT_EQ(log_in("zhao", showing(kMine))->caller.certificate, kMine);
}

TEST(Fingerprints, AreHexDigitsWithOrWithoutColons_014) {
  std::string colons;
  for (int i = 0; i < 32; ++i) colons += i == 0 ? "AB" : ":AB";
  std::string plain;
  for (int i = 0; i < 32; ++i) plain += "ab";
  EXPECT_EQ(normal_fingerprint(colons), plain);
  EXPECT_EQ(normal_fingerprint(plain), plain);
  for (const std::string& bad :
       {std::string(), plain + "0", plain.substr(1), std::string(64, 'g'), "\"" + plain.substr(1)})
    EXPECT_EQ(normal_fingerprint(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace hejie::app
