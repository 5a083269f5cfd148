// SPDX-License-Identifier: Apache-2.0
// What callers say as samples, made once before the load and shared by all of them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "clamor/conversation.h"
#include "clamor/units.h"
#include "clamor/voice_dialect.h"

namespace clamor {

class SpeechStore {
 public:
  // At so many samples per second.
  explicit SpeechStore(int rate) : rate_(rate) {}

  // Reads or generates what the conversation's turns need. Throws std::runtime_error with one line
  // for a recording that cannot be used.
  void Prepare(const Conversation& conversation);

  // What was prepared.
  PcmBytes Of(const Speech& speech, std::string_view content) const;
  PcmBytes Noise(Seconds length) const;

 private:
  void Add(const Speech& speech, std::string_view content);
  void AddNoise(Seconds length);

  int rate_;
  std::map<std::string, std::vector<std::uint8_t>> recordings_;  // by path
  std::map<long, std::vector<std::uint8_t>> noises_;             // by their milliseconds
};

}  // namespace clamor
