// SPDX-License-Identifier: Apache-2.0
// Which slices there are, and which a turn belongs to.
#include "metrics/series_plan.h"

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

namespace clamor {
namespace {

bool HasAll(const Tags& tags, const Tags& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&tags](const auto& tag) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
  });
}

}  // namespace

std::vector<SliceId> SeriesPlan::SlicesOf(const Tags& tags) const {
  std::vector<SliceId> ids;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    if (HasAll(tags, slices[i])) ids.push_back(static_cast<SliceId>(i));
  }
  return ids;
}

SeriesPlan PlanSeries(const std::vector<Tags>& all, const std::vector<Tags>& wanted,
                      std::vector<GoodputPlan> goodputs) {
  std::set<Tags> slices{Tags{}};
  for (const Tags& tags : all) {
    for (const auto& tag : tags) slices.insert(Tags{tag});
  }
  std::set<Tags> judged{Tags{}};
  for (Tags tags : wanted) {
    std::sort(tags.begin(), tags.end());
    judged.insert(std::move(tags));
  }
  slices.insert(judged.begin(), judged.end());
  constexpr std::size_t kMost = std::numeric_limits<SliceId>::max();
  if (slices.size() > kMost) {
    throw std::invalid_argument(
        fmt::format("{} tag values: at most {} series can be kept; use fewer values",
                    slices.size() - 1, kMost));
  }
  SeriesPlan plan;
  plan.slices.assign(slices.begin(), slices.end());  // the empty one sorts first
  plan.by_second.clear();
  for (std::size_t i = 0; i < plan.slices.size(); ++i) {
    if (judged.contains(plan.slices[i])) plan.by_second.push_back(static_cast<SliceId>(i));
  }
  for (GoodputPlan& goodput : goodputs) {  // two SLAs may limit the same one
    const bool known = std::any_of(plan.goodputs.begin(), plan.goodputs.end(),
                                   [&](const auto& g) { return g.measure == goodput.measure; });
    if (!known) plan.goodputs.push_back(std::move(goodput));
  }
  return plan;
}

}  // namespace clamor
