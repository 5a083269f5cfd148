// SPDX-License-Identifier: Apache-2.0
// How true the timings are: what Clamor reports of each turn and each gap, less what the server
// itself says, which tells in every event when it sent it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "bench/errors.h"
#include "bench/play.h"
#include "bench/server_times.h"
#include "metrics/histogram.h"

namespace clamor::bench {
namespace {

// Called on one worker thread, for each turn that has ended.
class Comparison {
 public:
  void Add(const TurnRecord& turn, const ServerTimes& server) {
    // Each content event, then the marker.
    if (turn.outcome != Outcome::kSuccess || server.sent.size() != turn.content_events + 1) {
      ++not_compared_;
      return;
    }
    const auto first = *turn.trends.Get(Trend::kTimeToFirstToken);
    const auto first_truth = server.sent.front() - server.received;
    first_token_.Add(first - first_truth);
    first_token_as_read_.Add(first + turn.first_token_lag - first_truth);
    response_.Add(*turn.trends.Get(Trend::kResponseTime) - (server.sent.back() - server.received));
    const auto& gaps = turn.gaps.indexes();
    for (std::size_t i = 0; i < gaps.size(); ++i) {
      const Histogram::Edges bucket = Histogram::EdgesOf(gaps[i]);
      gaps_.Add((bucket.low + bucket.high) / 2 - (server.sent[i + 1] - server.sent[i]));
    }
  }

  void Print() {
    Errors::PrintHead();
    first_token_.Print("time_to_first_token");
    gaps_.Print("inter_event_gap");
    response_.Print("response_time");
    first_token_as_read_.Print("(first token without kernel stamps)");
  }

  std::uint64_t not_compared() const { return not_compared_; }

 private:
  Errors first_token_;
  Errors first_token_as_read_;
  Errors gaps_;
  Errors response_;
  std::uint64_t not_compared_ = 0;
};

int Main(int argc, char** argv) {
  int users = 55;
  double seconds = 10;
  CLI::App app("Clamor's timings held against the server's own", "truth_bench");
  app.add_option("--users", users, "Virtual users, on one worker thread")->capture_default_str();
  app.add_option("--seconds", seconds, "Of load")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  Guard guard;
  const auto server = LaunchServer({"--ttft", "constant:20ms", "--gap", "constant:5ms",
                                    "--answer-events", "constant:40", "--send-times"},
                                   guard);
  const auto protocol = Assistant();
  ServerTimesLog told;
  Comparison comparison;
  Load load{ParseUrl(server->base_url()), *protocol,
            ConstantUsers(users).RampUp(Rate{55}).For(Seconds(seconds))};
  load.verbose = &told.log();
  load.on_turn = [&](const EndedTurn& ended) {
    comparison.Add(ended.record, told.Take(ended.session_id));
  };
  const Played played = Play(load);

  fmt::print("{} users, {:.0f} s, {} turns, {} not compared, {} with a read without kernel stamp\n",
             users, seconds, played.run.Value(Counter::kTurnsSucceeded), comparison.not_compared(),
             played.run.Value(Counter::kUnstampedTurns));
  const GeneratorHealth& health = played.run.generator;
  fmt::print("generator {:.0f} % of a core; some task waited for a CPU in {:.0f} % of the time\n\n",
             health.mean_cpu * 100, health.pressure.value_or(0) * 100);
  comparison.Print();
  return 0;
}

}  // namespace
}  // namespace clamor::bench

int main(int argc, char** argv) { return clamor::bench::Guarded(clamor::bench::Main, argc, argv); }
