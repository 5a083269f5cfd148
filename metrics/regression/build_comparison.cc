// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/build_comparison.h"

#include <fmt/format.h>

#include <algorithm>

namespace clamor {
namespace {

void AddDifference(const std::string& test, std::string_view what, const std::string& base,
                   const std::string& head, std::vector<std::string>& sentences) {
  if (base == head) return;
  sentences.push_back(
      fmt::format("{}: {} differs: base \"{}\", head \"{}\"", test, what, base, head));
}

}  // namespace

bool BuildComparison::IsWorse() const {
  return std::any_of(changes.begin(), changes.end(),
                     [](const MeasureChange& change) { return change.change == Change::kWorse; });
}

MeasureChange ChangeBetween(const std::string& test, const ComparedMeasure& base,
                            const ComparedMeasure& head) {
  MeasureChange change;
  change.test = test;
  change.measure = base.name;
  change.unit = base.unit;
  change.base = base.value;
  change.head = head.value;
  change.base_samples = base.samples;
  change.head_samples = head.samples;
  return change;
}

std::string NameInComparison(const RunData& run) {
  if (run.repetition == 0) return run.FullName();
  return fmt::format("{} (repetition {})", run.FullName(), run.repetition + 1);
}

ComparedBuild BuildOf(const std::vector<RunData>& runs) {
  if (runs.empty()) return {};
  const RunSettings& settings = runs.front().settings;
  return {settings.commit, settings.machine, settings.target};
}

std::vector<std::string> DifferencesOfSetting(const RunData& base, const RunData& head) {
  const std::string test = NameInComparison(base);
  std::vector<std::string> sentences;
  AddDifference(test, "the profile", base.settings.profile, head.settings.profile, sentences);
  AddDifference(test, "the number of users", fmt::format("{}", base.settings.users),
                fmt::format("{}", head.settings.users), sentences);
  AddDifference(test, "the scale of durations", fmt::format("{}", base.settings.duration_scale),
                fmt::format("{}", head.settings.duration_scale), sentences);
  AddDifference(test, "the scale of rates", fmt::format("{}", base.settings.rate_scale),
                fmt::format("{}", head.settings.rate_scale), sentences);
  AddDifference(test, "how connections are reused", base.settings.reuse, head.settings.reuse,
                sentences);
  AddDifference(test, "the version of Clamor", base.settings.clamor_version,
                head.settings.clamor_version, sentences);
  return sentences;
}

}  // namespace clamor
