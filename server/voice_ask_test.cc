// SPDX-License-Identifier: Apache-2.0
// Words and what they ask for.
#include "server/voice_ask.h"

#include <gtest/gtest.h>

namespace clamor::server {
namespace {

TEST(AskOf, FindsTheToolThatAWordNeeds) {
  EXPECT_EQ(AskOf("What is the weather like?").tool, "get_weather");
  EXPECT_EQ(AskOf("Where are my ORDERS?").tool, "track_order");
  EXPECT_EQ(AskOf("Calendar, please").tool, "read_calendar");
  EXPECT_EQ(AskOf("please search").tool, "search_web");
}

TEST(AskOf, LooksAtTheBeginningsOfWordsAlone) {
  EXPECT_EQ(AskOf("the border").tool, "");
  EXPECT_EQ(AskOf("some research").tool, "");
  EXPECT_EQ(AskOf("a history").length, 1);
  EXPECT_EQ(AskOf("a briefing").length, 1);
}

TEST(AskOf, TellsLongAnswersFromShortOnes) {
  EXPECT_EQ(AskOf("Hello").length, 1);
  EXPECT_EQ(AskOf("").length, 1);
  EXPECT_EQ(AskOf("Explain async").length, 3);
  EXPECT_EQ(AskOf("tell me a story").length, 3);
  EXPECT_EQ(AskOf("in detail").length, 3);
  EXPECT_EQ(AskOf("the weather").length, 2);
  EXPECT_LT(AskOf("Briefly, explain the weather").length, 1);
}

}  // namespace
}  // namespace clamor::server
