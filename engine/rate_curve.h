// SPDX-License-Identifier: Apache-2.0
// A rate that changes evenly from stage to stage, and when how many arrivals are due by it. Pure.
#pragma once

#include <optional>
#include <vector>

#include "clamor/units.h"

namespace clamor {

class RateCurve {
 public:
  // Behind what there is: from one rate evenly to another, over this long.
  void Add(Rate from, Rate to, Seconds over);

  // At this time from its start; 0 outside it.
  Rate At(Seconds time) const;

  // When so many arrivals have been due: the time t for which the integral of the rate from 0 to t
  // is `arrivals`. None when there are never so many.
  std::optional<Seconds> WhenDue(double arrivals) const;

  double arrivals() const { return arrivals_; }
  Seconds length() const { return length_; }

 private:
  struct Piece {
    Seconds begins;
    double arrivals_before;
    double from;   // per second
    double slope;  // per second, each second
    Seconds over;
  };
  std::vector<Piece> pieces_;
  double arrivals_ = 0;
  Seconds length_{0};
};

}  // namespace clamor
