// SPDX-License-Identifier: Apache-2.0
#include "base/edit_distance.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace clamor {
namespace {

constexpr std::array<std::string_view, 4> kKeys{"role", "content", "expect", "conversation"};

TEST(EditDistance, CountsEachKindOfSlip) {
  EXPECT_EQ(EditDistance("role", "role", 9), 0U);
  EXPECT_EQ(EditDistance("rol", "role", 9), 1U);
  EXPECT_EQ(EditDistance("rolle", "role", 9), 1U);
  EXPECT_EQ(EditDistance("rule", "role", 9), 1U);
  EXPECT_EQ(EditDistance("orle", "role", 9), 1U) << "two neighbours swapped are one slip";
  EXPECT_EQ(EditDistance("", "role", 9), 4U);
}

TEST(EditDistance, GivesUpOnWordsOfVeryDifferentLength) {
  EXPECT_GT(EditDistance(std::string(1'000'000, 'x'), "role", 3), 3U);
}

TEST(Closest, FindsTheNearestCandidate) {
  EXPECT_EQ(Closest("contnet", kKeys), "content");
  EXPECT_EQ(Closest("Role", kKeys), "role");
  EXPECT_EQ(Closest("conversations", kKeys), "conversation");
}

TEST(Closest, FindsNothingForAnUnrelatedWord) {
  EXPECT_EQ(Closest("temperature", kKeys), std::nullopt);
  EXPECT_EQ(Closest("", kKeys), std::nullopt);
  EXPECT_EQ(Closest("role", std::vector<std::string>{}), std::nullopt);
}

TEST(DidYouMean, IsAQuestionOrNothing) {
  EXPECT_EQ(DidYouMean("rol", kKeys), "; did you mean \"role\"?");
  EXPECT_EQ(DidYouMean("temperature", kKeys), "");
}

}  // namespace
}  // namespace clamor
