// SPDX-License-Identifier: Apache-2.0
// How the voice agent behaves in time. Each answer draws from random numbers of its own, as those
// of the other endpoints do.
#pragma once

#include <chrono>
#include <cstdint>

#include "server/distribution.h"

namespace clamor::server {

struct VoiceModel {
  Distribution think = {Distribution::Shape::kLogNormal, 600e6, 0.3};     // ns
  Distribution speech = {Distribution::Shape::kUniform, 1500e6, 3000e6};  // ns of audio
  Distribution tool_delay = {Distribution::Shape::kConstant, 700e6, 0};   // ns
  Distribution stop_delay = {Distribution::Shape::kConstant, 60e6, 0};    // ns
  Distribution resume_delay = {Distribution::Shape::kConstant, 40e6, 0};  // ns
  double audio_speed = 1;  // of the pacing alone: 20 is twenty times as fast, 0 all at once
  bool realtime_beta_names = false;
};

struct VoiceTimes {
  std::chrono::nanoseconds think;         // from the end of the query to the answer or the tool
  std::chrono::nanoseconds speech;        // how much audio an answer of usual length has
  std::chrono::nanoseconds tool_delay;    // from the tool call to the answer
  std::chrono::nanoseconds stop_delay;    // from an interruption to silence
  std::chrono::nanoseconds resume_delay;  // from the end of a false alarm to audio
};

VoiceTimes DrawVoiceTimes(const VoiceModel& model, std::uint64_t seed, std::uint64_t answer);

}  // namespace clamor::server
