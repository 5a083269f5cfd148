// SPDX-License-Identifier: Apache-2.0
// One answer being spoken: its pace, what becomes of it when the caller speaks into it, and what
// was planned to go wrong with it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <vector>

#include "server/service.h"
#include "server/voice_audio.h"
#include "server/voice_line.h"

namespace clamor::server {

class VoiceSpeech {
 public:
  // An answer of so many samples to what was heard. All but `query` and `plan` outlive the speech.
  VoiceSpeech(VoiceLine& line, VoiceWire& wire, const Service& service, const VoicePlan& plan,
              const Heard& query, std::uint64_t samples);

  // From its first message to its last. A query that interrupts it is left on the line.
  asio::awaitable<void> Speak();

 private:
  struct Stop {
    Heard heard;
    Clock::time_point due;
  };

  void Start();
  void StartClock();
  Clock::time_point DueOfMessage() const;

  // Each waits, and is false when the answer is over.
  asio::awaitable<bool> AwaitMessage();
  asio::awaitable<bool> StopNow();
  asio::awaitable<bool> GoWrong();

  bool Hear();
  asio::awaitable<void> Resume(Clock::time_point heard);
  asio::awaitable<void> SayMessage();
  bool Has(FaultKind kind) const { return plan_.fault && plan_.fault->kind == kind; }

  VoiceLine& line_;
  VoiceWire& wire_;
  const VoicePlan plan_;
  const Heard query_;
  const std::uint64_t samples_;
  const double samples_per_second_;  // as they are paced; 0: all at once
  const VoiceAudio audio_;
  std::vector<std::int16_t> message_;
  const std::uint64_t middle_;  // the message that begins there does not come, if one goes wrong
  std::uint64_t position_ = 0;  // the next sample
  std::uint64_t messages_ = 0;
  Clock::time_point began_;  // to speak without a pause
  std::uint64_t began_at_ = 0;
  Clock::time_point last_audio_;
  std::optional<Stop> stop_;  // the caller was heard; the agent still speaks
  bool went_wrong_ = false;
};

}  // namespace clamor::server
