// Sealed values: they open where they were sealed and nowhere else, under either suite, and after keys have changed.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "crypto/sealing.h"
#include "crypto/sha256.h"
#include "crypto/vault.h"

namespace hejie::crypto {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class VaultTest : public testing::TestWithParam<Suite> {
 protected:
  VaultTest() {
    std::string pattern = (fs::temp_directory_path() / "hejie-vault-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~VaultTest() override { fs::remove_all(folder_); }
  [[nodiscard]] std::string path() const { return folder_ + "/private.key"; }
  std::string bytes() {
    std::ifstream in(path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& text, mode_t mode = 0400) {
    fs::remove(path());
    std::ofstream(path()) << text;
    chmod(path().c_str(), mode);
  }

  std::string folder_;
};
INSTANTIATE_TEST_SUITE_P(Suites, VaultTest, testing::Values(Suite::aes, Suite::sm),
                         [](const auto& one) { return one.param == Suite::aes ? "Aes" : "Sm"; });

TEST_P(VaultTest, SealedValueHoldsNothingOfThePlainOne_071) {
  const Vault vault = Vault::make_passing(GetParam());
  const std::string plain = "110101199001011234";
  const std::string sealed = vault.seal("person\x1f p_1", plain);
  EXPECT_THAT(sealed, testing::Not(HasSubstr(plain.substr(0, 6))));
  EXPECT_EQ(vault.open("person\x1f p_1", sealed).value(), plain);
  EXPECT_NE(vault.seal("person\x1f p_1", plain), sealed) << "the same value never looks the same";
  EXPECT_EQ(vault.open("c", vault.seal("c", "")).value(), "");
}

TEST_P(VaultTest, OpensNowhereElseAndNotWhenChanged_072) {
  const Vault vault = Vault::make_passing(GetParam());
  const std::string sealed = vault.seal("person p_1", "示例甲");
  EXPECT_EQ(vault.open("person p_2", sealed).error().code, ErrorCode::corrupt);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(vault.open("person p_1", changed).error().code, ErrorCode::corrupt) << "byte " << i;
  }
  for (std::size_t length = 0; length < sealed.size(); ++length) {
    EXPECT_FALSE(vault.open("person p_1", std::string_view(sealed).substr(0, length))) << length;
  }
  EXPECT_FALSE(vault.open("person p_1", sealed + "x"));
  EXPECT_FALSE(Vault::make_passing(GetParam()).open("person p_1", sealed)) << "other keys";
}

TEST_P(VaultTest, TokensNeedTheKey_073) {
  const Vault vault = Vault::make_passing(GetParam());
  EXPECT_EQ(vault.token("name", "示例"), vault.token("name", "示例"));
  EXPECT_NE(vault.token("name", "示例"), vault.token("code", "示例"));
  EXPECT_NE(vault.token("name", "示例"), Vault::make_passing(GetParam()).token("name", "示例"));
  std::set<std::int64_t> seen;
  for (int i = 0; i < 10'000; ++i) seen.insert(vault.token("code", std::to_string(i)));
  EXPECT_EQ(seen.size(), 10'000U);
}

TEST_P(VaultTest, KeyFileIsForItsOwnerAlone_074) {
  const Vault made = Vault::make(path(), GetParam()).value();
  struct stat found {};
  ASSERT_EQ(stat(path().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0400U);
  const Vault read = Vault::read(path()).value();
  EXPECT_EQ(read.open("c", made.seal("c", "x")).value(), "x");
  EXPECT_EQ(read.fingerprint(), made.fingerprint());
  EXPECT_EQ(read.suite(), GetParam());
  EXPECT_EQ(Vault::make(path(), GetParam()).error().code, ErrorCode::io) << "never overwritten";
  EXPECT_EQ(Vault::read(path()).value().fingerprint(), made.fingerprint());
  chmod(path().c_str(), 0440);
  EXPECT_THAT(Vault::read(path()).error().message.en, HasSubstr("0400"));
}

TEST_P(VaultTest, KeysChangeAndOldOnesCanBeDropped_074) {
  const Vault first = Vault::make(path(), GetParam()).value();
  const std::string old = first.seal("c", "示例甲");
  const Suite other = GetParam() == Suite::aes ? Suite::sm : Suite::aes;
  const Vault second = first.add_key(path(), other).value();
  EXPECT_THAT(second.keys(), ElementsAre(1, 2));
  EXPECT_EQ(second.open("c", old).value(), "示例甲");
  EXPECT_EQ(Vault::key_of(second.seal("c", "x")), 2);
  EXPECT_EQ(second.token("name", "示例"), first.token("name", "示例")) << "what was indexed is still found";
  EXPECT_FALSE(second.wrap_again("d", old)) << "the context is asked for here as well";
  const std::string wrapped = *second.wrap_again("c", old).value();
  EXPECT_EQ(Vault::key_of(wrapped), 2);
  EXPECT_EQ(second.wrap_again("c", wrapped).value(), std::nullopt);
  const Vault last = second.drop_old_keys(path()).value();
  EXPECT_THAT(Vault::read(path()).value().keys(), ElementsAre(2));
  EXPECT_EQ(last.open("c", wrapped).value(), "示例甲");
  EXPECT_THAT(last.open("c", old).error().message.en, HasSubstr("no key 1"));
  EXPECT_EQ(Vault::read(path()).value().fingerprint(), first.fingerprint());
}

TEST_P(VaultTest, KeyFileThatIsALinkIsWrittenThrough) {
  const std::string real = folder_ + "/elsewhere.key";
  (void)Vault::make(real, GetParam()).value();
  fs::create_symlink(real, path());
  const Vault second = Vault::read(path()).value().add_key(path(), GetParam()).value();
  EXPECT_TRUE(fs::is_symlink(path()));
  EXPECT_THAT(Vault::read(real).value().keys(), ElementsAre(1, 2));
}

TEST_P(VaultTest, DamagedKeyFileIsRefusedByItsLine) {
  (void)Vault::make(path(), GetParam()).value();
  const std::string good = bytes();
  const auto refusal = [&](const std::string& text) {
    write(text);
    const auto read = Vault::read(path());
    return read ? std::string("read") : read.error().message.en;
  };
  EXPECT_THAT(refusal(""), HasSubstr("line 1"));
  EXPECT_THAT(refusal("something else\n"), HasSubstr("line 1"));
  EXPECT_THAT(refusal(good.substr(0, good.size() - 2)), HasSubstr("line 4"));
  EXPECT_THAT(refusal(good + good.substr(good.find("key 1"))), HasSubstr("line 5")) << "a number twice";
  EXPECT_THAT(refusal(good + "key 0 aes " + std::string(64, 'a') + "\n"), HasSubstr("line 5"));
  EXPECT_THAT(refusal(good + "key 2 rot13 " + std::string(64, 'a') + "\n"), HasSubstr("line 5"));
  EXPECT_THAT(refusal(good.substr(0, good.find("key 1"))), HasSubstr("lacks"));
  EXPECT_EQ(refusal(good), "read");
  fs::remove(path());
  EXPECT_EQ(Vault::read(path()).error().code, ErrorCode::not_found);
}

std::string hex(const std::array<std::uint8_t, 32>& bytes) {
  return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

TEST(KeyedHash, KnownAnswers_070) {
  // RFC 4231, case 2; HMAC-SM3 of the same key and text as `openssl mac -digest SM3 -macopt key:Jefe HMAC` gives it.
  EXPECT_EQ(hex(keyed_hash(Suite::aes, "Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(keyed_hash(Suite::sm, "Jefe", "what do ya want for nothing?")),
            "2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882");
}

}  // namespace
}  // namespace hejie::crypto
