// SPDX-License-Identifier: Apache-2.0
#include "reporters/turn_lines.h"

#include <gmock/gmock.h>

#include <chrono>

#include "base/json_text.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;

const SeriesPlan kNothingOwn;

std::string LineOf(const TurnLine& line) {
  std::string out;
  AppendTurnLine(line, out);
  return out;
}

TurnRecord GoodTurn() {
  TurnRecord turn;
  turn.outcome = Outcome::kSuccess;
  turn.stream_end = StreamEnd::kComplete;
  turn.trends.Set(Trend::kTimeToFirstToken, 80ms);
  turn.trends.Set(Trend::kResponseTime, 612'345'678ns);
  turn.content_events = 40;
  turn.prompt_tokens = 9;
  turn.completion_tokens = 41;
  turn.bytes_sent = 300;
  turn.bytes_received = 5000;
  return turn;
}

TEST(TurnLine, HoldsEverythingKnownOfATurn) {
  const TurnRecord turn = GoodTurn();
  const Tags tags{{"stream", "true"}, {"workflow", "code"}};
  TurnLine line{turn, tags, kNothingOwn};
  line.ended = std::chrono::system_clock::time_point(1'772'366'400s + 123'456us);
  line.scenario = "Assistant.Drains";
  line.conversation = "code";
  line.session = "00ff";
  line.trace_id = "4bf9";
  line.place = 2;
  EXPECT_EQ(LineOf(line),
            R"({"time":"2026-03-01T12:00:00.123456Z","scenario":"Assistant.Drains",)"
            R"("conversation":"code","tags":{"stream":"true","workflow":"code"},"session":"00ff",)"
            R"("trace_id":"4bf9","turn":2,"counted":true,"outcome":"success",)"
            R"("stream_end":"complete","attempts":1,"time_to_first_token_ns":80000000,)"
            R"("response_time_ns":612345678,"content_events":40,"prompt_tokens":9,)"
            R"("completion_tokens":41,"bytes_sent":300,"bytes_received":5000,"stamped":true})"
            "\n");
}

TEST(TurnLine, HoldsWhatTheSuiteMeasuresAndWhichChecksFailed) {
  SeriesPlan series;
  series.checks = {{"audio_came"}, {"audio_is_whole"}, {"says \"please\""}, {"not_made"}};
  series.defined = {{"time_to_first_audio", SampleKind::kTrend, Unit::kSeconds},
                    {"audio_chunks", SampleKind::kTrend, Unit::kCount},
                    {"not_measured", SampleKind::kCounter, Unit::kCount}};
  TurnRecord turn = GoodTurn();
  turn.defined = {{0, 0.4123456789}, {1, 52}};
  turn.checks_made = 0b111;
  turn.checks_passed = 0b001;
  EXPECT_THAT(LineOf({turn, {}, series}),
              EndsWith(R"("stamped":true,"time_to_first_audio_ns":412345679,"audio_chunks":52,)"
                       R"("failed_checks":["audio_is_whole","says \"please\""]})"
                       "\n"));
  turn.checks_passed = turn.checks_made;
  EXPECT_THAT(LineOf({turn, {}, series}), EndsWith("\"audio_chunks\":52}\n"));
}

TEST(TurnLine, SaysWhyTheModelStopped) {
  TurnRecord turn = GoodTurn();
  turn.finish = Finish::kLength;
  EXPECT_NE(LineOf({turn, {}, kNothingOwn}).find(R"("stream_end":"complete","finish":"length",)"),
            std::string::npos);
}

TEST(TurnLine, IsOneLineOfJsonWhateverTheServerSaid) {
  TurnRecord turn;
  turn.outcome = Outcome::kFailed;
  turn.failure = Failure::kServerError;
  turn.message = "status 503:\n\"quoted\" \\ \xff </script>";
  const Tags tags;
  TurnLine line{turn, tags, kNothingOwn};
  line.counted = false;
  const std::string text = LineOf(line);
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  const JsonValue parsed = ParseJson(text, "line");
  EXPECT_EQ(parsed.Find("reason")->text, "server_error");
  EXPECT_EQ(parsed.Find("counted")->text, "false");
  EXPECT_EQ(parsed.Find("message")->text, "status 503:\n\"quoted\" \\ \xEF\xBF\xBD </script>");
  EXPECT_EQ(parsed.Find("trace_id"), nullptr);
  EXPECT_EQ(parsed.Find("prompt_tokens"), nullptr);
  EXPECT_EQ(parsed.Find("response_time_ns"), nullptr);
}

TEST(TurnLine, GivesEveryOutcomeAndStreamEndItsOwnName) {
  const Tags tags;
  std::string all;
  for (int end = 0; end <= static_cast<int>(StreamEnd::kStalled); ++end) {
    TurnRecord turn;
    turn.outcome = Outcome::kUnfinished;
    turn.stream_end = static_cast<StreamEnd>(end);
    const JsonValue parsed = ParseJson(LineOf({turn, tags, kNothingOwn}), "line");
    EXPECT_EQ(parsed.Find("outcome")->text, "unfinished");
    all += parsed.Find("stream_end")->text + ' ';
  }
  EXPECT_EQ(all, "none complete error_inside truncated dropped stalled ");
}

TEST(TurnLine, KeepsTheBufferThatItIsGiven) {
  const TurnRecord turn = GoodTurn();
  const Tags tags;
  std::string out;
  AppendTurnLine({turn, tags, kNothingOwn}, out);
  const std::size_t one = out.size();
  AppendTurnLine({turn, tags, kNothingOwn}, out);
  EXPECT_EQ(out.size(), 2 * one);
  const char* memory = out.data();
  out.clear();
  AppendTurnLine({turn, tags, kNothingOwn}, out);
  EXPECT_EQ(out.data(), memory);
}

}  // namespace
}  // namespace clamor
