// SPDX-License-Identifier: Apache-2.0
#include "reporters/sample_runs.h"

#include <chrono>
#include <utility>

namespace clamor {
namespace {

using namespace std::chrono_literals;

// n samples evenly spread from `low` to `high`.
TrendSeries Spread(Trend trend, Tags tags, int n, std::chrono::nanoseconds low,
                   std::chrono::nanoseconds high) {
  TrendSeries series{trend, std::move(tags), Histogram(), Timeline()};
  for (int i = 0; i < n; ++i) {
    series.histogram.Record(n == 1 ? low : low + (high - low) * i / (n - 1));
  }
  return series;
}

void Counted(RunData& run, Counter counter, std::uint64_t value) {
  run.counters.push_back({counter, {}, value, {}});
}

RunData BaseRun(std::string test) {
  RunData run;
  run.suite = "Assistant";
  run.test = std::move(test);
  run.file = "suites/assistant.cc";
  run.line = 21;
  run.started = std::chrono::system_clock::time_point(1'772'366'400s);  // 2026-03-01T12:00:00Z
  run.counted = 105'250ms;
  run.wall = 131s;
  run.settings.target = "http://127.0.0.1:8000";
  run.settings.server = "embedded";
  run.settings.profile = "shared iterations, 55 users, 55/s ramp-up";
  run.settings.users = 55;
  run.settings.seed = 20260301;
  run.generator.threads = 2;
  run.generator.mean_cpu = 0.34;
  run.generator.peak_cpu = 0.61;
  run.generator.memory_peak_bytes = 45'200'000;
  run.generator.memory_per_user_bytes = 8'150;
  return run;
}

void AddTurns(RunData& run, std::uint64_t succeeded, std::uint64_t failed) {
  Counted(run, Counter::kRequests, succeeded + failed);
  Counted(run, Counter::kAttempts, succeeded + failed);
  Counted(run, Counter::kTurnsSucceeded, succeeded);
  Counted(run, Counter::kTurnsFailed, failed);
  const int n = static_cast<int>(succeeded);
  run.trends.push_back(Spread(Trend::kTimeToFirstToken, {}, n, 80ms, 480ms));
  run.trends.push_back(Spread(Trend::kResponseTime, {}, n, 900ms, 2400ms));
  run.trends.push_back(Spread(Trend::kScheduledResponseTime, {}, n, 900ms, 2450ms));
  run.stream_ends[static_cast<std::size_t>(StreamEnd::kComplete)] = succeeded;
}

Verdict Judged(std::string sla, VerdictKind kind, bool uncertain, std::string message) {
  Verdict verdict;
  verdict.message = std::move(message);
  verdict.sla = std::move(sla);
  verdict.file = "suites/assistant.cc";
  verdict.line = 12;
  verdict.kind = kind;
  verdict.uncertain = uncertain;
  return verdict;
}

}  // namespace

std::string HostileText() {
  return "<script>alert(1)</script> \x1b[31mred\x1b[0m \xE2\x80\xAEright to left | pipe `code` "
         "]]></failure> </td> @everyone #12 [link](http://example.org) \xff\xfe\n"
         "::error file=a.cc::injected\n##[error]injected";
}

RunData PassingRun() {
  RunData run = BaseRun("DrainsTheQueueWhileEveryoneTalks");
  run.settings.planned_turns = 1000;
  run.settings.duration_scale = 0.1;
  run.settings.commit = "0123456789abcdef";
  AddTurns(run, 996, 4);
  run.trends.push_back(Spread(Trend::kTimeToFirstToken, {{"workflow", "code"}}, 300, 80ms, 300ms));
  run.trends.push_back(Spread(Trend::kResponseTime, {{"workflow", "code"}}, 300, 900ms, 2000ms));
  run.trends.push_back(Spread(Trend::kResponseTime, {{"workflow", "small_talk"}}, 1, 950ms, 950ms));
  run.trends.push_back(Spread(Trend::kFailedResponseTime, {}, 4, 5ms, 12ms));
  Counted(run, Counter::kConversations, 200);
  Counted(run, Counter::kConversationsWhole, 196);
  Counted(run, Counter::kTurnsNotHeld, 7);
  Counted(run, Counter::kContentEvents, 39'840);
  Counted(run, Counter::kPromptTokens, 12'000);
  Counted(run, Counter::kCompletionTokens, 41'000);
  Counted(run, Counter::kTurnsWithUsage, 996);
  Counted(run, Counter::kBytesSent, 512'000);
  Counted(run, Counter::kBytesReceived, 6'543'210);
  run.gauges.push_back({Gauge::kActiveUsers, {1, 40, 55, 55, 12}});
  run.gauges.push_back({Gauge::kConcurrentStreams, {0, 31, 49, 50, 8}});
  ShareSeries goodput;
  goodput.name = "goodput(time_to_first_token < 1s, response_time < 5s)";
  goodput.yes = 996;
  goodput.of = 1000;
  run.goodputs.push_back(goodput);
  run.failures.push_back({Failure::kReset,
                          4,
                          {{"the connection was reset after 312 bytes", "code",
                            "curl -N -H \"Authorization: Bearer $AUTH_TOKEN\" "
                            "http://127.0.0.1:8000/stream/assistant/00ff"}}});
  run.stream_ends[static_cast<std::size_t>(StreamEnd::kDropped)] = 4;
  run.verdicts.push_back(Judged("p95(time_to_first_token) < 500ms", VerdictKind::kPassed, false,
                                "p95(time_to_first_token) = 460 ms, limit < 500 ms, 996 samples, "
                                "95 % interval 451 ms to 468 ms"));
  run.verdicts.push_back(Judged("error_rate < 1%", VerdictKind::kPassed, false,
                                "error_rate = 0.4 %, limit < 1 %, 1,000 turns"));
  return run;
}

namespace {

// Turns under a tag, answered in that time or twice that.
void AddTagged(RunData& run, const Tags& tags, std::uint64_t turns, std::uint64_t failed,
               std::chrono::nanoseconds fastest) {
  run.slices.push_back(tags);
  run.counters.push_back({Counter::kTurnsSucceeded, tags, turns - failed, {}});
  run.counters.push_back({Counter::kTurnsFailed, tags, failed, {}});
  const int n = static_cast<int>(turns - failed);
  run.trends.push_back(Spread(Trend::kTimeToFirstToken, tags, n, fastest / 4, fastest / 2));
  run.trends.push_back(Spread(Trend::kResponseTime, tags, n, fastest, 2 * fastest));
}

void AddDefined(RunData& run) {
  run.checks = {{"status_200", CheckOn::kContent},
                {"json_content_type", CheckOn::kContent},
                {"first_chunk_within_1s", CheckOn::kTime},
                {"never_asked", CheckOn::kContent}};
  run.check_rates = {{"status_200", {}, 996, 996, {}, {}},
                     {"json_content_type", {}, 699, 700, {}, {}},
                     {"first_chunk_within_1s", {}, 250, 296, {}, {}},
                     {"never_asked", {}, 0, 0, {}, {}}};
  run.defined = {{"answer_words", SampleKind::kTrend, Unit::kCount},
                 {"cost", SampleKind::kCounter, Unit::kCount},
                 {"queue_depth", SampleKind::kGauge, Unit::kCount},
                 {"cited", SampleKind::kRate, Unit::kRatio}};
  DefinedTrend words{"answer_words", {}, Histogram(), Timeline()};
  for (int i = 1; i <= 200; ++i) words.histogram.Record(i * 1ms);  // as histogram_scale.h has it
  run.defined_trends.push_back(std::move(words));
  run.defined_levels = {{"cost", {}, 4.75, {{3, 4.75}}}, {"queue_depth", {}, 0, {{1, 3}, {9, 6}}}};
  run.defined_rates = {{"cited", {}, 150, 200, {}, {}}};
}

}  // namespace

RunData ChatRun() {
  RunData run = BaseRun("RampsUp");
  run.suite = "Chat";
  AddTurns(run, 996, 12);
  for (CounterSeries& series : run.counters) {
    if (series.counter == Counter::kAttempts) series.value += 30;
  }
  Counted(run, Counter::kDroppedIterations, 17);
  Counted(run, Counter::kContentEvents, 9'120);
  Counted(run, Counter::kBytesSent, 512'000);
  Counted(run, Counter::kBytesReceived, 6'543'210);
  AddTagged(run, {{"model", "claude-3-opus"}}, 400, 10, 800ms);
  AddTagged(run, {{"model", "gpt-4"}}, 608, 2, 700ms);
  AddTagged(run, {{"stream", "false"}}, 700, 12, 500ms);
  AddTagged(run, {{"stream", "true"}}, 308, 0, 1200ms);
  AddTagged(run, {{"length", "short"}}, 1008, 12, 700ms);
  AddTagged(run, {{"scenario", "basic"}}, 500, 0, 600ms);
  AddTagged(run, {{"scenario", "stress"}}, 508, 12, 900ms);
  run.scenarios = {{"basic", "10/s for 50 s", 10, 500, 0s, 50s},
                   {"stress", "200/s for 55 s", 50, std::nullopt, 50s, 55s}};
  run.finishes[static_cast<std::size_t>(Finish::kStop)] = 900;
  run.finishes[static_cast<std::size_t>(Finish::kLength)] = 96;
  AddDefined(run);
  run.health = Health{
      Grade::kWarning,
      {"1.19 % of turns failed, healthy is less than 1 %", "response times grew over the run"}};
  run.breaking_point = BreakingPoint{10, 47, "p95(response_time) < 2s", 60, 60};
  run.failures.push_back({Failure::kServerError, 12, {{"status 503", "short", ""}}});
  run.verdicts.push_back(Judged("error_rate < 5%", VerdictKind::kPassed, false,
                                "error_rate = 1.19 %, limit < 5 %, 1,008 turns"));
  Verdict warned = Judged("p99(response_time) < 2s", VerdictKind::kFailed, false,
                          "p99(response_time) = 2.39 s, limit < 2 s, 996 samples");
  warned.warns = true;
  run.verdicts.push_back(std::move(warned));
  return run;
}

RunData FailingRun() {
  RunData run = BaseRun("HoldsEachConversation/refusal");
  run.suite = "Each/Assistant";
  run.settings.profile = HostileText();
  AddTurns(run, 90, 10);
  run.trends.push_back(Spread(Trend::kResponseTime, {{"workflow", HostileText()}}, 90, 1s, 2s));
  run.failures.push_back(
      {Failure::kServerError,
       6,
       {{HostileText(), HostileText(), "curl -d '" + HostileText() + "' http://127.0.0.1/"},
        {"status 503: overloaded", "refusal", ""}}});
  run.failures.push_back(
      {Failure::kTruncated,
       4,
       {{"the answer ended without `data: [DONE]`; last bytes: " + HostileText(), "refusal", ""}}});
  run.stream_ends[static_cast<std::size_t>(StreamEnd::kTruncated)] = 4;
  run.warnings.push_back({"buffered_stream", "all events came at once: " + HostileText()});
  run.files.push_back({"profiles/Each_Assistant/flame.svg", "Where time goes: " + HostileText()});
  run.verdicts.push_back(
      Judged("p95(time_to_first_token) < 500ms", VerdictKind::kPassed, true,
             "p95(time_to_first_token) = 462 ms, limit < 500 ms, 90 samples, 95 % interval 430 ms "
             "to 510 ms; uncertain: the interval holds the limit"));
  run.verdicts.back().evidence = {
      0.462, 0.5, 90, 0.43, 0.51, 0.95, "uncertain: the interval holds the limit"};
  run.verdicts.push_back(Judged("error_rate < 1%", VerdictKind::kFailed, false,
                                "error_rate = 10 %, limit < 1 %, 100 turns"));
  run.verdicts.push_back(Judged("error_rate < 1%", VerdictKind::kFailed, false,
                                "error_rate = 10 %, limit < 1 %, 100 turns"));
  return run;
}

RunData InterruptedRun() {
  RunData run = BaseRun("TalksForTwoMinutes");
  run.interrupted = true;
  AddTurns(run, 40, 0);
  Counted(run, Counter::kTurnsUnfinished, 3);
  run.verdicts.push_back(Judged("p99(response_time) < 5s", VerdictKind::kPassed, true,
                                "p99(response_time) = 2.4 s, limit < 5 s, 40 samples, no 95 % "
                                "interval; uncertain: p99 needs at least 299 samples"));
  return run;
}

RunData RunWithoutTurns() {
  RunData run = BaseRun("FindsNobodyAtHome");
  run.counted = 0s;
  run.wall = 1s;
  run.errors.emplace_back("connection refused by 127.0.0.1:8000: is the server running?");
  run.verdicts.push_back(Judged("p95(response_time) < 2s", VerdictKind::kFailed, false,
                                "p95(response_time): nothing was measured, limit < 2 s"));
  return run;
}

RunData VoidRun() {
  RunData run = BaseRun("AsksTooMuchOfThisMachine");
  AddTurns(run, 400, 0);
  run.generator.peak_cpu = 0.99;
  run.generator.steal = 0.12;
  run.generator.pressure = 0.4;
  run.generator.kernel_stamps = false;
  run.generator.void_because.emplace_back(
      "the load generator was busy 99 % of the time (limit 90 %): use more threads or fewer users");
  run.verdicts.push_back(Judged("p95(response_time) < 2s", VerdictKind::kVoid, false,
                                "void, the load generator was the bottleneck: busy 99 % of the "
                                "time; p95(response_time) = 2.33 s, limit < 2 s"));
  return run;
}

RunResult ResultOf(RunData run) {
  return RunResult(std::make_shared<const RunData>(std::move(run)));
}

std::vector<RunResult> SampleRuns() {
  RunData repeated = PassingRun();
  repeated.repetition = 1;
  RunData first_shard = PassingRun();
  first_shard.shard = 0;
  RunData second_shard = PassingRun();
  second_shard.shard = 1;
  std::vector<RunResult> runs;
  for (RunData* run : {&repeated, &first_shard, &second_shard}) {
    runs.push_back(ResultOf(std::move(*run)));
  }
  runs.insert(runs.begin(), ResultOf(PassingRun()));
  runs.push_back(ResultOf(ChatRun()));
  runs.push_back(ResultOf(FailingRun()));
  runs.push_back(ResultOf(InterruptedRun()));
  runs.push_back(ResultOf(RunWithoutTurns()));
  runs.push_back(ResultOf(VoidRun()));
  return runs;
}

}  // namespace clamor
