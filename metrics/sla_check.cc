// SPDX-License-Identifier: Apache-2.0
// Holds an SLA against what a run can measure: the tags of its turns above all.
#include <fmt/format.h>

#include <set>

#include "base/edit_distance.h"
#include "metrics/limit_text.h"
#include "metrics/sla_grammar.h"

namespace clamor {
namespace {

// Hundreds of conversations would make no readable message.
constexpr std::size_t kMostShown = 12;

std::string Listed(const std::set<std::string>& names) {
  std::string list;
  std::size_t shown = 0;
  for (const std::string& name : names) {
    if (shown == kMostShown) {
      return list + fmt::format(" and {} more", names.size() - shown);
    }
    list += (shown++ == 0 ? "" : ", ") + TagWord(name);
  }
  return list;
}

std::optional<std::string> CheckTags(const ParsedMeasure& measure, const std::vector<Tags>& known) {
  for (const auto& [tag, value] : measure.tags) {
    std::set<std::string> tags;
    std::set<std::string> values;
    for (const Tags& some : known) {
      for (const auto& [known_tag, known_value] : some) {
        tags.insert(known_tag);
        if (known_tag == tag) values.insert(known_value);
      }
    }
    if (tags.empty()) {
      return fmt::format("{}: there is no tag \"{}\", these conversations have none",
                         measure.ToString(), tag);
    }
    if (values.empty()) {
      return fmt::format("{}: there is no tag \"{}\", expected one of {}{}", measure.ToString(),
                         tag, Listed(tags), DidYouMean(tag, tags));
    }
    if (!values.contains(value)) {
      return fmt::format("{}: the tag \"{}\" never has the value \"{}\", expected one of {}{}",
                         measure.ToString(), tag, value, Listed(values), DidYouMean(value, values));
    }
  }
  return std::nullopt;
}

// Levels are sampled beside the turns, and put to them when the run is over.
std::optional<std::string> CheckAbort(const ParsedSla& sla) {
  const bool of_gauge = sla.value.measure.gauge || (sla.value.divisor && sla.value.divisor->gauge);
  if (!sla.abort_after || !of_gauge) return std::nullopt;
  return fmt::format("{} is known only after the run, expected no \"abort after\"",
                     sla.value.ToString());
}

// Clauses that were added by calls have not been read by the grammar.
std::optional<std::string> CheckClauses(const ParsedSla& sla) {
  const std::string text = sla.ToString();
  try {
    ParseSla(text);
  } catch (const SlaError& error) {
    return fmt::format("{}: {}", text, error.what());
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> CheckAgainst(const ParsedSla& sla, const std::vector<Tags>& known) {
  if (auto problem = CheckClauses(sla)) return problem;
  if (auto problem = CheckAbort(sla)) return problem;
  if (auto problem = CheckTags(sla.value.measure, known)) return problem;
  return sla.value.divisor ? CheckTags(*sla.value.divisor, known) : std::nullopt;
}

}  // namespace clamor
