// A long content sealed in chunks: comes back whole, and no chunk opens changed, moved, repeated or left out.
#include <gtest/gtest.h>

#include "crypto/running_hash.h"
#include "crypto/sealed_stream.h"
#include "crypto/sha256.h"

namespace hejie::crypto {
namespace {

std::string content(std::size_t bytes) {
  std::string out(bytes, '\0');
  for (std::size_t i = 0; i < bytes; ++i) out[i] = static_cast<char>(i * 131 + i / 251);
  return out;
}

std::string sealed_in_pieces(const std::string& key, std::string_view plain, std::size_t piece) {
  StreamSealer sealer(key);
  std::string out;
  for (std::size_t at = 0; at < plain.size(); at += piece) out += sealer.take(plain.substr(at, piece));
  return out + sealer.finish();
}

std::string chunk_of(const StreamOpener& opener, const std::string& sealed, std::size_t number) {
  return sealed.substr(kStreamMark + number * opener.sealed_chunk(), opener.sealed_chunk());
}

class SealedStream : public testing::TestWithParam<Suite> {};

TEST_P(SealedStream, ComesBackWholeWhateverItsLengthAndPieces_053) {
  const std::string key = new_stream_key(GetParam());
  const auto opener = StreamOpener::of(key).value();
  for (const std::size_t bytes : {0UL, 1UL, kStreamChunk - 1, kStreamChunk, kStreamChunk + 1, 3 * kStreamChunk}) {
    const std::string plain = content(bytes);
    const std::string sealed = sealed_in_pieces(key, plain, 10'007);
    ASSERT_EQ(opener.plain_size(sealed.size()).value(), bytes);
    const std::size_t chunks = std::max<std::size_t>(1, (bytes + kStreamChunk - 1) / kStreamChunk);
    std::string back;
    for (std::size_t i = 0; i < chunks; ++i)
      back += opener.open(i, i + 1 == chunks, chunk_of(opener, sealed, i)).value();
    EXPECT_EQ(back, plain) << bytes;
    EXPECT_TRUE(StreamOpener::is_mark(sealed.substr(0, kStreamMark)));
    if (bytes > 64) {
      EXPECT_EQ(sealed.find(plain.substr(0, 64)), std::string::npos);
    }
  }
}

TEST_P(SealedStream, NoChunkOpensChangedMovedOrAsTheLast_053) {
  const std::string key = new_stream_key(GetParam());
  const auto opener = StreamOpener::of(key).value();
  const std::string sealed = sealed_in_pieces(key, content(3 * kStreamChunk), kStreamChunk);
  const std::string first = chunk_of(opener, sealed, 0);
  const std::string last = chunk_of(opener, sealed, 2);
  EXPECT_TRUE(opener.open(0, false, first));
  EXPECT_FALSE(opener.open(1, false, first)) << "moved";
  EXPECT_FALSE(opener.open(0, true, first)) << "cut after it";
  EXPECT_TRUE(opener.open(2, true, last));
  EXPECT_FALSE(opener.open(2, false, last)) << "something added behind it";
  for (const std::size_t at : {0UL, first.size() / 2, first.size() - 1}) {
    std::string changed = first;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(opener.open(0, false, changed)) << at;
  }
  EXPECT_FALSE(StreamOpener::of(new_stream_key(GetParam())).value().open(0, false, first)) << "another key";
  EXPECT_FALSE(opener.open(0, false, ""));
  EXPECT_FALSE(opener.plain_size(3));
}

INSTANTIATE_TEST_SUITE_P(Suites, SealedStream, testing::Values(Suite::aes, Suite::sm));

TEST(StreamKeys, OnlyKeysOfThisFormAreTaken_053) {
  for (const char* wrong : {"", "1:", "3:00", "1:zz"}) EXPECT_FALSE(StreamOpener::of(wrong)) << wrong;
  EXPECT_FALSE(StreamOpener::of("1:" + std::string(63, '0')));
  EXPECT_NE(new_stream_key(Suite::aes), new_stream_key(Suite::aes));
}

TEST(RunningHash, IsTheHashOfTheWhole_053) {
  const std::string plain = content(200'000);
  RunningHash hash;
  for (std::size_t at = 0; at < plain.size(); at += 777) hash.take(std::string_view(plain).substr(at, 777));
  EXPECT_EQ(hash.finish_hex(), sha256_hex(plain));
}

}  // namespace
}  // namespace hejie::crypto
