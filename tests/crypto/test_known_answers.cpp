// Published answers: FIPS 180-4, RFC 8032.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "crypto/sha256.h"
#include "crypto/signing_key.h"

namespace hejie::crypto {
namespace {

std::string from_hex(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    out += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
  return out;
}

TEST(Sha256, KnownAnswers) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256({"a", "", "bc"}), sha256({"abc"}));
}

TEST(Ed25519, KnownAnswerOfRfc8032) {
  const auto key = Key::from_seed(from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  ASSERT_TRUE(key);
  EXPECT_EQ(to_hex(key->public_bytes()), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  const std::string signature = key->sign("");
  EXPECT_EQ(
      to_hex(signature),
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe"
      "24655141438e7a100b");
  const auto other_half = Key::from_public(key->public_bytes());
  ASSERT_TRUE(other_half);
  EXPECT_TRUE(other_half->verify("", signature));
  EXPECT_FALSE(other_half->verify("x", signature));
  EXPECT_FALSE(Key::generate().verify("", signature));
  EXPECT_FALSE(other_half->verify("", signature.substr(1)));
}

TEST(Ed25519, KeysAreFilesAndThePrivateOneIsTheOwnersAlone_074) {
  std::string folder = (std::filesystem::temp_directory_path() / "hejie-key-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const Key key = Key::generate();
  ASSERT_TRUE(key.write_private(folder + "/a.pem"));
  ASSERT_TRUE(key.write_public(folder + "/a.pub.pem"));
  EXPECT_FALSE(key.write_private(folder + "/a.pem")) << "a key is never overwritten";
  struct stat info {};
  ASSERT_EQ(stat((folder + "/a.pem").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0400U);
  const auto again = Key::read_private(folder + "/a.pem");
  const auto half = Key::read_public(folder + "/a.pub.pem");
  ASSERT_TRUE(again && half);
  EXPECT_EQ(again->id(), key.id());
  EXPECT_TRUE(half->verify("m", again->sign("m")));
  EXPECT_EQ(Key::read_private(folder + "/none.pem").error().code, ErrorCode::io);
  EXPECT_EQ(Key::read_private(folder + "/a.pub.pem").error().code, ErrorCode::invalid);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace hejie::crypto
