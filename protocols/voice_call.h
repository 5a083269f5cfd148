// SPDX-License-Identifier: Apache-2.0
// What a caller hears in one request: the answer, and the one after it where the caller interrupts.
// It knows no socket, and of the clock only the times that it is told.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "clamor/voice_dialect.h"
#include "net/clock.h"
#include "protocols/audio/playback.h"
#include "protocols/trouble.h"

namespace clamor {

struct VoiceReply {
  bool begun = false;
  std::optional<Arrival> first_audio;
  Arrival last_audio{};
  std::uint64_t chunks = 0;
  Seconds audio{0};
  std::optional<Seconds> declared;  // how much audio the agent says that it has sent
  std::optional<Arrival> ended;     // delivered whole
  bool interrupted = false;         // and never will be
  Playback playback;

  bool IsOver() const { return ended || interrupted; }
};

class VoiceCall final : public Hearing {
 public:
  // A request begins, spoken and heard so many times as fast as people do. Only where a false alarm
  // will be raised is it looked for audio that comes twice.
  void Begin(double speed, int sample_rate, bool agent_pauses, bool raises_false_alarm);

  // What the caller does. `at`: when the message's last byte was handed to the kernel.
  void Ask(Time at);         // has spoken
  void BargeIn(Time at);     // begins to speak into the answer
  void BeginAlarm(Time at);  // the same without words
  void EndAlarm(Time at);

  // A message has come; what the dialect tells is told of it.
  void At(const Arrival& arrival) { arrival_ = arrival; }

  bool is_ready() const { return ready_; }
  const std::optional<Trouble>& trouble() const { return trouble_; }
  std::uint64_t tool_calls() const { return tool_calls_; }

  // The answer that the request began with, and the one that it ended with: the same unless the
  // caller asked again.
  const VoiceReply& first() const { return replies_.front(); }
  const VoiceReply& last() const { return replies_[asked_again_ ? 1 : 0]; }
  Time asked() const { return asked_; }
  Time asked_last() const { return asked_again_.value_or(asked_); }

  bool BargedIn() const { return barged_in_.has_value(); }
  // Speech into an answer that was over is none.
  bool BargedInTooLate() const { return too_late_; }
  // A false alarm is over, and the answer has not gone on yet.
  bool WaitsBehindAlarm() const { return alarm_over_ && !audio_behind_alarm_ && !first().IsOver(); }
  // How long the first answer went on behind the interruption; zero when nothing more came of it.
  Clock::duration StopTime() const;
  // From the alarm's end to audio again, where the agent had paused.
  std::optional<Clock::duration> ResumeTime() const;
  // Audio behind the alarm that had come before.
  bool SaidTwice() const { return said_twice_; }

  // Hearing. Ready is kept from request to request.
  void Ready() override { ready_ = true; }
  void AnswerBegins() override;
  void Audio(PcmBytes audio) override;
  void ToolCall() override { ++tool_calls_; }
  void AnswerEnds(std::optional<Seconds> audio) override;
  void Paused() override;
  void Interrupted() override { Current().interrupted = true; }
  void Usage(long prompt_tokens, long completion_tokens) override;
  void Fail(std::string_view message) override;

  std::optional<std::uint64_t> prompt_tokens;
  std::optional<std::uint64_t> completion_tokens;

  // A new connection begins.
  void HangUp() { ready_ = false; }

 private:
  VoiceReply& Current() { return replies_[second_began_ ? 1 : 0]; }
  void WatchForRepeats(PcmBytes audio);

  bool ready_ = false;
  double speed_ = 1;
  int sample_rate_ = 0;
  bool agent_pauses_ = false;
  bool raises_false_alarm_ = false;
  Arrival arrival_{};
  std::array<VoiceReply, 2> replies_;
  bool second_began_ = false;
  Time asked_{};
  std::optional<Time> asked_again_;
  std::optional<Time> barged_in_;
  std::optional<Time> alarm_over_;
  std::optional<Time> audio_behind_alarm_;
  bool too_late_ = false;
  bool agent_paused_ = false;
  std::vector<std::uint64_t> heard_;  // hashes of the chunks, but silent ones
  bool said_twice_ = false;
  std::uint64_t tool_calls_ = 0;
  std::optional<Trouble> trouble_;
};

}  // namespace clamor
