// SPDX-License-Identifier: Apache-2.0
// What a voice suite measures beside what every suite does; VoiceTest (load_test.h) defines them.
// docs/voice.md says what each is.
#pragma once

#include "clamor/metric.h"
#include "clamor/units.h"

namespace clamor {

inline constexpr Metric<Seconds> kUpgradeTime{"upgrade_time"};
inline constexpr Metric<Seconds> kTimeToFirstAudio{"time_to_first_audio"};
inline constexpr Metric<Seconds> kInterruptionStop{"interruption_stop"};
inline constexpr Metric<Seconds> kInterruptionRecovery{"interruption_recovery"};
inline constexpr Metric<Seconds> kResumeLatency{"resume_latency"};
inline constexpr Metric<Seconds> kPlaybackGap{"playback_gap"};
inline constexpr Metric<Count> kPlaybackUnderruns{"playback_underruns"};
inline constexpr Metric<Count> kAudioChunks{"audio_chunks"};
inline constexpr Metric<Count> kRealTimeFactor{"real_time_factor"};
inline constexpr Metric<Seconds> kSpeechLag{"speech_lag"};

// Rates, for Share: interruptions that were handled, of those that came in time; false alarms after
// which the agent went on, of those that came in time.
inline constexpr Metric<Ratio> kInterruptionsHandled{"interruptions_handled"};
inline constexpr Metric<Ratio> kFalseAlarmsResumed{"false_alarms_resumed"};

// Counters, for Total.
inline constexpr Metric<Count> kInterruptionsFailed{"interruptions_failed"};
inline constexpr Metric<Count> kInterruptionsTooLate{"interruptions_too_late"};
inline constexpr Metric<Count> kFalseAlarmsFailed{"false_alarms_failed"};
inline constexpr Metric<Count> kFalseAlarmsTooLate{"false_alarms_too_late"};
inline constexpr Metric<Count> kAgentToolCalls{"tool_calls"};
inline constexpr Metric<Count> kConnectionErrors{"connection_errors"};

}  // namespace clamor
