// SPDX-License-Identifier: Apache-2.0
// The readers of profilers' files against what the real ones wrote: Node 20, perf 6.1,
// heaptrack 1.4 and valgrind 3.19, of small programs that burn cycles, wait and keep memory.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/atomic_file.h"
#include "target/profile/allocation_sites.h"
#include "target/profile/massif.h"
#include "target/profile/perf_script.h"
#include "target/profile/v8_profile.h"

namespace clamor {
namespace {

std::string Recorded(const std::string& name) {
  return ReadFile(std::filesystem::path(__FILE__).parent_path() / "testdata" / name);
}

// The weight of all stacks that hold the frame, as a share.
double ShareOf(const std::string& frame, const FoldedStacks& stacks) {
  std::uint64_t weight = 0;
  for (const auto& [stack, of_stack] : stacks.stacks()) {
    if (std::find(stack.begin(), stack.end(), frame) != stack.end()) weight += of_stack;
  }
  return static_cast<double>(weight) / static_cast<double>(stacks.total());
}

TEST(Recorded, CpuProfileOfNode) {
  const FoldedStacks stacks = CpuProfileStacks(Recorded("node.cpuprofile"), "node.cpuprofile");
  EXPECT_GT(ShareOf("burnCycles app/server.js:2", stacks), 0.3);
  EXPECT_GT(stacks.total(), 60'000U);
  EXPECT_LT(stacks.total(), 150'000U);
}

TEST(Recorded, HeapProfileOfNode) {
  const FoldedStacks stacks = HeapProfileStacks(Recorded("node.heapprofile"), "node.heapprofile");
  EXPECT_EQ(TopSites(stacks, 1).at(0).function, "keepForever app/server.js:3");
}

TEST(Recorded, SamplesOfPerf) {
  const FoldedStacks stacks = OnCpuStacks(Recorded("on_cpu.perf"));
  EXPECT_EQ(ShareOf("(anonymous namespace)::BurnCycles", stacks), 1);
  EXPECT_EQ(stacks.stacks().begin()->first.front(), "victim");
}

TEST(Recorded, SwitchesOfPerf) {
  const FoldedStacks stacks = OffCpuStacks(Recorded("off_cpu.perf"));
  EXPECT_EQ(ShareOf("(anonymous namespace)::WaitForNothing", stacks), 1);
  EXPECT_GT(stacks.total(), 15'000U);
  EXPECT_LT(stacks.total(), 30'000U);
}

TEST(Recorded, PeakOfMassif) {
  const auto sites = TopSites(MassifStacks(Recorded("massif.out"), "massif.out"), 1);
  EXPECT_EQ(sites.at(0).function,
            "(anonymous namespace)::KeepForever() (test_profiled_program.cc:35)");
  EXPECT_EQ(sites.at(0).bytes, 8'192'000U);
}

TEST(Recorded, PeakOfHeaptrack) {
  const auto sites = TopSites(ParseFolded(Recorded("heaptrack.folded")), 1);
  EXPECT_EQ(sites.at(0).function, "KeepForever (test_profiled_program.cc)");
  EXPECT_EQ(sites.at(0).bytes, 8'196'096U);  // with its std::vector
}

}  // namespace
}  // namespace clamor
