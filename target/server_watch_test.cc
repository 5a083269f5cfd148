// SPDX-License-Identifier: Apache-2.0
// Samples of real servers. The time between two is the tests' own: a second, however long it took.
#include "target/server_watch.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>

#include "target/launch.h"
#include "target/temporary_folder.h"
#include "target/test_waiting.h"

namespace clamor {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

class ServerWatching : public ::testing::Test {
 protected:
  void SetUp() override { ::mkfifo(fifo_.c_str(), 0600); }

  // Launches the command and takes the first sample, which is none, when it has said "up".
  void Watch(const std::string& line) {
    server_.emplace(ShellCommand(line), log_, guard_);
    AwaitLog("up\n");
    watch_.emplace(server_->pid());
    EXPECT_FALSE(watch_->Sample(now_));
  }

  void AwaitLog(const std::string& end) {
    ASSERT_TRUE(ComesTrue([&] { return Contents(log_).ends_with(end); })) << Contents(log_);
  }

  ServerSample Sample() {
    const auto sample = watch_->Sample(now_ += std::chrono::seconds(1));
    EXPECT_TRUE(sample);
    return sample.value_or(ServerSample());
  }

  // The server's scripts wait in `read x <FIFO` for this: once, since a second one may find this
  // one's end.
  void WakeFifo() { std::ofstream(fifo_) << "go\n"; }

  nanoseconds CpuOfServer() { return StatOf(server_->pid())->cpu; }

  Guard guard_;
  TemporaryFolder folder_;
  std::filesystem::path log_ = folder_.path() / "log";
  std::string fifo_ = folder_.path() / "fifo";
  std::string read_fifo_ = "read x <" + fifo_;
  const std::string stay_ = "exec sleep 1000";
  const std::string program_ = CLAMOR_TARGET_TEST_PROGRAM;
  std::optional<LaunchedServer> server_;
  std::optional<ServerWatch> watch_;
  ServerWatch::Time now_{std::chrono::hours(1)};
};

TEST_F(ServerWatching, SeesAServerThatIsIdle) {
  Watch("exec 5</dev/null; echo up; " + read_fifo_);
  const ServerSample sample = Sample();
  EXPECT_LT(sample.cores, 0.2);
  EXPECT_EQ(sample.processes, 1);
  EXPECT_EQ(sample.threads, 1);
  EXPECT_GE(sample.open_files, 4);
  EXPECT_GT(sample.resident_bytes, 10'000u);
  EXPECT_FALSE(sample.event_loop_delay);
}

TEST_F(ServerWatching, SeesAServerThatIsBusy) {
  Watch("echo up; while :; do :; done");
  const nanoseconds before = CpuOfServer();
  ASSERT_TRUE(ComesTrue([&] { return CpuOfServer() > before + milliseconds(300); }));
  const ServerSample sample = Sample();
  EXPECT_GT(sample.cores, 0.2);
  EXPECT_GT(sample.cpu_share, 0);
}

TEST_F(ServerWatching, SeesMemoryThatAChildTakes) {
  Watch("echo up; " + read_fifo_ + "; " + program_ + " touch 64; true");
  const std::uint64_t before = Sample().resident_bytes;
  WakeFifo();
  AwaitLog("touched\n");
  const ServerSample sample = Sample();
  EXPECT_EQ(sample.processes, 2);
  EXPECT_GT(sample.resident_bytes, before + (std::uint64_t{60} << 20));
}

TEST_F(ServerWatching, SeesThreadsAndTheirSwitches) {
  Watch("echo up; " + read_fifo_ + "; " + program_ + " threads 5");
  WakeFifo();
  AwaitLog("threads\n");
  EXPECT_GE(Sample().threads, 6);
  EXPECT_TRUE(ComesTrue([&] { return Sample().context_switches >= 5; }));
  EXPECT_TRUE(ComesTrue([&] { return Sample().run_delay > nanoseconds(0); }));
}

TEST_F(ServerWatching, SeesTheWorkOfAChildThatCameAndWent) {
  Watch("echo up; " + read_fifo_ + "; " + program_ + " burn 300; echo burnt; " + stay_);
  WakeFifo();
  AwaitLog("burnt\n");
  const ServerSample sample = Sample();
  EXPECT_GT(sample.cores, 0.2);
  EXPECT_EQ(sample.processes, 1);
}

TEST_F(ServerWatching, CountsNothingTwiceWhenAChildEnds) {
  Watch("(" + program_ + " burn 500; echo up; " + read_fifo_ + "); echo ended; " + stay_);
  EXPECT_EQ(Sample().processes, 2);
  WakeFifo();
  AwaitLog("ended\n");
  const ServerSample sample = Sample();
  EXPECT_GE(sample.cores, 0);
  EXPECT_LT(sample.cores, 0.4);
  EXPECT_EQ(sample.processes, 1);
}

TEST_F(ServerWatching, SeesWhatARootHasLeftBehind) {
  Watch("sleep 1000 & echo up");
  ASSERT_TRUE(ComesTrue([&] { return server_->HasExited(); }));
  EXPECT_EQ(Sample().processes, 1);
}

TEST_F(ServerWatching, SeesNothingOfAServerThatHasEnded) {
  Watch("echo up");
  ASSERT_TRUE(ComesTrue([&] { return server_->HasExited(); }));
  EXPECT_FALSE(watch_->Sample(now_ + std::chrono::seconds(1)));
  server_->Stop();
  EXPECT_FALSE(watch_->Sample(now_ + std::chrono::seconds(2)));
}

TEST_F(ServerWatching, NeedsTimeToPass) {
  Watch("echo up; " + read_fifo_);
  EXPECT_FALSE(watch_->Sample(now_));
  EXPECT_TRUE(watch_->Sample(now_ + milliseconds(1)));
  EXPECT_FALSE(watch_->Sample(now_));
}

TEST_F(ServerWatching, TakesWhatEventLoopsTold) {
  EventLoopDelay event_loops;
  Command command =
      ShellCommand("echo '12 1000' >>$CLAMOR_EVENT_LOOP_FILE; echo up; " + read_fifo_ +
                   "; echo '12 2000' >>$CLAMOR_EVENT_LOOP_FILE; " + "echo told; " + stay_);
  command.environment = event_loops.environment();
  server_.emplace(command, log_, guard_);
  watch_.emplace(server_->pid(), &event_loops);
  AwaitLog("up\n");
  EXPECT_FALSE(watch_->Sample(now_));
  EXPECT_FALSE(Sample().event_loop_delay) << "what was told before the first sample";
  WakeFifo();
  AwaitLog("told\n");
  EXPECT_EQ(Sample().event_loop_delay, nanoseconds(2000));
}

}  // namespace
}  // namespace clamor
