// SPDX-License-Identifier: Apache-2.0
// Who spoke last.
#include "server/recent_sessions.h"

#include <gtest/gtest.h>

namespace clamor::server {
namespace {

TEST(RecentSessions, TellTheLastWordsOfAnother) {
  RecentSessions sessions;
  EXPECT_EQ(sessions.Other("a", "one"), std::nullopt);
  EXPECT_EQ(sessions.Other("a", "two"), std::nullopt);
  EXPECT_EQ(sessions.Other("b", "three"), "two");
  EXPECT_EQ(sessions.Other("b", "four"), "two");
  EXPECT_EQ(sessions.Other("a", "five"), "four");
  EXPECT_EQ(sessions.Other("c", "six"), "five");
}

}  // namespace
}  // namespace clamor::server
