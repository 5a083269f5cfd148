// SPDX-License-Identifier: Apache-2.0
// What the voice agent says: noise that rises and falls as syllables do. Made of the seed, the
// answer's number and the position alone, so that no two pieces of 20 ms of an answer are the same,
// and a test can tell which piece it has heard.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace clamor::server {

class VoiceAudio {
 public:
  // `rate`: samples per second, a multiple of 50.
  VoiceAudio(std::uint64_t seed, std::uint64_t answer, unsigned rate);

  // Fills `samples` with what is said from that sample on, which begins a piece of 20 ms.
  void Read(std::uint64_t position, std::span<std::int16_t> samples) const;

 private:
  void ReadPiece(std::uint64_t piece, std::span<std::int16_t> samples) const;

  std::uint64_t seed_;
  unsigned piece_;  // samples
};

// The samples as they go over the wire: 16 bits each, little endian.
std::string_view PcmBytes(std::span<const std::int16_t> samples);

}  // namespace clamor::server
