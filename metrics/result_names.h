// SPDX-License-Identifier: Apache-2.0
// Internal to result files: the words that stand for enumerators.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "clamor/result.h"

namespace clamor {

// By StreamEnd.
inline constexpr std::array<std::string_view, 6> kStreamEndNames{
    "none", "complete", "error_inside", "truncated", "dropped", "stalled"};

// By VerdictKind.
inline constexpr std::array<std::string_view, 3> kVerdictNames{"passed", "failed", "void"};

constexpr std::string_view NameOf(VerdictKind kind) {
  return kVerdictNames[static_cast<std::size_t>(kind)];
}

}  // namespace clamor
