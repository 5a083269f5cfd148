// SPDX-License-Identifier: Apache-2.0
#include "metrics/test_runs.h"

#include <utility>

namespace clamor {

using namespace std::chrono_literals;

namespace {
constexpr Recorder::Time kStart{std::chrono::seconds(1000)};

TurnRecord FailedTurn(Failure reason) {
  TurnRecord turn;
  turn.outcome = Outcome::kFailed;
  turn.failure = reason;
  turn.trends.Set(Trend::kFailedResponseTime, 50ms);
  turn.message = "the server said \"no\"";
  turn.repeat_command = "curl -N ...";
  return turn;
}

}  // namespace

RunBuilder::RunBuilder(SeriesPlan plan) : plan_(std::move(plan)), recorder_(plan_, kStart) {}

SeriesPlan WithDefinitions(SeriesPlan plan, std::vector<NamedCheck> checks,
                           std::vector<DefinedMetric> defined) {
  plan.checks = std::move(checks);
  plan.defined = std::move(defined);
  return plan;
}

void RunBuilder::Succeed(int second, std::chrono::nanoseconds response_time, const Tags& tags) {
  TurnRecord turn;
  turn.outcome = Outcome::kSuccess;
  turn.stream_end = StreamEnd::kComplete;
  turn.trends.Set(Trend::kTimeToFirstToken, response_time / 2);
  turn.trends.Set(Trend::kResponseTime, response_time);
  turn.gaps.Add(response_time / 2);
  turn.content_events = 2;
  turn.bytes_received = 100;
  Add(second, std::move(turn), tags);
}

void RunBuilder::Fail(int second, Failure reason, const Tags& tags) {
  Add(second, FailedTurn(reason), tags);
}

void RunBuilder::Add(int second, TurnRecord turn, const Tags& tags, const TurnIdentity& who) {
  turn.ended = kStart + std::chrono::seconds(second);
  recorder_.AddTurn(turn, plan_.SlicesOf(tags), who);
}

RunData RunBuilder::Run(int seconds) const {
  RunData run;
  recorder_.WriteTo(run);
  run.suite = "Assistant";
  run.test = "Drains";
  run.started = std::chrono::system_clock::time_point(1'700'000'000s);
  run.counted = std::chrono::seconds(seconds);
  return run;
}

RunData SteadyRun(int seconds) {
  RunBuilder builder;
  for (int s = 0; s < seconds; ++s) {
    for (int i = 0; i < 10; ++i) builder.Succeed(s, (100 + 10 * i) * 1ms);
  }
  return builder.Run(seconds);
}

RunData FullRun() {
  RunBuilder builder(WithDefinitions(
      PlanSeries({{{"conversation", "hello"}, {"stream", "true"}}}, {},
                 {{"goodput(response_time < 150ms)", {{Trend::kResponseTime, 150ms}}}}),
      {{"status_200", CheckOn::kContent}, {"first_chunk_within_1s", CheckOn::kTime}},
      {{"answer_words", SampleKind::kTrend, Unit::kCount},
       {"cost", SampleKind::kCounter, Unit::kCount},
       {"depth", SampleKind::kGauge, Unit::kCount},
       {"cited", SampleKind::kRate, Unit::kRatio}}));
  for (int s = 0; s < 30; ++s) {
    for (int i = 0; i < 10; ++i) {
      builder.Succeed(s, (100 + 10 * i) * 1ms, i % 2 == 0 ? Tags{{"stream", "true"}} : Tags{});
    }
  }
  TurnRecord failed = FailedTurn(Failure::kReset);
  failed.checks_made = 0b11;
  failed.checks_passed = 0b01;
  failed.defined = {{0, 37.5}, {1, 0.25}, {2, -4}, {3, 1}};
  builder.Add(7, failed, {{"conversation", "hello"}},
              {.scenario = "basic",
               .conversation = "hello",
               .session = "s-7",
               .trace_id = "0af7651916cd43dd8448eb211c80319c",
               .place = 2});
  RunData run = builder.Run(30);
  run.file = "suites/assistant.cc";
  run.line = 21;
  run.repetition = 2;
  run.shard = 3;
  run.started += 123'456us;
  run.wall = 34s;
  run.interrupted = true;
  run.ended_early = "Ctrl-C";
  run.settings = {.target = "http://127.0.0.1:8000",
                  .server = "embedded",
                  .profile = "shared iterations, 55 users",
                  .conversations = "2 conversations, stream drawn true=30 false=70",
                  .users = 55,
                  .planned_turns = 400,
                  .seed = 0xFEDC'BA98'7654'3210,
                  .duration_scale = 0.1,
                  .rate_scale = 0.5,
                  .reuse = "per_user",
                  .options = {{"users", "55"}},
                  .command = "assistant_load --clamor_users=55",
                  .clamor_version = "0.1.0",
                  .machine = "Linux 6.1, 2 x CPU, 8 GB",
                  .commit = "abc",
                  .trace_url = "https://traces.example/{trace_id}"};
  run.scenarios = {{"basic", "10/s for 20 s", 5, 200, 0s, 20s},
                   {"stress", "50/s for 10 s", 50, std::nullopt, 20s, 10s}};
  run.finishes = {1, 2, 3, 4, 5, 6};
  run.gauges = {{Gauge::kActiveUsers, {1, 55, 54.5}}, {Gauge::kGeneratorCpu, {0.25}}};
  run.generator.threads = 2;
  run.generator.mean_cpu = 0.25;
  run.generator.peak_cpu = 0.75;
  run.generator.steal = 0.01;
  run.generator.pressure = 0.125;
  run.generator.memory_peak_bytes = 123'456'789;
  run.generator.memory_per_user_bytes = 8'000;
  run.generator.kernel_stamps = false;
  run.generator.void_because = {"out of local ports"};
  run.warnings = {{"buffered_stream", "all at once"}};
  run.files = {{"profiles/S.T/flame.svg", "Where time goes on the CPU"}};
  run.promised = {{"error_rate < 1%", "suites/assistant.cc", 30, true}};
  run.verdicts = {{"error_rate < 1%",
                   "suites/assistant.cc",
                   30,
                   VerdictKind::kVoid,
                   true,
                   "why",
                   true,
                   {0.02, 0.01, 600, 0.01, std::nullopt, 0.95, "why"}}};
  run.breaking_point = BreakingPoint{10, 47.5, "error_rate < 1%", 20, 60};
  run.health = Health{Grade::kWarning, {"1.2 % of turns failed"}};
  run.purpose = "what it does when it is not pressed";
  run.named = {{"success", "success_rate{stream=true}"}, {"latency", "*(response_time)"}};
  run.errors = {"the target went away"};
  return run;
}

}  // namespace clamor
