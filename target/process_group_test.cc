// SPDX-License-Identifier: Apache-2.0
#include "target/process_group.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "target/test_waiting.h"

namespace clamor {
namespace {

using std::chrono::milliseconds;

// A child in a group of its own that ends at once, or never.
pid_t Fork(bool ends) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (ends) ::_exit(0);
    for (;;) ::pause();
  }
  ::setpgid(child, child);
  return child;
}

TEST(ProcessGroup, IsDeadWhenOnlyAZombieIsLeftThoughKillFindsIt) {
  const pid_t child = Fork(true);
  ASSERT_TRUE(ComesTrue([&] { return IsDead(child); }));
  EXPECT_EQ(::kill(child, 0), 0);
  EXPECT_FALSE(GroupIsAlive(child));
  ::waitpid(child, nullptr, 0);
}

TEST(ProcessGroup, EndsByTheFirstSignalWhereItObeys) {
  const pid_t child = Fork(false);
  EXPECT_TRUE(GroupIsAlive(child));
  EndGroups(std::array{child}, std::chrono::minutes(1));
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WTERMSIG(status), SIGTERM);
}

TEST(ProcessGroup, EndsByTheSecondSignalWhereItIsStopped) {
  const pid_t child = Fork(false);
  ::kill(child, SIGSTOP);
  EndGroups(std::array{child}, milliseconds(20));
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_FALSE(GroupIsAlive(child));
}

}  // namespace
}  // namespace clamor
