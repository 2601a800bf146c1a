// RFC 6238 appendix B (SHA-1, eight digits), RFC 4226 appendix D, RFC 4648 10.
#include <gtest/gtest.h>

#include "crypto/totp.h"

namespace hejie::crypto {
namespace {

const std::string kSecret = "12345678901234567890";

TEST(Totp, KnownAnswersOfRfc6238_015) {
  for (const auto& [seconds, code] : {std::pair<std::int64_t, const char*>{59, "94287082"},
                                      {1111111109, "07081804"},
                                      {1111111111, "14050471"},
                                      {1234567890, "89005924"},
                                      {2000000000, "69279037"},
                                      {20000000000, "65353130"}}) {
    EXPECT_EQ(hotp(kSecret, seconds / kTotpSeconds, 8), code) << seconds;
  }
}

TEST(Totp, KnownAnswersOfRfc4226_015) {
  const char* codes[] = {"755224", "287082", "359152", "969429", "338314",
                         "254676", "287922", "162583", "399871", "520489"};
  for (int i = 0; i < 10; ++i) EXPECT_EQ(hotp(kSecret, i), codes[i]);
}

TEST(Totp, OneStepEitherSideAndNeverTwice_015) {
  const std::int64_t now = 1'000'000 * kTotpSeconds + 7;
  for (std::int64_t by : {-1, 0, 1}) {
    EXPECT_EQ(totp_step(kSecret, hotp(kSecret, 1'000'000 + by), now, 0), 1'000'000 + by);
  }
  for (std::int64_t by : {-2, 2}) EXPECT_FALSE(totp_step(kSecret, hotp(kSecret, 1'000'000 + by), now, 0));
  EXPECT_FALSE(totp_step(kSecret, hotp(kSecret, 1'000'000), now, 1'000'000)) << "used before";
  EXPECT_FALSE(totp_step(kSecret, hotp(kSecret, 999'999), now, 1'000'000)) << "older than one used";
  for (const char* bad : {"", "12345", "1234567", "abcdef"}) EXPECT_FALSE(totp_step(kSecret, bad, now, 0));
}

TEST(Base32, KnownAnswersOfRfc4648) {
  for (const auto& [bytes, text] : {std::pair<std::string, std::string>{"", ""},
                                    {"f", "MY"},
                                    {"fo", "MZXQ"},
                                    {"foo", "MZXW6"},
                                    {"foob", "MZXW6YQ"},
                                    {"fooba", "MZXW6YTB"},
                                    {"foobar", "MZXW6YTBOI"}}) {
    EXPECT_EQ(base32(bytes), text);
    EXPECT_EQ(from_base32(text), bytes);
  }
  EXPECT_EQ(from_base32("mzxw 6ytb oi======"), "foobar");
  EXPECT_FALSE(from_base32("M0"));
  EXPECT_FALSE(from_base32("M!"));
}

}  // namespace
}  // namespace hejie::crypto
