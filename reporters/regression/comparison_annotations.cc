// SPDX-License-Identifier: Apache-2.0
#include "reporters/regression/comparison_annotations.h"

#include <fmt/format.h>

#include <vector>

#include "base/escape.h"
#include "metrics/format_value.h"
#include "reporters/regression/change_words.h"

namespace clamor {
namespace {

constexpr std::size_t kMost = 10;
constexpr std::size_t kTitleBytes = 200;
constexpr std::size_t kMessageBytes = 600;

std::string Error(const std::string& title, const std::string& message) {
  return fmt::format("::error title={}::{}\n", ForWorkflowProperty(title, kTitleBytes),
                     ForWorkflowMessage(message, kMessageBytes));
}

}  // namespace

std::string ComparisonAnnotations(const BuildComparison& comparison) {
  std::vector<const MeasureChange*> worse;
  for (const MeasureChange* change : WorstFirst(comparison)) {
    if (change->change == Change::kWorse) worse.push_back(change);
  }
  std::string lines;
  if (!comparison.server_ended.empty()) lines += Error("Load comparison", comparison.server_ended);
  const std::size_t most = lines.empty() ? kMost : kMost - 1;
  const bool fits = worse.size() <= most;
  const std::size_t shown = fits ? worse.size() : most - 1;
  for (std::size_t i = 0; i < shown; ++i) {
    const MeasureChange& change = *worse[i];
    lines += Error(fmt::format("{}: {}", change.test, VerdictOf(change)),
                   fmt::format("{}: {} in base, {} in head, {}", change.measure,
                               FormatValue(change.base, change.unit),
                               FormatValue(change.head, change.unit), HowMuch(change)));
  }
  if (!fits) {
    lines +=
        Error("Load comparison", fmt::format("{} more measures are worse", worse.size() - shown));
  }
  return lines;
}

}  // namespace clamor
