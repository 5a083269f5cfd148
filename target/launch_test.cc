// SPDX-License-Identifier: Apache-2.0
#include "target/launch.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <thread>

#include "target/temporary_folder.h"
#include "target/test_waiting.h"

namespace clamor {
namespace {

using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

class Launch : public ::testing::Test {
 protected:
  // What the command has written when it has ended by itself.
  std::string OutputOf(const std::string& line) {
    LaunchedServer server(ShellCommand(line), log_, guard_);
    EXPECT_TRUE(ComesTrue([&] { return server.HasExited(); }));
    return Contents(log_);
  }

  std::string EndOf(const std::string& line) {
    LaunchedServer server(ShellCommand(line), log_, guard_);
    EXPECT_TRUE(ComesTrue([&] { return server.HasExited(); }));
    return server.HowItEnded();
  }

  std::string Error(const Command& command, const std::filesystem::path& log) {
    try {
      const LaunchedServer server(command, log, guard_);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "no error";
  }

  // A pipe that a script reads from, so that it goes on when the test says so.
  std::string Fifo() {
    ::mkfifo(fifo_.c_str(), 0600);
    return fifo_;
  }
  void WakeFifo() { std::ofstream(fifo_) << "go\n"; }

  Guard guard_;
  TemporaryFolder folder_;
  std::filesystem::path log_ = folder_.path() / "log";
  std::filesystem::path fifo_ = folder_.path() / "fifo";
};

TEST_F(Launch, KeepsOutputAndErrorsInTheirOrder) {
  EXPECT_EQ(OutputOf("echo one; echo two >&2; echo three"), "one\ntwo\nthree\n");
}

TEST_F(Launch, BeginsTheLogAnew) {
  OutputOf("echo of the run before");
  EXPECT_EQ(OutputOf("echo now"), "now\n");
}

TEST_F(Launch, GivesALogThatMayBeCutWhileItGrows) {
  LaunchedServer server(ShellCommand("echo long line; read x <" + Fifo() + "; echo end"), log_,
                        guard_);
  ASSERT_TRUE(ComesTrue([&] { return !Contents(log_).empty(); }));
  std::filesystem::resize_file(log_, 0);
  WakeFifo();
  ASSERT_TRUE(ComesTrue([&] { return server.HasExited(); }));
  EXPECT_EQ(Contents(log_), "end\n");
}

TEST_F(Launch, GivesAnEmptyInput) { EXPECT_EQ(OutputOf("cat; echo done"), "done\n"); }

TEST_F(Launch, RunsAProgramWithArgumentsThatNoShellReads) {
  LaunchedServer server(ProgramCommand({"printf", "%s|", "a b", "$HOME", ";"}), log_, guard_);
  ASSERT_TRUE(ComesTrue([&] { return server.HasExited(); }));
  EXPECT_EQ(Contents(log_), "a b|$HOME|;|");
  EXPECT_EQ(server.name(), "printf %s| a b $HOME ;");
}

TEST_F(Launch, AddsToTheEnvironment) {
  ::setenv("CLAMOR_TEST_OURS", "ours", 1);
  ::setenv("CLAMOR_TEST_BOTH", "ours", 1);
  Command command = ShellCommand("echo $CLAMOR_TEST_OURS,$CLAMOR_TEST_BOTH,$CLAMOR_TEST_NEW");
  command.environment = {{"CLAMOR_TEST_BOTH", "given"}, {"CLAMOR_TEST_NEW", "a = b"}};
  LaunchedServer server(command, log_, guard_);
  ASSERT_TRUE(ComesTrue([&] { return server.HasExited(); }));
  EXPECT_EQ(Contents(log_), "ours,given,a = b\n");
  EXPECT_STREQ(std::getenv("CLAMOR_TEST_BOTH"), "ours");
}

TEST_F(Launch, TellsHowItEnded) {
  EXPECT_EQ(EndOf("exit 0"), "exited with code 0");
  EXPECT_EQ(EndOf("exit 3"), "exited with code 3");
  EXPECT_EQ(EndOf("kill -SEGV $$"), "killed by signal 11 (SIGSEGV)");
  EXPECT_EQ(EndOf("kill -36 $$"), "killed by signal 36");
  EXPECT_EQ(EndOf("/there/is/no/such/server"), "exited with code 127");
}

TEST_F(Launch, TellsThatItRunsAndWhatEndedIt) {
  LaunchedServer server(ShellCommand("exec sleep 1000"), log_, guard_);
  EXPECT_FALSE(server.HasExited());
  EXPECT_EQ(server.HowItEnded(), "still running");
  server.Stop();
  EXPECT_EQ(server.HowItEnded(), "killed by signal 15 (SIGTERM)");
}

TEST_F(Launch, GivesTheLastLinesOfTheLog) {
  LaunchedServer server(ShellCommand("echo a; echo b; echo c"), log_, guard_);
  ASSERT_TRUE(ComesTrue([&] { return server.HasExited(); }));
  EXPECT_THAT(server.LastLogLines(2), ElementsAre("b", "c"));
}

TEST_F(Launch, NamesTheProgramThatCannotBeStartedAndLeavesNoZombie) {
  EXPECT_EQ(Error(ProgramCommand({"/no/such/server", "--port", "1"}), log_),
            "cannot start '/no/such/server --port 1': No such file or directory");
  EXPECT_THAT(Error(ProgramCommand({"no-such-server-in-path"}), log_),
              AllOf(HasSubstr("'no-such-server-in-path'"), HasSubstr("No such file")));
  EXPECT_THAT(Error(ProgramCommand({folder_.path().string()}), log_),
              HasSubstr("Permission denied"));
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST_F(Launch, NamesTheLogThatCannotBeWritten) {
  EXPECT_THAT(Error(ShellCommand("true"), "/no/such/folder/log"),
              AllOf(HasSubstr("/no/such/folder/log"), HasSubstr("No such file or directory")));
}

TEST_F(Launch, EndsGrandchildrenAndLeavesNoZombie) {
  LaunchedServer server(ShellCommand("sleep 1000 & echo $!; wait"), log_, guard_);
  const pid_t grandchild = NumberIn(log_);
  ASSERT_GT(grandchild, 1);
  server.Stop();
  EXPECT_TRUE(IsDead(grandchild));
  EXPECT_FALSE(StatOf(server.pid())) << "a zombie is left";
}

TEST_F(Launch, EndsGrandchildrenOfALauncherThatHasEndedItself) {
  LaunchedServer server(ShellCommand("sleep 1000 & echo $!"), log_, guard_);
  const pid_t grandchild = NumberIn(log_);
  ASSERT_TRUE(ComesTrue([&] { return server.HasExited(); }));
  EXPECT_FALSE(IsDead(grandchild));
  server.Stop();
  EXPECT_TRUE(IsDead(grandchild));
  EXPECT_EQ(server.HowItEnded(), "exited with code 0");
}

TEST_F(Launch, LetsAServerFinishWithinTheGrace) {
  LaunchedServer server(
      ShellCommand("trap 'echo finished; exit 0' TERM; echo up; while :; do sleep 0.01; done"),
      log_, guard_);
  ASSERT_TRUE(ComesTrue([&] { return Contents(log_) == "up\n"; }));
  server.Stop(std::chrono::minutes(1));
  EXPECT_EQ(server.HowItEnded(), "exited with code 0");
  EXPECT_THAT(Contents(log_), EndsWith("finished\n"));
}

// The shell dies at once of the signal; its child still finishes.
TEST_F(Launch, LetsAGrandchildFinishWithinTheGrace) {
  LaunchedServer server(ShellCommand("sh -c \"trap 'sleep 0.1; echo finished; exit' TERM; echo up; "
                                     "while :; do sleep 0.01; done\" & wait"),
                        log_, guard_);
  ASSERT_TRUE(ComesTrue([&] { return Contents(log_) == "up\n"; }));
  server.Stop(std::chrono::minutes(1));
  EXPECT_EQ(server.HowItEnded(), "killed by signal 15 (SIGTERM)");
  EXPECT_THAT(Contents(log_), EndsWith("finished\n"));
}

TEST_F(Launch, KillsAServerThatIgnoresTheFirstSignal) {
  LaunchedServer server(ShellCommand("trap '' TERM; echo up; sleep 1000 & wait; sleep 1000"), log_,
                        guard_);
  ASSERT_TRUE(ComesTrue([&] { return Contents(log_) == "up\n"; }));
  server.Stop(milliseconds(50));
  EXPECT_EQ(server.HowItEnded(), "killed by signal 9 (SIGKILL)");
}

TEST_F(Launch, StopsWhenItGoesOutOfScopeAndASecondStopDoesNothing) {
  pid_t pid = 0;
  {
    LaunchedServer server(ShellCommand("sleep 1000"), log_, guard_);
    pid = server.pid();
    server.Stop();
    server.Stop();
    EXPECT_FALSE(StatOf(pid));
  }
  {
    const LaunchedServer server(ShellCommand("sleep 1000"), log_, guard_);
    pid = server.pid();
  }
  EXPECT_FALSE(StatOf(pid));
}

TEST_F(Launch, HandsOnNoDescriptor) {
  const int leaky = ::open("/dev/null", O_RDONLY);  // as Asio's sockets: not closed on exec
  ASSERT_GT(leaky, 2);
  EXPECT_EQ(OutputOf("ls /proc/$$/fd; true"), "0\n1\n2\n");
  ::close(leaky);
}

TEST_F(Launch, LeavesNoDescriptorOpenHere) {
  const auto count = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  };
  OutputOf("true");
  const auto before = count();
  OutputOf("true");
  Error(ProgramCommand({"/no/such/server"}), log_);
  EXPECT_EQ(count(), before);
}

TEST_F(Launch, GivesSignalsTheirDefaultMeaning) {
  const auto pipe_before = ::signal(SIGPIPE, SIG_IGN);
  sigset_t blocked;
  sigset_t mask_before;
  ::sigemptyset(&blocked);
  ::sigaddset(&blocked, SIGTERM);
  ::sigprocmask(SIG_BLOCK, &blocked, &mask_before);
  const std::string output = OutputOf("exec grep -E 'SigBlk|SigIgn' /proc/self/status");
  ::sigprocmask(SIG_SETMASK, &mask_before, nullptr);
  ::signal(SIGPIPE, pipe_before);
  EXPECT_THAT(output, HasSubstr("SigBlk:\t0000000000000000"));
  const std::string ignored = output.substr(output.find("SigIgn:\t") + 8);
  EXPECT_EQ(std::stoull(ignored, nullptr, 16) & (1U << (SIGPIPE - 1)), 0U);
}

TEST_F(Launch, StandsInAProcessGroupOfItsOwn) {
  LaunchedServer server(ShellCommand("sleep 1000"), log_, guard_);
  const std::optional<ProcessStat> stat = StatOf(server.pid());
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->group, server.pid());
}

// PR_SET_PDEATHSIG would end it with the thread.
TEST_F(Launch, OutlivesTheThreadThatLaunchedIt) {
  std::unique_ptr<LaunchedServer> server;
  std::thread([&] {
    server = std::make_unique<LaunchedServer>(ShellCommand("read x <" + Fifo() + "; echo $x"), log_,
                                              guard_);
  }).join();
  WakeFifo();
  ASSERT_TRUE(ComesTrue([&] { return server->HasExited(); }));
  EXPECT_EQ(Contents(log_), "go\n");
}

TEST_F(Launch, SeesTheEndAlsoWhereChildrenReapThemselves) {
  const auto before = ::signal(SIGCHLD, SIG_IGN);
  EXPECT_THAT(EndOf("exit 3"), HasSubstr("exited (with what code is not known"));
  ::signal(SIGCHLD, before);
}

}  // namespace
}  // namespace clamor
