// SPDX-License-Identifier: Apache-2.0
// How true the timings of calls are: what Clamor reports of first audio and of stopping, less what
// the server itself says.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "bench/errors.h"
#include "bench/play.h"
#include "bench/voice_probe.h"
#include "clamor/voice.h"
#include "protocols/voice_protocol.h"

namespace clamor::bench {
namespace {

using namespace std::chrono_literals;

Conversation Interrupting() {
  Conversation call;
  call.name = "interrupting";
  call.tags = {{"kind", "interruption"}};
  call.turns.push_back({"user", "How are you?"});
  call.turns.front().speech.length = 200ms;
  call.turns.front().interrupt = {{.after_chunks = 10}, "Stop.", {300ms}};
  return call;
}

std::optional<std::chrono::nanoseconds> Sample(const TurnRecord& turn, Metric<Seconds> metric) {
  const auto& defined = VoiceProbe::Metrics().metrics;
  for (const DefinedSample& sample : turn.defined) {
    if (defined[sample.metric].name != metric.name) continue;
    return std::chrono::duration_cast<std::chrono::nanoseconds>(clamor::Seconds(sample.value));
  }
  return std::nullopt;
}

void Compare(const std::optional<std::chrono::nanoseconds>& client,
             const std::optional<std::chrono::nanoseconds>& server, Errors& errors) {
  if (client && server) errors.Add(*client - *server);
}

int Main(int argc, char** argv) {
  int callers = 50;
  double seconds = 20;
  CLI::App app("Clamor's timings of calls held against the server's own", "voice_truth_bench");
  app.add_option("--callers", callers, "On one worker thread")->capture_default_str();
  app.add_option("--seconds", seconds, "Of load")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  Guard guard;
  const auto server = LaunchServer({"--think", "constant:50ms", "--speech", "constant:1000ms",
                                    "--stop-delay", "uniform:0ms-100ms", "--send-times"},
                                   guard);
  const auto protocol = internal::VoiceProtocol(&VoiceProbe::Make, 1);
  Errors first_audio;
  Errors stop;
  Load load{ParseUrl(server->base_url()), *protocol,
            ConstantUsers(callers).RampUp(Rate{50}).For(clamor::Seconds(seconds))};
  load.said = Interrupting();
  load.probes = &VoiceProbe::Metrics();
  load.on_turn = [&](const EndedTurn& ended) {
    VoiceProbe& told = VoiceProbe::OfCaller(ended.user);
    Compare(Sample(ended.record, kTimeToFirstAudio), told.TakeTimeToFirstAudio(), first_audio);
    Compare(Sample(ended.record, kInterruptionStop), told.TakeStop(), stop);
  };
  const Played played = Play(load);

  fmt::print("{} callers, {:.0f} s, {} interruptions, {} failed; generator {:.0f} % of a core\n\n",
             callers, seconds, played.run.Value(Counter::kTurnsSucceeded),
             played.run.Value(Counter::kTurnsFailed), played.run.generator.mean_cpu * 100);
  Errors::PrintHead();
  first_audio.Print("time_to_first_audio");
  stop.Print("interruption_stop");
  return 0;
}

}  // namespace
}  // namespace clamor::bench

int main(int argc, char** argv) { return clamor::bench::Guarded(clamor::bench::Main, argc, argv); }
