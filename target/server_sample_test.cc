// SPDX-License-Identifier: Apache-2.0
#include "target/server_sample.h"

#include <gmock/gmock.h>

namespace clamor {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr seconds kBeforeTheWatch{10};
constexpr seconds kWatch{20};
constexpr seconds kDuringTheWatch{30};

struct Use {
  pid_t id = 0;
  pid_t parent = 0;
  nanoseconds cpu{0};
  nanoseconds children_cpu{0};
  nanoseconds start = kBeforeTheWatch;
};

ProcessReading Process(const Use& use) {
  ProcessReading process;
  process.id = use.id;
  process.stat = {'S', use.parent, 100, use.cpu, use.children_cpu, 1, use.start};
  process.resident_bytes = 1000;
  process.open_files = 3;
  return process;
}

TreeReading Tree(std::initializer_list<Use> uses) {
  TreeReading tree;
  for (const Use& use : uses) tree.processes.push_back(Process(use));
  return tree;
}

// A thread of process 100.
ThreadReading Thread(pid_t id, nanoseconds waited, std::uint64_t turns) {
  return {id, 100, {waited, turns}};
}

ServerSample Sample(const TreeReading& before, const TreeReading& now, nanoseconds wall) {
  const auto sample = Compare(before, now, {wall, kWatch, 4});
  EXPECT_TRUE(sample);
  return sample.value_or(ServerSample());
}

double Cores(const TreeReading& before, const TreeReading& now) {
  return Sample(before, now, seconds(1)).cores;
}

TEST(ServerSample, GivesCpuTimeAsCoresAndAsAShareOfThoseAllowed) {
  const auto sample = Sample(Tree({{100, 1, seconds(7)}, {101, 100, seconds(1)}}),
                             Tree({{100, 1, seconds(10)}, {101, 100, seconds(2)}}), seconds(2));
  EXPECT_DOUBLE_EQ(sample.cores, 2);
  EXPECT_DOUBLE_EQ(sample.cpu_share, 0.5);
}

TEST(ServerSample, AddsUpWhatProcessesHold) {
  TreeReading tree = Tree({{100, 1}, {101, 100}, {102, 100}});
  tree.processes[1].stat.threads = 8;
  tree.processes[2].stat.state = 'Z';
  const auto sample = Sample({}, tree, seconds(1));
  EXPECT_EQ(sample.processes, 2);
  EXPECT_EQ(sample.threads, 9);
  EXPECT_EQ(sample.resident_bytes, 2000u);
  EXPECT_EQ(sample.open_files, 6);
  EXPECT_FALSE(sample.event_loop_delay);
}

TEST(ServerSample, KnowsNoOpenFilesWhereAProcessHidesThem) {
  for (const std::size_t hidden : {0U, 1U}) {
    TreeReading tree = Tree({{100, 1}, {101, 100}});
    tree.processes[hidden].open_files.reset();
    EXPECT_FALSE(Sample({}, tree, seconds(1)).open_files);
  }
}

TEST(ServerSample, IsNoneWhenNothingIsAlive) {
  TreeReading tree = Tree({{100, 1}});
  tree.processes[0].stat.state = 'Z';
  EXPECT_FALSE(Compare(Tree({{100, 1}}), tree, {seconds(1), kWatch, 4}));
  EXPECT_FALSE(Compare(Tree({{100, 1}}), {}, {seconds(1), kWatch, 4}));
}

TEST(ServerSample, CountsANewProcessWhole) {
  EXPECT_DOUBLE_EQ(
      Cores(Tree({{100, 1}}), Tree({{100, 1}, {101, 100, seconds(1), {}, kDuringTheWatch}})), 1);
}

TEST(ServerSample, CountsFromNowOnWhatIsOlderThanTheWatch) {
  EXPECT_DOUBLE_EQ(
      Cores(Tree({{100, 1}}), Tree({{100, 1}, {101, 100, seconds(1), {}, kBeforeTheWatch}})), 0);
}

TEST(ServerSample, TakesAnIdThatWasReusedForANewProcess) {
  EXPECT_DOUBLE_EQ(Cores(Tree({{100, 1}, {101, 100, seconds(9)}}),
                         Tree({{100, 1}, {101, 100, seconds(1), {}, kDuringTheWatch}})),
                   1);
}

TEST(ServerSample, IsNotNegativeWhenAProcessHasEnded) {
  EXPECT_DOUBLE_EQ(Cores(Tree({{100, 1}, {101, 100, seconds(9)}}), Tree({{100, 1}})), 0);
}

TEST(ServerSample, IsNotNegativeWhenTheKernelCountsBack) {
  EXPECT_DOUBLE_EQ(Cores(Tree({{100, 1, seconds(9)}}), Tree({{100, 1, seconds(8)}})), 0);
}

TEST(ServerSample, CountsAChildThatCameAndWent) {
  EXPECT_DOUBLE_EQ(Cores(Tree({{100, 1}}), Tree({{100, 1, {}, milliseconds(500)}})), 0.5);
}

TEST(ServerSample, CountsOfAnEndedChildWhatItUsedLast) {
  EXPECT_DOUBLE_EQ(
      Cores(Tree({{100, 1}, {101, 100, seconds(9)}}), Tree({{100, 1, {}, milliseconds(9500)}})),
      0.5);
}

TEST(ServerSample, CountsOfAnEndedZombieNothingTwice) {
  TreeReading before = Tree({{100, 1}, {101, 100, seconds(9)}});
  before.processes[1].stat.state = 'Z';
  EXPECT_DOUBLE_EQ(Cores(before, Tree({{100, 1, {}, seconds(9)}})), 0);
}

TEST(ServerSample, CountsAnEndedBranchForTheAncestorThatIsLeft) {
  EXPECT_DOUBLE_EQ(Cores(Tree({{100, 1}, {101, 100, seconds(1)}, {102, 101, seconds(8)}}),
                         Tree({{100, 1, {}, milliseconds(9500)}})),
                   0.5);
}

TEST(ServerSample, GivesContextSwitchesPerSecond) {
  TreeReading before = Tree({{100, 1}});
  TreeReading now = before;
  before.threads = {Thread(100, {}, 10), Thread(105, {}, 20)};
  now.threads = {Thread(100, {}, 14), Thread(105, {}, 36)};
  EXPECT_DOUBLE_EQ(Sample(before, now, milliseconds(500)).context_switches, 40);
}

TEST(ServerSample, GivesTheMeanWaitOfTheThreadThatFaredWorst) {
  TreeReading before = Tree({{100, 1}});
  TreeReading now = before;
  before.threads = {Thread(100, seconds(1), 1000), Thread(105, seconds(9), 10)};
  now.threads = {Thread(100, seconds(1) + microseconds(300), 1003), Thread(105, seconds(9), 10)};
  EXPECT_EQ(Sample(before, now, seconds(1)).run_delay, microseconds(100));
  EXPECT_EQ(Sample(now, now, seconds(1)).run_delay, nanoseconds(0));
}

TEST(ServerSample, CountsANewThreadOfAKnownProcessWhole) {
  const TreeReading before = Tree({{100, 1}});
  TreeReading now = before;
  now.threads = {Thread(105, microseconds(50), 5)};
  const auto sample = Sample(before, now, seconds(1));
  EXPECT_DOUBLE_EQ(sample.context_switches, 5);
  EXPECT_EQ(sample.run_delay, microseconds(10));
}

TEST(ServerSample, CountsThreadsOfAnUnknownProcessAsItsCpuTime) {
  for (const auto& [start, switches] : {std::pair(kBeforeTheWatch, 0), {kDuringTheWatch, 5}}) {
    TreeReading now = Tree({{100, 1, {}, {}, start}});
    now.threads = {Thread(100, microseconds(50), 5)};
    EXPECT_DOUBLE_EQ(Sample({}, now, seconds(1)).context_switches, switches);
  }
}

TEST(ServerSample, IsNotNegativeWhenThreadsEndAndNumbersAreReused) {
  TreeReading before = Tree({{100, 1}});
  TreeReading now = before;
  before.threads = {Thread(100, seconds(1), 10), Thread(105, seconds(9), 100)};
  now.threads = {Thread(100, seconds(1), 10), Thread(105, microseconds(50), 5)};
  const auto sample = Sample(before, now, seconds(1));
  EXPECT_DOUBLE_EQ(sample.context_switches, 5);
  EXPECT_EQ(sample.run_delay, microseconds(10));
  now.threads.pop_back();
  EXPECT_DOUBLE_EQ(Sample(before, now, seconds(1)).context_switches, 0);
}

}  // namespace
}  // namespace clamor
