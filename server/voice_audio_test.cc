// SPDX-License-Identifier: Apache-2.0
// Speech-like noise.
#include "server/voice_audio.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

namespace clamor::server {
namespace {

constexpr unsigned kRate = 16000;
constexpr std::size_t kPiece = 320;

std::vector<std::int16_t> Samples(const VoiceAudio& audio, std::uint64_t position,
                                  std::size_t count) {
  std::vector<std::int16_t> samples(count);
  audio.Read(position, samples);
  return samples;
}

TEST(VoiceAudio, NeverSaysTheSameTwice) {
  const VoiceAudio audio(1, 0, kRate);
  std::set<std::vector<std::int16_t>> pieces;
  constexpr std::size_t kPieces = 3000;  // a minute
  for (std::size_t i = 0; i < kPieces; ++i) pieces.insert(Samples(audio, i * kPiece, kPiece));
  EXPECT_EQ(pieces.size(), kPieces);
}

TEST(VoiceAudio, RepeatsForTheSameSeedAnswerAndPosition) {
  EXPECT_EQ(Samples({7, 3, kRate}, 640, 320), Samples({7, 3, kRate}, 640, 320));
  EXPECT_NE(Samples({7, 3, kRate}, 640, 320), Samples({7, 4, kRate}, 640, 320));
  EXPECT_NE(Samples({7, 3, kRate}, 640, 320), Samples({8, 3, kRate}, 640, 320));
}

TEST(VoiceAudio, IsTheSameInPiecesAsInOne) {
  const VoiceAudio audio(1, 0, kRate);
  const auto whole = Samples(audio, 0, 5 * kPiece + 7);
  auto joined = Samples(audio, 0, 2 * kPiece);
  const auto rest = Samples(audio, 2 * kPiece, 3 * kPiece + 7);
  joined.insert(joined.end(), rest.begin(), rest.end());
  EXPECT_EQ(joined, whole);
}

TEST(VoiceAudio, RisesAndFallsAndIsNeverSilent) {
  const VoiceAudio audio(1, 0, kRate);
  std::vector<int> peaks;
  for (std::size_t i = 0; i < 50; ++i) {
    const auto piece = Samples(audio, i * kPiece, kPiece);
    const auto [low, high] = std::minmax_element(piece.begin(), piece.end());
    peaks.push_back(std::max(std::abs(int{*low}), int{*high}));
  }
  const auto [faintest, loudest] = std::minmax_element(peaks.begin(), peaks.end());
  EXPECT_GT(*faintest, 500);
  EXPECT_GT(*loudest, 2 * *faintest);
}

TEST(PcmBytes, AreLittleEndian) {
  const std::vector<std::int16_t> samples = {0x0102, -2};
  EXPECT_EQ(PcmBytes(samples), std::string_view("\x02\x01\xfe\xff"));
}

}  // namespace
}  // namespace clamor::server
