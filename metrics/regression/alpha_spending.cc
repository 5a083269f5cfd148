// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/alpha_spending.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

namespace clamor {
namespace {

constexpr int kGridIntervals = 400;      // even, for Simpson's rule
constexpr double kWidestGrid = 8;        // standard deviations, beyond which nothing lies
constexpr double kLargestBoundary = 38;  // of |z|: its p-value is the least that a double holds

double UpperTail(double z) { return std::erfc(z / std::sqrt(2.0)) / 2; }
double Density(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0)); }

// The density of a random walk's place, s(t) = z(t) sqrt(t), where it has not been stopped yet, at
// the points of a grid.
struct Walk {
  double end = 0;               // the grid reaches from -end to end
  std::vector<double> weights;  // Simpson's, with the step

  double At(std::size_t i) const { return end * (2 * static_cast<double>(i) / kGridIntervals - 1); }
};

// From where the walk is after a look to the next one.
class Stage {
 public:
  Stage(const Walk& walk, const std::vector<double>& density, double time)
      : walk_(walk), density_(density), deviation_(std::sqrt(time)) {}

  double DensityAt(double place) const {
    double sum = 0;
    for (std::size_t i = 0; i < density_.size(); ++i) {
      sum += walk_.weights[i] * density_[i] * Density((place - walk_.At(i)) / deviation_);
    }
    return sum / deviation_;
  }

  // The chance to be outside of [-bound, bound] there.
  double Outside(double bound) const {
    double sum = 0;
    for (std::size_t i = 0; i < density_.size(); ++i) {
      const double place = walk_.At(i);
      sum += walk_.weights[i] * density_[i] *
             (UpperTail((bound - place) / deviation_) + UpperTail((bound + place) / deviation_));
    }
    return sum;
  }

 private:
  const Walk& walk_;
  const std::vector<double>& density_;
  double deviation_;
};

Walk GridTo(double end) {
  Walk walk;
  walk.end = end;
  const double third = 2 * end / kGridIntervals / 3;
  for (int i = 0; i <= kGridIntervals; ++i) {
    walk.weights.push_back(third * (i == 0 || i == kGridIntervals ? 1 : i % 2 == 1 ? 4 : 2));
  }
  return walk;
}

// The |z| at which `outside` has fallen to `chance`.
double Solve(const std::function<double(double)>& outside, double chance) {
  double low = 0;
  double high = kLargestBoundary;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (outside(middle) > chance ? low : high) = middle;
  }
  return high;
}

}  // namespace

double AlphaSpent(double alpha, double fraction) {
  const boost::math::normal normal;
  const double z = boost::math::quantile(boost::math::complement(normal, alpha / 2));
  return 2 * UpperTail(z / std::sqrt(fraction));
}

std::vector<double> PValuesToReach(double alpha, std::span<const double> fractions) {
  std::vector<double> p_values;
  Walk walk;
  std::vector<double> density;
  double before = 0;
  double spent = 0;
  for (const double fraction : fractions) {
    const double may_spend = AlphaSpent(alpha, fraction);
    const Stage stage(walk, density, fraction - before);
    const bool first = p_values.empty();
    const double root = std::sqrt(fraction);
    const double z = Solve(
        [&](double bound) { return first ? 2 * UpperTail(bound) : stage.Outside(bound * root); },
        may_spend - spent);
    const Walk next = GridTo(std::min(z, kWidestGrid) * root);
    std::vector<double> next_density(kGridIntervals + 1);
    for (std::size_t i = 0; i < next_density.size(); ++i) {
      const double place = next.At(i);
      next_density[i] = first ? Density(place / root) / root : stage.DensityAt(place);
    }
    p_values.push_back(2 * UpperTail(z));
    walk = next;
    density = std::move(next_density);
    before = fraction;
    spent = may_spend;
  }
  return p_values;
}

const std::vector<double>& SpendingBoundaries::ForEachOf(std::size_t hypotheses) {
  if (computed_.size() <= hypotheses) computed_.resize(hypotheses + 1);
  std::vector<double>& boundaries = computed_[hypotheses];
  if (boundaries.empty()) {
    boundaries = PValuesToReach(alpha_ / static_cast<double>(hypotheses), fractions_);
  }
  return boundaries;
}

SequentialHolm::SequentialHolm(std::size_t hypotheses, SpendingBoundaries& boundaries)
    : boundaries_(boundaries), rejected_(hypotheses, false), open_(hypotheses, hypotheses) {}

void SequentialHolm::Look(const std::function<double(std::size_t)>& p_value) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < rejected_.size(); ++i) {
    if (!rejected_[i]) open.push_back(i);
  }
  std::vector<double> p(rejected_.size(), 1);
  for (const std::size_t i : open) p[i] = p_value(i);
  std::sort(open.begin(), open.end(), [&p](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::size_t left = open.size();
  bool going = true;
  for (const std::size_t i : open) {
    open_[i] = left;
    going = going && p[i] <= boundaries_.ForEachOf(left)[looks_];
    rejected_[i] = going;
    if (going) --left;
  }
  ++looks_;
}

double SequentialHolm::HeldTo(std::size_t hypothesis) const {
  return boundaries_.ForEachOf(open_[hypothesis])[looks_ - 1];
}

}  // namespace clamor
