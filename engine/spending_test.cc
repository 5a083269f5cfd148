// SPDX-License-Identifier: Apache-2.0
#include "engine/spending.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace clamor {
namespace {

using testing::HasSubstr;

TEST(Purse, WithoutBoundsIsNeverEmpty) {
  Purse purse({});
  EXPECT_TRUE(purse.TakeRequest());
  purse.Spend(1000, 1'000'000);
  EXPECT_TRUE(purse.TakeRequest());
  EXPECT_FALSE(purse.Spent());
}

TEST(Purse, GivesNoMoreRequestsThanAllowedRetriesIncluded) {
  Purse purse({.max_requests = 3, .max_tokens = {}});
  EXPECT_TRUE(purse.TakeRequest());
  purse.Spend(1, 0);
  EXPECT_FALSE(purse.Spent());
  EXPECT_TRUE(purse.TakeRequest());
  EXPECT_FALSE(purse.TakeRequest());
  EXPECT_THAT(purse.Spent().value_or(""), HasSubstr("--clamor_max_requests: 3 requests"));
}

TEST(Purse, IsEmptyOnceItsTokensAreSpent) {
  Purse purse({.max_requests = {}, .max_tokens = 100});
  EXPECT_TRUE(purse.TakeRequest());
  purse.Spend(0, 99);
  EXPECT_TRUE(purse.TakeRequest());
  purse.Spend(0, 30);
  EXPECT_FALSE(purse.TakeRequest());
  EXPECT_THAT(purse.Spent().value_or(""), HasSubstr("129 tokens of 100"));
}

}  // namespace
}  // namespace clamor
