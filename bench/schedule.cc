// SPDX-License-Identifier: Apache-2.0
// How truly an open profile keeps its schedule: when the server received each request, less when it
// was due, beside a bare client that does nothing else.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <mutex>
#include <thread>
#include <vector>

#include "bench/bare_open.h"
#include "bench/play.h"
#include "bench/server_times.h"

namespace clamor::bench {
namespace {

using std::chrono::nanoseconds;

void Print(const char* what, std::vector<nanoseconds> deviations) {
  if (deviations.empty()) return;
  std::sort(deviations.begin(), deviations.end());
  const auto quantile = [&deviations](double q) {
    const auto rank = static_cast<std::size_t>(q * static_cast<double>(deviations.size() - 1));
    return static_cast<double>(deviations[rank].count()) / 1e3;
  };
  fmt::print("  {:<34} {:>8} {:>10.1f} {:>10.1f} {:>10.1f}\n", what, deviations.size(),
             quantile(0.5), quantile(0.99), quantile(1));
}

struct Case {
  const char* name;
  double per_second;
  std::vector<std::string> server;
  std::chrono::microseconds busy{
      0};  // what each turn's end keeps the client's thread from its work
};

std::vector<nanoseconds> Clamors(const Case& what, double seconds, EmbeddedServer& server) {
  const auto protocol = Assistant();
  ServerTimesLog told;
  std::mutex mutex;
  std::vector<nanoseconds> deviations;
  Load load{ParseUrl(server.base_url()), *protocol,
            ConstantRate(Rate{what.per_second}).For(Seconds(seconds)).WarmUp(Seconds(1))};
  load.verbose = &told.log();
  load.on_turn = [&](const EndedTurn& ended) {
    const auto received = told.Take(ended.session_id).received;
    {
      const std::lock_guard lock(mutex);
      deviations.push_back(received - ended.scheduled.time_since_epoch());
    }
    const auto until = Clock::now() + what.busy;
    while (Clock::now() < until) continue;
  };
  const Played played = Play(load);
  if (const auto dropped = played.run.Value(Counter::kDroppedIterations); dropped > 0) {
    fmt::print("  {} arrivals were dropped\n", dropped);
  }
  return deviations;
}

std::vector<nanoseconds> Bares(const Case& what, double seconds, EmbeddedServer& server) {
  BareSchedule schedule;
  schedule.server = {boost::asio::ip::make_address("127.0.0.1"), server.port()};
  const std::string body = R"({"role":"user","content":"Hello, how are you?"})";
  schedule.request = fmt::format(
      "POST /stream/assistant/0123456789abcdef0123456789abcdef HTTP/1.1\r\nHost: bench\r\n"
      "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
      body.size(), body);
  schedule.connections = 512;
  schedule.per_second = what.per_second;
  schedule.duration = Seconds(seconds);
  return RunBareOpen(schedule);
}

int Main(int argc, char** argv) {
  double seconds = 20;
  CLI::App app("When requests arrive, held against when they were due", "schedule_bench");
  app.add_option("--seconds", seconds, "Of load, each")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const std::vector<Case> cases = {
      {"1,000/s, short answers",
       1000,
       {"--ttft", "constant:0ms", "--gap", "constant:0ms", "--answer-events", "constant:1"},
       {}},
      {"200/s, streams of 40 events, a client that is busy 1 ms after each turn",
       200,
       {"--ttft", "constant:20ms", "--gap", "constant:5ms", "--answer-events", "constant:40"},
       std::chrono::milliseconds(1)}};
  for (const Case& one : cases) {
    Guard guard;
    std::vector<std::string> arguments = one.server;
    arguments.emplace_back("--send-times");
    const auto server = LaunchServer(arguments, guard);
    fmt::print("{}, {:g} s\n  {:<34} {:>8} {:>10} {:>10} {:>10}\n", one.name, seconds,
               "received - due, us", "requests", "p50", "p99", "max");
    Print("clamor", Clamors(one, seconds, *server));
    Print("bare", Bares(one, seconds, *server));
  }
  return 0;
}

}  // namespace
}  // namespace clamor::bench

int main(int argc, char** argv) { return clamor::bench::Guarded(clamor::bench::Main, argc, argv); }
