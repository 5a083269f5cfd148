// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_metrics.h"

#include "clamor/voice.h"

namespace clamor {
namespace {

template <class U>
DefinedMetric ATrend(Metric<U> metric, const char* definition) {
  return {std::string(metric.name), SampleKind::kTrend, internal::kUnitOf<U>, definition};
}

DefinedMetric AShare(Metric<Ratio> metric, const char* definition) {
  return {std::string(metric.name), SampleKind::kRate, Unit::kRatio, definition};
}

DefinedMetric ACounter(Metric<Count> metric, const char* definition) {
  return {std::string(metric.name), SampleKind::kCounter, Unit::kCount, definition};
}

}  // namespace

std::vector<DefinedMetric> VoiceMetrics() {
  return {
      ATrend(kUpgradeTime, "The WebSocket's upgrade sent until its consent came"),
      ATrend(kTimeToFirstAudio,
             "speech_end sent until the first chunk of audio; of a caller who interrupts, that of "
             "the first query"),
      ATrend(kInterruptionStop,
             "The interrupting speech_start sent until the last chunk of the old answer, 0 where "
             "none came behind it; interruptions that were handled"),
      ATrend(kInterruptionRecovery,
             "The interrupting speech_end sent until the first chunk of the new answer"),
      ATrend(kResumeLatency,
             "The false alarm's end sent until audio again, where the agent had paused"),
      ATrend(kPlaybackGap,
             "Silence within an answer for a listener who plays from the first chunk in real time; "
             "the listener's own pause while the caller speaks is none"),
      ATrend(kPlaybackUnderruns, "How often that listener had nothing to play"),
      ATrend(kAudioChunks, "Messages of audio in the request's last answer"),
      ATrend(
          kRealTimeFactor,
          "How many times as fast as it is heard an answer's audio arrived; below 1 the listener "
          "waits"),
      ATrend(kSpeechLag,
             "How late the latest frame of a request's speech was sent; the generator's own delay"),
      AShare(kInterruptionsHandled, "Interruptions that were handled, of those that came in time"),
      AShare(kFalseAlarmsResumed,
             "False alarms after which the agent went on, of those that came in time"),
      ACounter(kInterruptionsFailed, "Interruptions after which the agent did not stop in time"),
      ACounter(kInterruptionsTooLate, "Interruptions of answers that were over"),
      ACounter(kFalseAlarmsFailed, "False alarms after which the answer did not go on as it was"),
      ACounter(kFalseAlarmsTooLate, "False alarms after answers that were over"),
      ACounter(kAgentToolCalls, "Tools that the agent said it called"),
      ACounter(kConnectionErrors,
               "Connections that could not be opened, and those that the server ended")};
}

}  // namespace clamor
