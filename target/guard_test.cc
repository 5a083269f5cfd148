// SPDX-License-Identifier: Apache-2.0
#include "target/guard.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "target/launch.h"
#include "target/process_group.h"
#include "target/temporary_folder.h"
#include "target/test_waiting.h"

namespace clamor {
namespace {

// The guards of that process which are at work: a dead one loses its descriptors, not its name.
std::vector<pid_t> GuardsOf(pid_t process) {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string number = entry.path().filename();
    if (number.find_first_not_of("0123456789") != std::string::npos) continue;
    if (Contents(entry.path() / "comm") != "clamor:" + std::to_string(process) + "\n") continue;
    if (!IsDead(std::stoi(number))) found.push_back(std::stoi(number));
  }
  return found;
}

class GuardProcess : public ::testing::Test {
 protected:
  // Another process that launches the command, to be killed by the test.
  std::unique_ptr<LaunchedServer> Launcher(const std::string& command) {
    auto launcher = std::make_unique<LaunchedServer>(
        ProgramCommand({CLAMOR_TARGET_TEST_PROGRAM, "launch", command, log_.string()}),
        launcher_log_, guard_);
    EXPECT_TRUE(ComesTrue([&] { return Contents(launcher_log_) == "launched\n"; }));
    return launcher;
  }

  Guard guard_;
  TemporaryFolder folder_;
  std::filesystem::path log_ = folder_.path() / "log";
  std::filesystem::path launcher_log_ = folder_.path() / "launcher_log";
};

TEST_F(GuardProcess, EndsAGrandchildThatIgnoresSigtermWhenTheLauncherIsKilled) {
  const auto launcher = Launcher("trap '' TERM; sleep 1000 & echo $!; wait; sleep 1000");
  const pid_t grandchild = NumberIn(log_);
  ASSERT_GT(grandchild, 1);
  ASSERT_FALSE(IsDead(grandchild));
  const pid_t group = StatOf(grandchild)->group;
  ASSERT_NE(group, launcher->pid()) << "then the guard of this process would end it";

  ::kill(launcher->pid(), SIGKILL);

  EXPECT_TRUE(ComesTrue([&] { return IsDead(grandchild); }));
  EXPECT_TRUE(ComesTrue([&] { return !GroupIsAlive(group); }));
}

TEST_F(GuardProcess, LetsTheServerEndByItselfFirst) {
  const std::string last_word = folder_.path() / "last_word";
  const auto launcher = Launcher("trap 'echo bye >" + last_word +
                                 "; exit' TERM; echo $$; while :; do sleep 0.01; done");
  const pid_t server = NumberIn(log_);
  ::kill(launcher->pid(), SIGKILL);
  EXPECT_TRUE(ComesTrue([&] { return IsDead(server); }));
  EXPECT_EQ(Contents(last_word), "bye\n");
}

TEST_F(GuardProcess, EndsItselfWithTheLauncherAndHoldsNothingOfIt) {
  const auto launcher = Launcher("sleep 1000");
  std::vector<pid_t> guards;
  ASSERT_TRUE(ComesTrue([&] { return (guards = GuardsOf(launcher->pid())).size() == 1; }));
  const pid_t guard = guards.front();
  EXPECT_NE(StatOf(guard)->group, launcher->pid());
  const std::filesystem::path descriptors = "/proc/" + std::to_string(guard) + "/fd";
  for (const char* standard : {"0", "1", "2"}) {
    EXPECT_EQ(std::filesystem::read_symlink(descriptors / standard), "/dev/null");
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(descriptors), {}), 4);

  ::kill(launcher->pid(), SIGKILL);

  EXPECT_TRUE(ComesTrue([&] { return IsDead(guard); }));
}

TEST_F(GuardProcess, IsNobodysChild) {
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST_F(GuardProcess, LeavesAReleasedGroupAlone) {
  const pid_t released = ::fork();
  if (released == 0) {
    for (;;) ::pause();
  }
  ::setpgid(released, released);
  const pid_t watched = ::fork();
  if (watched == 0) {
    for (;;) ::pause();
  }
  ::setpgid(watched, watched);
  {
    Guard guard;
    guard.Watch(released);
    guard.Watch(watched);
    guard.Release(released);
  }
  EXPECT_TRUE(ComesTrue([&] { return IsDead(watched); }));
  EXPECT_FALSE(IsDead(released));
  ::kill(released, SIGKILL);
  ::waitpid(released, nullptr, 0);
  ::waitpid(watched, nullptr, 0);
}

TEST(Guard, MayBeGoneWithoutHarm) {
  ASSERT_TRUE(ComesTrue([] { return GuardsOf(::getpid()).empty(); })) << "of the tests before";
  Guard guard;
  std::vector<pid_t> guards;
  ASSERT_TRUE(ComesTrue([&] { return (guards = GuardsOf(::getpid())).size() == 1; }));
  ::kill(guards.front(), SIGKILL);
  EXPECT_TRUE(ComesTrue([] { return GuardsOf(::getpid()).empty(); }));
  guard.Watch(::getpid());  // would raise SIGPIPE on a pipe
  guard.Release(::getpid());
}

}  // namespace
}  // namespace clamor
