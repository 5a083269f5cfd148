// SPDX-License-Identifier: Apache-2.0
#include "engine/rate_curve.h"

#include <algorithm>
#include <cmath>

namespace clamor {

void RateCurve::Add(Rate from, Rate to, Seconds over) {
  if (over.count() <= 0) return;
  const double slope = (to.per_second - from.per_second) / over.count();
  pieces_.push_back({length_, arrivals_, from.per_second, slope, over});
  arrivals_ += (from.per_second + to.per_second) / 2 * over.count();
  length_ += over;
}

Rate RateCurve::At(Seconds time) const {
  for (const Piece& piece : pieces_) {
    const Seconds within = time - piece.begins;
    if (within.count() >= 0 && within < piece.over) {
      return {piece.from + piece.slope * within.count()};
    }
  }
  return {};
}

std::optional<Seconds> RateCurve::WhenDue(double arrivals) const {
  if (arrivals < 0 || arrivals >= arrivals_) return std::nullopt;
  // The last piece that begins with no more than that: one without arrivals is passed over.
  const auto after = std::upper_bound(
      pieces_.begin(), pieces_.end(), arrivals,
      [](double sought, const Piece& piece) { return sought < piece.arrivals_before; });
  const Piece& piece = *std::prev(after);
  const double rest = arrivals - piece.arrivals_before;
  if (rest == 0 && piece.from == 0 && piece.slope == 0) return piece.begins;
  // The root of slope / 2 t^2 + from t = rest, in the form that also holds for a slope of 0 and
  // loses nothing where `from` is large.
  const double root = std::sqrt(std::max(0.0, piece.from * piece.from + 2 * piece.slope * rest));
  const double within = rest == 0 ? 0 : 2 * rest / (piece.from + root);
  return piece.begins + std::min(Seconds(within), piece.over);
}

}  // namespace clamor
