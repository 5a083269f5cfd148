// SPDX-License-Identifier: Apache-2.0
// Holds an SLA against what a run can measure: the tags of its turns, its checks, and
// what it never records.
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

std::optional<std::string> CheckName(const ParsedMeasure& measure,
                                     const std::vector<NamedCheck>& checks) {
  if (measure.function != Function::kChecks) return std::nullopt;
  if (checks.empty()) {
    return fmt::format(
        "{}: nothing is checked here, expected a protocol with checks or a "
        "DefineCheck()",
        measure.ToString());
  }
  std::set<std::string> names;
  for (const NamedCheck& check : checks) names.insert(check.name);
  if (measure.check.empty() || names.contains(measure.check)) return std::nullopt;
  return fmt::format("{}: there is no check \"{}\", expected one of {}{}", measure.ToString(),
                     measure.check, Listed(names), DidYouMean(measure.check, names));
}

// The metrics of the catalogue that the measure is made of.
std::vector<std::string_view> MetricsOf(const ParsedMeasure& measure) {
  if (measure.trend) return {Info(*measure.trend).name};
  if (measure.gauge) return {Info(*measure.gauge).name};
  if (measure.counter) return {Info(*measure.counter).name};
  if (measure.computed != nullptr) return {measure.computed->name};
  std::vector<std::string_view> names;
  for (const auto& limit : measure.limits) names.push_back(Info(limit.first).name);
  return names;
}

std::optional<std::string> CheckRecorded(const ParsedMeasure& measure,
                                         const std::vector<NeverRecorded>& never) {
  for (const std::string_view metric : MetricsOf(measure)) {
    for (const NeverRecorded& absent : never) {
      if (absent.metric != metric) continue;
      return fmt::format("{}: {} is never recorded here: {}", measure.ToString(), metric,
                         absent.why);
    }
  }
  return std::nullopt;
}

std::optional<std::string> CheckMeasure(const ParsedMeasure& measure, const Recordable& run) {
  if (auto problem = CheckTags(measure, run.tags)) return problem;
  if (auto problem = CheckName(measure, run.checks)) return problem;
  return CheckRecorded(measure, run.never);
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
  std::vector<DefinedMetric> defined;
  if (sla.value.measure.defined) defined.push_back(*sla.value.measure.defined);
  if (sla.value.divisor && sla.value.divisor->defined) {
    defined.push_back(*sla.value.divisor->defined);
  }
  const std::string text = sla.ToString();
  try {
    ParseSla(text, defined);
  } catch (const SlaError& error) {
    return fmt::format("{}: {}", text, error.what());
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> CheckAgainst(const ParsedSla& sla, const Recordable& run) {
  if (auto problem = CheckClauses(sla)) return problem;
  if (auto problem = CheckAbort(sla)) return problem;
  if (auto problem = CheckMeasure(sla.value.measure, run)) return problem;
  return sla.value.divisor ? CheckMeasure(*sla.value.divisor, run) : std::nullopt;
}

}  // namespace clamor
