// SPDX-License-Identifier: Apache-2.0
// Internal to result files: the words that stand for enumerators.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "clamor/check.h"
#include "clamor/probe.h"
#include "clamor/result.h"
#include "clamor/units.h"
#include "metrics/run_data.h"
#include "metrics/turn_record.h"

namespace clamor {

// The enumerator of a name, or none.
template <class Enum, class Names>
std::optional<Enum> EnumNamed(const Names& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

// By StreamEnd.
inline constexpr std::array<std::string_view, 6> kStreamEndNames{
    "none", "complete", "error_inside", "truncated", "dropped", "stalled"};

// By Finish.
inline constexpr std::array<std::string_view, kFinishes> kFinishNames{
    "none", "stop", "length", "content_filter", "tool_calls", "other"};

// By CheckOn, SampleKind and Unit.
inline constexpr std::array<std::string_view, 2> kCheckOnNames{"content", "time"};
inline constexpr std::array<std::string_view, 4> kSampleKindNames{"trend", "counter", "gauge",
                                                                  "rate"};
inline constexpr std::array<std::string_view, 6> kUnitNames{"s", "share", "1/s", "B", "B/s", "1"};

// By Grade.
inline constexpr std::array<std::string_view, 3> kGradeNames{"healthy", "warning", "critical"};

// By VerdictKind.
inline constexpr std::array<std::string_view, 3> kVerdictNames{"passed", "failed", "void"};

constexpr std::string_view NameOf(VerdictKind kind) {
  return kVerdictNames[static_cast<std::size_t>(kind)];
}
constexpr std::string_view NameOf(Grade grade) {
  return kGradeNames[static_cast<std::size_t>(grade)];
}
constexpr std::string_view NameOf(CheckOn on) {
  return kCheckOnNames[static_cast<std::size_t>(on)];
}
constexpr std::string_view NameOf(SampleKind kind) {
  return kSampleKindNames[static_cast<std::size_t>(kind)];
}
constexpr std::string_view NameOf(Unit unit) { return kUnitNames[static_cast<std::size_t>(unit)]; }

}  // namespace clamor
