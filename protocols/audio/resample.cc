// SPDX-License-Identifier: Apache-2.0
// A windowed sinc, kept as one filter for each of the places that a sample of the result can have
// between two of the source.
#include "protocols/audio/resample.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <numeric>
#include <stdexcept>

namespace clamor {
namespace {

constexpr int kLargestTerm = 8;
constexpr std::array kUsualRates{8'000, 12'000, 16'000, 24'000, 32'000, 48'000};

// In samples of the lower rate. A Blackman window over twice as many falls by 74 dB within 5.5 / 64
// of that rate; the fall is put just below its half, so that nothing is folded back.
constexpr int kHalfWidth = 32;
constexpr double kFall = 5.5 / (2 * kHalfWidth);

struct Fraction {
  int up = 1;  // samples of the result for each `down` of the source
  int down = 1;

  bool IsSimple() const { return up <= kLargestTerm && down <= kLargestTerm; }
};

Fraction Between(int from, int to) {
  const int divisor = std::gcd(from, to);
  return {to / divisor, from / divisor};
}

std::string RatesThatDo(int to) {
  std::vector<int> rates;
  for (const int rate : kUsualRates) {
    if (Between(rate, to).IsSimple()) rates.push_back(rate);
  }
  // Of an unusual rate at least itself does.
  if (rates.empty()) rates.push_back(to);
  return fmt::format("{}", fmt::join(rates, ", "));
}

double Sinc(double x) {
  const double angle = std::numbers::pi * x;
  return x == 0 ? 1 : std::sin(angle) / angle;
}

double Blackman(double x) {  // from -1 to 1
  const double angle = std::numbers::pi * x;
  return 0.42 + 0.5 * std::cos(angle) + 0.08 * std::cos(2 * angle);
}

class Resampler {
 public:
  explicit Resampler(const Fraction& fraction)
      : up_(fraction.up),
        down_(fraction.down),
        reach_(kHalfWidth * std::max(up_, down_)),
        filter_(static_cast<std::size_t>(2 * reach_ + 1)) {
    const double pass = (1 - kFall) * kHalfWidth / static_cast<double>(reach_);
    for (std::ptrdiff_t t = -reach_; t <= reach_; ++t) {
      Filter(t) = Sinc(static_cast<double>(t) * pass) *
                  Blackman(static_cast<double>(t) / static_cast<double>(reach_));
    }
    KeepLevels();
  }

  std::vector<std::int16_t> Run(const std::vector<std::int16_t>& in) const {
    const auto count = static_cast<std::ptrdiff_t>(in.size());
    std::vector<std::int16_t> out;
    out.reserve(static_cast<std::size_t>((count * up_ + down_ - 1) / down_));
    // Places are counted in steps of the rate that both divide.
    for (std::ptrdiff_t place = 0; place < count * up_; place += down_) {
      const std::ptrdiff_t first = std::max<std::ptrdiff_t>(0, (place - reach_ + up_ - 1) / up_);
      const std::ptrdiff_t last = std::min(count - 1, (place + reach_) / up_);
      double sum = 0;
      for (std::ptrdiff_t i = first; i <= last; ++i) {
        sum += Filter(place - i * up_) * in[static_cast<std::size_t>(i)];
      }
      out.push_back(Rounded(sum));
    }
    return out;
  }

 private:
  using Limits = std::numeric_limits<std::int16_t>;

  static std::int16_t Rounded(double value) {
    return static_cast<std::int16_t>(
        std::lround(std::clamp<double>(value, Limits::min(), Limits::max())));
  }

  double Filter(std::ptrdiff_t at) const { return filter_[static_cast<std::size_t>(at + reach_)]; }
  double& Filter(std::ptrdiff_t at) { return filter_[static_cast<std::size_t>(at + reach_)]; }

  // Each of the filters leaves a constant as it is; otherwise it would get a ripple.
  void KeepLevels() {
    for (std::size_t phase = 0; phase < static_cast<std::size_t>(up_); ++phase) {
      double sum = 0;
      for (std::size_t i = phase; i < filter_.size(); i += static_cast<std::size_t>(up_)) {
        sum += filter_[i];
      }
      for (std::size_t i = phase; i < filter_.size(); i += static_cast<std::size_t>(up_)) {
        filter_[i] /= sum;
      }
    }
  }

  std::ptrdiff_t up_;
  std::ptrdiff_t down_;
  std::ptrdiff_t reach_;  // of the filter to each side
  std::vector<double> filter_;
};

}  // namespace

Pcm Resample(const Pcm& from, int rate) {
  if (from.rate == rate) return from;
  const bool usable = from.rate > 0 && rate > 0;
  if (!usable || !Between(from.rate, rate).IsSimple()) {
    throw std::invalid_argument(
        fmt::format("{} samples per second cannot be made {}, expected one of {}", from.rate, rate,
                    RatesThatDo(rate)));
  }
  return {rate, Resampler(Between(from.rate, rate)).Run(from.samples)};
}

}  // namespace clamor
