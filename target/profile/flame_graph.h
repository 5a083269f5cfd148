// SPDX-License-Identifier: Apache-2.0
// A flame graph: one SVG file that any browser opens without a network. Each frame is a box as wide
// as its share; callers stand above what they called. Readable without scripts, printed or as a
// picture; a browser adds zooming by click and searching.
#pragma once

#include <string>

#include "target/profile/folded_stacks.h"
#include "target/profile/weight.h"

namespace clamor {

struct FlameGraphLabels {
  std::string title;
  std::string subtitle;  // how to read it, and of what it was made
  WeightUnit unit = WeightUnit::kSamples;
};

// Names are hostile text: escaped and bounded. Frames narrower than a thousandth of the width, and
// those more than 120 calls deep, are left out. Without any stack the graph says so.
std::string FlameGraphSvg(const FoldedStacks& stacks, const FlameGraphLabels& labels);

}  // namespace clamor
