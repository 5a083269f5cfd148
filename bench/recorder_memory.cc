// SPDX-License-Identifier: Apache-2.0
// What a long run's numbers take: 27 minutes of five scenarios with all their tags at 100 turns per
// second, 15 checks and a metric of the suite's own, recorded by two threads' recorders, merged,
// and written. The bound is 256 MiB of memory and 20 MiB of JSON; exits with 1 beyond it.
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "metrics/recorder.h"
#include "metrics/result_json.h"

namespace clamor {
namespace {

constexpr int kSeconds = 27 * 60;
constexpr int kTurnsPerSecond = 100;
constexpr int kEventsPerTurn = 60;
constexpr int kChecks = 15;  // half of them are made of a turn
constexpr std::uint64_t kEveryCheck = (1U << kChecks) - 1;
constexpr double kMebi = 1 << 20;
constexpr double kMostMemory = 256;
constexpr double kMostJson = 20;
constexpr Recorder::Time kStart{std::chrono::hours(1)};

// The most memory that the process has ever had, in MiB.
double PeakMemory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) * 1024 / kMebi;
  }
  return 0;
}

double Uniform(Random& random) { return static_cast<double>(random.Next() >> 11) * 0x1p-53; }

// Log-normal around a median, as service times are; Box and Muller.
std::chrono::nanoseconds LogNormal(Random& random, double median_ms, double sigma) {
  const double normal =
      std::sqrt(-2 * std::log(1 - Uniform(random))) * std::cos(6.283185307179586 * Uniform(random));
  return std::chrono::nanoseconds(std::llround(median_ms * 1e6 * std::exp(sigma * normal)));
}

// Each tag's values: scenarios, four conversations to each, models, streaming or not, answers'
// lengths.
Tags DrawTags(Random& random) {
  const auto draw = [&random](int n) {
    return static_cast<int>(random.Next() % static_cast<std::uint64_t>(n));
  };
  const int scenario = draw(5);
  return {{"conversation", fmt::format("conversation_{}", scenario * 4 + draw(4))},
          {"length", fmt::format("length_{}", draw(3))},
          {"model", fmt::format("model_{}", draw(3))},
          {"scenario", fmt::format("scenario_{}", scenario)},
          {"stream", draw(2) == 0 ? "true" : "false"}};
}

void Draw(Random& random, TurnRecord& turn) {
  turn.Clear();
  turn.outcome = Outcome::kSuccess;
  turn.stream_end = StreamEnd::kComplete;
  const auto first = LogNormal(random, 200, 0.6);
  auto whole = first;
  for (int e = 1; e < kEventsPerTurn; ++e) {
    const auto gap = LogNormal(random, 20, 0.7);
    turn.gaps.Add(gap);
    whole += gap;
  }
  turn.content_events = kEventsPerTurn;
  turn.completion_tokens = kEventsPerTurn;
  turn.checks_made = random.Next() & kEveryCheck;
  turn.checks_passed = turn.checks_made & random.Next();
  turn.defined.push_back({0, static_cast<double>(kEventsPerTurn) * Uniform(random)});
  turn.trends.Set(Trend::kConnectionLatency, LogNormal(random, 0.2, 0.5));
  turn.trends.Set(Trend::kTlsHandshake, LogNormal(random, 2, 0.5));
  turn.trends.Set(Trend::kSessionSetupTime, LogNormal(random, 2.2, 0.5));
  turn.trends.Set(Trend::kTimeToFirstByte, first);
  turn.trends.Set(Trend::kTimeToFirstEvent, first);
  turn.trends.Set(Trend::kTimeToFirstToken, first);
  turn.trends.Set(Trend::kTimeToFirstAnswerToken, first);
  turn.trends.Set(Trend::kGenerationTime, whole - first);
  turn.trends.Set(Trend::kTimePerOutputToken, (whole - first) / (kEventsPerTurn - 1));
  turn.trends.Set(Trend::kResponseTime, whole);
  turn.trends.Set(Trend::kScheduledResponseTime, whole + LogNormal(random, 0.1, 1));
  turn.trends.Set(Trend::kStartLag, LogNormal(random, 0.1, 1));
  turn.trends.Set(Trend::kGeneratorLag, LogNormal(random, 0.05, 1));
}

int Main() {
  Random random(1);
  std::vector<Tags> all;
  for (int i = 0; i < 2000; ++i) all.push_back(DrawTags(random));
  SeriesPlan plan = PlanSeries(all, {{{"stream", "true"}}, {{"stream", "false"}}}, {});
  for (int i = 0; i < kChecks; ++i) plan.checks.push_back({fmt::format("check_{}", i)});
  plan.defined = {{"answer_words", SampleKind::kTrend, Unit::kCount}};
  std::vector<std::vector<SliceId>> slices;
  for (const Tags& tags : all) slices.push_back(plan.SlicesOf(tags));

  Recorder recorder(plan, kStart);
  Recorder second(plan, kStart);
  TurnRecord turn;
  std::chrono::nanoseconds recording{0};
  for (int s = 0; s < kSeconds; ++s) {
    for (int i = 0; i < kTurnsPerSecond; ++i) {
      Draw(random, turn);
      turn.ended = kStart + std::chrono::seconds(s);
      const auto& ids = slices[random.Next() % slices.size()];
      const std::string session = fmt::format("{:032x}", random.Next());
      const std::string trace_id = fmt::format("{:032x}", random.Next());
      const TurnIdentity who{.scenario = "scenario_1",
                             .conversation = "follow_up_questions",
                             .session = session,
                             .trace_id = trace_id};
      const auto begin = std::chrono::steady_clock::now();
      (i % 2 == 0 ? recorder : second).AddTurn(turn, ids, who);
      recording += std::chrono::steady_clock::now() - begin;
    }
  }
  const double turns = kSeconds * kTurnsPerSecond;
  fmt::print("{} slices, {} turns of {} events, {:.1f} us per turn\n", plan.slices.size(), turns,
             kEventsPerTurn, static_cast<double>(recording.count()) / 1e3 / turns);
  fmt::print("peak memory: recorded {:.0f} MiB", PeakMemory());
  recorder.Merge(std::move(second));
  fmt::print(", merged {:.0f} MiB", PeakMemory());
  RunData run;
  std::move(recorder).WriteTo(run);
  run.counted = std::chrono::seconds(kSeconds);
  fmt::print(", as a result {:.0f} MiB", PeakMemory());
  std::size_t json = 0;
  const auto begin = std::chrono::steady_clock::now();
  WriteResultJson(run, [&json](std::string_view piece) { json += piece.size(); });
  const std::chrono::duration<double> writing = std::chrono::steady_clock::now() - begin;
  const double memory = PeakMemory();
  const double size = static_cast<double>(json) / kMebi;
  fmt::print(", written {:.0f} MiB (at most {:.0f})\n", memory, kMostMemory);
  fmt::print("JSON: {:.1f} MiB (at most {:.0f}) in {:.2f} s\n", size, kMostJson, writing.count());
  return memory <= kMostMemory && size <= kMostJson ? 0 : 1;
}

}  // namespace
}  // namespace clamor

int main() { return clamor::Main(); }
