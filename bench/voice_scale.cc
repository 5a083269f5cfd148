// SPDX-License-Identifier: Apache-2.0
// What many callers cost who speak and listen at the same time: a frame of 20 ms each way, 50 times
// a second, on one worker thread.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "bench/play.h"
#include "bench/voice_probe.h"
#include "clamor/voice.h"
#include "protocols/voice_protocol.h"

namespace clamor::bench {
namespace {

using namespace std::chrono_literals;

// Makes a noise all through an answer whose agent takes no notice of it.
Conversation TalkingAtOnce(clamor::Seconds time) {
  Conversation call;
  call.name = "talking_at_once";
  call.tags = {{"kind", "false_alarm"}};
  call.turns.push_back({"user", "How are you?"});
  call.turns.front().speech.length = 100ms;
  call.turns.front().false_alarm = {{}, time};
  return call;
}

double Microseconds(std::vector<std::chrono::nanoseconds>& sorted, double q) {
  const auto rank = static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1));
  return static_cast<double>(sorted[rank].count()) / 1e3;
}

int Main(int argc, char** argv) {
  int callers = 500;
  double seconds = 20;
  CLI::App app("Callers who speak and listen at once", "voice_scale_bench");
  app.add_option("--callers", callers, "On one worker thread")->capture_default_str();
  app.add_option("--seconds", seconds, "Of speech")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  Guard guard;
  const auto server = LaunchServer(
      {"--think", "constant:10ms", "--speech",
       fmt::format("constant:{:.0f}ms", seconds * 1e3 + 200), "--fault", "never_stops=1"},
      guard);
  const auto protocol = internal::VoiceProtocol(&VoiceProbe::Make, 1);
  Load load{ParseUrl(server->base_url()), *protocol,
            IterationsPerUser(1).Users(callers).RampUp(Rate{500})};
  load.said = TalkingAtOnce(clamor::Seconds(seconds));
  load.probes = &VoiceProbe::Metrics();
  const Played played = Play(load);

  auto lags = VoiceProbe::FrameLags();
  std::sort(lags.begin(), lags.end());
  const GeneratorHealth& health = played.run.generator;
  fmt::print("{} callers, {:.0f} s, {} calls, {} failed; {} frames sent, {} received\n", callers,
             seconds, played.run.Value(Counter::kTurnsSucceeded),
             played.run.Value(Counter::kTurnsFailed), lags.size(),
             played.run.Value(Counter::kContentEvents));
  fmt::print("generator {:.0f} % of a core, {:.0f} % at most; {:.1f} us of CPU per frame\n",
             health.mean_cpu * 100, health.peak_cpu * 100,
             played.cpu_seconds * 1e6 /
                 static_cast<double>(lags.size() + played.run.Value(Counter::kContentEvents)));
  fmt::print("frame sent - due, us: p50 {:.0f}, p99 {:.0f}, max {:.0f}\n", Microseconds(lags, 0.5),
             Microseconds(lags, 0.99), Microseconds(lags, 1));
  fmt::print("memory per caller: {:.1f} kB\n",
             static_cast<double>(health.memory_per_user_bytes) / 1e3);
  return 0;
}

}  // namespace
}  // namespace clamor::bench

int main(int argc, char** argv) { return clamor::bench::Guarded(clamor::bench::Main, argc, argv); }
