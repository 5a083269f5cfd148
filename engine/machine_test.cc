// SPDX-License-Identifier: Apache-2.0
#include "engine/machine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

namespace clamor {
namespace {

TEST(Machine, ReadsStolenTime) {
  CpuTimes times;
  internal::ParseStat("cpu  10 20 30 40 50 60 70 80 5 5\ncpu0 1 2\n", times);
  EXPECT_EQ(times.total, 360u);
  EXPECT_EQ(times.stolen, 80u);
}

TEST(Machine, ReadsPressureWhereTheKernelHasIt) {
  EXPECT_EQ(
      internal::ParsePressure("some avg10=0.00 avg60=0.12 avg300=0.00 total=1234\nfull total=9\n"),
      std::chrono::microseconds(1234));
  EXPECT_FALSE(internal::ParsePressure(""));
}

TEST(Machine, ReadsMemoryInBytes) {
  const std::string_view info = "MemTotal:       2048 kB\nMemAvailable:   1024 kB\n";
  EXPECT_EQ(internal::MemInfo(info, "MemAvailable"), 1024u * 1024);
  EXPECT_FALSE(internal::MemInfo(info, "SwapTotal"));
}

TEST(Machine, RaisesTheDescriptorLimitToTheHardOne) {
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(RaiseDescriptorLimit(), before.rlim_max);
}

TEST(Machine, KnowsItselfAndItsMemory) {
  EXPECT_THAT(DescribeMachine(), testing::StartsWith("Linux "));
  const MemoryUse use = ReadMemoryUse();
  EXPECT_GT(use.own, 0u);
  EXPECT_GT(use.limit, use.own);
  EXPECT_GT(ReadCpuTimes().total, 0u);
}

}  // namespace
}  // namespace clamor
