// SPDX-License-Identifier: Apache-2.0
// Drawing an answer's times.
#include "server/voice_model.h"

#include "server/service_model.h"

namespace clamor::server {

VoiceTimes DrawVoiceTimes(const VoiceModel& model, std::uint64_t seed, std::uint64_t answer) {
  Random random = RandomOf(seed, answer, Purpose::kPace);
  // Braces draw from left to right.
  return VoiceTimes{DrawDuration(model.think, random), DrawDuration(model.speech, random),
                    DrawDuration(model.tool_delay, random), DrawDuration(model.stop_delay, random),
                    DrawDuration(model.resume_delay, random)};
}

}  // namespace clamor::server
