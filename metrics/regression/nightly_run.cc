// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/nightly_run.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/utf8.h"
#include "metrics/merge_runs.h"
#include "metrics/regression/compared_measures.h"
#include "metrics/run_data.h"

namespace clamor {
namespace {

// What is written and where, what is promised, and which of the random draws it is, are nothing of
// the load; scales stand by themselves.
const std::set<std::string_view> kOptionsOfNoLoad{
    "confidence", "duration_scale", "out",       "rate_scale", "seed",
    "sla",        "time_limit",     "trace_url", "turns",      "verbose"};

constexpr std::size_t kNameBytes = 300;
constexpr std::size_t kTextBytes = 500;
constexpr std::size_t kMostOptions = 50;
constexpr std::size_t kMostMeasures = 100;  // of a load test
constexpr std::size_t kMostTests = 1000;

std::string Cut(std::string_view text, std::size_t bytes) {
  return std::string(Utf8Prefix(text, bytes));
}

// A metric that two suites defined, or whose name was cut, may stand there already.
void Add(const ComparedMeasure& measure, std::vector<NightlyMeasure>& measures) {
  const std::string name = Cut(measure.name, kNameBytes);
  const bool is_known = std::any_of(measures.begin(), measures.end(),
                                    [&name](const auto& other) { return other.name == name; });
  if (is_known || measures.size() == kMostMeasures) return;
  measures.push_back({name, measure.unit, measure.value, measure.samples});
}

std::vector<NightlyMeasure> MeasuresOf(const RunData& run) {
  std::vector<NightlyMeasure> measures;
  for (const ComparedMeasure& measure : ComparedMeasures(run)) Add(measure, measures);
  for (const ComparedMeasure& measure : PercentilesOf(Trend::kConversationTime, run)) {
    Add(measure, measures);
  }
  return measures;
}

TestSetting SettingOf(const RunSettings& settings) {
  TestSetting setting;
  setting.machine = Cut(settings.machine, kTextBytes);
  setting.duration_scale = settings.duration_scale;
  setting.rate_scale = settings.rate_scale;
  setting.profile = Cut(settings.profile, kTextBytes);
  setting.conversations = Cut(settings.conversations, kTextBytes);
  for (const auto& [name, value] : settings.options) {
    if (kOptionsOfNoLoad.contains(name) || setting.options.size() >= kMostOptions) continue;
    setting.options[Cut(name, kNameBytes)] = Cut(value, kTextBytes);
  }
  return setting;
}

NightlyTest TestOf(const std::string& name, const RunData& run) {
  NightlyTest test{name, SettingOf(run.settings), Cut(WhyNotJudged(run), kTextBytes), {}};
  if (test.not_judged.empty()) test.measures = MeasuresOf(run);
  return test;
}

NightlyTest TestOf(const std::string& name, const std::vector<const RunData*>& repetitions) {
  if (repetitions.size() == 1) return TestOf(name, *repetitions.front());
  std::vector<RunData> runs;
  runs.reserve(repetitions.size());
  for (const RunData* repetition : repetitions) runs.push_back(*repetition);
  return TestOf(name, MergeInTime(std::move(runs)));
}

}  // namespace

NightlyRun NightlyRunOf(const std::vector<RunResult>& results, bool confirms) {
  const RunData& first = results.front().data();
  NightlyRun night;
  night.started = first.started;
  night.commit = Cut(first.settings.commit, kNameBytes);
  night.clamor_version = Cut(first.settings.clamor_version, kNameBytes);
  night.confirms = confirms;
  std::map<std::string, std::vector<const RunData*>> tests;
  for (const RunResult& result : results) {
    night.started = std::min(night.started, result.data().started);
    tests[Cut(result.test(), kNameBytes)].push_back(&result.data());
  }
  for (const auto& [name, repetitions] : tests) {
    if (night.tests.size() == kMostTests) break;
    night.tests.push_back(TestOf(name, repetitions));
  }
  return night;
}

}  // namespace clamor
