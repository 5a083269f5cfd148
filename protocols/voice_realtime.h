// SPDX-License-Identifier: Apache-2.0
// OpenAI's Realtime API over WebSocket: base64 PCM at 24 kHz in JSON, turn detection off. The
// present names of events and those of the beta are understood. To speak into an answer is to
// cancel and truncate it; the agent itself knows no pause, so a false alarm pauses the caller's
// player alone.
//
// Tag: `model`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "clamor/voice_dialect.h"
#include "protocols/voice_message.h"

namespace clamor {

class RealtimeDialect final : public VoiceDialect {
 public:
  std::string_view Name() const override { return "realtime"; }
  int SampleRate() const override { return 24000; }
  bool AgentPauses() const override { return false; }
  Call Connect(const Conversation& conversation) const override;
  bool Greet(const Conversation& conversation, Outbox& outbox) override;
  void SpeechBegins(Outbox& /*outbox*/) override {}
  void Speech(PcmBytes frame, Outbox& outbox) override;
  void SpeechEnds(const Said& said, Outbox& outbox) override;
  void BargesIn(Seconds played, Outbox& outbox) override;
  void FalseAlarmEnds(Outbox& outbox) override;
  Sense Read(std::string_view message, bool is_text, Hearing& hearing) override;

 private:
  bool TakeAudio(const VoiceMessage& said, Hearing& hearing);
  void TakeDone(const VoiceMessage& said, Hearing& hearing);

  std::string item_;  // of the answer under way
  std::string scratch_;
  std::string append_;               // a message of audio; keeps its memory
  std::vector<std::uint8_t> audio_;  // decoded
};

}  // namespace clamor
