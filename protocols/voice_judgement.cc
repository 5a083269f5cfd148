// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_judgement.h"

#include <fmt/format.h>

#include <array>

#include "clamor/voice.h"

namespace clamor {
namespace {

enum Place : unsigned { kAudioCame, kAudioIsWhole, kNothingSaidTwice };

// What an agent says of its audio's length may be rounded.
constexpr Seconds kRounding{0.01};

bool HeardAll(const VoiceReply& reply) {
  const Seconds missing = *reply.declared - reply.audio;
  return missing <= kRounding && -missing <= kRounding;
}

void AddDurations(const VoiceCall& call, VoiceSamples& samples) {
  const VoiceReply& first = call.first();
  const VoiceReply& last = call.last();
  if (first.first_audio) {
    samples.Add(kTimeToFirstAudio, first.first_audio->kernel - call.asked());
  }
  samples.Add(kAudioChunks, static_cast<double>(last.chunks));
  samples.Add(kPlaybackGap, last.playback.gap().count());
  samples.Add(kPlaybackUnderruns, last.playback.underruns());
  if (const auto factor = last.playback.RealTimeFactor()) samples.Add(kRealTimeFactor, *factor);
}

void AddInterruption(const VoiceCall& call, bool whole, Seconds stop_limit, VoiceSamples& samples) {
  const BargeInOutcome outcome = OutcomeOfInterruption(call, stop_limit);
  if (outcome == BargeInOutcome::kNone) return;
  if (outcome == BargeInOutcome::kTooLate) return samples.Add(kInterruptionsTooLate, 1);
  const bool handled = whole && outcome == BargeInOutcome::kHandled;
  samples.Add(kInterruptionsHandled, handled ? 1 : 0);
  if (!handled) return samples.Add(kInterruptionsFailed, 1);
  samples.Add(kInterruptionStop, call.StopTime());
  if (const auto& audio = call.last().first_audio) {
    samples.Add(kInterruptionRecovery, audio->kernel - call.asked_last());
  }
}

void AddFalseAlarm(const VoiceCall& call, bool whole, VoiceSamples& samples) {
  const BargeInOutcome outcome = OutcomeOfFalseAlarm(call);
  if (outcome == BargeInOutcome::kNone) return;
  if (outcome == BargeInOutcome::kTooLate) return samples.Add(kFalseAlarmsTooLate, 1);
  const bool resumed = whole && outcome == BargeInOutcome::kHandled;
  samples.Add(kFalseAlarmsResumed, resumed ? 1 : 0);
  if (!resumed) return samples.Add(kFalseAlarmsFailed, 1);
  if (const auto time = call.ResumeTime()) samples.Add(kResumeLatency, *time);
}

}  // namespace

BargeInOutcome OutcomeOfInterruption(const VoiceCall& call, Seconds stop_limit) {
  if (!call.BargedIn()) return BargeInOutcome::kNone;
  if (call.BargedInTooLate()) return BargeInOutcome::kTooLate;
  const bool stopped = call.StopTime() <= stop_limit;
  if (stopped && call.first().ended && !call.first().interrupted) return BargeInOutcome::kTooLate;
  return stopped ? BargeInOutcome::kHandled : BargeInOutcome::kFailed;
}

BargeInOutcome OutcomeOfFalseAlarm(const VoiceCall& call) {
  if (!call.BargedIn()) return BargeInOutcome::kNone;
  if (call.BargedInTooLate()) return BargeInOutcome::kTooLate;
  const VoiceReply& answer = call.first();
  return answer.ended && !call.SaidTwice() && (!answer.declared || HeardAll(answer))
             ? BargeInOutcome::kHandled
             : BargeInOutcome::kFailed;
}

std::optional<Trouble> TroubleOf(const Turn& turn, const VoiceCall& call, Seconds stop_limit) {
  if (turn.interrupt && OutcomeOfInterruption(call, stop_limit) == BargeInOutcome::kFailed) {
    return Trouble{Failure::kInterruption,
                   fmt::format("the agent did not stop: it went on for {:.0f} ms after it was "
                               "interrupted",
                               Seconds(call.StopTime()).count() * 1e3)};
  }
  if (call.last().interrupted && !call.last().ended) {
    return Trouble{Failure::kTruncated, "the agent broke off its answer, and nobody had spoken"};
  }
  return std::nullopt;
}

std::span<const NamedCheck> VoiceChecks() {
  static const std::array<NamedCheck, kNothingSaidTwice + 1> checks{
      {{"audio_came"}, {"audio_is_whole"}, {"nothing_said_twice"}}};
  return checks;
}

CheckBits CheckVoice(const VoiceCall& call, bool is_false_alarm) {
  CheckBits bits;
  const auto check = [&bits](Place place, bool passed) {
    const std::uint64_t bit = std::uint64_t{1} << place;
    bits.made |= bit;
    if (passed) bits.passed |= bit;
  };
  const VoiceReply& answer = call.last();
  check(kAudioCame, answer.chunks > 0);
  if (answer.declared) check(kAudioIsWhole, HeardAll(answer));
  if (is_false_alarm) check(kNothingSaidTwice, !call.SaidTwice());
  return bits;
}

void AddVoiceSamples(const Turn& turn, const VoiceCall& call, bool whole, Seconds stop_limit,
                     VoiceSamples& samples) {
  if (whole) AddDurations(call, samples);
  if (call.tool_calls() > 0) samples.Add(kAgentToolCalls, static_cast<double>(call.tool_calls()));
  if (turn.interrupt) AddInterruption(call, whole, stop_limit, samples);
  if (turn.false_alarm) AddFalseAlarm(call, whole, samples);
}

}  // namespace clamor
