// SPDX-License-Identifier: Apache-2.0
#include "target/proc.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "target/temporary_folder.h"

namespace clamor {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr pid_t kNobody = 99'999'999;  // beyond what the kernel numbers

TEST(ProcessStat, ReadsAProcessWhoseNameLooksLikeItsEnd) {
  const std::optional<ProcessStat> stat = internal::ParseProcessStat(
      "12 (a) Z 1 (b) S 7 345 346 34816 -1 4194304 101 5 6 7 300 20 10 5 20 0 9 0 4955115 31 "
      "388\n");
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->state, 'S');
  EXPECT_EQ(stat->parent, 7);
  EXPECT_EQ(stat->group, 345);
  EXPECT_EQ(stat->threads, 9);
  const nanoseconds tick = nanoseconds(std::chrono::seconds(1)) / ::sysconf(_SC_CLK_TCK);
  EXPECT_EQ(stat->cpu, 320 * tick);
  EXPECT_EQ(stat->children_cpu, 15 * tick);
  EXPECT_EQ(stat->start, 4955115 * tick);
}

TEST(ProcessStat, RefusesTextThatIsNone) {
  for (const char* text : {"", "12", "12 (a", "12 (a) ", "12 (a) S", "12 (a) S 7", "12 (a) S 7 x",
                           "12 (a) S 7 345 346 0 -1 0 1 2 3 4 5 6 7 8 20 0 9 0"}) {
    EXPECT_FALSE(internal::ParseProcessStat(text)) << text;
  }
}

TEST(ProcessStat, IsTheKernelsForThisProcess) {
  const std::optional<ProcessStat> stat = StatOf(::getpid());
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->parent, ::getppid());
  EXPECT_EQ(stat->group, ::getpgrp());
  EXPECT_GT(stat->start, nanoseconds(0));
  EXPECT_LE(stat->start, TimeSinceBoot());
  EXPECT_FALSE(StatOf(kNobody));
}

TEST(ProcessStat, TellsAZombieFromAProcessWhoseMainThreadHasEnded) {
  ProcessStat stat;
  stat.state = 'S';
  stat.threads = 1;
  EXPECT_TRUE(IsAlive(stat));
  stat.state = 'Z';
  EXPECT_FALSE(IsAlive(stat));
  stat.threads = 2;
  EXPECT_TRUE(IsAlive(stat));
}

TEST(Proc, ListsProcessesAndThreads) {
  EXPECT_THAT(AllProcesses(), Contains(::getpid()));
  pid_t other = 0;
  std::vector<pid_t> threads;
  std::thread([&] {
    other = ::gettid();
    threads = ThreadsOf(::getpid());
  }).join();
  EXPECT_THAT(threads, AllOf(Contains(::getpid()), Contains(other)));
  EXPECT_THAT(ThreadsOf(kNobody), IsEmpty());
}

TEST(Proc, ReadsAListOfChildren) {
  std::vector<pid_t> children{1};
  internal::AppendChildrenIn("12 345 6 ", children);
  EXPECT_THAT(children, ElementsAre(1, 12, 345, 6));
  internal::AppendChildrenIn("", children);
  EXPECT_EQ(children.size(), 4u);
}

TEST(Proc, ReadsResidentMemory) {
  EXPECT_EQ(internal::ParseResidentBytes("765 433 406 5 0 123 0\n"),
            433u * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)));
  EXPECT_EQ(internal::ParseResidentBytes(""), 0u);
  EXPECT_GT(ResidentBytes(::getpid()), 100'000u);
  EXPECT_EQ(ResidentBytes(kNobody), 0u);
}

TEST(Proc, ReadsAThreadsSchedule) {
  const auto schedule = internal::ParseThreadSchedule("123456789 2251075 17\n");
  ASSERT_TRUE(schedule);
  EXPECT_EQ(schedule->waited, nanoseconds(2251075));
  EXPECT_EQ(schedule->turns, 17u);
  EXPECT_FALSE(internal::ParseThreadSchedule(""));
}

TEST(Proc, HasNoScheduleOfAThreadThatVanished) {
  pid_t vanished = 0;
  std::thread([&] { vanished = ::gettid(); }).join();
  while (::access(("/proc/self/task/" + std::to_string(vanished)).c_str(), F_OK) == 0) {
    std::this_thread::yield();  // joined a moment before it is gone
  }
  EXPECT_FALSE(ScheduleOf(::getpid(), vanished));
  std::string memory;
  std::vector<pid_t> children;
  EXPECT_FALSE(AppendChildren(::getpid(), vanished, memory, children));
  EXPECT_THAT(children, IsEmpty());
}

TEST(Proc, CountsOpenFiles) {
  const std::optional<int> before = OpenFiles(::getpid());
  ASSERT_TRUE(before);
  const int file = ::dup(STDIN_FILENO);
  const std::optional<int> after = OpenFiles(::getpid());
  ::close(file);
  ASSERT_TRUE(after);
  EXPECT_EQ(*after, *before + 1);
  EXPECT_EQ(OpenFiles(kNobody), 0);
}

// In a child, as another user where this one may read everything.
TEST(Proc, CountsNoOpenFilesInAFolderThatItMayNotRead) {
  const TemporaryFolder folder;
  ::chmod(folder.path().c_str(), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(2);
    ::_exit(internal::OpenFilesIn((folder.path() / "fd").c_str()) ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::chmod(folder.path().c_str(), 0700);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace clamor
