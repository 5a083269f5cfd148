// SPDX-License-Identifier: Apache-2.0
#include "protocols/audio/speech_noise.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace clamor {
namespace {

using testing::AllOf;
using testing::Each;
using testing::Ge;
using testing::Le;
using namespace std::chrono_literals;

double Power(const std::vector<std::int16_t>& samples, std::size_t begin, std::size_t end) {
  double sum = 0;
  for (std::size_t i = begin; i < end; ++i) sum += std::pow(samples[i], 2);
  return sum / static_cast<double>(end - begin);
}

TEST(SpeechNoise, IsAsLongAsAskedFor) {
  EXPECT_EQ(SpeechNoise(1200ms, 16'000, 1).samples.size(), 19'200U);
  EXPECT_EQ(SpeechNoise(20ms, 24'000, 1).samples.size(), 480U);
  EXPECT_EQ(SpeechNoise(20ms, 24'000, 1).rate, 24'000);
  EXPECT_TRUE(SpeechNoise(0s, 16'000, 1).samples.empty());
  EXPECT_EQ(SpeechNoise(Seconds(1) / 16'000, 16'000, 1).samples.size(), 1U);
}

TEST(SpeechNoise, IsTheSameForTheSameSeedOnly) {
  const Pcm one = SpeechNoise(1s, 16'000, 7);
  EXPECT_EQ(one.samples, SpeechNoise(1s, 16'000, 7).samples);
  EXPECT_NE(one.samples, SpeechNoise(1s, 16'000, 8).samples);
}

TEST(SpeechNoise, PeaksBelowFullScale) {
  for (const int rate : {8'000, 16'000, 24'000}) {
    const Pcm pcm = SpeechNoise(2s, rate, 3);
    EXPECT_THAT(pcm.samples, Each(AllOf(Ge(-16'384), Le(16'384))));
    EXPECT_GT(*std::max_element(pcm.samples.begin(), pcm.samples.end()), 8'000);
  }
}

TEST(SpeechNoise, SwellsFourTimesASecond) {
  const Pcm pcm = SpeechNoise(2s, 16'000, 3);
  constexpr std::size_t kTwentieth = 800;  // samples
  constexpr std::size_t kSyllable = 4'000;
  for (std::size_t begin = 0; begin + kSyllable <= pcm.samples.size(); begin += kSyllable) {
    const std::size_t middle = begin + kSyllable / 2;
    EXPECT_LT(10 * Power(pcm.samples, begin, begin + kTwentieth / 2),
              Power(pcm.samples, middle - kTwentieth, middle + kTwentieth))
        << "the syllable at " << begin;
  }
}

// Two samples beside each other differ little when there is little above the band.
TEST(SpeechNoise, IsLow) {
  const Pcm pcm = SpeechNoise(2s, 16'000, 3);
  double change = 0;
  for (std::size_t i = 1; i < pcm.samples.size(); ++i) {
    change += std::pow(pcm.samples[i] - pcm.samples[i - 1], 2);
  }
  change /= static_cast<double>(pcm.samples.size());
  EXPECT_LT(change, Power(pcm.samples, 0, pcm.samples.size()) / 10) << "white noise has twice it";
}

}  // namespace
}  // namespace clamor
