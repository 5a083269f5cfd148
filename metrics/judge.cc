// SPDX-License-Identifier: Apache-2.0
// Verdicts and their messages.
#include "metrics/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "metrics/breaking_point.h"
#include "metrics/evaluate.h"
#include "metrics/format_value.h"
#include "metrics/generator_verdict.h"
#include "metrics/health.h"
#include "metrics/limit_text.h"
#include "metrics/run_warnings.h"
#include "metrics/run_window.h"

namespace clamor {
namespace {

constexpr double kUsualLevel = 0.95;
constexpr int kMostDigits = 7;

// The value with as many digits as it takes to tell it from the limit: "500.3 ms, limit < 500 ms".
std::string Shown(double value, const ParsedSla& sla) {
  const Unit unit = sla.unit();
  int digits = 3;
  while (digits < kMostDigits && value != sla.limit &&
         FormatValue(value, unit, digits) == FormatValue(sla.limit, unit, digits)) {
    ++digits;
  }
  return FormatValue(value, unit, digits);
}

std::string LimitShown(const ParsedSla& sla) {
  return fmt::format("limit {} {}", ToString(sla.comparison),
                     FormatValue(sla.limit, sla.unit(), kMostDigits));
}

std::string IntervalShown(const Interval& interval, Unit unit) {
  const std::string level = fmt::format("{:g} % interval", interval.level * 100);
  if (interval.low && interval.high) {
    return fmt::format("{} {} to {}", level, FormatValue(*interval.low, unit),
                       FormatValue(*interval.high, unit));
  }
  if (interval.low) {
    return fmt::format("{} from {}, no upper end", level, FormatValue(*interval.low, unit));
  }
  if (interval.high) {
    return fmt::format("{} up to {}, no lower end", level, FormatValue(*interval.high, unit));
  }
  return "no " + level;
}

bool IsFromAbove(const ParsedSla& sla) {
  return sla.comparison == Comparison::kLess || sla.comparison == Comparison::kLessOrEqual;
}

// The interval's end that decides: the upper one for a limit from above.
const std::optional<double>& WorstEnd(const Interval& interval, const ParsedSla& sla) {
  return IsFromAbove(sla) ? interval.high : interval.low;
}

bool LiesWithin(const Interval& interval, const ParsedSla& sla) {
  const auto& end = WorstEnd(interval, sla);
  return end && Holds(*end, sla.comparison, sla.limit);
}

bool HoldsTheLimit(const Interval& interval, double limit) {
  return (!interval.low || *interval.low <= limit) && (!interval.high || limit <= *interval.high);
}

// "p99 needs at least 299 samples", or nothing.
std::string SamplesMissing(const ParsedMeasure& measure, std::uint64_t samples, double level) {
  if (measure.function != Function::kQuantile || measure.IsOfLevels()) return "";
  const std::uint64_t needed = SamplesNeeded(measure.quantile, level);
  if (samples >= needed) return "";
  return fmt::format("p{} needs at least {} samples", NumberText(measure.quantile * 100),
                     FormatCount(needed));
}

std::string SamplesMissing(const ParsedValue& value, std::uint64_t samples, double level) {
  std::string missing = SamplesMissing(value.measure, samples, level);
  if (!missing.empty() || !value.divisor) return missing;
  return SamplesMissing(*value.divisor, samples, level);
}

// Why the samples do not settle the verdict; empty: they do.
std::string WhyUncertain(const ParsedSla& sla, const Measured& measured, const Interval& interval) {
  std::string missing = SamplesMissing(sla.value, measured.samples, interval.level);
  if (!missing.empty()) return missing;
  if (HoldsTheLimit(interval, sla.limit)) return "the interval holds the limit";
  if (!interval.unreliable.empty()) return "the interval is unreliable: " + interval.unreliable;
  return "";
}

bool IsOfTheServer(const ParsedMeasure& measure) {
  return measure.gauge && *measure.gauge >= Gauge::kServerCpu;
}

std::string_view WhyUnmeasured(const ParsedValue& value) {
  const bool of_server =
      IsOfTheServer(value.measure) || (value.divisor && IsOfTheServer(*value.divisor));
  return of_server ? "not measured: the server under test was not launched by the load test, or is "
                     "not one that tells this"
                   : "nothing was measured";
}

void AddRemark(const std::string& remark, Verdict& verdict) {
  std::string& remarks = verdict.evidence.remark;
  remarks += (remarks.empty() ? "" : "; ") + remark;
  verdict.message += "; " + remark;
}

Verdict JudgeWhole(const ParsedSla& sla, const RunData& run, const JudgeOptions& options,
                   Verdict verdict) {
  const Measured measured = MeasureOf(sla.value, run);
  const std::string name = sla.value.ToString();
  Evidence& evidence = verdict.evidence;
  evidence.limit = sla.limit;
  if (!measured.value) {
    evidence.remark = WhyUnmeasured(sla.value);
    verdict.message = fmt::format("{}: {}, {}", name, evidence.remark, LimitShown(sla));
    return verdict;
  }
  evidence.value = measured.value;
  evidence.samples = measured.sample_name.empty() ? 0 : measured.samples;
  bool passed = Holds(*measured.value, sla.comparison, sla.limit);
  verdict.message = fmt::format("{} = {}, {}", name, Shown(*measured.value, sla), LimitShown(sla));
  if (!measured.sample_name.empty()) {
    verdict.message += fmt::format(", {} {}", FormatCount(measured.samples), measured.sample_name);
  }
  const auto interval = IntervalOf(sla.value, run, options.strict_confidence.value_or(kUsualLevel));
  if (interval) {
    evidence.low = interval->low;
    evidence.high = interval->high;
    evidence.level = interval->level;
    verdict.message += ", " + IntervalShown(*interval, sla.unit());
    const std::string why = WhyUncertain(sla, measured, *interval);
    verdict.uncertain = !why.empty();
    if (verdict.uncertain) AddRemark("uncertain: " + why, verdict);
    if (options.strict_confidence && passed && !LiesWithin(*interval, sla)) {
      passed = false;
      AddRemark("not shown at the confidence asked for", verdict);
    }
  }
  verdict.kind = passed ? VerdictKind::kPassed : VerdictKind::kFailed;
  return verdict;
}

using Windows = std::vector<WindowValue>;

// The windows that break the SLA; all of them where none does.
Windows DecidingWindows(const ParsedSla& sla, const Windows& windows) {
  Windows broken;
  for (const WindowValue& window : windows) {
    if (!Holds(window.value, sla.comparison, sla.limit)) broken.push_back(window);
  }
  return broken.empty() ? windows : broken;
}

// The same for windows: one that is broken for certain settles a failure, but a pass needs all.
std::string WhyUncertain(const ParsedSla& sla, const Windows& deciding, double level, bool passed) {
  std::string missing;
  std::size_t lacking = 0;
  for (const WindowValue& window : deciding) {
    std::string more = SamplesMissing(sla.value, window.samples, level);
    if (more.empty()) continue;
    ++lacking;
    missing = std::move(more);
  }
  if (lacking == 0 || (!passed && lacking < deciding.size())) return "";
  return fmt::format("{} in a window, {} of {} {} have fewer", missing, FormatCount(lacking),
                     FormatCount(deciding.size()), passed ? "windows" : "broken windows");
}

// The first window whose own interval does not lie within, or null.
const WindowValue* FirstNotShown(const ParsedSla& sla, const RunData& run, const Windows& windows,
                                 double level) {
  const auto found = std::find_if(windows.begin(), windows.end(), [&](const WindowValue& window) {
    const auto interval =
        IntervalOf(sla.value, CutToWindow(run, sla.value, window.begin, window.end), level);
    return interval && !LiesWithin(*interval, sla);
  });
  return found == windows.end() ? nullptr : &*found;
}

const WindowValue& WorstOf(const ParsedSla& sla, const Windows& windows) {
  return *std::max_element(windows.begin(), windows.end(), [&sla](const auto& a, const auto& b) {
    return IsFromAbove(sla) ? a.value < b.value : a.value > b.value;
  });
}

std::uint32_t WindowAskedFor(const ParsedSla& sla) {
  return static_cast<std::uint32_t>(std::max(1.0, std::ceil(sla.over->count())));
}

Verdict JudgeWindows(const ParsedSla& sla, const RunData& run, const JudgeOptions& options,
                     Verdict verdict) {
  const std::uint32_t asked = WindowAskedFor(sla);
  const Windows windows = WindowsOf(sla.value, run, asked);
  const std::string name = fmt::format(
      "{} over {}", sla.value.ToString(),
      LimitText(windows.empty() ? asked : windows[0].end - windows[0].begin, Unit::kSeconds));
  Evidence& evidence = verdict.evidence;
  evidence.limit = sla.limit;
  if (windows.empty()) {
    evidence.remark = WhyUnmeasured(sla.value);
    verdict.message = fmt::format("{}: {}, {}", name, evidence.remark, LimitShown(sla));
    return verdict;
  }
  const Windows deciding = DecidingWindows(sla, windows);
  const WindowValue& worst = WorstOf(sla, windows);
  bool passed = Holds(worst.value, sla.comparison, sla.limit);
  evidence.value = worst.value;
  evidence.samples = worst.samples;
  const std::string which =
      fmt::format("worst from {} s to {} s", FormatCount(worst.begin), FormatCount(worst.end));
  const std::string broken =
      fmt::format("{} of {} windows broken", FormatCount(passed ? 0 : deciding.size()),
                  FormatCount(windows.size()));
  evidence.remark = fmt::format("{}, {}", which, broken);
  verdict.message = fmt::format("{}: {} = {}, {}, {}", name, which, Shown(worst.value, sla),
                                LimitShown(sla), broken);
  const double level = options.strict_confidence.value_or(kUsualLevel);
  const std::string why = WhyUncertain(sla, deciding, level, passed);
  verdict.uncertain = !why.empty();
  if (verdict.uncertain) AddRemark("uncertain: " + why, verdict);
  if (options.strict_confidence && passed) {
    if (const WindowValue* window = FirstNotShown(sla, run, windows, level)) {
      passed = false;
      AddRemark(fmt::format("not shown at the confidence asked for from {} s to {} s",
                            FormatCount(window->begin), FormatCount(window->end)),
                verdict);
    }
  }
  verdict.kind = passed ? VerdictKind::kPassed : VerdictKind::kFailed;
  return verdict;
}

Verdict JudgeBelieving(const PromisedSla& promised, const RunData& run,
                       const JudgeOptions& options) {
  Verdict verdict;
  verdict.sla = promised.sla;
  verdict.file = promised.file;
  verdict.line = promised.line;
  verdict.warns = promised.warns;
  try {
    const ParsedSla sla = ParseSla(promised.sla, run.defined);
    return sla.over ? JudgeWindows(sla, run, options, verdict)
                    : JudgeWhole(sla, run, options, verdict);
  } catch (const SlaError& error) {
    verdict.evidence.remark = error.what();
    verdict.message = fmt::format("{}: {}", promised.sla, error.what());
  } catch (const std::invalid_argument& error) {
    verdict.evidence.remark = verdict.message = error.what();
  }
  return verdict;
}

Verdict Judge(const PromisedSla& promised, const RunData& run, const JudgeOptions& options,
              const std::vector<std::string>& why_void) {
  Verdict verdict = JudgeBelieving(promised, run, options);
  if (why_void.empty()) return verdict;
  verdict.kind = VerdictKind::kVoid;
  verdict.uncertain = false;
  verdict.evidence.remark = "the load generator was the bottleneck: " + why_void[0];
  verdict.message = fmt::format("void, {}; {}", verdict.evidence.remark, verdict.message);
  return verdict;
}

}  // namespace

JudgeOptions OptionsOf(const RunData& run) {
  JudgeOptions options;
  const auto given = run.settings.options.find("confidence");
  if (given == run.settings.options.end()) return options;
  const std::string& text = given->second;
  double level = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), level);
  if (read.ec == std::errc() && level > 0 && level < 1) options.strict_confidence = level;
  return options;
}

Verdict Judge(const PromisedSla& promised, const RunData& run, const JudgeOptions& options) {
  return Judge(promised, run, options, WhyVoid(run));
}

bool HasValue(const ParsedSla& sla, const RunData& run) {
  try {
    return sla.over ? !WindowsOf(sla.value, run, WindowAskedFor(sla)).empty()
                    : MeasureOf(sla.value, run).value.has_value();
  } catch (const std::invalid_argument&) {
    return false;
  }
}

void JudgeRun(RunData& run, const JudgeOptions& options) {
  run.generator.void_because = WhyVoid(run);
  for (Warning& warning : FindWarnings(run)) {
    std::erase_if(run.warnings, [&](const Warning& old) { return old.name == warning.name; });
    run.warnings.push_back(std::move(warning));
  }
  run.verdicts.clear();
  for (const PromisedSla& promised : run.promised) {
    run.verdicts.push_back(Judge(promised, run, options, run.generator.void_because));
  }
  run.breaking_point = FindBreakingPoint(run);
  run.health = FindHealth(run);
}

}  // namespace clamor
