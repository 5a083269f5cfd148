// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_call.h"

#include <algorithm>
#include <functional>
#include <string_view>

#include "base/escape.h"

namespace clamor {
namespace {

constexpr std::size_t kShown = 200;
constexpr int kSampleBytes = 2;

bool IsSilence(PcmBytes audio) {
  return std::all_of(audio.begin(), audio.end(), [](std::uint8_t byte) { return byte == 0; });
}

std::uint64_t HashOf(PcmBytes audio) {
  return std::hash<std::string_view>{}({reinterpret_cast<const char*>(audio.data()), audio.size()});
}

}  // namespace

void VoiceCall::Begin(double speed, int sample_rate, bool agent_pauses, bool raises_false_alarm) {
  const bool ready = ready_;
  std::vector<std::uint64_t> heard = std::move(heard_);  // keeps its memory
  *this = VoiceCall();
  ready_ = ready;
  heard_ = std::move(heard);
  heard_.clear();
  speed_ = speed;
  sample_rate_ = sample_rate;
  agent_pauses_ = agent_pauses;
  raises_false_alarm_ = raises_false_alarm;
  for (VoiceReply& reply : replies_) reply.playback.Begin(speed);
}

void VoiceCall::Ask(Time at) {
  if (asked_ == Time{}) {
    asked_ = at;
  } else {
    asked_again_ = at;
  }
}

void VoiceCall::BargeIn(Time at) {
  barged_in_ = at;
  too_late_ = first().IsOver();
}

void VoiceCall::BeginAlarm(Time at) {
  BargeIn(at);
  replies_.front().playback.Pause(at);
}

void VoiceCall::EndAlarm(Time at) {
  alarm_over_ = at;
  if (!agent_pauses_) replies_.front().playback.Resume(at);
}

Clock::duration VoiceCall::StopTime() const {
  if (!barged_in_ || !first().first_audio) return {};
  return std::max(first().last_audio.kernel - *barged_in_, Clock::duration::zero());
}

std::optional<Clock::duration> VoiceCall::ResumeTime() const {
  if (!agent_paused_ || !audio_behind_alarm_) return std::nullopt;
  return *audio_behind_alarm_ - *alarm_over_;
}

void VoiceCall::AnswerBegins() {
  if (asked_again_ && !second_began_) second_began_ = true;
  Current().begun = true;
}

void VoiceCall::Audio(PcmBytes audio) {
  if (audio.empty()) return;
  VoiceReply& reply = Current();
  if (alarm_over_ && !audio_behind_alarm_) {
    audio_behind_alarm_ = arrival_.kernel;
    if (agent_pauses_) reply.playback.Resume(arrival_.kernel);
  }
  reply.begun = true;
  if (!reply.first_audio) reply.first_audio = arrival_;
  reply.last_audio = arrival_;
  ++reply.chunks;
  const Seconds length(static_cast<double>(audio.size()) / kSampleBytes / sample_rate_);
  reply.audio += length;
  reply.playback.Hear(arrival_.kernel, length);
  if (raises_false_alarm_) WatchForRepeats(audio);
}

void VoiceCall::WatchForRepeats(PcmBytes audio) {
  if (IsSilence(audio)) return;
  const std::uint64_t hash = HashOf(audio);
  if (alarm_over_ && std::find(heard_.begin(), heard_.end(), hash) != heard_.end()) {
    said_twice_ = true;
  }
  heard_.push_back(hash);
}

void VoiceCall::Paused() {
  agent_paused_ = true;
  if (!alarm_over_ || !agent_pauses_) return;
  // What came behind the alarm was on its way: the agent has still to go on.
  audio_behind_alarm_.reset();
  Current().playback.Pause(arrival_.kernel);
}

void VoiceCall::AnswerEnds(std::optional<Seconds> audio) {
  VoiceReply& reply = Current();
  if (reply.ended) return;
  reply.declared = audio;
  reply.ended = arrival_;
}

void VoiceCall::Usage(long prompt, long completion) {
  prompt_tokens = static_cast<std::uint64_t>(std::max(0L, prompt));
  completion_tokens = static_cast<std::uint64_t>(std::max(0L, completion));
}

void VoiceCall::Fail(std::string_view message) {
  if (trouble_) return;
  trouble_ =
      Trouble{Failure::kStreamError, "the agent reports an error: " + ForTerminal(message, kShown)};
}

}  // namespace clamor
