// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/paired_statistics.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace clamor {
namespace {

// By which quantile of Student's t a mean must lie beyond what rejects it, to be found nine times
// of ten: 0.9 were the error known. As it is estimated, and bursts make it uncertain, that finds
// but eight of ten; this one nine, as bench/regression_simulation.cc counts.
constexpr double kFoundNineOfTen = 0.95;

std::vector<double> Sorted(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

double Mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Twice the rank of each, by size, so that ties, which share the mean of their ranks, have whole
// numbers. `sizes` must be sorted.
std::vector<std::size_t> DoubledRanks(const std::vector<double>& sizes) {
  std::vector<std::size_t> ranks(sizes.size());
  for (std::size_t begin = 0; begin < sizes.size();) {
    std::size_t end = begin + 1;
    while (end < sizes.size() && sizes[end] == sizes[begin]) ++end;
    for (std::size_t i = begin; i < end; ++i) ranks[i] = begin + end + 1;
    begin = end;
  }
  return ranks;
}

// The share of all choices of signs in which the positive ranks sum up to each number.
std::vector<double> DistributionOfRankSum(const std::vector<std::size_t>& ranks) {
  std::vector<double> share(std::accumulate(ranks.begin(), ranks.end(), std::size_t{1}), 0.0);
  share[0] = 1;
  std::size_t reached = 0;
  for (const std::size_t rank : ranks) {
    reached += rank;
    for (std::size_t sum = reached + 1; sum-- > 0;) {
      share[sum] = (share[sum] + (sum >= rank ? share[sum - rank] : 0)) / 2;
    }
  }
  return share;
}

struct RankSum {
  std::vector<std::size_t> ranks;  // doubled, of all differences but those of 0
  std::size_t positive = 0;        // the sum of those of positive ones
};

RankSum RankSumOf(std::span<const double> differences) {
  std::vector<double> by_size;
  std::copy_if(differences.begin(), differences.end(), std::back_inserter(by_size),
               [](double d) { return d != 0; });
  std::sort(by_size.begin(), by_size.end(),
            [](double a, double b) { return std::abs(a) < std::abs(b); });
  std::vector<double> sizes(by_size);
  for (double& size : sizes) size = std::abs(size);
  RankSum sum{DoubledRanks(sizes), 0};
  for (std::size_t i = 0; i < by_size.size(); ++i)
    sum.positive += by_size[i] > 0 ? sum.ranks[i] : 0;
  return sum;
}

std::vector<double> WalshAverages(std::span<const double> differences) {
  std::vector<double> averages;
  averages.reserve(differences.size() * (differences.size() + 1) / 2);
  for (std::size_t i = 0; i < differences.size(); ++i) {
    for (std::size_t j = i; j < differences.size(); ++j) {
      averages.push_back((differences[i] + differences[j]) / 2);
    }
  }
  std::sort(averages.begin(), averages.end());
  return averages;
}

}  // namespace

std::optional<TrimmedMean> TrimmedMean::Of(std::span<const double> differences, double trim) {
  const std::size_t n = differences.size();
  const auto cut = static_cast<std::size_t>(trim * static_cast<double>(n));
  const std::size_t kept = n - 2 * cut;
  if (n < 5) return std::nullopt;
  std::vector<double> values = Sorted(differences);
  const double mean = Mean(std::span(values).subspan(cut, kept));
  std::fill_n(values.begin(), cut, values[cut]);
  std::fill_n(values.rbegin(), cut, values[n - 1 - cut]);
  const double winsorized = Mean(values);
  const double squares = std::accumulate(
      values.begin(), values.end(), 0.0,
      [&](double sum, double value) { return sum + (value - winsorized) * (value - winsorized); });
  const auto h = static_cast<double>(kept);
  return TrimmedMean(mean, std::sqrt(squares / (h * (h - 1))), (1 - trim) * (h - 1));
}

double TrimmedMean::PValue() const {
  if (value_ == 0) return 1;
  if (standard_error_ <= 0) return 0;
  const boost::math::students_t t(freedom_);
  return 2 * boost::math::cdf(boost::math::complement(t, std::abs(value_) / standard_error_));
}

Between TrimmedMean::IntervalAt(double alpha) const {
  const boost::math::students_t t(freedom_);
  const double half =
      standard_error_ * boost::math::quantile(boost::math::complement(t, alpha / 2));
  return {value_ - half, value_ + half};
}

double TrimmedMean::Detectable(double alpha) const {
  const boost::math::students_t t(freedom_);
  return standard_error_ * (boost::math::quantile(boost::math::complement(t, alpha / 2)) +
                            boost::math::quantile(t, kFoundNineOfTen));
}

double SignedRankPValue(std::span<const double> differences) {
  const RankSum sum = RankSumOf(differences);
  if (sum.ranks.empty()) return 1;
  const std::vector<double> share = DistributionOfRankSum(sum.ranks);
  const std::size_t total = share.size() - 1;
  const std::size_t lesser = std::min(sum.positive, total - sum.positive);
  const auto end = share.begin() + static_cast<std::ptrdiff_t>(lesser) + 1;
  return std::min(1.0, 2 * std::accumulate(share.begin(), end, 0.0));
}

bool PositiveRanksPrevail(std::span<const double> differences) {
  const RankSum sum = RankSumOf(differences);
  return 2 * sum.positive > std::accumulate(sum.ranks.begin(), sum.ranks.end(), std::size_t{0});
}

std::optional<Between> HodgesLehmannInterval(std::span<const double> differences, double alpha) {
  std::vector<std::size_t> ranks(differences.size());
  std::iota(ranks.begin(), ranks.end(), 1);
  const std::vector<double> share = DistributionOfRankSum(ranks);
  std::size_t outside = 0;  // averages to leave out at either end
  for (double below = share[0]; below <= alpha / 2 && outside < share.size() / 2;) {
    below += share[++outside];
  }
  if (outside == 0) return std::nullopt;
  const std::vector<double> averages = WalshAverages(differences);
  return Between{averages[outside - 1], averages[averages.size() - outside]};
}

}  // namespace clamor
