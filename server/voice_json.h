// SPDX-License-Identifier: Apache-2.0
// The dialect that Clamor speaks by default (docs/voice.md): JSON around binary audio of 16,000
// samples per second, 20 ms in each message.
#pragma once

#include "server/outbox.h"
#include "server/voice_wire.h"

namespace clamor::server {

class VoiceJson : public VoiceWire {
 public:
  // `send_times`: tells the server's own times. The outbox outlives the wire.
  VoiceJson(Outbox& out, bool send_times) : out_(out), send_times_(send_times) {}

  unsigned rate() const override { return 16000; }
  std::chrono::milliseconds message() const override { return std::chrono::milliseconds(20); }

  std::optional<Heard> Read(std::string_view message, bool text, Clock::time_point at) override;

  void Accept(const Answer& answer) override { samples_ = answer.samples; }
  void CallTool(std::string_view name) override;
  void Begin() override;
  void Say(std::span<const std::int16_t> samples) override;
  void End() override;
  void Fail(std::string_view why) override;
  void Pause(Clock::time_point heard, Clock::time_point last_audio) override;
  void Resume() override;
  void Interrupt() override;
  void TellTimes(Clock::time_point heard, Clock::time_point sent) override;

 private:
  std::optional<Heard> ReadControl(std::string_view message, Clock::time_point at);
  void CountAudio(std::size_t bytes);

  Outbox& out_;
  const bool send_times_;
  std::uint64_t samples_ = 0;      // of the answer
  bool listening_ = false;         // the caller has begun to speak
  std::uint64_t heard_bytes_ = 0;  // of audio since then
};

}  // namespace clamor::server
