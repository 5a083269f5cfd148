// SPDX-License-Identifier: Apache-2.0
#include "metrics/server_warnings.h"

#include <gmock/gmock.h>

#include "metrics/test_runs.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::size_t kSeconds = 30;

// A server that is neither busy nor slow nor grows, answering in 200 ms.
class ServerWarningsTest : public testing::Test {
 protected:
  ServerWarningsTest() {
    Set(Gauge::kServerCpu, 0.1);
    Set(Gauge::kServerCores, 0.2);
    Set(Gauge::kServerRss, 50e6);
    Set(Gauge::kServerRunDelay, 0.001);
  }

  void Set(Gauge gauge, double level) { SetEach(gauge, std::vector<double>(kSeconds, level)); }
  void SetEach(Gauge gauge, std::vector<double> levels) {
    std::erase_if(run_.gauges, [gauge](const auto& series) { return series.gauge == gauge; });
    run_.gauges.push_back({gauge, std::move(levels)});
  }
  void AnswerIn(std::chrono::milliseconds time) {
    RunBuilder builder;
    for (int s = 0; s < static_cast<int>(kSeconds); ++s) builder.Succeed(s, time);
    const std::vector<GaugeSeries> gauges = run_.gauges;
    run_ = builder.Run(kSeconds);
    run_.gauges = gauges;
  }
  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const Warning& warning : ServerWarnings(run_)) names.push_back(warning.name);
    return names;
  }

  RunData run_;
};

TEST_F(ServerWarningsTest, AreNoneOfAHealthyServerNorOfNone) {
  AnswerIn(200ms);
  EXPECT_THAT(Names(), IsEmpty());
  EXPECT_THAT(ServerWarnings(RunData()), IsEmpty());
}

TEST_F(ServerWarningsTest, TellThatTheCpuIsTheBound) {
  Set(Gauge::kServerCpu, 0.85);
  Set(Gauge::kServerCores, 1.7);
  ASSERT_THAT(Names(), ElementsAre("server_cpu_bound"));
  EXPECT_THAT(ServerWarnings(run_).front().text,
              HasSubstr("1.70 cores busy on average, 85 % of those it may use"));
}

TEST_F(ServerWarningsTest, KnowThatJavaScriptHasOneCore) {
  Set(Gauge::kServerCpu, 0.25);
  Set(Gauge::kServerCores, 0.95);
  EXPECT_THAT(Names(), IsEmpty()) << "three more cores are idle";
  Set(Gauge::kServerEventLoopDelay, 0.01);
  EXPECT_THAT(Names(), ElementsAre("server_cpu_bound"));
}

TEST_F(ServerWarningsTest, TellThatItWaitsForOthers) {
  AnswerIn(1200ms);
  ASSERT_THAT(Names(), ElementsAre("server_io_bound"));
  EXPECT_THAT(ServerWarnings(run_).front().text, HasSubstr("took 1.2 s or more"));
  Set(Gauge::kServerCores, 0.5);
  EXPECT_THAT(Names(), IsEmpty()) << "it does something in that time";
}

TEST_F(ServerWarningsTest, TellThatItsMemoryGrows) {
  std::vector<double> levels;
  for (std::size_t s = 0; s < kSeconds; ++s) levels.push_back(50e6 + 2e6 * static_cast<double>(s));
  SetEach(Gauge::kServerRss, levels);
  ASSERT_THAT(Names(), ElementsAre("server_memory_growing"));
  EXPECT_THAT(ServerWarnings(run_).front().text, HasSubstr("to 108 MB"));
}

TEST_F(ServerWarningsTest, TakeAStartForNoGrowth) {
  std::vector<double> levels(kSeconds, 90e6);
  for (std::size_t s = 0; s < 6; ++s) levels[s] = 40e6 + 8e6 * static_cast<double>(s);
  SetEach(Gauge::kServerRss, levels);
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(ServerWarningsTest, TellOfDelays) {
  std::vector<double> delays(kSeconds, 0.01);
  delays[3] = 0.2;
  SetEach(Gauge::kServerEventLoopDelay, delays);
  ASSERT_THAT(Names(), ElementsAre("server_event_loop_delay"));
  EXPECT_THAT(ServerWarnings(run_).front().text,
              HasSubstr("for 200 ms at worst, and for more than 50 ms in 1 of 30 seconds."));
  Set(Gauge::kServerEventLoopDelay, 0.05);
  EXPECT_THAT(Names(), IsEmpty()) << "that is the limit";
  Set(Gauge::kServerRunDelay, 0.06);
  EXPECT_THAT(Names(), ElementsAre("server_run_delay"));
}

}  // namespace
}  // namespace clamor
