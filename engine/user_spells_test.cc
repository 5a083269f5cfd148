// SPDX-License-Identifier: Apache-2.0
#include "engine/user_spells.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

using namespace std::chrono_literals;

TEST(UserSpells, ARampUpBringsOneUserAfterTheOther) {
  const std::vector<UserStage> stages = {{5, 8s}};
  const auto first = SpellsOf(0, 1, stages);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].from, 0s);
  EXPECT_EQ(first[0].until, 8s);
  EXPECT_EQ(SpellsOf(1, 1, stages)[0].from, 2s);
  EXPECT_EQ(SpellsOf(3, 1, stages)[0].from, 6s);
  EXPECT_EQ(SpellsOf(4, 1, stages)[0].from, 8s);
  EXPECT_TRUE(SpellsOf(5, 1, stages).empty());
}

TEST(UserSpells, WhoWasSentAwayMayComeBack) {
  const auto spells = SpellsOf(1, 4, {{0, 4s}, {4, 4s}});
  ASSERT_EQ(spells.size(), 2u);
  EXPECT_EQ(spells[0].until, 2s);
  EXPECT_EQ(spells[1].from, 6s);
  EXPECT_EQ(spells[1].until, 8s);
}

TEST(UserSpells, AStageOfNoLengthBringsAllAtOnce) {
  const auto spells = SpellsOf(9, 0, {{10, 0s}, {10, 5s}});
  ASSERT_EQ(spells.size(), 1u);
  EXPECT_EQ(spells[0].from, 0s);
  EXPECT_EQ(spells[0].until, 5s);
}

}  // namespace
}  // namespace clamor
