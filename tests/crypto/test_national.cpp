// National algorithms: published answers, and what is built of them.
#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "crypto/password.h"
#include "crypto/self_test.h"
#include "crypto/signing_key.h"
#include "crypto/sm3.h"
#include "crypto/vault.h"

namespace hejie::crypto {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr PasswordCost kCheap{1, 8U << 10U};
constexpr const char* kPassword = "Winter-harbor-91-lantern";

std::string hex(const Digest& digest) {
  return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::string scratch() {
  std::string folder = (std::filesystem::temp_directory_path() / "hejie-national-XXXXXX").string();
  return mkdtemp(folder.data());
}

TEST(Sm3, KnownAnswersOfGbT32905_070) {
  EXPECT_EQ(hex(sm3({"abc"})), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  std::string text;
  for (int i = 0; i < 16; ++i) text += "abcd";
  EXPECT_EQ(hex(sm3({text})), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
  EXPECT_EQ(sm3({"a", "", "bc"}), sm3({"abc"}));
  EXPECT_NE(sm3({"abc"}), sha256({"abc"}));
}

TEST(SelfTestOfCrypto, EveryAlgorithmGivesItsAnswerAndQuickly_070) {
  (void)self_test();  // the library fetches its algorithms once
  const auto begin = std::chrono::steady_clock::now();
  const auto all = self_test();
  const auto spent = std::chrono::steady_clock::now() - begin;
  int national = 0;
  for (const auto& one : all) {
    EXPECT_TRUE(one.passed) << one.name;
    national += one.national ? 1 : 0;
  }
  EXPECT_EQ(national, 6);
  EXPECT_EQ(all.size(), 12U);
  EXPECT_LT(spent, std::chrono::milliseconds(100)) << "every start of a server waits for it";
  EXPECT_TRUE(check_self_test());
}

TEST(Sm2, KnownAnswerOfGbT32918_070) {
  const auto bytes = [](const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 2)
      out += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
    return out;
  };
  const std::string point = bytes(
      "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e08"
      "4a66"
      "32f6072da9ad13");
  std::string signature = bytes(
      "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4"
      "840b"
      "69c485bbc1aa");
  const auto key = Key::from_public(point, SignatureKind::sm2);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->public_bytes(), point);
  EXPECT_TRUE(key->verify("message digest", signature));
  EXPECT_FALSE(key->verify("message digesT", signature));
  EXPECT_FALSE(key->verify("message digest", signature.substr(1)));
  EXPECT_FALSE(key->verify("message digest", std::string(64, '\0'))) << "r and s of 0";
  for (std::size_t i = 0; i < signature.size(); ++i) {
    signature[i] = static_cast<char>(signature[i] ^ 1);
    EXPECT_FALSE(key->verify("message digest", signature)) << i;
    signature[i] = static_cast<char>(signature[i] ^ 1);
  }
  EXPECT_EQ(Key::from_public("no point", SignatureKind::sm2).error().code, ErrorCode::invalid);
}

TEST(Sm2, SignsAndItsKeysAreFiles_070) {
  const std::string folder = scratch();
  const Key key = Key::generate(SignatureKind::sm2);
  ASSERT_TRUE(key.write_private(folder + "/a.pem"));
  ASSERT_TRUE(key.write_public(folder + "/a.pub.pem"));
  const auto again = Key::read_private(folder + "/a.pem");
  const auto half = Key::read_public(folder + "/a.pub.pem");
  ASSERT_TRUE(again && half);
  EXPECT_EQ(again->kind(), SignatureKind::sm2);
  EXPECT_EQ(half->kind(), SignatureKind::sm2);
  EXPECT_EQ(again->id(), key.id());
  EXPECT_EQ(half->id(), key.id());
  EXPECT_NE(Key::generate(SignatureKind::sm2).id(), key.id());
  for (int i = 0; i < 50; ++i) {  // r and s that begin with zeros too
    const std::string text = "message " + std::to_string(i);
    const std::string signature = again->sign(text);
    ASSERT_EQ(signature.size(), 64U);
    ASSERT_TRUE(half->verify(text, signature));
    ASSERT_FALSE(half->verify(text + "x", signature));
    ASSERT_FALSE(Key::generate().verify(text, signature)) << "of the other kind";
  }
  std::filesystem::remove_all(folder);
}

TEST(SealedPassword, SaysItsFormAndNeedsTheKey_070) {
  const Vault vault = Vault::make_passing(Suite::sm);
  const PasswordSeal seal = vault.password_seal();
  const auto hash = hash_password(kPassword, {}, &seal);
  ASSERT_TRUE(hash);
  EXPECT_THAT(*hash, StartsWith("$argon2id-hmac-sm3$v=19$m=65536,t=2,p=1$k=" + vault.fingerprint() + "$"));
  EXPECT_EQ(verify_password(kPassword, *hash, &seal), true);
  EXPECT_EQ(verify_password("Winter-harbor-91-lanterN", *hash, &seal), false);
  EXPECT_NE(*hash, *hash_password(kPassword, {}, &seal)) << "salted";
  const PasswordSeal other = Vault::make_passing(Suite::sm).password_seal();
  const auto wrong = verify_password(kPassword, *hash, &other);
  ASSERT_FALSE(wrong) << "another key file is an error, not a wrong password";
  EXPECT_EQ(wrong.error().code, ErrorCode::unavailable);
  EXPECT_THAT(wrong.error().message.en, HasSubstr(other.key_id));
  EXPECT_EQ(verify_password(kPassword, *hash).error().code, ErrorCode::unavailable) << "nor without any";
}

TEST(SealedPassword, WhoHasTheStoreAloneCannotTryPasswords_070) {
  const PasswordSeal seal = Vault::make_passing(Suite::sm).password_seal();
  const PasswordSeal guessed{seal.key_id, Secret::random()};
  const std::string hash = hash_password(kPassword, kCheap, &seal).value();
  EXPECT_EQ(verify_password(kPassword, hash, &seal), true);
  EXPECT_EQ(verify_password(kPassword, hash, &guessed), false) << "the right password, the wrong key";
}

TEST(SealedPassword, NothingOfItCanBeChanged_070) {
  const PasswordSeal seal = Vault::make_passing(Suite::sm).password_seal();
  const std::string hash = hash_password(kPassword, kCheap, &seal).value();
  for (std::size_t i = 0; i < hash.size(); ++i) {
    std::string changed = hash;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_NE(verify_password(kPassword, changed, &seal), true) << "byte " << i << " of " << hash;
  }
  for (const std::string bad : {"$argon2id-hmac-sm3$v=19$", "$argon2id-hmac-sm3$v=19$m=99999999999,t=2,p=1$k=x$a$b",
                                "$argon2id-hmac-sm3$v=19$m=8,t=999,p=1$k=x$a$b"})
    EXPECT_EQ(verify_password(kPassword, bad, &seal), false) << bad;
}

TEST(SealedPassword, EitherFormIsMadeAgainWhereTheOtherHolds_070_009) {
  const PasswordSeal seal = Vault::make_passing(Suite::sm).password_seal();
  const std::string plain = hash_password(kPassword, kCheap).value();
  const std::string sealed = hash_password(kPassword, kCheap, &seal).value();
  EXPECT_EQ(verify_password(kPassword, plain, &seal), true) << "both forms are known wherever the key is";
  EXPECT_TRUE(password_needs_rehash(plain, kCheap, &seal));
  EXPECT_TRUE(password_needs_rehash(sealed, kCheap));
  EXPECT_FALSE(password_needs_rehash(plain, kCheap));
  EXPECT_FALSE(password_needs_rehash(sealed, kCheap, &seal));
  EXPECT_TRUE(password_needs_rehash(sealed, {}, &seal)) << "other costs";
}

TEST(SealedPassword, ChangeOfKeysLeavesItAsItIs_070) {
  const std::string folder = scratch();
  const auto before = Vault::make(folder + "/private.key", Suite::sm);
  ASSERT_TRUE(before);
  const PasswordSeal seal = before->password_seal();
  const std::string hash = hash_password(kPassword, kCheap, &seal).value();
  const auto more = before->add_key(folder + "/private.key", Suite::aes);
  ASSERT_TRUE(more);
  ASSERT_TRUE(more->drop_old_keys(folder + "/private.key"));
  const PasswordSeal after = Vault::read(folder + "/private.key")->password_seal();
  EXPECT_EQ(verify_password(kPassword, hash, &after), true);
  EXPECT_FALSE(password_needs_rehash(hash, kCheap, &after));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace hejie::crypto
