// SPDX-License-Identifier: Apache-2.0
// What an open stream takes: this process's resident memory with 2,000 of them, less what it was
// before the run, over 2,000. Everything that grows with a user is in it, and what does not, too.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>

#include "bench/play.h"
#include "engine/machine.h"

namespace clamor::bench {
namespace {

constexpr double kAim = 8000;
constexpr int kCalmSeconds = 3;  // all are there, none of them busy

int Main(int argc, char** argv) {
  int streams = 2000;
  CLI::App app("Resident memory of each open stream", "open_streams");
  app.add_option("--streams", streams, "How many are open at once")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  Guard guard;
  // The head comes at once, the first event in an hour: the stream is open and idle.
  const auto server = LaunchServer({"--ttft", "constant:60min"}, guard);
  const auto protocol = Assistant();
  StopSignal stop;
  int calm = 0;
  std::uint64_t open = 0;
  RunHooks hooks;
  hooks.stop = &stop;
  hooks.on_second = [&](const Progress& progress) {
    calm = progress.users == streams ? calm + 1 : 0;
    if (calm != kCalmSeconds) return;
    open = ReadMemoryUse().own;
    stop.Request();
  };
  const std::uint64_t before = ReadMemoryUse().own;
  const Profile profile =
      ConstantUsers(streams).RampUp(1000_per_s).For(Seconds(60)).GracefulStop(Seconds(0));
  const Played played = Play({ParseUrl(server->base_url()), *protocol, profile, 1, hooks});

  const auto* gauge = played.run.FindGauge(Gauge::kConcurrentStreams);
  const double at_once = gauge->per_second.empty() ? 0 : gauge->per_second.back();
  if (open == 0 || at_once != streams) {
    throw std::runtime_error(fmt::format("only {} of {} streams were open", at_once, streams));
  }
  const double each = static_cast<double>(open - before) / streams;
  fmt::print(
      "{} streams open at once: {:.1f} MB resident, {:.1f} MB before: {:.0f} bytes each "
      "(aim: at most {:.0f})\n",
      streams, static_cast<double>(open) / 1e6, static_cast<double>(before) / 1e6, each, kAim);
  return 0;
}

}  // namespace
}  // namespace clamor::bench

int main(int argc, char** argv) { return clamor::bench::Guarded(clamor::bench::Main, argc, argv); }
