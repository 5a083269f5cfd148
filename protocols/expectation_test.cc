// SPDX-License-Identifier: Apache-2.0
#include "protocols/expectation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "protocols/session_id.h"

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::uint64_t kSeed = 5;

class ExpectationTest : public testing::Test {
 protected:
  std::optional<Trouble> Check(Expect expect, std::string_view answer, std::uint64_t events = 3) {
    turn_ = Turn{"user", "hello", std::move(expect)};
    return FindBroken(ScriptedTurn(turn_), values_, answer, events, kSeed);
  }

  const std::string session_ = SessionId(kSeed, 1);
  const PlaceholderValues values_{session_, 1, 1, "r"};
  Turn turn_;
};

TEST_F(ExpectationTest, NothingExpectedIsAlwaysKept) { EXPECT_FALSE(Check({}, "anything")); }

TEST_F(ExpectationTest, ContainsFillsItsPlaceholders) {
  EXPECT_FALSE(Check({.contains = "for {{session}}"}, "an answer for " + session_ + "."));
  const auto broken = Check({.contains = "for {{session}}"}, "an answer for nobody");
  ASSERT_TRUE(broken);
  EXPECT_EQ(broken->reason, Failure::kCheck);
  EXPECT_THAT(broken->message, HasSubstr("the answer was \"an answer for nobody\""));
}

TEST_F(ExpectationTest, MatchesIsFoundAnywhere) {
  EXPECT_FALSE(Check({.matches = "asyn[ck]"}, "about async APIs"));
  EXPECT_TRUE(Check({.matches = "^async"}, "about async APIs"));
}

TEST_F(ExpectationTest, AnExpressionThatBacktracksWithoutEndBreaksTheTurnAndNotTheClient) {
  const auto broken = Check({.matches = "(a|aa|a?)+$x"}, std::string(50'000, 'a') + "b");
  ASSERT_TRUE(broken);
  EXPECT_EQ(broken->reason, Failure::kCheck);
}

TEST_F(ExpectationTest, CountsContentEvents) {
  EXPECT_FALSE(Check({.min_events = 3, .max_events = 3}, ""));
  EXPECT_EQ(Check({.min_events = 4}, "")->message, "expected at least 4 events, the answer had 3");
  EXPECT_EQ(Check({.max_events = 2}, "")->message, "expected at most 2 events, the answer had 3");
}

TEST_F(ExpectationTest, AnotherSessionsMarkerIsCrosstalkBeforeAnythingElse) {
  const auto broken = Check({.contains = "x"}, "hello " + SessionId(kSeed, 2));
  ASSERT_TRUE(broken);
  EXPECT_EQ(broken->reason, Failure::kCrosstalk);
}

TEST_F(ExpectationTest, HostileAnswersAreShownSafelyAndBounded) {
  const auto broken = Check({.contains = "x"}, "\x1b[31m" + std::string(100'000, 'y'));
  ASSERT_TRUE(broken);
  EXPECT_THAT(broken->message, Not(HasSubstr("\x1b")));
  EXPECT_LT(broken->message.size(), 400u);
}

}  // namespace
}  // namespace clamor
