// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/waterfall.h"

#include <gmock/gmock.h>

#include <pugixml.hpp>

namespace clamor::html {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Optional;
using testing::SizeIs;

Exemplar Turn(std::chrono::nanoseconds response, int place = 1) {
  Exemplar turn;
  turn.trend = Trend::kResponseTime;
  turn.durations.Set(Trend::kResponseTime, response);
  turn.conversation = "small_talk";
  turn.session = "s-1";
  turn.trace_id = "0123456789abcdef0123456789abcdef";
  turn.place = place;
  return turn;
}

RunData RunOf(std::vector<Exemplar> turns) {
  RunData run;
  run.exemplars = std::move(turns);
  return run;
}

TEST(Waterfall, CountsEachStepFromWhenTheTurnWasDue) {
  Exemplar turn = Turn(800ms);
  turn.durations.Set(Trend::kScheduledResponseTime, 1s);
  turn.durations.Set(Trend::kSessionSetupTime, 50ms);
  turn.durations.Set(Trend::kTimeToFirstByte, 100ms);
  turn.durations.Set(Trend::kTimeToFirstToken, 120ms);
  turn.gaps = {30ms, 40ms};
  const TurnSteps steps = StepsOf(turn);
  EXPECT_THAT(steps.connecting, Optional(150ms));
  EXPECT_EQ(steps.sent, 200ms);
  EXPECT_THAT(steps.first_byte, Optional(300ms));
  EXPECT_THAT(steps.first_token, Optional(320ms));
  EXPECT_THAT(steps.events, ElementsAre(320ms, 350ms, 390ms));
  EXPECT_EQ(steps.end, 1s);
}

TEST(Waterfall, OfAFailedTurnMayHaveNothingButItsEnd) {
  Exemplar turn;
  turn.trend = Trend::kFailedResponseTime;
  turn.durations.Set(Trend::kFailedResponseTime, 3s);
  turn.failure = Failure::kTimeout;
  const TurnSteps steps = StepsOf(turn);
  EXPECT_EQ(steps.sent, 0s);
  EXPECT_EQ(steps.end, 3s);
  EXPECT_FALSE(steps.first_token);
  EXPECT_THAT(Waterfalls(RunOf({turn})), HasSubstr("failed: timeout"));
}

TEST(Waterfall, ShowsTheSlowestOfEachDurationOnce) {
  std::vector<Exemplar> turns;
  for (int i = 1; i <= 9; ++i) turns.push_back(Turn(i * 100ms, i));
  turns.back().durations.Set(Trend::kLongestStall, 500ms);
  turns.push_back(turns.back());
  turns.back().trend = Trend::kLongestStall;
  const RunData run = RunOf(turns);
  const auto slowest = SlowestOf(run);
  ASSERT_THAT(slowest, SizeIs(4));
  const SlowTurn& both = slowest[0].slow_by.size() == 2 ? slowest[0] : slowest[1];
  EXPECT_EQ(both.turn->place, 9);
  EXPECT_THAT(both.slow_by, SizeIs(2));
}

TEST(Waterfall, LeadsToTheServersTraces) {
  RunData run = RunOf({Turn(1s)});
  EXPECT_THAT(Waterfalls(run), Not(HasSubstr("href")));
  run.settings.trace_url = "https://traces.example/t?id={trace_id}&a=b";
  EXPECT_THAT(Waterfalls(run),
              HasSubstr("<a href=\"https://traces.example/t?id=0123456789abcdef0123456789abcdef"
                        "&amp;a=b\" rel=\"noreferrer\">"));
  run.settings.trace_url = "javascript:alert('{trace_id}')";
  EXPECT_THAT(Waterfalls(run), Not(HasSubstr("href"))) << "a result file may come from anywhere";
}

TEST(Waterfall, IsAPictureAndATable) {
  Exemplar hostile = Turn(2s);
  hostile.session = "<script>alert(1)</script>";
  const std::string figure = Waterfalls(RunOf({Turn(1s), hostile}));
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(figure.c_str())) << figure;
  EXPECT_EQ(document.select_nodes("//tbody/tr").size(), 2U);
  EXPECT_GE(document.select_nodes("//svg/rect").size(), 5U) << "the legend's, and one each";
  EXPECT_THAT(figure, Not(HasSubstr("<script")));
  EXPECT_THAT(Waterfalls(RunData()), IsEmpty());
}

}  // namespace
}  // namespace clamor::html
