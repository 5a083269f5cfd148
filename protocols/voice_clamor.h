// SPDX-License-Identifier: Apache-2.0
// The voice protocol that Clamor speaks by default: JSON for what happens, binary messages of PCM
// at 16 kHz for what is heard. docs/voice.md describes it.
#pragma once

#include <string>

#include "clamor/voice_dialect.h"

namespace clamor {

class ClamorVoiceDialect final : public VoiceDialect {
 public:
  std::string_view Name() const override { return "voice"; }
  int SampleRate() const override { return 16000; }
  bool AgentPauses() const override { return true; }
  Call Connect(const Conversation& conversation) const override;
  void SpeechBegins(Outbox& outbox) override;
  void Speech(PcmBytes frame, Outbox& outbox) override { outbox.Binary(frame); }
  void SpeechEnds(const Said& said, Outbox& outbox) override;
  void FalseAlarmEnds(Outbox& outbox) override;
  Sense Read(std::string_view message, bool is_text, Hearing& hearing) override;

 private:
  std::string scratch_;
};

}  // namespace clamor
