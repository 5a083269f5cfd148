// SPDX-License-Identifier: Apache-2.0
// Whether an answer is what its turn expects.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/placeholders.h"
#include "protocols/script.h"
#include "protocols/trouble.h"

namespace clamor {

// kCheck or kCrosstalk; none when the answer is as expected. `seed` is the run's, by which another
// session's id in the answer is known.
std::optional<Trouble> FindBroken(const ScriptedTurn& turn, const PlaceholderValues& values,
                                  std::string_view answer, std::uint64_t content_events,
                                  std::uint64_t seed);

}  // namespace clamor
