// SPDX-License-Identifier: Apache-2.0
#include "reporters/highlights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <string>

#include "metrics/format_value.h"
#include "metrics/result_names.h"
#include "reporters/format.h"

namespace clamor {
namespace {

std::string HealthText(const Health& health) {
  if (health.reasons.empty()) return std::string(NameOf(health.grade));
  return fmt::format("{}: {}", NameOf(health.grade), fmt::join(health.reasons, "; "));
}

std::string RateText(double per_second) { return FormatValue(per_second, Unit::kPerSecond); }

std::string BreakingPointText(const BreakingPoint& point) {
  const std::string windows =
      fmt::format("windows of {}", FormatDuration(std::chrono::seconds(point.window)));
  std::string text = point.held ? fmt::format("{} kept every promise up to {} arrivals", windows,
                                              RateText(*point.held))
                                : fmt::format("none of the {} kept every promise", windows);
  if (point.sla.empty()) return text + ", the highest rate there was";
  return text + fmt::format("; {} broke first, at {} into the run ({})", point.sla,
                            FormatDuration(std::chrono::seconds(point.second)),
                            RateText(point.rate));
}

}  // namespace

std::vector<Figure> HighlightsOf(const RunData& run) {
  std::vector<Figure> highlights;
  if (run.health) highlights.push_back({"health", HealthText(*run.health)});
  if (run.breaking_point) {
    highlights.push_back({"breaking point", BreakingPointText(*run.breaking_point)});
  }
  if (const std::uint64_t dropped = run.Value(Counter::kDroppedIterations); dropped > 0) {
    highlights.push_back(
        {"dropped iterations",
         fmt::format("{} arrivals found no free user: the load was lower than the profile asks for",
                     FormatCount(dropped))});
  }
  return highlights;
}

}  // namespace clamor
