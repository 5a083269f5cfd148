// SPDX-License-Identifier: Apache-2.0
// A set mixed otherwise than its suite mixes it.
#pragma once

#include <vector>

#include "clamor/conversation.h"

namespace clamor {

// The set with these weights in its Mix. Values that the Mix has and that are not named here get
// the weight 0. Throws std::invalid_argument, in one line, where the set has no Mix or several,
// where no conversation has one of the values, and where the weights are none. A set with problems
// is given back as it is.
Conversations Remixed(const Conversations& set, const std::vector<Weight>& weights);

}  // namespace clamor
