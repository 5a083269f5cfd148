// SPDX-License-Identifier: Apache-2.0
#include "protocols/audio/resample.h"

#include <gmock/gmock.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <stdexcept>
#include <string>
#include <utility>

namespace clamor {
namespace {

using testing::HasSubstr;

constexpr double kLevel = 10'000;
constexpr std::size_t kEdge = 200;  // samples at each end, where the sine begins and stops

double AngleOf(std::size_t sample, double frequency, int rate) {
  return 2 * std::numbers::pi * frequency * static_cast<double>(sample) / rate;
}

Pcm Sine(double frequency, int rate) {
  Pcm pcm{rate, {}};
  for (std::size_t i = 0; i < static_cast<std::size_t>(rate) / 2; ++i) {
    pcm.samples.push_back(
        static_cast<std::int16_t>(std::lround(kLevel * std::sin(AngleOf(i, frequency, rate)))));
  }
  return pcm;
}

// The largest difference from a sine of that frequency, which begins with the first sample.
double DistanceFromSine(const Pcm& pcm, double frequency) {
  double largest = 0;
  for (std::size_t i = kEdge; i + kEdge < pcm.samples.size(); ++i) {
    const double expected = kLevel * std::sin(AngleOf(i, frequency, pcm.rate));
    largest = std::max(largest, std::abs(pcm.samples[i] - expected));
  }
  return largest;
}

double LoudestOf(const Pcm& pcm) {
  double loudest = 0;
  for (std::size_t i = kEdge; i + kEdge < pcm.samples.size(); ++i) {
    loudest = std::max(loudest, std::abs<double>(pcm.samples[i]));
  }
  return loudest;
}

class ResampleTest : public testing::TestWithParam<std::pair<int, int>> {
 protected:
  const int from_ = GetParam().first;
  const int to_ = GetParam().second;
};

TEST_P(ResampleTest, KeepsFrequencyLevelAndPhase) {
  for (const double frequency : {100.0, 440.0, 1000.0, 3000.0}) {
    const Pcm made = Resample(Sine(frequency, from_), to_);
    EXPECT_EQ(made.rate, to_);
    EXPECT_EQ(made.samples.size(), static_cast<std::size_t>(to_) / 2);
    EXPECT_LT(DistanceFromSine(made, frequency), kLevel / 1000) << frequency << " Hz";
  }
}

TEST_P(ResampleTest, LeavesSilenceAndConstantsAsTheyAre) {
  for (const int level : {0, 1234, -32768, 32767}) {
    const Pcm made = Resample({from_, std::vector(4000, static_cast<std::int16_t>(level))}, to_);
    for (std::size_t i = kEdge; i + kEdge < made.samples.size(); ++i) {
      ASSERT_EQ(made.samples[i], level) << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Between, ResampleTest,
    testing::Values(std::pair(8'000, 16'000), std::pair(12'000, 16'000), std::pair(24'000, 16'000),
                    std::pair(32'000, 16'000), std::pair(48'000, 16'000), std::pair(8'000, 24'000),
                    std::pair(12'000, 24'000), std::pair(16'000, 24'000), std::pair(32'000, 24'000),
                    std::pair(48'000, 24'000), std::pair(16'000, 8'000), std::pair(24'000, 48'000)),
    [](const auto& rates) {
      return std::to_string(rates.param.first) + "_" + std::to_string(rates.param.second);
    });

TEST(Resample, FoldsNothingBackFromAboveTheBand) {
  for (const double frequency : {8'200.0, 10'000.0, 12'000.0, 15'900.0, 20'000.0, 23'900.0}) {
    EXPECT_LT(LoudestOf(Resample(Sine(frequency, 48'000), 16'000)), kLevel / 1000) << frequency;
  }
  EXPECT_LT(LoudestOf(Resample(Sine(11'000, 24'000), 16'000)), kLevel / 1000);
  EXPECT_LT(LoudestOf(Resample(Sine(13'000, 32'000), 24'000)), kLevel / 1000);
}

// What is mirrored above the source's band: a sine of 3 kHz at 8 kHz has one at 5 kHz.
TEST(Resample, AddsNothingAboveTheSourcesBand) {
  const Pcm made = Resample(Sine(3'000, 8'000), 16'000);
  std::complex<double> at_5_khz = 0;
  const std::size_t count = made.samples.size() - 2 * kEdge;
  for (std::size_t i = 0; i < count; ++i) {
    at_5_khz += std::polar(1.0, -AngleOf(i, 5'000, made.rate)) *
                static_cast<double>(made.samples[kEdge + i]);
  }
  EXPECT_LT(2 * std::abs(at_5_khz) / static_cast<double>(count), kLevel / 1000);
}

TEST(Resample, GivesBackWhatHasTheRateAlready) {
  const Pcm sine = Sine(440, 16'000);
  EXPECT_EQ(Resample(sine, 16'000).samples, sine.samples);
}

TEST(Resample, TakesTheShortestSounds) {
  EXPECT_TRUE(Resample({8'000, {}}, 16'000).samples.empty());
  EXPECT_EQ(Resample({8'000, {5}}, 24'000).samples.size(), 3U);
  EXPECT_EQ(Resample({48'000, {5}}, 16'000).samples.size(), 1U);
}

TEST(Resample, KeepsWithinFullScale) {
  Pcm square{8'000, {}};
  for (int i = 0; i < 400; ++i) square.samples.push_back(i / 20 % 2 == 0 ? 32767 : -32768);
  const Pcm made = Resample(square, 16'000);
  for (std::size_t i = 0; i < made.samples.size(); i += 2) {
    EXPECT_EQ(made.samples[i] >= 0, square.samples[i / 2] >= 0) << "did not wrap around";
  }
}

std::string ErrorOf(int from, int to) {
  try {
    Resample({from, {1, 2, 3}}, to);
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "no error";
}

TEST(Resample, NamesTheRatesThatWouldDo) {
  EXPECT_EQ(ErrorOf(44'100, 16'000),
            "44100 samples per second cannot be made 16000, expected one of 8000, 12000, 16000, "
            "24000, 32000, 48000");
  EXPECT_THAT(ErrorOf(22'050, 24'000), HasSubstr("22050 samples per second cannot be made 24000"));
  EXPECT_THAT(ErrorOf(16'001, 16'000), HasSubstr("expected one of 8000"));
  EXPECT_THAT(ErrorOf(16'000, 11'025), HasSubstr("expected one of 11025"));
  EXPECT_NE(ErrorOf(0, 16'000), "no error");
  EXPECT_NE(ErrorOf(-8'000, 16'000), "no error");
}

}  // namespace
}  // namespace clamor
