// SPDX-License-Identifier: Apache-2.0
// Clamor's own voice dialect that also keeps what a benchmark wants to know: when its frames were
// sent, and the times that `clamor-server --send-times` tells.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "net/clock.h"
#include "protocols/probes.h"
#include "protocols/voice_clamor.h"

namespace clamor::bench {

class VoiceProbe final : public VoiceDialect {
 public:
  // Kept by the process, in the order in which callers were made: of one worker thread that of
  // their numbers.
  static std::unique_ptr<VoiceDialect> Make();
  static VoiceProbe& OfCaller(int user);
  // The metrics of voice.h.
  static const Probes& Metrics();
  // How much later than its speech's first frame each frame was sent than it should have been.
  static std::vector<std::chrono::nanoseconds> FrameLags();

  // By the server's clock, of the last request; forgets them.
  std::optional<std::chrono::nanoseconds> TakeTimeToFirstAudio();
  std::optional<std::chrono::nanoseconds> TakeStop();

  std::string_view Name() const override { return inner_.Name(); }
  int SampleRate() const override { return inner_.SampleRate(); }
  bool AgentPauses() const override { return inner_.AgentPauses(); }
  Call Connect(const Conversation& said) const override { return inner_.Connect(said); }
  void SpeechBegins(Outbox& outbox) override;
  void Speech(PcmBytes frame, Outbox& outbox) override;
  void SpeechEnds(const Said& said, Outbox& outbox) override { inner_.SpeechEnds(said, outbox); }
  void FalseAlarmEnds(Outbox& outbox) override { inner_.FalseAlarmEnds(outbox); }
  Sense Read(std::string_view message, bool is_text, Hearing& hearing) override;

 private:
  ClamorVoiceDialect inner_;
  std::optional<std::chrono::nanoseconds> first_audio_;
  std::optional<std::chrono::nanoseconds> stop_;
  std::optional<Time> first_frame_;
  long frames_ = 0;
};

}  // namespace clamor::bench
