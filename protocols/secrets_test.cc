// SPDX-License-Identifier: Apache-2.0
#include "protocols/secrets.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

TEST(IsSecretHeader, KnowsCredentialsInAnyCase) {
  EXPECT_TRUE(IsSecretHeader("authorization"));
  EXPECT_TRUE(IsSecretHeader("X-API-Key"));
  EXPECT_FALSE(IsSecretHeader("Accept"));
  EXPECT_FALSE(IsSecretHeader("authorization-hint"));
}

TEST(MaskTokens, MasksEachOccurrence) {
  EXPECT_EQ(MaskTokens("no sk-0123456789, no sk-0123456789!", {"sk-0123456789"}),
            "no ***, no ***!");
}

TEST(MaskTokens, KnowsATokenWithoutItsScheme) {
  EXPECT_EQ(MaskTokens("invalid: sk-0123456789", {"Bearer sk-0123456789"}), "invalid: ***");
}

TEST(MaskTokens, MasksWhatIsLeftOfOneThatWasCut) {
  EXPECT_EQ(MaskTokens("invalid: sk-012345...", {"sk-0123456789"}), "invalid: ***...");
  EXPECT_EQ(MaskTokens("invalid: sk-01234", {"sk-0123456789"}), "invalid: ***");
}

TEST(MaskTokens, MasksShortOnesWhole) { EXPECT_EQ(MaskTokens("a tok b", {"tok"}), "a *** b"); }

TEST(MaskTokens, LeavesOtherTextAlone) {
  EXPECT_EQ(MaskTokens("nothing here", {"", "sk-0123456789"}), "nothing here");
}

}  // namespace
}  // namespace clamor
