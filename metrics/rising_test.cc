// SPDX-License-Identifier: Apache-2.0
#include "metrics/rising.h"

#include <gmock/gmock.h>

#include <cmath>

#include "base/random.h"

namespace clamor {
namespace {

// Log-normal noise of 10 % around a level that grows to `factor` times itself; `memory` is the
// autocorrelation of lag one.
std::vector<double> Series(std::size_t n, double factor, double memory, std::uint64_t seed) {
  Random random(seed);
  std::vector<double> values;
  double noise = 0;
  for (std::size_t i = 0; i < n; ++i) {
    double sum = -6;  // twelve uniforms: near enough to normal
    for (int u = 0; u < 12; ++u) sum += static_cast<double>(random.Next() >> 11) * 0x1p-53;
    noise = memory * noise + std::sqrt(1 - memory * memory) * sum;
    const double share = static_cast<double>(i) / static_cast<double>(n);
    values.push_back(std::exp(0.1 * noise) * std::pow(factor, share));
  }
  return values;
}

TEST(RisesBy, FindsASeriesThatDoubles) {
  const auto growth = RisesBy(Series(300, 2, 0.3, 1));
  ASSERT_TRUE(growth);
  EXPECT_NEAR(*growth, std::pow(2, 0.8) - 1, 0.15);  // the first fifth is left out
}

TEST(RisesBy, IsSilentOnNoiseAlsoWhenItIsCorrelated) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    EXPECT_FALSE(RisesBy(Series(300, 1, 0.0, seed))) << seed;
    EXPECT_FALSE(RisesBy(Series(300, 1, 0.9, seed))) << seed;
  }
}

TEST(RisesBy, IsSilentOnAFallOrASmallRise) {
  EXPECT_FALSE(RisesBy(Series(300, 0.5, 0.3, 1)));
  EXPECT_FALSE(RisesBy(Series(300, 1.1, 0.3, 1)));
}

TEST(RisesBy, IgnoresAColdStart) {
  std::vector<double> values = Series(300, 1, 0.3, 1);
  for (std::size_t i = 0; i < 50; ++i) values[i] *= 0.2;
  EXPECT_FALSE(RisesBy(values));
}

TEST(RisesBy, NeedsTwentyValues) {
  std::vector<double> values;
  for (int i = 1; i < 20; ++i) values.push_back(i);
  EXPECT_FALSE(RisesBy(values));
  values.push_back(20);
  EXPECT_TRUE(RisesBy(values));
  EXPECT_FALSE(RisesBy({}));
}

}  // namespace
}  // namespace clamor
