// SPDX-License-Identifier: Apache-2.0
#include "reporters/standing.h"

#include <fmt/format.h>

#include <algorithm>

#include "reporters/figures.h"
#include "reporters/format.h"

namespace clamor {

std::string_view ToString(Standing standing) {
  switch (standing) {
    case Standing::kFailed:
      return "FAILED";
    case Standing::kVoid:
      return "VOID";
    case Standing::kInterrupted:
      return "INTERRUPTED";
    case Standing::kUncertain:
      return "UNCERTAIN";
    case Standing::kPassed:
      return "PASSED";
    case Standing::kNotJudged:
      return "NO SLA";
  }
  return {};
}

Color ColorOf(Standing standing) {
  switch (standing) {
    case Standing::kFailed:
      return Color::kBad;
    case Standing::kPassed:
      return Color::kGood;
    case Standing::kNotJudged:
      return Color::kFaint;
    case Standing::kVoid:
    case Standing::kInterrupted:
    case Standing::kUncertain:
      break;
  }
  return Color::kDoubtful;
}

Standing StandingOf(const Verdict& verdict) {
  if (verdict.kind == VerdictKind::kFailed) return Standing::kFailed;
  if (verdict.kind == VerdictKind::kVoid) return Standing::kVoid;
  return verdict.uncertain ? Standing::kUncertain : Standing::kPassed;
}

Standing StandingOf(const RunData& run) {
  if (!run.errors.empty() || WhyNotWhole(run)) return Standing::kFailed;
  Standing worst = Standing::kNotJudged;
  for (const Verdict& verdict : run.verdicts) {
    if (!verdict.warns) worst = std::min(worst, StandingOf(verdict));
  }
  if (!run.generator.void_because.empty()) worst = std::min(worst, Standing::kVoid);
  if (run.interrupted) worst = std::min(worst, Standing::kInterrupted);
  return worst;
}

Standing WorstOf(const std::vector<RunResult>& runs) {
  Standing worst = Standing::kNotJudged;
  for (const RunResult& run : runs) worst = std::min(worst, StandingOf(run.data()));
  return worst;
}

bool IsGood(Standing standing) { return standing >= Standing::kUncertain; }

std::optional<std::string> WhyNotWhole(const RunData& run) {
  const bool is_void = !run.generator.void_because.empty();
  if (run.interrupted || is_void || !run.errors.empty()) return std::nullopt;
  if (!run.ended_early.empty()) return "the run ended early: " + run.ended_early;
  if (TurnsEnded(run) == 0) return "no turn ended within the counted part of the run";
  return std::nullopt;
}

std::string TitleOf(const RunData& run) {
  std::string title = run.FullName();
  std::string which;
  if (run.repetition > 0) which = fmt::format("repetition {}", run.repetition + 1);
  if (run.shard) which += fmt::format("{}shard {}", which.empty() ? "" : ", ", *run.shard);
  return which.empty() ? title : fmt::format("{} ({})", title, which);
}

std::vector<std::string> ProblemsOf(const RunData& run) {
  std::vector<std::string> problems = run.errors;
  for (const std::string& sentence : run.generator.void_because) {
    problems.push_back("void: " + sentence);
  }
  if (run.interrupted) problems.emplace_back("interrupted: this is not the whole run");
  if (!run.ended_early.empty()) {
    problems.push_back("ended early: " + run.ended_early);
  } else if (const auto why = WhyNotWhole(run)) {
    problems.push_back(*why);
  }
  return problems;
}

bool IsWarning(const Verdict& verdict) {
  return verdict.warns && verdict.kind == VerdictKind::kFailed;
}

std::vector<Warning> WarningsOf(const RunData& run) {
  std::vector<Warning> warnings = run.warnings;
  for (const Verdict& verdict : run.verdicts) {
    if (IsWarning(verdict)) warnings.push_back({verdict.sla, verdict.message});
  }
  return warnings;
}

std::string ScaleOf(const RunSettings& settings) {
  std::string scale;
  if (settings.duration_scale != 1) {
    scale = "durations x " + FormatFactor(settings.duration_scale);
  }
  if (settings.rate_scale != 1) {
    scale +=
        fmt::format("{}rates x {}", scale.empty() ? "" : ", ", FormatFactor(settings.rate_scale));
  }
  return scale;
}

}  // namespace clamor
