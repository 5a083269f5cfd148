// SPDX-License-Identifier: Apache-2.0
#include "protocols/trace_parent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace clamor {
namespace {

using testing::MatchesRegex;

TEST(TraceParent, HasTheFormOfTheHeader) {
  const TraceParent parent(1, 2, 3);
  EXPECT_THAT(std::string(parent.header()), MatchesRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
  EXPECT_EQ(parent.header().substr(3, 32), parent.trace_id());
}

TEST(TraceParent, IsEmptyWhereThereIsNone) {
  EXPECT_EQ(TraceParent().header(), "");
  EXPECT_EQ(TraceParent().trace_id(), "");
}

TEST(TraceParent, RepeatsWithTheSeedAndDiffersByTurn) {
  EXPECT_EQ(TraceParent(1, 2, 3).header(), TraceParent(1, 2, 3).header());
  std::set<std::string> ids;
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    for (std::uint64_t session = 0; session < 10; ++session) {
      for (std::uint64_t turn = 1; turn <= 5; ++turn) {
        ids.emplace(TraceParent(seed, session, turn).trace_id());
      }
    }
  }
  EXPECT_EQ(ids.size(), 150U);
}

}  // namespace
}  // namespace clamor
