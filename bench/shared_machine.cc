// SPDX-License-Identifier: Apache-2.0
#include "bench/shared_machine.h"

#include <array>
#include <cmath>

#include "bench/distributions.h"

namespace clamor::bench {
namespace {

constexpr double kDrift = 0.15;  // standard deviation of the logarithm after
constexpr double kDriftSeconds = 300;
constexpr double kLeastBurst = 1.5;
constexpr double kWorstBurst = 3;
constexpr std::array<double, kQuantiles> kMeasured = {0.5, 0.95, 0.99};

double DrawErrorRate(Random& random, const BlockPlan& plan, const FailingTurns& failing,
                     double share) {
  if (random.Uniform() < failing.burst_blocks) share += failing.burst;
  return static_cast<double>(Binomial(random, plan.turns, share)) / plan.turns;
}

}  // namespace

std::vector<PairOf<double>> DrawSlowness(Random& random, const BlockPlan& plan, double bursts) {
  const double step = kDrift * std::sqrt(plan.seconds / kDriftSeconds);
  double drifted = 0;
  const auto draw = [&] {
    drifted += step * Normal(random);
    if (random.Uniform() >= bursts) return drifted;
    return drifted + std::log(kLeastBurst + (kWorstBurst - kLeastBurst) * random.Uniform());
  };
  std::vector<PairOf<double>> slowness;
  for (int pair = 0; pair < plan.pairs; ++pair) {
    const double base = draw();
    slowness.push_back({base, draw()});
  }
  return slowness;
}

std::vector<PairedSeries> DrawLatencies(Random& random, const BlockPlan& plan, double bursts,
                                        double change) {
  std::vector<PairedSeries> series(kDurations * kQuantiles);
  for (const auto& slow : DrawSlowness(random, plan, bursts)) {
    for (std::size_t duration = 0; duration < kDurations; ++duration) {
      const auto base = NormalSampleQuantiles(random, plan.turns, kMeasured);
      const auto head = NormalSampleQuantiles(random, plan.turns, kMeasured);
      const double slower = slow.head - slow.base + (duration == 0 ? std::log1p(change) : 0);
      for (std::size_t q = 0; q < kQuantiles; ++q) {
        series[duration * kQuantiles + q].differences.push_back(kSigma * (head[q] - base[q]) +
                                                                slower);
      }
    }
  }
  return series;
}

PairedSeries DrawErrorRates(Random& random, const BlockPlan& plan, const FailingTurns& failing) {
  PairedSeries series;
  series.is_share = true;
  for (int pair = 0; pair < plan.pairs; ++pair) {
    const double base = DrawErrorRate(random, plan, failing, failing.base);
    const double head = DrawErrorRate(random, plan, failing, failing.base + failing.rise);
    series.differences.push_back(head - base);
  }
  return series;
}

}  // namespace clamor::bench
