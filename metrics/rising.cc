// SPDX-License-Identifier: Apache-2.0
// Trend test for growing response times.
#include "metrics/rising.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace clamor {
namespace {

constexpr double kOneSided = 1.96;  // standard normal at 97.5 %
constexpr double kLeastGrowth = 0.20;
constexpr double kLeastLastStep = 1.05;

double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double TheilSenSlope(const std::vector<double>& y) {
  std::vector<double> slopes;
  slopes.reserve(y.size() * (y.size() - 1) / 2);
  for (std::size_t i = 0; i < y.size(); ++i) {
    for (std::size_t j = i + 1; j < y.size(); ++j) {
      slopes.push_back((y[j] - y[i]) / static_cast<double>(j - i));
    }
  }
  return Median(std::move(slopes));
}

// Mid-ranks, from 1.
std::vector<double> RanksOf(const std::vector<double>& y) {
  std::vector<std::size_t> order(y.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&y](std::size_t a, std::size_t b) { return y[a] < y[b]; });
  std::vector<double> ranks(y.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t j = i;
    while (j < order.size() && y[order[j]] == y[order[i]]) ++j;
    for (std::size_t k = i; k < j; ++k) ranks[order[k]] = static_cast<double>(i + j + 1) / 2;
    i = j;
  }
  return ranks;
}

double Autocorrelation(const std::vector<double>& y, std::size_t lag) {
  const double mean = std::accumulate(y.begin(), y.end(), 0.0) / static_cast<double>(y.size());
  double squares = 0;
  double products = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    squares += (y[i] - mean) * (y[i] - mean);
    if (i + lag < y.size()) products += (y[i] - mean) * (y[i + lag] - mean);
  }
  return squares > 0 ? products / squares : 0;
}

// Hamed and Rao's correction n / n*: from the ranks of what remains when the slope is taken out,
// significant lags only.
double VarianceFactor(const std::vector<double>& y, double slope) {
  std::vector<double> detrended(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) detrended[i] = y[i] - slope * static_cast<double>(i);
  const std::vector<double> ranks = RanksOf(detrended);
  const auto n = static_cast<double>(y.size());
  double sum = 0;
  for (std::size_t lag = 1; lag + 2 < y.size(); ++lag) {
    const double r = Autocorrelation(ranks, lag);
    if (std::abs(r) <= kOneSided / std::sqrt(n)) continue;
    const double left = n - static_cast<double>(lag);
    sum += left * (left - 1) * (left - 2) * r;
  }
  // Negative correlation would make the test surer than with independent values: not believed.
  return std::max(1.0, 1 + 2 / (n * (n - 1) * (n - 2)) * sum);
}

double MannKendallZ(const std::vector<double>& y, double slope) {
  double s = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    for (std::size_t j = i + 1; j < y.size(); ++j) s += (y[j] > y[i]) - (y[j] < y[i]);
  }
  const auto n = static_cast<double>(y.size());
  const double variance = n * (n - 1) * (2 * n + 5) / 18 * VarianceFactor(y, slope);
  return s <= 0 ? 0 : (s - 1) / std::sqrt(variance);
}

bool ThirdsRise(const std::vector<double>& values) {
  const auto third = static_cast<std::ptrdiff_t>(values.size() / 3);
  const double first = Median({values.begin(), values.begin() + third});
  const double second = Median({values.begin() + third, values.begin() + 2 * third});
  const double last = Median({values.begin() + 2 * third, values.end()});
  return first < second && last >= kLeastLastStep * second;
}

}  // namespace

std::optional<double> RisesBy(const std::vector<double>& values) {
  if (values.size() < kFewestToRise) return std::nullopt;
  const auto start = static_cast<std::ptrdiff_t>(values.size() / 5);
  const std::vector<double> later(values.begin() + start, values.end());
  if (!ThirdsRise(later)) return std::nullopt;
  std::vector<double> logs;
  for (const double value : later) logs.push_back(std::log(std::max(value, 1e-9)));
  const double slope = TheilSenSlope(logs);
  const double growth = std::exp(slope * static_cast<double>(logs.size() - 1)) - 1;
  if (growth < kLeastGrowth || MannKendallZ(logs, slope) <= kOneSided) return std::nullopt;
  return growth;
}

}  // namespace clamor
