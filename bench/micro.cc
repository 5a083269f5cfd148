// SPDX-License-Identifier: Apache-2.0
// The steps that every event goes through, from memory: HTTP's chunks, the event stream, the
// dialect's JSON, the histogram; and the one that every turn ends with.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/random.h"
#include "metrics/histogram.h"
#include "metrics/recorder.h"
#include "net/http1.h"
#include "net/sse_decoder.h"
#include "protocols/assistant.h"
#include "protocols/openai_chat.h"

namespace clamor {
namespace {

// As a model server writes them, some 190 bytes each.
const std::string kEvent =
    R"(data: {"id":"chatcmpl-0123456789abcdef","object":"chat.completion.chunk","model":"small",)"
    R"("content":" hello","choices":[{"index":0,"delta":{"content":" hello"},)"
    R"("finish_reason":null}]})"
    "\n\n";

std::string Repeated(const std::string& text, std::int64_t times) {
  std::string all;
  for (std::int64_t i = 0; i < times; ++i) all += text;
  return all;
}

void PerEvent(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void BM_HistogramRecord(benchmark::State& state) {
  Random random(1);
  std::vector<std::chrono::nanoseconds> values(4096);
  for (auto& value : values) {
    value = std::chrono::nanoseconds(1'000'000 + random.Next() % 50'000'000);
  }
  Histogram histogram;
  std::size_t i = 0;
  for (auto _ : state) histogram.Record(values[i++ % values.size()]);
  benchmark::DoNotOptimize(histogram.max());
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_HistogramRecord);

TurnRecord DrawnTurn(Random& random) {
  const auto draw = [&random](int most_ms) {
    return std::chrono::nanoseconds(random.Next() %
                                    (static_cast<std::uint64_t>(most_ms) * 1'000'000));
  };
  TurnRecord turn;
  turn.outcome = Outcome::kSuccess;
  turn.stream_end = StreamEnd::kComplete;
  const auto first = draw(400);
  auto whole = first;
  for (int e = 1; e < 60; ++e) {
    const auto gap = draw(40);
    turn.gaps.Add(gap);
    whole += gap;
  }
  turn.content_events = 60;
  turn.trends.Set(Trend::kTimeToFirstByte, first);
  turn.trends.Set(Trend::kTimeToFirstEvent, first);
  turn.trends.Set(Trend::kTimeToFirstToken, first);
  turn.trends.Set(Trend::kGenerationTime, whole - first);
  turn.trends.Set(Trend::kResponseTime, whole);
  turn.trends.Set(Trend::kScheduledResponseTime, whole + draw(1));
  turn.trends.Set(Trend::kStartLag, draw(1));
  turn.trends.Set(Trend::kGeneratorLag, draw(1));
  return turn;
}

// Turns per second: the fewer, the more of them are among the slowest of theirs.
void BM_RecorderAddTurn(benchmark::State& state) {
  Random random(1);
  std::vector<TurnRecord> turns;
  for (int i = 0; i < 4096; ++i) turns.push_back(DrawnTurn(random));
  const SeriesPlan plan = PlanSeries({{{"stream", "true"}, {"turn", "1"}}}, {}, {});
  const std::vector<SliceId> slices = plan.SlicesOf({{"stream", "true"}, {"turn", "1"}});
  const std::string id(32, 'a');
  const TurnIdentity who{.conversation = "follow_up_questions", .session = id, .trace_id = id};
  Recorder recorder(plan, {});
  std::int64_t i = 0;
  for (auto _ : state) {
    TurnRecord& turn = turns[random.Next() % turns.size()];
    turn.ended = Recorder::Time(std::chrono::seconds(i++ / state.range(0)));
    recorder.AddTurn(turn, slices, who);
  }
  benchmark::DoNotOptimize(recorder.Live());
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_RecorderAddTurn)->Arg(10)->Arg(100)->Arg(1000)->Iterations(100'000);

struct CountingHandler {
  void OnEvent(const Event& event) { bytes += event.data.size(); }
  void OnComment(std::string_view) {}
  std::size_t bytes = 0;
};

// Events per read.
void BM_SseDecoder(benchmark::State& state) {
  const std::string read = Repeated(kEvent, state.range(0));
  SseDecoder decoder;
  CountingHandler handler;
  for (auto _ : state) decoder.Feed(read, handler);
  benchmark::DoNotOptimize(handler.bytes);
  PerEvent(state);
}
BENCHMARK(BM_SseDecoder)->Arg(1)->Arg(20);

struct CountingSink {
  void OnHead(const ResponseHead&) {}
  void OnBody(std::string_view body) { bytes += body.size(); }
  void OnEnd() {}
  std::size_t bytes = 0;
};

// Chunks per read.
void BM_HttpChunks(benchmark::State& state) {
  const std::string chunk = fmt::format("{:x}\r\n{}\r\n", kEvent.size(), kEvent);
  const std::string read = Repeated(chunk, state.range(0));
  Http1Parser parser;
  CountingSink sink;
  parser.Feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", sink);
  for (auto _ : state) parser.Feed(read, sink);
  benchmark::DoNotOptimize(sink.bytes);
  PerEvent(state);
}
BENCHMARK(BM_HttpChunks)->Arg(1)->Arg(20);

void BM_HttpResponse(benchmark::State& state) {
  const std::string response =
      "HTTP/1.1 200 OK\r\nServer: clamor-server\r\nDate: Mon, 02 Mar 2026 12:00:00 GMT\r\n"
      "Content-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"id\": \"plain\"}";
  Http1Parser parser;
  CountingSink sink;
  for (auto _ : state) {
    parser.Reset();
    parser.Feed(response, sink);
  }
  benchmark::DoNotOptimize(sink.bytes);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_HttpResponse);

struct CountingAnswer : Answer {
  void Content(std::string_view text) override { bytes += text.size(); }
  void Reasoning(std::string_view text) override { bytes += text.size(); }
  void ToolCall(std::string_view text) override { bytes += text.size(); }
  void Usage(long, long) override {}
  void Finish(std::string_view) override {}
  void Check(std::size_t, bool) override {}
  void Sample(std::string_view, double) override {}
  void Done() override {}
  void Fail(std::string_view) override {}
  void Fail(Failure, std::string_view) override {}
  std::size_t bytes = 0;
};

template <class D>
void ReadEvents(benchmark::State& state) {
  D dialect;
  CountingAnswer answer;
  const std::string_view data =
      std::string_view(kEvent).substr(6, kEvent.size() - 8);  // behind "data: "
  for (auto _ : state) dialect.Read(Event{{}, data, {}}, answer);
  benchmark::DoNotOptimize(answer.bytes);
  state.SetItemsProcessed(state.iterations());
}

void BM_AssistantDialect(benchmark::State& state) { ReadEvents<AssistantDialect>(state); }
BENCHMARK(BM_AssistantDialect);

void BM_ChatDialect(benchmark::State& state) { ReadEvents<OpenAiChatDialect>(state); }
BENCHMARK(BM_ChatDialect);

}  // namespace
}  // namespace clamor

BENCHMARK_MAIN();
