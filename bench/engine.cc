// SPDX-License-Identifier: Apache-2.0
// What Clamor's client costs beside the kernel: CPU per request and per event of one worker thread,
// held against wrk and against a bare epoll client on the same server in the same minute.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <optional>

#include "bench/bare_client.h"
#include "bench/plain_session.h"
#include "bench/play.h"
#include "bench/wrk.h"
#include "net/resolve.h"

namespace clamor::bench {
namespace {

constexpr int kConnections = 64;
constexpr double kPlainAim = 0.8;
constexpr double kStreamAim = 1.5;

struct Settings {
  std::string url;  // empty: clamor-server
  int seconds = 3;
  int repetitions = 5;
  int server_threads = 1;
};

// One client's part in one repetition; `units` are requests or events.
struct Cost {
  double units = 0;
  double per_second = 0;
  double cpu_seconds = 0;
  double Microseconds() const { return cpu_seconds / units * 1e6; }
};

void PrintRow(const char* who, const Cost& cost) {
  fmt::print("  {:<8} {:>12.0f} {:>14.2f} {:>11.0f} %\n", who, cost.per_second, cost.Microseconds(),
             cost.cpu_seconds * cost.per_second / cost.units * 100);
  std::fflush(stdout);
}

void PrintHead(const std::string& what, const std::string& unit) {
  fmt::print("\n{}\n  {:<8} {:>12} {:>14} {:>13}\n", what, "", unit + "/s", "CPU us/" + unit,
             "of one core");
}

Profile ForSeconds(const Settings& settings) {
  return ConstantUsers(kConnections).For(Seconds(settings.seconds));
}

Cost Clamor(const Url& target, internal::Protocol& protocol, Counter unit,
            const Settings& settings) {
  const Played played = Play({target, protocol, ForSeconds(settings)});
  if (const auto& failures = played.run.failures; !failures.empty()) {
    throw std::runtime_error(failures.front().examples.front().message);
  }
  const auto units = static_cast<double>(played.run.Value(unit));
  return {units, units / Seconds(played.run.counted).count(), played.cpu_seconds};
}

BareLoad BareLoadFor(const Url& target, const Settings& settings) {
  BareLoad load;
  load.server = Resolve(target).front();
  load.connections = kConnections;
  load.duration = Seconds(settings.seconds);
  return load;
}

Cost BarePlain(const Url& target, const Settings& settings) {
  BareLoad load = BareLoadFor(target, settings);
  load.request = fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\n\r\n", Join(target.path, "/plain"),
                             HostHeader(target));
  const BareCount count = RunBare(load);
  const auto requests = static_cast<double>(count.answers);
  return {requests, requests / count.seconds, count.cpu_seconds};
}

// The marker is counted as an event in neither client.
Cost BareStreams(const Url& target, const Settings& settings) {
  constexpr std::string_view kBody = R"({"role":"user","content":"Hello, how are you?"})";
  BareLoad load = BareLoadFor(target, settings);
  load.request = fmt::format(
      "POST {} HTTP/1.1\r\nHost: {}\r\nAccept: text/event-stream\r\n"
      "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
      Join(target.path, "/stream/assistant/bare"), HostHeader(target), kBody.size(), kBody);
  load.chunked = true;
  const BareCount count = RunBare(load);
  const auto events = static_cast<double>(count.events - count.answers);
  fmt::print("  (bare: {:.1f} events per read)\n",
             static_cast<double>(count.events) / static_cast<double>(count.reads));
  return {events, events / count.seconds, count.cpu_seconds};
}

void ComparePlain(const Url& target, const Settings& settings) {
  PrintHead(fmt::format("GET /plain, {} connections, one thread", kConnections), "request");
  const auto protocol = PlainRequests();
  std::vector<double> by_rate;
  std::vector<double> by_cpu;
  std::vector<double> over_bare;
  for (int i = 0; i < settings.repetitions; ++i) {
    const Cost clamor = Clamor(target, *protocol, Counter::kTurnsSucceeded, settings);
    PrintRow("clamor", clamor);
    if (const auto wrk = RunWrk(ToString(target) + "/plain", kConnections, settings.seconds)) {
      const Cost cost{wrk->requests, wrk->requests_per_second, wrk->cpu_seconds};
      PrintRow("wrk", cost);
      by_rate.push_back(clamor.per_second / cost.per_second);
      by_cpu.push_back(cost.Microseconds() / clamor.Microseconds());
    }
    const Cost bare = BarePlain(target, settings);
    PrintRow("bare", bare);
    over_bare.push_back(clamor.Microseconds() / bare.Microseconds());
  }
  if (by_rate.empty()) {
    fmt::print("wrk is missing (Debian's package is wrk): not compared\n");
  } else {
    fmt::print("median: {:.2f} of wrk's requests/s (aim: at least {}), {:.2f} by CPU per request\n",
               Median(by_rate), kPlainAim, Median(by_cpu));
  }
  fmt::print("median: {:.2f} times the bare client's CPU per request\n", Median(over_bare));
}

void CompareStreams(const Url& target, const std::string& what, const std::string& aim,
                    const Settings& settings) {
  PrintHead(fmt::format("{} assistant streams, one thread, {}", kConnections, what), "event");
  const auto protocol = Assistant();
  std::vector<double> over_bare;
  for (int i = 0; i < settings.repetitions; ++i) {
    const Cost clamor = Clamor(target, *protocol, Counter::kContentEvents, settings);
    PrintRow("clamor", clamor);
    const Cost bare = BareStreams(target, settings);
    PrintRow("bare", bare);
    over_bare.push_back(clamor.Microseconds() / bare.Microseconds());
  }
  fmt::print("median: {:.2f} times the bare client's CPU per event{}\n", Median(over_bare), aim);
}

// The embedded server sends as fast as it can.
std::vector<std::string> BusyServer(const Settings& settings, const std::string& events_per_write) {
  return {"--ttft",
          "constant:0ms",
          "--gap",
          "constant:0ms",
          "--answer-events",
          "constant:200",
          "--events-per-write",
          events_per_write,
          "--threads",
          std::to_string(settings.server_threads)};
}

void CompareWithEmbedded(const Settings& settings, Guard& guard) {
  const auto plain = LaunchServer(BusyServer(settings, "1"), guard);
  ComparePlain(ParseUrl(plain->base_url()), settings);
  CompareStreams(ParseUrl(plain->base_url()), "an event per write",
                 fmt::format(" (aim: at most {})", kStreamAim), settings);
  const auto bunches = LaunchServer(BusyServer(settings, "20"), guard);
  CompareStreams(ParseUrl(bunches->base_url()), "20 events per write", "", settings);
}

int Main(int argc, char** argv) {
  Guard guard;
  Settings settings;
  CLI::App app("CPU per request and per event: Clamor beside wrk and a bare client",
               "engine_bench");
  app.add_option("--url", settings.url,
                 "A running http:// server with GET /plain and the assistant's endpoint, in place "
                 "of clamor-server");
  app.add_option("--seconds", settings.seconds, "Of each client's turn")->capture_default_str();
  app.add_option("--repetitions", settings.repetitions, "The median is told")
      ->capture_default_str();
  app.add_option("--server-threads", settings.server_threads, "Of clamor-server")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  if (settings.url.empty()) {
    CompareWithEmbedded(settings, guard);
  } else {
    const Url target = ParseUrl(settings.url);
    ComparePlain(target, settings);
    CompareStreams(target, "events as the server writes them", "", settings);
  }
  return 0;
}

}  // namespace
}  // namespace clamor::bench

int main(int argc, char** argv) { return clamor::bench::Guarded(clamor::bench::Main, argc, argv); }
