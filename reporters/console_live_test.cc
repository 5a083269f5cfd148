// SPDX-License-Identifier: Apache-2.0
#include "reporters/console_live.h"

#include <gtest/gtest.h>

#include <chrono>

#include "reporters/sample_runs.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;

Progress Half() {
  Progress progress;
  progress.elapsed = 60s;
  progress.planned_time = 120s;
  progress.users = 55;
  progress.turns = 2765;
  progress.turns_per_second = 46.1;
  progress.failures = 12;
  progress.p95 = 612ms;
  return progress;
}

TEST(Header, TellsWhatIsAboutToRunAndThatItIsScaled) {
  EXPECT_EQ(Header("Assistant.Drains", PassingRun().settings, Style{}),
            "Assistant.Drains\n"
            "  server   embedded, http://127.0.0.1:8000\n"
            "  profile  shared iterations, 55 users, 55/s ramp-up\n"
            "  users    55\n"
            "  planned  1,000 turns\n"
            "  seed     20260301\n"
            "  scaled   durations x 0.1: not the whole load\n");
}

TEST(Header, LeavesOutWhatIsNotKnown) {
  RunSettings settings;
  settings.target = "http://example.org";
  settings.users = 1;
  settings.seed = 7;
  EXPECT_EQ(Header("A.B", settings, Style{}),
            "A.B\n  server  http://example.org\n  users   1\n  seed    7\n");
}

TEST(LiveLine, ShowsUsersRateFailuresPercentileAndTimeLeft) {
  EXPECT_EQ(LiveLine(Half()),
            "50 %, 55 users, 2,765 turns, 46.1/s, 12 failed, p95 612 ms, 60 s left");
}

TEST(LiveLine, ForecastsFromTurnsWhereNoTimeIsPlanned) {
  Progress progress = Half();
  progress.planned_time.reset();
  progress.planned_turns = 2765 * 4;
  EXPECT_EQ(LiveLine(progress),
            "25 %, 55 users, 2,765 turns, 46.1/s, 12 failed, p95 612 ms, 180 s left");
}

TEST(LiveLine, ForecastsNothingBeforeTheFirstTurn) {
  Progress progress;
  progress.users = 1;
  progress.planned_turns = 10;
  EXPECT_EQ(LiveLine(progress), "0 %, 1 user, 0 turns, 0/s, 0 failed");
}

TEST(LiveLine, SaysThatItWarmsUpOrStops) {
  Progress progress = Half();
  progress.warming_up = true;
  EXPECT_EQ(LiveLine(progress), "warming up, 55 users, 2,765 turns, 46.1/s, 12 failed, p95 612 ms");
  progress.warming_up = false;
  progress.stopping = true;
  EXPECT_EQ(LiveLine(progress), "stopping, 55 users, 2,765 turns, 46.1/s, 12 failed, p95 612 ms");
}

TEST(DoneShare, IsNoneWithoutAPlanAndNeverAboveOne) {
  Progress progress = Half();
  progress.elapsed = 500s;
  EXPECT_EQ(DoneShare(progress), 1.0);
  progress.planned_time.reset();
  EXPECT_FALSE(DoneShare(progress).has_value());
}

TEST(ProgressBar, RedrawsItsLineInPlace) {
  EXPECT_EQ(
      ProgressBar(Half(), Style{false, 0}),
      "\r[############............] 50 %, 55 users, 2,765 turns, 46.1/s, 12 failed, p95 612 ms, "
      "60 s left\x1b[K");
}

TEST(ProgressBar, NeverFillsTheTerminalsWidth) {
  for (const int width : {1, 10, 59, 60, 80}) {
    const std::string bar = ProgressBar(Half(), Style{true, width});
    EXPECT_EQ(DisplayWidth(bar) - 1, static_cast<std::size_t>(width - 1)) << bar;
  }
}

}  // namespace
}  // namespace clamor
