// SPDX-License-Identifier: Apache-2.0
// Profiles that follow the clock, ramps of users and batches, against a server that behaves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "base/atomic_file.h"
#include "tests/engine/play_against.h"
#include "tests/engine/tls_server.h"

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::chrono_literals;

constexpr char kQuick[] = "--ttft constant:2ms --gap constant:0ms --answer-events constant:2";
constexpr char kSlow[] = "--ttft constant:300ms --gap constant:0ms --answer-events constant:2";

// What the turns of a run told, in no order.
struct Seen {
  std::mutex mutex;
  std::vector<Time> scheduled;
  std::vector<Time> ended;
  std::set<int> users;
  std::set<std::string> sessions;

  TurnObserver Observer() {
    return [this](const EndedTurn& turn) {
      const std::lock_guard lock(mutex);
      scheduled.push_back(turn.scheduled);
      ended.push_back(turn.record.ended);
      users.insert(turn.user);
      sessions.emplace(turn.session_id);
    };
  }

  // From the first one.
  std::vector<Seconds> Schedule() {
    std::sort(scheduled.begin(), scheduled.end());
    std::vector<Seconds> times;
    for (const Time time : scheduled) times.emplace_back(time - scheduled.front());
    return times;
  }
};

TEST(ConstantRateRun, StartsWhatArrivesOnAnAbsoluteSchedule) {
  Seen seen;
  PlayCase play{.server = kQuick};
  play.profile = ConstantRate(200_per_s).For(500ms);
  play.on_turn = seen.Observer();
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 100u);
  EXPECT_EQ(run.Value(Counter::kDroppedIterations), 0u);
  EXPECT_EQ(seen.sessions.size(), 100u);
  const auto times = seen.Schedule();
  for (std::size_t i = 0; i < times.size(); ++i) {
    EXPECT_NEAR(times[i].count(), 0.005 * static_cast<double>(i), 1e-6) << i;
  }
  EXPECT_THAT(run.FindGauge(Gauge::kArrivalRate)->per_second, ElementsAre(200));
}

// Answers take 60 times as long as the gap between two arrivals, and still each arrival starts.
TEST(ConstantRateRun, DoesNotWaitForASlowServer) {
  Seen seen;
  PlayCase play{.server = kSlow};
  play.profile = ConstantRate(200_per_s).For(300ms);
  play.on_turn = seen.Observer();
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 60u);
  EXPECT_EQ(seen.users.size(), 60u);
}

TEST(ConstantRateRun, DropsWhatFindsNoFreeUserAndKeepsItsSchedule) {
  Seen seen;
  PlayCase play{.server = kSlow};
  play.profile = ConstantRate(100_per_s).For(500ms).ReadyUsers(1).MaxUsers(2);
  play.on_turn = seen.Observer();
  play.slas = {"dropped_iterations < 1"};
  const RunData run = PlayAgainst(play);
  const std::uint64_t dropped = run.Value(Counter::kDroppedIterations);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded) + dropped, 50u);
  // Two users at 0 and 10 ms, both free again some 300 ms later.
  EXPECT_GE(dropped, 40u);
  EXPECT_LE(seen.users.size(), 2u);
  EXPECT_EQ(run.Value(Counter::kRequests), 50u - dropped);
  // What is dropped does not shift what follows.
  for (const Seconds time : seen.Schedule()) {
    const double arrivals = time.count() * 100;
    EXPECT_NEAR(arrivals, std::round(arrivals), 1e-3);
  }
}

TEST(ConstantRateRun, UsesNoMoreUsersThanItNeeds) {
  Seen seen;
  PlayCase play{.server = kQuick};
  play.profile = ConstantRate(50_per_s).For(400ms).ReadyUsers(10);
  play.on_turn = seen.Observer();
  EXPECT_EQ(PlayAgainst(play).Value(Counter::kTurnsSucceeded), 20u);
  EXPECT_LT(seen.users.size(), 10u);  // who was busy last is asked first
}

TEST(ConstantRateRun, WarmsUpAtItsRateWithoutCounting) {
  PlayCase play{.server = kQuick};
  play.profile = ConstantRate(100_per_s).For(200ms).WarmUp(200ms);
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 20u);
  // The connections stand when counting begins.
  EXPECT_LT(run.FindTrend(Trend::kConnectionLatency, {}) == nullptr
                ? 0
                : run.FindTrend(Trend::kConnectionLatency, {})->histogram.count(),
            20u);
}

TEST(RampingRateRun, StartsAsManyAsItsStagesSumUpTo) {
  Seen seen;
  PlayCase play{.server = kQuick};
  play.profile = RampingRate(0_per_s, {{200_per_s, 500ms}, {0_per_s, 500ms}});
  play.on_turn = seen.Observer();
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 100u);
  const auto times = seen.Schedule();
  EXPECT_EQ(std::count_if(times.begin(), times.end(), [](Seconds t) { return t < 500ms; }), 50);
}

TEST(PoissonRateRun, StartsWhatTheSeedDrew) {
  Seen first;
  Seen second;
  PlayCase play{.server = kQuick};
  play.profile = PoissonRate(200_per_s).For(300ms);
  play.on_turn = first.Observer();
  const RunData run = PlayAgainst(play);
  EXPECT_GT(run.Value(Counter::kTurnsSucceeded), 20u);
  play.on_turn = second.Observer();
  PlayAgainst(play);
  EXPECT_EQ(first.Schedule(), second.Schedule());
}

TEST(TraceRun, StartsWhatWasRecordedWhenItWas) {
  const std::filesystem::path file = testing::TempDir() + "trace_run.csv";
  WriteWhole(file, "timestamp\n10\n10.1\n10.1\n10.25\n");
  Seen seen;
  PlayCase play{.server = kQuick};
  play.profile = Trace(file.string());
  play.on_turn = seen.Observer();
  EXPECT_EQ(PlayAgainst(play).Value(Counter::kTurnsSucceeded), 4u);
  const auto times = seen.Schedule();
  EXPECT_NEAR(times[2].count(), 0.1, 1e-6);
  EXPECT_NEAR(times[3].count(), 0.25, 1e-6);
  std::filesystem::remove(file);
}

// What is to be repeated comes back word by word.
TEST(TraceRun, SendsPromptsOfTheSizesThatWereRecorded) {
  const std::filesystem::path file = testing::TempDir() + "trace_words_run.csv";
  WriteWhole(file, "timestamp,prompt_tokens\n0,3\n0,40\n0.05,7\n");
  PlayCase play{.server = kQuick};
  play.profile = Trace(file.string());
  play.conversations = {Saying({"Repeat after me: {{words}}"}, {.contains = "{{words}}"})};
  std::mutex mutex;
  std::multiset<std::uint64_t> sizes;
  play.on_turn = [&](const EndedTurn& turn) {
    const std::lock_guard lock(mutex);
    sizes.insert(turn.record.content_events);
  };
  EXPECT_EQ(PlayAgainst(play).Value(Counter::kTurnsSucceeded), 3u);
  EXPECT_THAT(sizes, ElementsAre(3u, 7u, 40u));
  std::filesystem::remove(file);
}

TEST(RampingUsersRun, BringsUsersAndSendsThemAway) {
  Seen seen;
  PlayCase play{.server = kQuick};
  play.profile = RampingUsers(1, {{4, 200ms}, {4, 200ms}, {0, 200ms}}).ThinkTime(1ms);
  play.on_turn = seen.Observer();
  const RunData run = PlayAgainst(play);
  EXPECT_THAT(seen.users, ElementsAre(0, 1, 2, 3));
  EXPECT_TRUE(run.ended_early.empty());
  EXPECT_LT(run.counted, 5s);
  EXPECT_EQ(run.Value(Counter::kTurnsUnfinished), 0u);
}

TEST(BatchesRun, BeginsABatchWhenTheLastOneHasEnded) {
  Seen seen;
  PlayCase play{.server = kQuick};
  play.profile = Batches(5, 12);
  play.on_turn = seen.Observer();
  EXPECT_EQ(PlayAgainst(play).Value(Counter::kTurnsSucceeded), 12u);
  EXPECT_EQ(seen.users.size(), 5u);
  std::sort(seen.scheduled.begin(), seen.scheduled.end());
  std::sort(seen.ended.begin(), seen.ended.end());
  EXPECT_GE(seen.scheduled[5], seen.ended[4]);
  EXPECT_GE(seen.scheduled[10], seen.ended[9]);
}

TEST(BatchesRun, HoldsNoMoreAtOnceThanItHasUsers) {
  Seen seen;
  PlayCase play{.server = kQuick};
  play.profile = Batches(6, 12).Users(2);
  play.on_turn = seen.Observer();
  EXPECT_EQ(PlayAgainst(play).Value(Counter::kTurnsSucceeded), 12u);
  EXPECT_THAT(seen.users, ElementsAre(0, 1));
}

TEST(ACap, SpacesTheTurnsOfAllUsers) {
  Seen seen;
  PlayCase play{.server = kQuick};
  play.profile = ConstantUsers(5).For(500ms).AtMost(40_per_s);
  play.on_turn = seen.Observer();
  const RunData run = PlayAgainst(play);
  EXPECT_LE(run.Value(Counter::kTurnsSucceeded), 20u);
  EXPECT_GE(run.Value(Counter::kTurnsSucceeded), 10u);
  const auto times = seen.Schedule();
  for (std::size_t i = 1; i < times.size(); ++i) {
    EXPECT_GE((times[i] - times[i - 1]).count(), 0.025 - 1e-6);
  }
}

// The server is stopped half of the time. A connection for each turn and its TLS handshake wait for
// it before the request can be sent: users feel it, but response_time begins with the request.
TEST(AServerThatStalls, ShowsInTheScheduledResponseTime) {
  TlsServer server({"--ttft", "constant:1ms", "--gap", "constant:0ms"});
  PlayCase play;
  play.options.base_url = server.url();
  play.options.tls_insecure = true;
  play.options.reuse = "per_turn";
  play.profile = ConstantRate(50_per_s).For(2s);
  const std::jthread stalling([&](const std::stop_token& ended) {
    while (!ended.stop_requested()) {
      ::kill(server.pid(), SIGSTOP);
      std::this_thread::sleep_for(200ms);
      ::kill(server.pid(), SIGCONT);
      std::this_thread::sleep_for(200ms);
    }
  });
  const RunData run = PlayAgainst(play);
  const auto p75 = [&run](Trend trend) {
    return run.FindTrend(trend, {})->histogram.Quantile(0.75);
  };
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 100u);
  // Not more: on a busy machine stalls hit requests under way too.
  EXPECT_GT(p75(Trend::kScheduledResponseTime), 2 * p75(Trend::kResponseTime));
}

TEST(ARunOnABudget, SendsNoMoreThanItMay) {
  PlayCase play{.server = kQuick};
  play.profile = ConstantUsers(4).For(1h);
  play.options.max_requests = 25;
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kRequests), 25u);
  EXPECT_THAT(run.ended_early, HasSubstr("--clamor_max_requests: 25 requests were sent"));
}

}  // namespace
}  // namespace clamor
