// SPDX-License-Identifier: Apache-2.0
// Several scenarios in one run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <set>

#include "tests/engine/play_against.h"

namespace clamor {
namespace {

using testing::HasSubstr;
using testing::SizeIs;
using namespace std::chrono_literals;

constexpr char kQuick[] = "--ttft constant:2ms --gap constant:0ms --answer-events constant:2";

const Conversations kHello(Saying({"hello"}));

// When the turns of each scenario were scheduled.
struct Seen {
  std::mutex mutex;
  std::map<std::string, std::set<Time>, std::less<>> scheduled;
  std::set<std::string> sessions;

  TurnObserver Observer() {
    return [this](const EndedTurn& turn) {
      const std::lock_guard lock(mutex);
      scheduled[std::string(turn.scenario)].insert(turn.scheduled);
      sessions.emplace(turn.session_id);
    };
  }
};

PlayCase TwoScenarios(Seen& seen) {
  PlayCase play{.server = kQuick};
  play.scenarios = {{"first", kHello, ConstantRate(100_per_s).For(200ms).MaxUsers(20)},
                    {"second", kHello, SharedIterations(10).Users(2)}};
  play.on_turn = seen.Observer();
  return play;
}

TEST(ScenariosInOrder, BeginWhenTheOneBeforeHasEnded) {
  Seen seen;
  PlayCase play = TwoScenarios(seen);
  play.slas = {"error_rate{scenario=second} < 1%"};
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 30u);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded, {{"scenario", "first"}}), 20u);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded, {{"scenario", "second"}}), 10u);
  EXPECT_GT(*seen.scheduled["second"].begin(), *seen.scheduled["first"].rbegin());
  EXPECT_THAT(seen.sessions, SizeIs(30));
  ASSERT_THAT(run.scenarios, SizeIs(2));
  EXPECT_EQ(run.scenarios[0].name, "first");
  EXPECT_EQ(run.scenarios[0].started, 0ns);
  EXPECT_GE(run.scenarios[1].started, run.scenarios[0].counted);
  EXPECT_EQ(run.scenarios[1].planned_turns, 10u);
  EXPECT_GE(run.counted, run.scenarios[1].started + run.scenarios[1].counted);
}

TEST(ScenariosTogether, OverlapInTime) {
  Seen seen;
  PlayCase play = TwoScenarios(seen);
  play.together = true;
  const RunData run = PlayAgainst(play);
  EXPECT_EQ(run.Value(Counter::kTurnsSucceeded), 30u);
  EXPECT_LT(*seen.scheduled["second"].begin(), *seen.scheduled["first"].rbegin());
  EXPECT_THAT(seen.sessions, SizeIs(30));
  EXPECT_EQ(run.scenarios[1].started, 0ns);
}

TEST(ScenariosTogether, EndEachInItsOwnTime) {
  Seen seen;
  PlayCase play{.server = kQuick};
  play.scenarios = {{"short", kHello, ConstantUsers(1).For(100ms).ThinkTime(5ms)},
                    {"long", kHello, ConstantUsers(1).For(500ms).ThinkTime(5ms)}};
  play.together = true;
  play.on_turn = seen.Observer();
  PlayAgainst(play);
  EXPECT_LT(*seen.scheduled["short"].rbegin() + 200ms, *seen.scheduled["long"].rbegin());
}

TEST(Scenarios, ThatAnAbortEndsAreNotFollowedByOthers) {
  Seen seen;
  PlayCase play = TwoScenarios(seen);
  play.scenarios[0].how = ConstantUsers(1).For(1h);
  play.slas = {"p95(response_time) < 1us abort after 0.1s"};
  const RunData run = PlayAgainst(play);
  EXPECT_THAT(run.ended_early, HasSubstr("a promise to abort on is broken"));
  EXPECT_FALSE(seen.scheduled.contains("second"));
}

TEST(Scenarios, AreToldApartByTheirNames) {
  PlayCase play{.server = kQuick};
  play.scenarios = {{"a", kHello, SharedIterations(1)}, {"a", kHello, SharedIterations(1)}};
  EXPECT_THAT([&] { PlayAgainst(play); },
              testing::ThrowsMessage<std::invalid_argument>("two scenarios are named a"));
  play.scenarios[1].name = "";
  EXPECT_THAT([&] { PlayAgainst(play); },
              testing::ThrowsMessage<std::invalid_argument>("a scenario without a name"));
}

}  // namespace
}  // namespace clamor
