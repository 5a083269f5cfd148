// SPDX-License-Identifier: Apache-2.0
// What --clamor_turns costs for each turn, on the thread that plays it: the line is made and handed
// to the file, plain or compressed.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "fixtures/turn_stream.h"
#include "metrics/turn_record.h"

namespace clamor {
namespace {

using std::chrono::milliseconds;

TurnRecord TypicalTurn() {
  TurnRecord turn;
  turn.outcome = Outcome::kSuccess;
  turn.stream_end = StreamEnd::kComplete;
  turn.content_events = 40;
  turn.completion_tokens = 40;
  turn.prompt_tokens = 12;
  turn.bytes_sent = 240;
  turn.bytes_received = 3200;
  for (std::size_t i = 0; i < kTrends; ++i) {
    const auto trend = static_cast<Trend>(i);
    if (trend != Trend::kFailedResponseTime && trend != Trend::kConversationTime) {
      turn.trends.Set(trend, milliseconds(20 + i));
    }
  }
  return turn;
}

Conversation TypicalConversation() {
  Conversation conversation;
  conversation.name = "follow_up_questions";
  conversation.tags = {{"length", "short"}, {"model", "small"}, {"workflow", "follow_up"}};
  return conversation;
}

void BM_TurnLine(benchmark::State& state, const char* file_name) {
  const auto path =
      std::filesystem::temp_directory_path() / (std::to_string(::getpid()) + "_" + file_name);
  TurnStream stream(path);
  TurnRecord turn = TypicalTurn();
  const Conversation conversation = TypicalConversation();
  const SeriesPlan series;
  const std::string session(32, 'a');
  int place = 0;
  for (auto _ : state) {
    turn.ended = Clock::now();
    turn.trends.Set(Trend::kResponseTime, turn.ended.time_since_epoch() % milliseconds(500));
    place = place % 6 + 1;
    stream.Write("Assistant.DrainsTheQueueWhileEveryoneTalks", series,
                 {turn, conversation, "", session, session, place, 7, turn.ended});
  }
  stream.Close();
  state.counters["bytes/turn"] = benchmark::Counter(
      static_cast<double>(std::filesystem::file_size(path)), benchmark::Counter::kAvgIterations);
  std::filesystem::remove(path);
}
BENCHMARK_CAPTURE(BM_TurnLine, plain, "clamor_turns.ndjson");
BENCHMARK_CAPTURE(BM_TurnLine, gz, "clamor_turns.ndjson.gz");

}  // namespace
}  // namespace clamor

BENCHMARK_MAIN();
