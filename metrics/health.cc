// SPDX-License-Identifier: Apache-2.0
#include "metrics/health.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include "metrics/evaluate.h"
#include "metrics/format_value.h"
#include "metrics/run_warnings.h"
#include "metrics/sla_grammar.h"

namespace clamor {
namespace {

constexpr double kSomeFail = 0.01;
constexpr double kManyFail = 0.05;
constexpr double kManyServerErrors = 0.01;
constexpr double kNearTheLimit = 0.9;
constexpr double kStreamsMayTake = 2;  // times as long as answers in one body

void Add(Health& health, Grade grade, std::string reason) {
  health.grade = std::max(health.grade, grade);
  health.reasons.push_back(std::move(reason));
}

std::string Percent(double share) { return FormatValue(share, Unit::kRatio); }

void GradeFailures(const RunData& run, double ended, Health& health) {
  const double failed = static_cast<double>(run.Value(Counter::kTurnsFailed)) / ended;
  if (failed > kManyFail) {
    Add(health, Grade::kCritical,
        fmt::format("{} of turns failed, more than {}", Percent(failed), Percent(kManyFail)));
  } else if (failed >= kSomeFail) {
    Add(health, Grade::kWarning,
        fmt::format("{} of turns failed, healthy is less than {}", Percent(failed),
                    Percent(kSomeFail)));
  }
  for (const FailureCount& failure : run.failures) {
    const double share = static_cast<double>(failure.count) / ended;
    if (failure.reason != Failure::kServerError || share <= kManyServerErrors) continue;
    Add(health, Grade::kCritical,
        fmt::format("{} of turns failed by a server error, more than {}", Percent(share),
                    Percent(kManyServerErrors)));
  }
}

bool LimitsALatency(const ParsedSla& sla) {
  return !sla.value.divisor && sla.unit() == Unit::kSeconds &&
         (sla.comparison == Comparison::kLess || sla.comparison == Comparison::kLessOrEqual);
}

// Of windows the worst one's.
std::optional<double> ValueOf(const ParsedSla& sla, const RunData& run) {
  if (!sla.over) return MeasureOf(sla.value, run).value;
  std::optional<double> worst;
  const auto seconds = static_cast<std::uint32_t>(std::max(1.0, sla.over->count()));
  for (const WindowValue& window : WindowsOf(sla.value, run, seconds)) {
    worst = std::max(worst.value_or(0), window.value);
  }
  return worst;
}

void GradePromise(const PromisedSla& promised, const Verdict& verdict, const RunData& run,
                  Health& health) {
  const ParsedSla sla = ParseSla(promised.sla, run.defined);
  if (promised.warns || !LimitsALatency(sla)) return;
  const auto value = ValueOf(sla, run);
  const std::string shown =
      value ? FormatValue(*value, Unit::kSeconds) : std::string("nothing was measured");
  if (verdict.kind == VerdictKind::kFailed) {
    Add(health, Grade::kCritical, fmt::format("{} is broken: {}", promised.sla, shown));
  } else if (value && *value > kNearTheLimit * sla.limit) {
    Add(health, Grade::kWarning,
        fmt::format("{} is nearly broken: {}, above {} of the limit", promised.sla, shown,
                    Percent(kNearTheLimit)));
  }
}

void GradePromises(const RunData& run, Health& health) {
  for (std::size_t i = 0; i < std::min(run.promised.size(), run.verdicts.size()); ++i) {
    try {
      GradePromise(run.promised[i], run.verdicts[i], run, health);
    } catch (const std::invalid_argument&) {  // its verdict says what is wrong with it
      continue;
    }
  }
}

void GradeTrend(const RunData& run, Health& health) {
  const bool rises =
      std::any_of(run.warnings.begin(), run.warnings.end(),
                  [](const Warning& warning) { return warning.name == kRisingResponseTime; });
  if (rises) Add(health, Grade::kWarning, "response times grew over the run");
}

void GradeStreams(const RunData& run, Health& health) {
  const TrendSeries* streams = run.FindTrend(Trend::kResponseTime, {{"stream", "true"}});
  const TrendSeries* others = run.FindTrend(Trend::kResponseTime, {{"stream", "false"}});
  if (streams == nullptr || others == nullptr) return;
  const auto p95 = [](const TrendSeries& series) {
    return static_cast<double>(series.histogram.Quantile(0.95).count());
  };
  if (p95(*others) <= 0 || p95(*streams) < kStreamsMayTake * p95(*others)) return;
  Add(health, Grade::kWarning,
      fmt::format("p95(response_time) of streams is {} times that of answers in one body, healthy "
                  "is less than {}",
                  FormatValue(p95(*streams) / p95(*others), Unit::kCount),
                  FormatValue(kStreamsMayTake, Unit::kCount)));
}

}  // namespace

std::optional<Health> FindHealth(const RunData& run) {
  const std::uint64_t ended =
      run.Value(Counter::kTurnsSucceeded) + run.Value(Counter::kTurnsFailed);
  if (ended == 0 || !run.generator.void_because.empty()) return std::nullopt;
  Health health;
  GradeFailures(run, static_cast<double>(ended), health);
  GradePromises(run, health);
  GradeTrend(run, health);
  GradeStreams(run, health);
  return health;
}

}  // namespace clamor
