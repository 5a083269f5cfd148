// SPDX-License-Identifier: Apache-2.0
// Listening, thinking, calling tools.
#include "server/voice_call.h"

#include <chrono>
#include <cmath>

#include "server/voice_speech.h"

namespace clamor::server {
namespace {

constexpr auto kNever = Clock::time_point::max();

std::uint64_t SamplesOf(const VoicePlan& plan, const VoiceAsk& ask, unsigned rate) {
  const double seconds = std::chrono::duration<double>(plan.times.speech).count() * ask.length;
  return static_cast<std::uint64_t>(std::llround(seconds * rate));
}

}  // namespace

asio::awaitable<void> VoiceCall::Hold() {
  wire_.Greet();
  for (;;) {
    co_await line_.Listen(kNever);
    const Heard heard = line_.TakeHeard();
    // All else is of an answer that is not being given.
    if (heard.kind == Heard::Kind::kQuery) {
      co_await Answer(heard);
    }
  }
}

asio::awaitable<void> VoiceCall::Answer(const Heard& query) {
  const VoicePlan plan = service_.PlanVoice(upgrade_);
  const std::uint64_t samples = SamplesOf(plan, query.ask, wire_.rate());
  wire_.Accept({plan.number, samples});
  bool wanted = co_await Wait(query.at + plan.times.think, plan);
  if (wanted && !query.ask.tool.empty()) {
    wire_.CallTool(query.ask.tool);
    wanted = co_await Wait(Clock::now() + plan.times.tool_delay, plan);
  }
  if (!wanted) co_return;
  VoiceSpeech speech(line_, wire_, service_, plan, query, samples);
  co_await speech.Speak();
}

asio::awaitable<bool> VoiceCall::Wait(Clock::time_point due, const VoicePlan& plan) {
  bool caller_speaks = false;
  for (;;) {
    const auto until = caller_speaks ? kNever : due;
    const bool spoken_to = co_await line_.Listen(until);
    if (!spoken_to) co_return true;
    if (line_.heard().kind == Heard::Kind::kQuery) co_return false;
    const Heard heard = line_.TakeHeard();
    if (heard.kind == Heard::Kind::kCancel) {
      co_await line_.Sleep(heard.at + plan.times.stop_delay);
      wire_.Cancel();
      co_return false;
    }
    caller_speaks = heard.kind == Heard::Kind::kSpeechStart;
  }
}

}  // namespace clamor::server
