// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_metrics.h"

#include <algorithm>

#include "clamor/voice.h"

namespace clamor {
namespace {

template <class U>
DefinedMetric Of(Metric<U> metric, SampleKind kind) {
  return {std::string(metric.name), kind, internal::kUnitOf<U>};
}

}  // namespace

std::vector<DefinedMetric> VoiceMetrics() {
  constexpr auto kTrend = SampleKind::kTrend;
  constexpr auto kCounter = SampleKind::kCounter;
  return {Of(kUpgradeTime, kTrend),
          Of(kTimeToFirstAudio, kTrend),
          Of(kInterruptionStop, kTrend),
          Of(kInterruptionRecovery, kTrend),
          Of(kResumeLatency, kTrend),
          Of(kPlaybackGap, kTrend),
          Of(kPlaybackUnderruns, kTrend),
          Of(kAudioChunks, kTrend),
          Of(kRealTimeFactor, kTrend),
          Of(kSpeechLag, kTrend),
          Of(kInterruptionsHandled, SampleKind::kRate),
          Of(kFalseAlarmsResumed, SampleKind::kRate),
          Of(kInterruptionsFailed, kCounter),
          Of(kInterruptionsTooLate, kCounter),
          Of(kFalseAlarmsFailed, kCounter),
          Of(kFalseAlarmsTooLate, kCounter),
          Of(kAgentToolCalls, kCounter),
          Of(kConnectionErrors, kCounter)};
}

void VoiceSamples::AddNamed(std::string_view metric, double value) {
  const auto found = std::find_if(defined_.begin(), defined_.end(),
                                  [metric](const auto& known) { return known.name == metric; });
  if (found == defined_.end()) return;
  record_.defined.push_back({static_cast<std::uint16_t>(found - defined_.begin()), value});
}

}  // namespace clamor
