// SPDX-License-Identifier: Apache-2.0
#include "engine/generator_health.h"

#include <gtest/gtest.h>

namespace clamor {
namespace {

using namespace std::chrono_literals;

const Time kStart{std::chrono::hours(1)};

TEST(HealthMonitor, SharesBusyTimeOverItsThreads) {
  HealthMonitor monitor(2, kStart);
  monitor.Sample(0.5);
  monitor.Sample(0);
  const GeneratorHealth health = monitor.Finish(kStart + 2s, 1s, 1);
  EXPECT_DOUBLE_EQ(health.mean_cpu, 0.25);
  EXPECT_DOUBLE_EQ(health.peak_cpu, 0.5);
  EXPECT_EQ(health.threads, 2);
}

TEST(HealthMonitor, KnowsItsMemory) {
  HealthMonitor monitor(1, kStart);
  monitor.Sample(0);
  EXPECT_GT(monitor.Finish(kStart + 1s, 0s, 10).memory_peak_bytes, 0u);
  EXPECT_FALSE(monitor.MemoryTrouble(10));
}

TEST(MemoryBudget, LeavesAFifthOfTheMemoryFree) {
  EXPECT_EQ(MemoryBudget({.own = 10, .used = 110, .limit = 1000}), 700u);
}

TEST(MemoryBudget, LetsARunStartOnABusyMachine) {
  EXPECT_EQ(MemoryBudget({.own = 10, .used = 990, .limit = 1000}), 100u);
}

TEST(MemoryBudget, IsNothingWhereTheLimitIsUnknown) {
  EXPECT_EQ(MemoryBudget({.own = 10, .used = 10, .limit = 0}), 0u);
}

}  // namespace
}  // namespace clamor
