// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/play_against.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "fixtures/plan_run.h"
#include "fixtures/target_under_test.h"
#include "protocols/assistant.h"
#include "protocols/sse_protocol.h"
#include "protocols/voice_metrics.h"
#include "protocols/voice_protocol.h"
#include "target/guard.h"

namespace clamor {
namespace {

constexpr std::uint64_t kSeed = 1;

std::filesystem::path LogFile() {
  return std::filesystem::temp_directory_path() /
         ("clamor_engine_test_" + std::to_string(::getpid()) + ".log");
}

const FailureCount* Find(const RunData& run, Failure reason) {
  const auto found = std::find_if(run.failures.begin(), run.failures.end(),
                                  [reason](const auto& count) { return count.reason == reason; });
  return found == run.failures.end() ? nullptr : &*found;
}

std::unique_ptr<Dialect> NewAssistantDialect() { return std::make_unique<AssistantDialect>(); }

std::unique_ptr<internal::Protocol> ProtocolOf(const PlayCase& play) {
  if (play.voice != nullptr) return internal::VoiceProtocol(play.voice, play.speed);
  return internal::SseProtocol(play.dialect != nullptr ? play.dialect : &NewAssistantDialect);
}

}  // namespace

Conversation Saying(std::vector<std::string> contents, Expect expect) {
  Conversation conversation;
  conversation.name = "saying";
  for (std::string& content : contents) {
    conversation.turns.push_back({"user", std::move(content), expect});
  }
  return conversation;
}

RunData PlayAgainst(const PlayCase& play) {
  Guard guard;
  Options options = play.options;
  options.embedded = play.server;
  const StopSignal never;
  TargetUnderTest target(options, CLAMOR_SERVER_PROGRAM, LogFile(), guard, never);
  std::vector<Promise> promises;
  for (const std::string& sla : play.slas) promises.push_back({ParseSla(sla), "test", 1});
  const Conversations what(play.conversations.empty() ? std::vector{Saying({"hello"})}
                                                      : play.conversations);
  const auto protocol = ProtocolOf(play);
  Probes probes;
  probes.metrics = play.voice != nullptr ? VoiceMetrics() : play.metrics;
  const Playing playing{
      play.scenarios.empty() ? std::vector<Scenario>{{"", what, play.profile}} : play.scenarios,
      play.together, &probes};
  RunPlan plan = PlanRun(playing, *protocol, promises, options, kSeed);
  AimAt(target.MakeReady(), target.endpoint(), options, plan);
  plan.on_turn = play.on_turn;
  for (ScenarioPlan& scenario : plan.scenarios) scenario.play.verbose = play.verbose;
  RunData run;
  Run(plan, play.hooks, run);
  std::filesystem::remove(LogFile());
  return run;
}

std::uint64_t FailuresOf(const RunData& run, Failure reason) {
  const FailureCount* count = Find(run, reason);
  return count == nullptr ? 0 : count->count;
}

std::string MessageOf(const RunData& run, Failure reason) {
  const FailureCount* count = Find(run, reason);
  return count == nullptr || count->examples.empty() ? "" : count->examples.front().message;
}

}  // namespace clamor
