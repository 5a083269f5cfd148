// SPDX-License-Identifier: Apache-2.0
// Which series a run keeps, decided before the load: the whole run, each tag value, and each
// combination that an SLA names.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "clamor/check.h"
#include "clamor/probe.h"
#include "metrics/catalogue.h"

namespace clamor {

using Tags = std::vector<std::pair<std::string, std::string>>;  // sorted by tag

using SliceId = std::uint16_t;

// Limits that one turn keeps or not.
struct GoodputPlan {
  std::string measure;  // "goodput(time_to_first_token < 1s, response_time < 5s)"
  std::vector<std::pair<Trend, std::chrono::nanoseconds>> limits;
};

// A metric that a suite defined.
struct DefinedMetric {
  std::string name;
  SampleKind kind = SampleKind::kTrend;
  Unit unit = Unit::kCount;
  std::string definition = {};  // one sentence, for reports; may be empty

  // Whether both measure the same; how they put it into words does not matter.
  bool operator==(const DefinedMetric& other) const {
    return name == other.name && kind == other.kind && unit == other.unit;
  }
};

struct SeriesPlan {
  static constexpr std::size_t kMostChecks = 64;

  std::vector<Tags> slices{Tags{}};  // slices[0] is the whole run; at most 65,535
  // Those of which goodputs, checks and defined rates are kept by the second too: the whole run and
  // what an SLA names. By the second and tag they would be the better part of a result file.
  std::vector<SliceId> by_second{0};
  std::vector<GoodputPlan> goodputs;
  std::vector<NamedCheck> checks;  // the dialect's, then the suite's; at most kMostChecks
  std::vector<DefinedMetric> defined;

  // The slices that a turn with these tags belongs to, the whole run first. Worked out once per
  // distinct set of tags, never per turn.
  std::vector<SliceId> SlicesOf(const Tags& tags) const;
};

// One slice for the whole run, one for each value of each tag that occurs in `all`, and one for
// each of `wanted`: the tags that SLAs name.
SeriesPlan PlanSeries(const std::vector<Tags>& all, const std::vector<Tags>& wanted,
                      std::vector<GoodputPlan> goodputs);

}  // namespace clamor
