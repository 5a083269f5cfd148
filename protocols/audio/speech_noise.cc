// SPDX-License-Identifier: Apache-2.0
#include "protocols/audio/speech_noise.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

#include "base/random.h"

namespace clamor {
namespace {

constexpr double kSyllablesPerSecond = 4;
constexpr double kHighestPitch = 500;  // Hz; above it a voice has less and less
constexpr double kPeak = 16'384;       // half of full scale

// Lets pass what is below a frequency; above it, half as much with each octave.
class LowPass {
 public:
  LowPass(double frequency, int rate)
      : share_(1 - std::exp(-2 * std::numbers::pi * frequency / rate)) {}

  double operator()(double in) { return last_ += share_ * (in - last_); }

 private:
  double share_;
  double last_ = 0;
};

double LoudnessAt(double seconds) {
  return (1 - std::cos(2 * std::numbers::pi * kSyllablesPerSecond * seconds)) / 2;
}

std::vector<double> Noise(std::size_t count, int rate, std::uint64_t seed) {
  Random random(seed);
  LowPass first(kHighestPitch, rate);
  LowPass second(kHighestPitch, rate);
  std::vector<double> noise;
  noise.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double low = second(first(2 * random.Uniform() - 1));
    noise.push_back(low * LoudnessAt(static_cast<double>(i) / rate));
  }
  return noise;
}

}  // namespace

Pcm SpeechNoise(Seconds length, int rate, std::uint64_t seed) {
  const auto count = static_cast<std::size_t>(std::lround(length.count() * rate));
  const std::vector<double> noise = Noise(count, rate, seed);
  double peak = std::numeric_limits<double>::min();
  for (const double sample : noise) peak = std::max(peak, std::abs(sample));
  Pcm pcm{rate, {}};
  pcm.samples.reserve(count);
  for (const double sample : noise) {
    pcm.samples.push_back(static_cast<std::int16_t>(std::lround(sample / peak * kPeak)));
  }
  return pcm;
}

}  // namespace clamor
