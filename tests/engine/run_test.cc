// SPDX-License-Identifier: Apache-2.0
// Profiles, stops and what is counted, against a server that behaves.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "tests/engine/play_against.h"

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::SizeIs;
using namespace std::chrono_literals;

constexpr char kQuick[] = "--ttft constant:2ms --gap constant:1ms --answer-events constant:5";
constexpr char kEndless[] = "--ttft constant:60min";

std::uint64_t CountOf(const RunData& run, Trend trend, const Tags& tags = {}) {
  const TrendSeries* series = run.FindTrend(trend, tags);
  return series == nullptr ? 0 : series->histogram.count();
}

// What every turn of a run told its observer.
struct Seen {
  std::mutex mutex;
  std::multiset<std::string> sessions;
  std::multiset<int> users;
  TurnObserver Observer() {
    return [this](const EndedTurn& ended) {
      const std::lock_guard lock(mutex);
      sessions.emplace(ended.session_id);
      users.insert(ended.user);
    };
  }
};

TEST(SharedIterationsRun, DrainsTheQueueAndTimesEveryTurn) {
  PlayCase play{.server = kQuick};
  play.conversations = {Saying({"one", "two", "three"})};
  play.profile = SharedIterations(10).Users(3);
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kConversations), 10u);
  EXPECT_EQ(run.Value(Counter::kConversationsWhole), 10u);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 30u);
  EXPECT_EQ(run.Value(Counter::kContentEvents), 150u);
  for (Trend trend : {Trend::kTimeToFirstByte, Trend::kTimeToFirstEvent, Trend::kTimeToFirstToken,
                      Trend::kResponseTime, Trend::kScheduledResponseTime, Trend::kLongestStall,
                      Trend::kStartLag, Trend::kGeneratorLag}) {
    EXPECT_EQ(CountOf(run, trend), 30u) << Info(trend).name;
  }
  EXPECT_EQ(CountOf(run, Trend::kInterEventGap), 120u);
  EXPECT_EQ(CountOf(run, Trend::kConversationTime), 10u);
  EXPECT_EQ(CountOf(run, Trend::kResponseTime, {{"turn", "2"}}), 10u);
  EXPECT_EQ(run.stream_ends[static_cast<std::size_t>(StreamEnd::kComplete)], 30u);
  EXPECT_TRUE(run.ended_early.empty());
  EXPECT_THAT(run.failures, IsEmpty());
  // The server waits 2 ms before the first event and at least 1 ms between two.
  EXPECT_GE(run.FindTrend(Trend::kTimeToFirstToken, {})->histogram.min(), 2ms);
  EXPECT_GE(run.FindTrend(Trend::kResponseTime, {})->histogram.min(), 6ms);
}

// The worker is held up after the first turn until its next look at the world finds two things at
// once: that the second user's answer, the last, has come, and that a second has passed.
TEST(SharedIterationsRun, EndsWhenItsLastTurnEndsWithASample) {
  PlayCase play{.server = kQuick};
  play.profile = SharedIterations(2).Users(2);
  const Time second_passed = Clock::now() + 1500ms;
  play.on_turn = [&](const EndedTurn&) { std::this_thread::sleep_until(second_passed); };
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 2u);
  EXPECT_TRUE(run.ended_early.empty());
}

TEST(Connections, AreReusedAsAsked) {
  PlayCase play{.server = kQuick};
  play.conversations = {Saying({"one", "two"})};
  play.profile = SharedIterations(6).Users(2);
  EXPECT_EQ(CountOf(PlayAgainst(play), Trend::kConnectionLatency), 2u);
  play.options.reuse = "per_session";
  EXPECT_EQ(CountOf(PlayAgainst(play), Trend::kConnectionLatency), 6u);
  play.options.reuse = "per_turn";
  EXPECT_EQ(CountOf(PlayAgainst(play), Trend::kConnectionLatency), 12u);
}

TEST(SessionIds, AreOnePerConversationOrPerTurnAndRepeatWithTheSeed) {
  PlayCase play{.server = kQuick};
  play.conversations = {Saying({"one", "two"})};
  play.profile = SharedIterations(5).Users(2);
  Seen first;
  play.on_turn = first.Observer();
  PlayAgainst(play);
  EXPECT_EQ(std::set<std::string>(first.sessions.begin(), first.sessions.end()).size(), 5u);
  Seen second;
  play.on_turn = second.Observer();
  PlayAgainst(play);
  EXPECT_EQ(first.sessions, second.sessions);
  Seen per_turn;
  play.on_turn = per_turn.Observer();
  play.options.session = "per_turn";
  PlayAgainst(play);
  EXPECT_EQ(std::set<std::string>(per_turn.sessions.begin(), per_turn.sessions.end()).size(), 10u);
}

TEST(Exemplars, NameTheTraceOfTheSlowestTurn) {
  PlayCase play{.server = kQuick};
  play.conversations = {Saying({"one", "two"})};
  play.profile = SharedIterations(20).Users(4);
  play.options.threads = 2;
  std::mutex mutex;
  std::map<std::string, std::string> traces;  // by session and place
  play.on_turn = [&](const EndedTurn& ended) {
    const std::lock_guard lock(mutex);
    traces[fmt::format("{} {}", ended.session_id, ended.place)] = ended.trace_id;
  };
  const RunData run = PlayAgainst(play);
  const auto slowest = [&run](Trend trend) {
    const Exemplar* found = nullptr;
    for (const Exemplar& exemplar : run.exemplars) {
      if (exemplar.trend != trend) continue;
      if (found == nullptr || exemplar.Value() > found->Value()) found = &exemplar;
    }
    return found;
  };
  for (const Trend trend : {Trend::kTimeToFirstToken, Trend::kLongestStall, Trend::kResponseTime,
                            Trend::kScheduledResponseTime}) {
    const Exemplar* exemplar = slowest(trend);
    ASSERT_NE(exemplar, nullptr) << Info(trend).name;
    EXPECT_EQ(exemplar->Value(), run.FindTrend(trend, {})->histogram.max()) << Info(trend).name;
    EXPECT_THAT(exemplar->trace_id, MatchesRegex("[0-9a-f]{32}"));
    EXPECT_EQ(exemplar->trace_id,
              traces.at(fmt::format("{} {}", exemplar->session, exemplar->place)));
    EXPECT_EQ(exemplar->content_events, 5u);
    EXPECT_THAT(exemplar->gaps, SizeIs(4));
  }
}

TEST(IterationsPerUserRun, GivesEveryUserItsOwn) {
  PlayCase play{.server = kQuick};
  play.profile = IterationsPerUser(3).Users(4);
  Seen seen;
  play.on_turn = seen.Observer();
  PlayAgainst(play);
  for (int user = 0; user < 4; ++user) EXPECT_EQ(seen.users.count(user), 3u) << user;
}

TEST(SeveralThreads, CountAsOne) {
  PlayCase play{.server = kQuick};
  play.options.threads = 3;
  play.profile = SharedIterations(60).Users(7);
  Seen seen;
  play.on_turn = seen.Observer();
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 60u);
  EXPECT_EQ(std::set<std::string>(seen.sessions.begin(), seen.sessions.end()).size(), 60u);
  EXPECT_EQ(run.generator.threads, 3);
}

TEST(ConstantUsersRun, EndsWhenItsTimeIsOver) {
  PlayCase play{.server = kQuick};
  play.profile = ConstantUsers(2).For(300ms);
  const RunData run = PlayAgainst(play);
  EXPECT_GT(run.Value(Counter::kTurnsSucceeded), 5u);
  EXPECT_GE(run.counted, 290ms);
  EXPECT_LT(run.counted, 5s);
  EXPECT_EQ(run.Value(Counter::kTurnsUnfinished), 0u);
}

TEST(WarmUp, IsSentButNotCounted) {
  PlayCase play{.server = kQuick};
  play.profile = SharedIterations(10).Users(2).WarmUp(200ms);
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 10u);
  EXPECT_EQ(run.Value(Counter::kRequests), 10u);
  // The connections were made during the warm-up.
  EXPECT_EQ(CountOf(run, Trend::kConnectionLatency), 0u);
}

TEST(ThinkTime, EntersNoLatency) {
  PlayCase play{.server = kQuick};
  play.conversations = {Saying({"one", "two"})};
  play.profile = SharedIterations(2).Users(1).ThinkTime(150ms);
  const RunData run = PlayAgainst(play);
  EXPECT_GE(run.FindTrend(Trend::kConversationTime, {})->histogram.min(), 150ms);
  EXPECT_LT(run.FindTrend(Trend::kScheduledResponseTime, {{"turn", "2"}})->histogram.min(), 150ms);
}

TEST(FailedTurns, EndTheirConversationUnlessItIsToKeepGoing) {
  PlayCase play{.server = "--fault status:500=1"};
  play.conversations = {Saying({"one", "two", "three"})};
  play.profile = SharedIterations(4).Users(2);
  RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsFailed), 4u);
  EXPECT_EQ(run.Value(Counter::kTurnsNotHeld), 8u);
  EXPECT_EQ(run.Value(Counter::kConversationsWhole), 0u);
  play.profile = SharedIterations(4).Users(2).KeepGoing();
  run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsFailed), 12u);
  EXPECT_EQ(run.Value(Counter::kTurnsNotHeld), 0u);
}

TEST(GracefulStop, CutsWhatDoesNotEndAndCountsItAsNeither) {
  PlayCase play{.server = kEndless};
  play.profile = ConstantUsers(3).For(100ms).GracefulStop(100ms);
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsUnfinished), 3u);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded) + run.Value(Counter::kTurnsFailed), 0u);
}

TEST(GracefulStop, LeavesATurnThatHasNotBegunUncounted) {
  StopSignal stop;
  PlayCase play{.server = kQuick};
  play.conversations = {Saying({"one", "two"})};
  play.profile = SharedIterations(1).Users(1).ThinkTime(1h).GracefulStop(0s);
  play.hooks.stop = &stop;
  play.on_turn = [&stop](const EndedTurn&) { stop.Request(); };
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kRequests), 1u);
  EXPECT_EQ(run.Value(Counter::kTurnsUnfinished), 0u);
}

TEST(StopSignal, EndsArrivalsAndTellsThatItDid) {
  StopSignal stop;
  PlayCase play{.server = kQuick};
  play.profile = ConstantUsers(2).For(1h);
  play.hooks.stop = &stop;
  play.on_turn = [&stop](const EndedTurn&) { stop.Request(); };
  const RunData run = PlayAgainst(play);
  EXPECT_TRUE(run.interrupted);
  EXPECT_GE(run.Value(Counter::kTurnsSucceeded), 1u);
}

TEST(TimeLimit, EndsARunInTimeToReport) {
  PlayCase play{.server = kQuick};
  play.profile = ConstantUsers(1).For(1h);
  play.hooks.time_limit = 500ms;
  EXPECT_THAT(PlayAgainst(play).ended_early, HasSubstr("time limit"));
}

TEST(AbortRules, EndARunWhosePromiseIsBrokenForGood) {
  PlayCase play{.server = kQuick};
  play.options.threads = 2;
  play.profile = ConstantUsers(2).For(1h);
  play.slas = {"p95(time_to_first_token){turn=1} < 1us abort after 1s", "error_rate < 1%"};
  const RunData run = PlayAgainst(play);
  EXPECT_THAT(run.ended_early,
              HasSubstr("a promise to abort on is broken: p95(time_to_first_token)"));
  EXPECT_GE(run.counted, 900ms);
}

TEST(AbortRules, LeaveARunAloneThatKeepsThem) {
  PlayCase play{.server = kQuick};
  play.profile = ConstantUsers(2).For(2500ms);
  play.slas = {"p95(time_to_first_token) < 10s abort after 1s"};
  EXPECT_EQ(PlayAgainst(play).ended_early, "");
}

TEST(AbortRules, LeaveARunAloneOfWhichTheyKnowNothingYet) {
  PlayCase play{.server = kEndless};
  play.options.turn_timeout = 100ms;
  play.profile = ConstantUsers(2).For(2500ms);
  play.slas = {"p95(response_time) < 10s abort after 1s"};
  const RunData run = PlayAgainst(play);
  EXPECT_GT(run.Value(Counter::kTurnsFailed), 2u);
  EXPECT_EQ(run.ended_early, "");
}

TEST(Progress, IsToldOnceASecond) {
  std::vector<Progress> told;
  PlayCase play{.server = kQuick};
  play.profile = ConstantUsers(2).For(1200ms);
  play.hooks.on_second = [&told](const Progress& progress) { told.push_back(progress); };
  const RunData run = PlayAgainst(play);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].planned_time, 1200ms);
  ASSERT_NE(run.FindGauge(Gauge::kActiveUsers), nullptr);
  EXPECT_EQ(run.FindGauge(Gauge::kActiveUsers)->per_second.size(), 1u);
}

TEST(MoreUsersThanDescriptors, AreRefusedBeforehandWithTheNumberNeeded) {
  PlayCase play{.server = kQuick};
  play.profile = SharedIterations(1).Users(100'000'000);
  EXPECT_THROW(PlayAgainst(play), std::invalid_argument);
}

// Takes descriptors away from the process until none is left, and gives them back.
class DescriptorsTaken {
 public:
  DescriptorsTaken() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit few{kLimit, kLimit};
    ::setrlimit(RLIMIT_NOFILE, &few);
  }
  ~DescriptorsTaken() {
    for (const int taken : taken_) ::close(taken);
    ::setrlimit(RLIMIT_NOFILE,
                &before_);  // the hard limit only as root; a few hundred do for the other tests
  }
  DescriptorsTaken(const DescriptorsTaken&) = delete;
  DescriptorsTaken& operator=(const DescriptorsTaken&) = delete;

  void TakeAll() {
    for (int one = ::dup(STDOUT_FILENO); one >= 0; one = ::dup(STDOUT_FILENO)) {
      taken_.push_back(one);
    }
  }

 private:
  static constexpr rlim_t kLimit = 400;
  rlimit before_{};
  std::vector<int> taken_;
};

TEST(RunningOutOfDescriptors, VoidsTheRunAndIsNoFailureOfTheServer) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "UBSan, in the same preset, needs descriptors to look at objects";
#endif
  DescriptorsTaken descriptors;
  PlayCase play{.server = kQuick};
  play.options.reuse = "per_turn";
  play.profile = SharedIterations(1000).Users(1);
  play.on_turn = [&descriptors](const EndedTurn&) { descriptors.TakeAll(); };
  const RunData run = PlayAgainst(play);
  EXPECT_THAT(run.generator.void_because, SizeIs(1));
  EXPECT_EQ(run.Value(Counter::kTurnsFailed), 0u);
  EXPECT_LT(run.Value(Counter::kRequests), 1000u);
}

TEST(Endpoints, ReplaceThePathOfTheDialect) {
  PlayCase play{.server = kQuick};
  play.options.endpoint = "/elsewhere/{session_id}";
  EXPECT_EQ(FailuresOf(PlayAgainst(play), Failure::kStatus), 20u);
}

TEST(CountsByTag, AddUpToTheWhole) {
  Conversation a = Saying({"one"});
  a.name = "a";
  a.tags = {{"kind", "x"}};
  Conversation b = a;
  b.name = "b";
  b.tags = {{"kind", "y"}};
  b.invocations = 3;
  PlayCase play{.server = kQuick};
  play.conversations = {a, b};
  play.profile = SharedIterations(40).Users(4);
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(CountOf(run, Trend::kResponseTime, {{"kind", "x"}}), 10u);
  EXPECT_EQ(CountOf(run, Trend::kResponseTime, {{"kind", "y"}}), 30u);
  EXPECT_EQ(CountOf(run, Trend::kResponseTime, {{"conversation", "b"}}), 30u);
}

}  // namespace
}  // namespace clamor
