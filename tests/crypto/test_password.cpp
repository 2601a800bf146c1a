// What a stored password looks like, with the costs the program uses.
#include <gmock/gmock.h>

#include "crypto/password.h"

namespace hejie::crypto {
namespace {

TEST(Password, IsArgon2idWith64MiBAndTwoPasses_008) {
  const auto hash = hash_password("Winter-harbor-91-lantern");
  ASSERT_TRUE(hash);
  EXPECT_THAT(*hash, testing::StartsWith("$argon2id$v=19$m=65536,t=2,p=1$"));
  EXPECT_EQ(verify_password("Winter-harbor-91-lantern", *hash), true);
  EXPECT_EQ(verify_password("winter-harbor-91-lantern", *hash), false);
  EXPECT_EQ(verify_password("Winter-harbor-91-lantern", ""), false) << "no hash, no password";
  EXPECT_NE(*hash, *hash_password("Winter-harbor-91-lantern")) << "salted";
}

}  // namespace
}  // namespace hejie::crypto
