// SPDX-License-Identifier: Apache-2.0
// The metrics that are computed from counters: a share of some in others, or so many per second.
#pragma once

#include <span>
#include <string_view>

#include "metrics/catalogue.h"

namespace clamor {

struct Computed {
  std::string_view name;  // as in the catalogue
  bool per_second;        // of the counted part; else a share of `of`
  std::span<const Counter> part;
  std::span<const Counter> of;  // without any of these nothing was measured
  std::string_view of_name;     // what those are: "turns"
};

// Null when the name is no such metric's.
const Computed* ComputedNamed(std::string_view name);

}  // namespace clamor
