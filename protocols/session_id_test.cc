// SPDX-License-Identifier: Apache-2.0
#include "protocols/session_id.h"

#include <gtest/gtest.h>

#include <set>

namespace clamor {
namespace {

TEST(SessionId, Is128BitsInHexadecimalAndRepeatsWithItsSeed) {
  EXPECT_EQ(SessionId(1, 2), SessionId(1, 2));
  EXPECT_EQ(SessionId(1, 2).size(), kSessionIdLength);
  EXPECT_EQ(SessionId(1, 2).find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(SessionId, DiffersBySessionAndBySeed) {
  std::set<std::string> ids;
  for (std::uint64_t seed : {1, 2}) {
    for (std::uint64_t number = 0; number < 1000; ++number) ids.insert(SessionId(seed, number));
  }
  EXPECT_EQ(ids.size(), 2000u);
}

TEST(FindForeignSession, FindsAnotherSessionsMarkerInAnAnswer) {
  const std::string own = SessionId(7, 1);
  const std::string other = SessionId(7, 2);
  const std::string text = "your id is " + own + ", or was it f" + other + "?";
  EXPECT_EQ(FindForeignSession(text, own, 7), other);
}

TEST(FindForeignSession, LeavesOwnIdOtherRunsAndOrdinaryHexadecimalAlone) {
  const std::string own = SessionId(7, 1);
  EXPECT_FALSE(FindForeignSession(own + " " + own, own, 7));
  EXPECT_FALSE(FindForeignSession(SessionId(8, 2), own, 7));
  EXPECT_FALSE(FindForeignSession("commit 0123456789abcdef0123456789abcdef01234567", own, 7));
  EXPECT_FALSE(FindForeignSession("", own, 7));
}

}  // namespace
}  // namespace clamor
