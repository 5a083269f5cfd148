// SPDX-License-Identifier: Apache-2.0
#include "target/process_tree.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/stat.h>

#include <fstream>

#include "target/launch.h"
#include "target/temporary_folder.h"
#include "target/test_waiting.h"

namespace clamor {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::vector<pid_t> Ids(const TreeReading& tree) {
  std::vector<pid_t> ids;
  for (const ProcessReading& process : tree.processes) ids.push_back(process.id);
  return ids;
}

class ProcessTree : public ::testing::Test {
 protected:
  void SetUp() override { ::mkfifo(fifo_.c_str(), 0600); }

  // The server's scripts wait in `read x <FIFO` for this: once, since a second one may find this
  // one's end.
  void WakeFifo() { std::ofstream(fifo_) << "go\n"; }

  Guard guard_;
  TemporaryFolder folder_;
  std::filesystem::path log_ = folder_.path() / "log";
  std::string fifo_ = folder_.path() / "fifo";
};

TEST_F(ProcessTree, IsFoundByWalkAndByScan) {
  const LaunchedServer server(
      ShellCommand("sh -c 'sleep 1000 & sleep 1000 & wait' & sleep 1000 & wait"), log_, guard_);
  ASSERT_TRUE(ComesTrue([&] { return internal::ScanForTree(server.pid()).processes.size() == 5; }));
  const std::vector<pid_t> scanned = Ids(internal::ScanForTree(server.pid()));
  EXPECT_THAT(scanned, Contains(server.pid()));
  EXPECT_EQ(Ids(internal::WalkTree(server.pid(), {})), scanned);
  EXPECT_EQ(Ids(ReadTree(server.pid(), {})), scanned);
}

TEST_F(ProcessTree, HoldsWhatEachHas) {
  const LaunchedServer server(ShellCommand("echo up; read x <" + fifo_), log_, guard_);
  ASSERT_TRUE(ComesTrue([&] { return Contents(log_) == "up\n"; }));
  const TreeReading tree = ReadTree(server.pid(), {});
  ASSERT_THAT(tree.processes, SizeIs(1));
  EXPECT_GT(tree.processes[0].resident_bytes, 10'000u);
  EXPECT_GE(tree.processes[0].open_files, 3);
  ASSERT_THAT(tree.threads, SizeIs(1));
  EXPECT_EQ(tree.threads[0].id, server.pid());
  EXPECT_EQ(tree.threads[0].process, server.pid());
  EXPECT_GT(tree.threads[0].schedule.turns, 0u);
}

TEST_F(ProcessTree, HoldsDescendantsThatLeftTheGroup) {
  const LaunchedServer server(ShellCommand("setsid sh -c 'echo $$; read x <" + fifo_ + "' & wait"),
                              log_, guard_);
  const pid_t apart = NumberIn(log_);
  EXPECT_THAT(Ids(internal::WalkTree(server.pid(), {})), Contains(apart));
  EXPECT_THAT(Ids(internal::ScanForTree(server.pid())), Contains(apart));
  ::kill(apart, SIGKILL);  // out of reach for the server's end
}

TEST_F(ProcessTree, KeepsAMemberOfTheGroupWhoseParentEnded) {
  const LaunchedServer server(
      ShellCommand("(sleep 1000 & echo $!; read x <" + fifo_ + "); echo orphaned; exec sleep 1000"),
      log_, guard_);
  const pid_t orphan = NumberIn(log_);
  const TreeReading before = ReadTree(server.pid(), {});
  ASSERT_THAT(Ids(before), Contains(orphan));
  WakeFifo();
  ASSERT_TRUE(ComesTrue([&] { return Contents(log_).ends_with("orphaned\n"); }));
  EXPECT_THAT(Ids(internal::WalkTree(server.pid(), before)), ElementsAre(server.pid(), orphan));
  EXPECT_THAT(Ids(internal::WalkTree(server.pid(), {})), ElementsAre(server.pid()));
}

TEST_F(ProcessTree, TakesNoOtherProcessForOneThatHadItsNumber) {
  const LaunchedServer server(ShellCommand("read x <" + fifo_), log_, guard_);
  const LaunchedServer other(ShellCommand("read x <" + fifo_), log_, guard_);
  TreeReading before = ReadTree(other.pid(), {});
  EXPECT_THAT(Ids(internal::WalkTree(server.pid(), before)), Not(Contains(other.pid())));
  before.processes[0].stat.start += std::chrono::seconds(1);
  EXPECT_THAT(Ids(internal::WalkTree(server.pid(), before)), Not(Contains(other.pid())));
}

TEST_F(ProcessTree, HoldsTheGroupOfARootThatEnded) {
  LaunchedServer server(ShellCommand("sleep 1000 & echo $!"), log_, guard_);
  const pid_t left = NumberIn(log_);
  ASSERT_TRUE(ComesTrue([&] { return server.HasExited(); }));
  const TreeReading tree = ReadTree(server.pid(), {});
  EXPECT_THAT(Ids(tree), ElementsAre(server.pid(), left));
  EXPECT_FALSE(IsAlive(FindProcess(tree, server.pid())->stat));
  EXPECT_THAT(tree.threads, SizeIs(1));
}

TEST_F(ProcessTree, IsEmptyWhenAllIsGone) {
  LaunchedServer server(ShellCommand("true"), log_, guard_);
  server.Stop();
  EXPECT_THAT(ReadTree(server.pid(), {}).processes, IsEmpty());
}

TEST(FindProcess, NeedsTheStartToMatchWhereItIsGiven) {
  TreeReading tree;
  tree.processes.resize(2);
  tree.processes[0].id = 5;
  tree.processes[1].id = 9;
  tree.processes[1].stat.start = std::chrono::seconds(3);
  EXPECT_EQ(FindProcess(tree, 9), &tree.processes[1]);
  EXPECT_EQ(FindProcess(tree, 9, std::chrono::seconds(3)), &tree.processes[1]);
  EXPECT_EQ(FindProcess(tree, 9, std::chrono::seconds(4)), nullptr);
  EXPECT_EQ(FindProcess(tree, 7), nullptr);
}

}  // namespace
}  // namespace clamor
