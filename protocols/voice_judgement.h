// SPDX-License-Identifier: Apache-2.0
// What a call's course means: whether interruptions were handled and false alarms survived, and
// what is checked of each answer.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "clamor/check.h"
#include "clamor/conversation.h"
#include "protocols/trouble.h"
#include "protocols/voice_call.h"
#include "protocols/voice_metrics.h"

namespace clamor {

// An agent that goes on for longer has not stopped; one whose answer ends by itself within it was
// interrupted too late. In time of speech: a call of twice the speed has half of it.
inline constexpr Seconds kStopLimit{1};

// What became of speech into an answer.
enum class BargeInOutcome { kNone, kTooLate, kHandled, kFailed };

BargeInOutcome OutcomeOfInterruption(const VoiceCall& call, Seconds stop_limit);
BargeInOutcome OutcomeOfFalseAlarm(const VoiceCall& call);

// What keeps a call without other trouble from being a success.
std::optional<Trouble> TroubleOf(const Turn& turn, const VoiceCall& call, Seconds stop_limit);

std::span<const NamedCheck> VoiceChecks();

// A bit for each check that could be made of the call's last answer, and for each that passed.
struct CheckBits {
  std::uint64_t made = 0;
  std::uint64_t passed = 0;
};
CheckBits CheckVoice(const VoiceCall& call, bool is_false_alarm);

// Counts what was done and what came of it; of a call that failed, `whole` is false, no durations.
void AddVoiceSamples(const Turn& turn, const VoiceCall& call, bool whole, Seconds stop_limit,
                     VoiceSamples& samples);

}  // namespace clamor
