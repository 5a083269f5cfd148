// SPDX-License-Identifier: Apache-2.0
// The queries that are shipped for reasoning streams.
#include <gmock/gmock.h>

#include <set>
#include <string>

#include "conversations/test_shipped.h"

namespace clamor {
namespace {

TEST(ReasoningConversations, AreGoodFilesOfOneQueryEach) {
  const Conversations shipped = ShippedIn("reasoning");
  EXPECT_THAT(shipped.problems(), testing::IsEmpty());
  EXPECT_GE(shipped.all().size(), 3U);
  for (const Conversation& c : shipped.all()) EXPECT_EQ(c.turns.size(), 1U) << c.name;
}

TEST(ReasoningConversations, AskForAllNodesForSomeAndForOne) {
  std::set<std::string> shown;
  const Conversations shipped = ShippedIn("reasoning");
  for (const Conversation& c : shipped.all()) {
    shown.insert(c.tags.contains("show") ? c.tags.at("show") : "");
  }
  EXPECT_THAT(shown, testing::ElementsAre("", "planner", "planner solver verifier"));
}

}  // namespace
}  // namespace clamor
