// SPDX-License-Identifier: Apache-2.0
#include "metrics/breaking_point.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "metrics/evaluate.h"
#include "metrics/per_second.h"
#include "metrics/sla_grammar.h"

namespace clamor {
namespace {

constexpr double kWindowSeconds = 10;
// The highest rate of a window to the lowest, above which a profile is not steady: arrivals drawn
// at random differ too.
constexpr double kVaries = 1.5;

// A window, its rate, and how the promises fared in it.
struct RatedWindow {
  WindowValue rate;
  bool judged = false;
  bool broken = false;
};

std::uint32_t WindowOf(const RunData& run) {
  constexpr double kNoise = 1e-9;  // three tenths of 10 s are no four seconds
  const double scaled = std::ceil(kWindowSeconds * run.settings.duration_scale - kNoise);
  return static_cast<std::uint32_t>(std::max(1.0, scaled));
}

std::vector<RatedWindow> RatedWindows(const RunData& run, std::uint32_t seconds) {
  std::vector<RatedWindow> rated;
  for (const WindowValue& window : WindowsOf(ParseValue("mean(arrival_rate)"), run, seconds)) {
    if (window.value > 0) rated.push_back({window});
  }
  return rated;
}

bool IsMeantForWindows(const ParsedMeasure& measure) {
  if (!KeptByTheSecond(measure)) return false;
  switch (measure.function) {
    case Function::kComputed:
      return !measure.computed->per_second;
    case Function::kFailures:
    case Function::kCounter:
    case Function::kDefinedTotal:
      return false;
    default:
      return true;
  }
}

bool IsMeantForWindows(const ParsedSla& sla) {
  return sla.over || (IsMeantForWindows(sla.value.measure) &&
                      (!sla.value.divisor || IsMeantForWindows(*sla.value.divisor)));
}

class Search {
 public:
  Search(const RunData& run, std::uint32_t window)
      : run_(run), window_(window), rated_(RatedWindows(run, window)) {}

  void Judge(const PromisedSla& promised) {
    if (promised.warns) return;
    try {
      const ParsedSla sla = ParseSla(promised.sla, run_.defined);
      if (!IsMeantForWindows(sla)) return;
      for (const WindowValue& window : WindowsOf(sla.value, run_, window_)) {
        Put(window, Holds(window.value, sla.comparison, sla.limit), promised.sla);
      }
    } catch (const std::invalid_argument&) {  // its own verdict says what is wrong with it
      return;
    }
  }

  std::optional<BreakingPoint> Found() const {
    if (!judged_ || (first_.sla.empty() && !Varies())) return std::nullopt;
    BreakingPoint found = first_;
    found.window = window_;
    for (const RatedWindow& rated : rated_) {
      if (!rated.judged || rated.broken) continue;
      found.held = std::max(found.held.value_or(0), rated.rate.value);
    }
    return found;
  }

 private:
  void Put(const WindowValue& window, bool holds, const std::string& sla) {
    for (RatedWindow& rated : rated_) {
      if (window.end <= rated.rate.begin || rated.rate.end <= window.begin) continue;
      judged_ = rated.judged = true;
      if (holds) continue;
      rated.broken = true;
      if (!first_.sla.empty() && first_.second <= rated.rate.begin) continue;
      first_.sla = sla;
      first_.second = rated.rate.begin;
      first_.rate = rated.rate.value;
    }
  }

  bool Varies() const {
    if (rated_.empty()) return false;
    const auto [least, most] = std::minmax_element(
        rated_.begin(), rated_.end(),
        [](const RatedWindow& a, const RatedWindow& b) { return a.rate.value < b.rate.value; });
    return most->rate.value >= kVaries * least->rate.value;
  }

  const RunData& run_;
  const std::uint32_t window_;
  std::vector<RatedWindow> rated_;
  bool judged_ = false;
  BreakingPoint first_;
};

}  // namespace

std::optional<BreakingPoint> FindBreakingPoint(const RunData& run) {
  Search search(run, WindowOf(run));
  for (const PromisedSla& promised : run.promised) search.Judge(promised);
  return search.Found();
}

}  // namespace clamor
