// SPDX-License-Identifier: Apache-2.0
#include "bench/distributions.h"

#include <boost/math/distributions/normal.hpp>
#include <cmath>

namespace clamor::bench {
namespace {

// Marsaglia and Tsang 2000, "A simple method for generating gamma variables", ACM TOMS 26. `shape`
// is at least 1.
double Gamma(Random& random, double shape) {
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = Normal(random);
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    if (std::log(1 - random.Uniform()) < x * x / 2 + d - d * v + d * std::log(v)) return d * v;
  }
}

double Beta(Random& random, double a, double b) {
  const double x = Gamma(random, a);
  return x / (x + Gamma(random, b));
}

}  // namespace

double Normal(Random& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.Uniform()));
  return radius * std::cos(2 * std::acos(-1.0) * random.Uniform());
}

int Binomial(Random& random, int n, double chance) {
  int successes = 0;
  for (int i = 0; i < n; ++i) successes += random.Uniform() < chance ? 1 : 0;
  return successes;
}

// From the highest down: below the sample of rank r, the r - 1 others are uniform, and of m uniform
// ones that of rank k is distributed as Beta(k, m + 1 - k) (David and Nagaraja, Order
// Statistics, 2.5).
std::vector<double> NormalSampleQuantiles(Random& random, int n, std::span<const double> qs) {
  const boost::math::normal normal;
  std::vector<double> quantiles(qs.size());
  double above = 1;  // the sample above, as a quantile of its distribution
  double rank_above = n + 1;
  for (std::size_t i = qs.size(); i-- > 0;) {
    const double rank = std::ceil(qs[i] * n);
    if (rank < rank_above) above *= Beta(random, rank, rank_above - rank);
    rank_above = rank;
    quantiles[i] = boost::math::quantile(normal, above);
  }
  return quantiles;
}

}  // namespace clamor::bench
