// SPDX-License-Identifier: Apache-2.0
#include "ci/gather.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "metrics/health.h"
#include "metrics/judge.h"
#include "metrics/merge_runs.h"
#include "metrics/run_warnings.h"
#include "metrics/sla_grammar.h"

namespace clamor {
namespace {

bool SameTest(const RunData& a, const RunData& b) {
  return a.FullName() == b.FullName() && a.repetition == b.repetition;
}

// Puts the run to those of the same test, where there are any.
void Put(std::vector<std::vector<RunData>>& tests, const RunData& run) {
  const auto same = std::find_if(tests.begin(), tests.end(), [&run](const auto& shards) {
    return SameTest(run, shards.front());
  });
  (same == tests.end() ? tests.emplace_back() : *same).push_back(run);
}

std::vector<RunResult> Read(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder)) {
    throw std::runtime_error(fmt::format("{}: there is no such folder", folder.string()));
  }
  std::vector<RunResult> runs = ReadResults(folder.string());
  if (runs.empty()) {
    throw std::runtime_error(
        fmt::format("{}: no result of a load test, expected what a suite left with --clamor_out",
                    folder.string()));
  }
  return runs;
}

RunResult ResultOf(RunData run) {
  return RunResult(std::make_shared<const RunData>(std::move(run)));
}

void Check(const std::vector<PromisedSla>& slas, const RunData& whole) {
  for (const PromisedSla& promised : slas) {
    const std::optional<std::string> wrong =
        CheckAgainst(ParseSla(promised.sla, whole.defined), {whole.slices, whole.checks, {}});
    if (wrong) {
      throw std::runtime_error(fmt::format("{}:{}: {}", promised.file, promised.line, *wrong));
    }
  }
}

// Shards run side by side, but load tests one after the other: their users do not add up, and their
// wall time reaches from the first one's start to the last one's end.
void DescribeAsSequence(RunData& whole, const std::vector<RunResult>& runs) {
  whole.settings.users = 0;
  whole.generator.threads = 0;
  auto ended = whole.started;
  for (const RunResult& result : runs) {
    const RunData& run = result.data();
    whole.settings.users = std::max(whole.settings.users, run.settings.users);
    whole.generator.threads = std::max(whole.generator.threads, run.generator.threads);
    ended = std::max(ended, run.started + run.wall);
  }
  whole.wall = ended - whole.started;
  whole.settings.profile =
      fmt::format("{} load test{} together", runs.size(), runs.size() == 1 ? "" : "s");
}

RunData Merged(const std::vector<RunResult>& runs, const std::string& tests) {
  std::vector<RunData> parts;
  parts.reserve(runs.size());
  for (const RunResult& result : runs) parts.push_back(result.data());
  RunData whole = MergeInTime(std::move(parts));
  DescribeAsSequence(whole, runs);
  whole.suite = "Whole";
  whole.test = tests.empty() ? "AllLoadTestsTogether" : tests;
  whole.purpose.clear();
  whole.file.clear();
  whole.line = 0;
  whole.repetition = 0;
  whole.shard.reset();
  whole.verdicts.clear();
  whole.files.clear();  // each is its own load test's
  return whole;
}

// Those of one pattern together, also when they stand apart or in several files.
std::vector<std::vector<SlaSection>> ByPattern(const std::vector<SlaSection>& sections) {
  std::vector<std::vector<SlaSection>> groups;
  for (const SlaSection& section : sections) {
    const auto same = std::find_if(groups.begin(), groups.end(), [&section](const auto& group) {
      return group.front().tests == section.tests;
    });
    (same == groups.end() ? groups.emplace_back() : *same).push_back(section);
  }
  return groups;
}

std::string NotJudged(const std::vector<SlaSection>& sections) {
  std::size_t slas = 0;
  for (const SlaSection& section : sections) slas += section.slas.size();
  return fmt::format("no result of {}: its {} SLA{} not judged", sections.front().tests, slas,
                     slas == 1 ? " was" : "s were");
}

}  // namespace

std::vector<RunResult> Gather(const std::vector<std::filesystem::path>& folders) {
  std::vector<std::vector<RunData>> tests;
  for (const std::filesystem::path& folder : folders) {
    for (const RunResult& result : Read(folder)) Put(tests, result.data());
  }
  std::vector<RunResult> results;
  for (std::vector<RunData>& shards : tests) {
    const bool several = shards.size() > 1;
    RunData run = MergeInTime(std::move(shards));
    if (several) run.shard.reset();
    const bool never_judged = run.verdicts.empty() && !run.promised.empty();
    if (several || never_judged) JudgeRun(run, OptionsOf(run));
    results.push_back(ResultOf(std::move(run)));
  }
  return results;
}

std::vector<DefinedMetric> DefinedIn(const std::vector<RunResult>& runs) {
  std::vector<DefinedMetric> all;
  for (const RunResult& run : runs) {
    for (const DefinedMetric& metric : run.data().defined) {
      const bool known = std::any_of(all.begin(), all.end(),
                                     [&](const auto& other) { return other.name == metric.name; });
      if (!known) all.push_back(metric);
    }
  }
  return all;
}

RunResult JudgeWhole(const std::vector<RunResult>& runs, const std::vector<PromisedSla>& slas,
                     const std::string& tests) {
  RunData whole = Merged(runs, tests);
  Check(slas, whole);
  whole.promised = slas;
  JudgeRun(whole, OptionsOf(whole));
  // Different load tests laid end to end rise without any of them having done so, and each may
  // break at a rate of its own.
  std::erase_if(whole.warnings, [](const Warning& w) { return w.name == kRisingResponseTime; });
  whole.health = FindHealth(whole);
  whole.breaking_point.reset();
  return ResultOf(std::move(whole));
}

JudgedSections JudgeSections(const std::vector<RunResult>& runs,
                             const std::vector<SlaSection>& sections) {
  JudgedSections judged;
  for (const std::vector<SlaSection>& group : ByPattern(sections)) {
    std::vector<RunResult> meant;
    std::copy_if(runs.begin(), runs.end(), std::back_inserter(meant),
                 [&group](const auto& run) { return group.front().IsFor(run.test()); });
    if (meant.empty()) {
      judged.not_judged.push_back(NotJudged(group));
      continue;
    }
    std::vector<PromisedSla> slas;
    for (const SlaSection& section : group) {
      for (PromisedSla& sla : SlasOf(section, DefinedIn(meant))) slas.push_back(std::move(sla));
    }
    judged.wholes.push_back(JudgeWhole(meant, slas, group.front().tests));
  }
  return judged;
}

std::vector<RunResult> Gathered::All() const {
  std::vector<RunResult> all = tests;
  all.insert(all.end(), wholes.begin(), wholes.end());
  return all;
}

Gathered GatherAndJudge(const std::vector<std::string>& folders,
                        const std::vector<std::string>& sla_files) {
  std::vector<RunResult> tests = Gather({folders.begin(), folders.end()});
  std::vector<SlaSection> sections;
  for (const std::string& file : sla_files) {
    for (SlaSection& section : ReadSlaFile(file)) sections.push_back(std::move(section));
  }
  JudgedSections judged = JudgeSections(tests, sections);
  return {std::move(tests), std::move(judged.wholes), std::move(judged.not_judged)};
}

}  // namespace clamor
