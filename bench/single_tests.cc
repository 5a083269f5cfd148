// SPDX-License-Identifier: Apache-2.0
#include "bench/single_tests.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

#include "bench/distributions.h"
#include "bench/shared_machine.h"
#include "bench/simulate.h"
#include "metrics/regression/alpha_spending.h"
#include "metrics/regression/paired_statistics.h"

namespace clamor::bench {
namespace {

constexpr double kAlpha = 0.05;
constexpr std::size_t kLookedAt = 40;  // differences, in five looks

double TwoSided(double z) { return std::erfc(std::abs(z) / std::sqrt(2.0)); }

// Of two samples without ties, by the normal approximation (Hollander, Wolfe and Chicken,
// Nonparametric Statistical Methods, 4.1).
double MannWhitneyPValue(std::vector<double> a, std::vector<double> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  const auto m = static_cast<double>(a.size());
  const auto n = static_cast<double>(b.size());
  double below = 0;  // pairs of which b's is the lesser
  auto at = b.begin();
  for (const double value : a) {
    at = std::lower_bound(at, b.end(), value);
    below += static_cast<double>(at - b.begin());
  }
  return TwoSided((below - m * n / 2) / std::sqrt(m * n * (m + n + 1) / 12));
}

// Logarithms of one block's turns.
std::vector<double> DrawTurns(Random& random, int turns, double slowness) {
  std::vector<double> times(static_cast<std::size_t>(turns));
  for (double& time : times) time = slowness + kSigma * Normal(random);
  return times;
}

double P95(std::vector<double> times) {
  const auto rank = std::ceil(0.95 * static_cast<double>(times.size()));
  const auto at = times.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
  std::nth_element(times.begin(), at, times.end());
  return *at;
}

struct PValues {
  double student = 1;
  double wilcoxon = 1;
  double yuen = 1;
  double mann_whitney = 1;
};

PValues TestOneMeasure(Random& random, const BlockPlan& plan, double change) {
  std::vector<double> differences;
  PairOf<std::vector<double>> all;
  for (const auto& slow : DrawSlowness(random, plan, kUsualBursts)) {
    const auto base = DrawTurns(random, plan.turns, slow.base);
    const auto head = DrawTurns(random, plan.turns, slow.head + std::log1p(change));
    differences.push_back(P95(head) - P95(base));
    all.base.insert(all.base.end(), base.begin(), base.end());
    all.head.insert(all.head.end(), head.begin(), head.end());
  }
  return {.student = TrimmedMean::Of(differences, 0)->PValue(),
          .wilcoxon = SignedRankPValue(differences),
          .yuen = TrimmedMean::Of(differences)->PValue(),
          .mann_whitney = MannWhitneyPValue(std::move(all.base), std::move(all.head))};
}

struct SingleTest {
  const char* name;
  double PValues::*p_value;
};

constexpr std::array<SingleTest, 4> kSingleTests = {
    {{"paired t", &PValues::student},
     {"Wilcoxon's signed ranks", &PValues::wilcoxon},
     {"**Yuen, 20 % trimmed t**", &PValues::yuen},
     {"Mann-Whitney on all turns pooled", &PValues::mann_whitney}}};

// Of the differences up to a look, which have the variance 1, each.
using Test = double (*)(std::span<const double>);

double TestOfMean(std::span<const double> differences) {
  const double sum = std::accumulate(differences.begin(), differences.end(), 0.0);
  return TwoSided(sum / std::sqrt(static_cast<double>(differences.size())));
}

double YuensTest(std::span<const double> differences) {
  return TrimmedMean::Of(differences)->PValue();
}

// The first look at which the test rejects; as many as there are where none does.
std::size_t FirstRejection(Test test, const std::vector<double>& differences,
                           const std::vector<double>& p_values) {
  const std::size_t step = differences.size() / p_values.size();
  for (std::size_t look = 0; look < p_values.size(); ++look) {
    if (test(std::span(differences).first(step * (look + 1))) <= p_values[look]) return look;
  }
  return p_values.size();
}

void PrintLooksOf(const char* name, Test test, const std::vector<double>& p_values, int runs,
                  std::uint64_t seed) {
  const auto rejections = Simulate(runs, seed, [&] {
    return [&](Random& random) {
      std::vector<double> differences(kLookedAt);
      for (double& difference : differences) difference = Normal(random);
      return FirstRejection(test, differences, p_values);
    };
  });
  fmt::print("| {} |", name);
  for (std::size_t look = 0; look < p_values.size(); ++look) {
    fmt::print(" {:.4f} |", Percent(rejections, [&](std::size_t at) { return at <= look; }));
  }
  fmt::print("\n");
}

}  // namespace

void PrintTestsOfOneMeasure(int runs, std::uint64_t seed) {
  fmt::print(
      "\nOne measure, the p95 of 100 turns per block, at 5 %: % of runs that reject\n\n"
      "| | 20 pairs: same build | +10 % | +20 % | 40 pairs: same build | +10 % | +20 % |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n");
  std::vector<std::vector<PValues>> columns;
  for (const int pairs : {20, 40}) {
    for (const double change : {0.0, 0.1, 0.2}) {
      columns.push_back(Simulate(runs, seed, [&] {
        return [&](Random& random) { return TestOneMeasure(random, {.pairs = pairs}, change); };
      }));
    }
  }
  for (const SingleTest& test : kSingleTests) {
    fmt::print("| {} |", test.name);
    for (const auto& column : columns) {
      fmt::print(" {:.1f} |",
                 Percent(column, [&](const PValues& p) { return p.*test.p_value <= kAlpha; }));
    }
    fmt::print("\n");
  }
}

void PrintLooks(int runs, std::uint64_t seed) {
  const std::vector<double> fractions{0.2, 0.4, 0.6, 0.8, 1};
  fmt::print(
      "\nFive looks at 40 normal differences without a change: % of {} runs rejected up to each\n\n"
      "| look | 1 | 2 | 3 | 4 | 5 |\n| --- | --- | --- | --- | --- | --- |\n",
      runs);
  for (const int hypotheses : {1, 12}) {
    const double alpha = kAlpha / hypotheses;
    fmt::print("| {}: to be spent |", hypotheses == 1 ? "one measure" : "one of twelve");
    for (const double fraction : fractions) {
      fmt::print(" {:.4f} |", 100 * AlphaSpent(alpha, fraction));
    }
    fmt::print("\n");
    const auto p_values = PValuesToReach(alpha, fractions);
    PrintLooksOf("mean, variance known", TestOfMean, p_values, runs, seed);
    PrintLooksOf("Yuen", YuensTest, p_values, runs, seed);
    PrintLooksOf("signed ranks", SignedRankPValue, p_values, runs, seed);
  }
}

}  // namespace clamor::bench
