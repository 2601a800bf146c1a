// What must not be guessed looks like chance: every bit and byte as often as the others, nothing twice.
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <set>
#include <string>
#include <vector>

#include "crypto/password.h"
#include "crypto/random.h"

namespace hejie::crypto {
namespace {

constexpr std::size_t kBytes = 1 << 20;

TEST(Random, BitsAndBytesAreAsOftenAsEachOther_020) {
  std::vector<std::uint8_t> bytes(kBytes);
  fill_random(bytes);
  long long ones = 0;
  std::array<double, 256> count{};
  for (const auto byte : bytes) {
    ones += std::popcount(byte);
    ++count[byte];
  }
  // Six standard deviations: wrong once in 500 million runs.
  EXPECT_NEAR(static_cast<double>(ones), kBytes * 4.0, 6 * 1448.2);
  double chi = 0;
  const double expected = kBytes / 256.0;
  for (const double one : count) chi += (one - expected) * (one - expected) / expected;
  EXPECT_NEAR(chi, 255.0, 6 * 22.6) << "255 degrees of freedom";
  // Neighboring bytes say nothing of each other.
  long long differ = 0;
  for (std::size_t i = 1; i < bytes.size(); ++i)
    differ += std::popcount(static_cast<std::uint8_t>(bytes[i] ^ bytes[i - 1]));
  EXPECT_NEAR(static_cast<double>(differ), (kBytes - 1) * 4.0, 6 * 1448.2);
}

TEST(Random, CodesAreNeverTheSame_016) {
  std::set<std::string> seen;
  for (int i = 0; i < 100'000; ++i) EXPECT_TRUE(seen.insert(random_hex(8)).second);
}

}  // namespace
}  // namespace hejie::crypto
