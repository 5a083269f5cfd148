// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/verdict_table.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "metrics/format_value.h"
#include "metrics/run_data.h"
#include "metrics/sla_grammar.h"
#include "reporters/html/elements.h"
#include "reporters/verdict_rows.h"

namespace clamor::html {
namespace {

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

// Value, margin, samples, interval, remark.
TableRow NumbersOf(const VerdictRow& row, const RunData& run) {
  if (row.verdict == nullptr) return {"", "", "", "", row.message};
  const Evidence& evidence = row.verdict->evidence;
  const auto unit = UnitOf(*row.verdict, run);
  if (!unit || !evidence.value || !evidence.limit) return {"", "", "", "", row.message};
  return {FormatValue(*evidence.value, *unit),
          internal::MarginOf(*evidence.value, *evidence.limit, *unit),
          evidence.samples == 0 ? "" : FormatCount(evidence.samples), IntervalOf(evidence, *unit),
          evidence.remark};
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
  std::string rows;
  for (const VerdictRow& row : VerdictRows(runs)) {
    const RunData& run = runs[row.run].data();
    rows += fmt::format("<tr><td>{}</td><td><a href=\"#{}\">{}</a></td><td>{}</td>",
                        Badge(row.standing), AnchorOf(row.run), Text(TitleOf(run)), Text(row.sla));
    for (const std::string& number : NumbersOf(row, run)) {
      rows += fmt::format("<td>{}</td>", Text(number));
    }
    rows += "</tr>\n";
  }
  return TableOfRows("SLAs",
                     {"verdict", "load test", "SLA", "measured", "from the limit", "samples",
                      "confidence interval", "remark"},
                     rows);
}

}  // namespace clamor::html
