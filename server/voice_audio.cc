// SPDX-License-Identifier: Apache-2.0
// Amplitude-modulated, low-passed noise.
#include "server/voice_audio.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

#include "server/service_model.h"

namespace clamor::server {
namespace {

constexpr unsigned kPiecesPerSecond = 50;
constexpr double kPiecesPerSyllable = 12.5;  // four syllables a second
constexpr float kFaintest = 0.2F;            // silence would be the same everywhere
constexpr float kCutoff = 0.3F;              // of the low pass: what each sample adds of itself

float LoudnessAt(std::uint64_t piece) {
  const double phase = std::numbers::pi * static_cast<double>(piece) / kPiecesPerSyllable;
  const auto swing = static_cast<float>(std::sin(phase));
  return kFaintest + (1 - kFaintest) * swing * swing;
}

}  // namespace

VoiceAudio::VoiceAudio(std::uint64_t seed, std::uint64_t answer, unsigned rate)
    : seed_(RandomOf(seed, answer, Purpose::kAudio).Next()), piece_(rate / kPiecesPerSecond) {}

void VoiceAudio::Read(std::uint64_t position, std::span<std::int16_t> samples) const {
  for (std::uint64_t piece = position / piece_; !samples.empty(); ++piece) {
    const auto count = std::min<std::size_t>(piece_, samples.size());
    ReadPiece(piece, samples.first(count));
    samples = samples.subspan(count);
  }
}

void VoiceAudio::ReadPiece(std::uint64_t piece, std::span<std::int16_t> samples) const {
  constexpr unsigned kSamplesPerDraw = 4;
  Random random(MixSeed(seed_, piece));
  const float first = LoudnessAt(piece);
  const float step = (LoudnessAt(piece + 1) - first) / static_cast<float>(piece_);
  std::uint64_t bits = 0;
  float level = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    bits = i % kSamplesPerDraw == 0 ? random.Next() : bits >> 16;
    level += kCutoff * (static_cast<float>(static_cast<std::int16_t>(bits & 0xffff)) - level);
    samples[i] = static_cast<std::int16_t>(level * (first + step * static_cast<float>(i)));
  }
}

std::string_view PcmBytes(std::span<const std::int16_t> samples) {
  static_assert(std::endian::native == std::endian::little, "swap the bytes here");
  const auto bytes = std::as_bytes(samples);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace clamor::server
