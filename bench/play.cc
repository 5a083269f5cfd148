// SPDX-License-Identifier: Apache-2.0
#include "bench/play.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <filesystem>

#include "fixtures/plan_run.h"
#include "protocols/assistant.h"
#include "protocols/sse_protocol.h"

namespace clamor::bench {
namespace {

constexpr std::uint64_t kSeed = 1;

Conversation OneTurn() {
  Conversation conversation;
  conversation.name = "one_turn";
  conversation.turns.push_back({"user", "Hello, how are you?"});
  return conversation;
}

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

std::unique_ptr<EmbeddedServer> LaunchServer(const std::vector<std::string>& arguments,
                                             Guard& guard) {
  const auto log = std::filesystem::temp_directory_path() /
                   fmt::format("clamor_bench_{}_server.log", ::getpid());
  return std::make_unique<EmbeddedServer>(ProgramCommand(CLAMOR_SERVER_PROGRAM, arguments), log,
                                          guard);
}

Played Play(const Load& load) {
  Options options;
  options.threads = load.threads;
  RunPlan plan = PlanRun(
      {{{"", Conversations(load.said.value_or(OneTurn())), load.profile}}, false, load.probes},
      load.protocol, {}, options, kSeed);
  AimAt(load.target, std::nullopt, options, plan);
  plan.on_turn = load.on_turn;
  plan.scenarios.front().play.verbose = load.verbose;
  Played played;
  const double before = ProcessCpuSeconds();
  Run(plan, load.hooks, played.run);
  played.cpu_seconds = ProcessCpuSeconds() - before;
  return played;
}

std::unique_ptr<internal::Protocol> Assistant() {
  return internal::SseProtocol(
      []() -> std::unique_ptr<Dialect> { return std::make_unique<AssistantDialect>(); });
}

double ProcessCpuSeconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return Seconds(used.ru_utime) + Seconds(used.ru_stime);
}

double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

int Guarded(int (*benchmark)(int, char**), int argc, char** argv) {
  try {
    return benchmark(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}

}  // namespace clamor::bench
