// SPDX-License-Identifier: Apache-2.0
#include "engine/batch_gate.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

using namespace std::chrono_literals;

TEST(BatchGate, LetsTheNextBatchInWhenTheLastOfThisOneHasEnded) {
  BatchGate gate(2);
  EXPECT_TRUE(gate.IsOpenFor(1));
  EXPECT_FALSE(gate.IsOpenFor(2));
  EXPECT_FALSE(gate.End(Time{1s}));
  EXPECT_FALSE(gate.IsOpenFor(2));
  EXPECT_TRUE(gate.End(Time{2s}));
  EXPECT_TRUE(gate.IsOpenFor(3));
  EXPECT_FALSE(gate.IsOpenFor(4));
  EXPECT_EQ(gate.opened_at(), Time{2s});
}

}  // namespace
}  // namespace clamor
