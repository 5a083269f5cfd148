// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/verdict_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>

#include "metrics/format_value.h"
#include "metrics/run_data.h"
#include "metrics/sla_grammar.h"
#include "reporters/html/elements.h"
#include "reporters/verdict_rows.h"

namespace clamor::html {
namespace {

// With more rows those that are as they should be are folded away.
constexpr std::size_t kMostOpen = 12;

// None where the text is no SLA of this version.
std::optional<Unit> UnitOf(const Verdict& verdict, const RunData& run) {
  try {
    return ParseSla(verdict.sla, run.defined).unit();
  } catch (const SlaError&) {
    return std::nullopt;
  }
}

std::string IntervalOf(const Evidence& evidence, Unit unit) {
  if (evidence.level == 0) return {};
  const auto shown = [unit](const std::optional<double>& end) {
    return end ? FormatValue(*end, unit) : "?";
  };
  return fmt::format("{} to {}", shown(evidence.low), shown(evidence.high));
}

// What stands in a verdict's row behind the SLA.
struct Shown {
  std::array<std::string, 4> numbers;  // value, margin, samples, interval
  std::string remark;
};

Shown ShownOf(const VerdictRow& row, const RunData& run) {
  if (row.verdict == nullptr) return {{}, row.message};
  const Evidence& evidence = row.verdict->evidence;
  const auto unit = UnitOf(*row.verdict, run);
  if (!unit || !evidence.value || !evidence.limit) return {{}, row.message};
  return {{FormatValue(*evidence.value, *unit),
           internal::MarginOf(*evidence.value, *evidence.limit, *unit),
           evidence.samples == 0 ? "" : FormatCount(evidence.samples), IntervalOf(evidence, *unit)},
          evidence.remark};
}

std::string TableFor(std::span<const VerdictRow> verdicts, const std::vector<RunResult>& runs,
                     std::string_view caption) {
  if (verdicts.empty()) return {};
  std::string rows;
  for (const VerdictRow& row : verdicts) {
    const RunData& run = runs[row.run].data();
    rows += fmt::format("<tr><td>{}</td>", Badge(row.standing));
    if (runs.size() > 1) {
      rows += fmt::format("<td><a href=\"#{}\">{}</a></td>", AnchorOf(row.run), Text(TitleOf(run)));
    }
    rows += fmt::format("<td>{}</td>", Text(row.sla));
    const Shown shown = ShownOf(row, run);
    for (const std::string& number : shown.numbers) {
      rows += fmt::format("<td class=\"number\">{}</td>", Text(number));
    }
    rows += Cell(shown.remark) + "</tr>\n";
  }
  TableRow head{"verdict", "load test",           "SLA",   "measured", "from the limit",
                "samples", "confidence interval", "remark"};
  if (runs.size() == 1) head.erase(head.begin() + 1);
  return TableOfRows(caption, head, rows);
}

}  // namespace

namespace internal {

std::string MarginOf(double value, double limit, Unit unit) {
  const double distance = std::abs(value - limit);
  if (distance == 0) return "at the limit";
  const std::string how_far = limit == 0 ? FormatValue(distance, unit)
                                         : FormatValue(distance / std::abs(limit), Unit::kRatio, 2);
  return fmt::format("{} {}", how_far, value < limit ? "below" : "above");
}

}  // namespace internal

std::string AnchorOf(std::size_t run) { return fmt::format("run-{}", run); }

std::string VerdictTable(const std::vector<RunResult>& runs) {
  const std::vector<VerdictRow> rows = VerdictRows(runs);
  if (rows.size() <= kMostOpen) return TableFor(rows, runs, "SLAs");
  const auto kept = std::find_if(rows.begin(), rows.end(), [](const VerdictRow& row) {
    return row.standing >= Standing::kPassed;
  });
  const auto promised = std::count_if(
      kept, rows.end(), [](const VerdictRow& row) { return row.standing == Standing::kPassed; });
  const std::string count = FormatCount(static_cast<std::uint64_t>(promised));
  return TableFor({rows.begin(), kept}, runs, "SLAs") +
         Foldable(count + " SLAs were kept", TableFor({kept, rows.end()}, runs, "SLAs"),
                  kept == rows.begin());
}

}  // namespace clamor::html
