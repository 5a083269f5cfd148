// SPDX-License-Identifier: Apache-2.0
// A suite's own checks and hooks (clamor/probe.h) as sessions call them. They are asked of whole
// answers alone: a turn whose answer did not come is counted by its failure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clamor/probe.h"
#include "metrics/series_plan.h"
#include "metrics/turn_record.h"

namespace clamor {

struct OwnCheck {
  NamedCheck check;
  Predicate passes;
};

struct Probes {
  std::vector<OwnCheck> checks;  // in SeriesPlan::checks they follow the dialect's
  std::vector<AnswerHook> hooks;
  std::vector<DefinedMetric> metrics;  // as SeriesPlan::defined has them

  bool empty() const { return checks.empty() && hooks.empty(); }
};

// Puts a sample of that metric into the record; none where it is not one of these, or the value is
// one that no series can keep (not finite, of a trend below 0).
void AddSample(const std::vector<DefinedMetric>& metrics, std::string_view metric, double value,
               TurnRecord& record);

// Asks each check, of which the first has the bit `first_check`, and calls each hook; what they say
// goes into the record. Nothing that they throw comes out: the first such message is returned.
std::optional<std::string> AskProbes(const Probes& probes, const Answered& answered,
                                     std::size_t first_check, TurnRecord& record);

}  // namespace clamor
