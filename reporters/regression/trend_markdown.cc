// SPDX-License-Identifier: Apache-2.0
#include "reporters/regression/trend_markdown.h"

#include <fmt/format.h>

#include "reporters/bounded_text.h"
#include "reporters/markdown_table.h"
#include "reporters/regression/trend_text.h"

namespace clamor {
namespace {

constexpr std::size_t kMaxBytes = 59'000;
constexpr std::size_t kLastSentenceBytes = 200;

std::string FactsTable(const JudgedTrend& judged) {
  std::string table = "| | |\n| --- | --- |\n";
  for (const Figure& fact : FactsOf(judged)) {
    table += fmt::format("| {} | {} |\n", fact.name, MarkdownCell(fact.value));
  }
  return table + fmt::format("| each night | {} |\n", BarsOf(judged.series));
}

Table SummaryOf(const JudgedNights& nights) {
  Table table;
  table.head = {"", "load test", "measure", "", "before", "now", "change"};
  table.left_columns = 4;
  for (const JudgedTrend& judged : nights.series) {
    if (!judged.change) break;
    const Unit unit = judged.series.unit;
    table.rows.push_back({WordOf(judged), judged.series.test, judged.series.measure,
                          SinceText(judged), LevelText(judged.change->before(), unit),
                          LevelText(judged.change->now, unit), ChangeText(judged)});
  }
  return table;
}

}  // namespace

std::string MarkdownOf(const JudgedNights& nights) {
  BoundedText out(kMaxBytes - kLastSentenceBytes);
  out.Add(fmt::format("## Over nights: {}\n", TotalsOf(nights)));
  const Table summary = SummaryOf(nights);
  if (!summary.rows.empty()) AddMarkdownTable(out, summary);
  for (const std::string& remark : RemarksOf(nights)) {
    out.Add(fmt::format("\n- {}\n", MarkdownCell(remark)));
  }
  for (const JudgedTrend& judged : nights.series) {
    if (!judged.change) break;
    out.Add(fmt::format("\n### {}\n\n{}", MarkdownCell(TitleOf(judged)), FactsTable(judged)));
  }
  if (out.left_out() == 0) return out.text();
  return out.text() +
         fmt::format(
             "\n**{} lines and tables more did not fit here and were left out; the page "
             "report.html holds them.**\n",
             out.left_out());
}

std::string MarkdownOf(const JudgedTrend& judged) {
  const std::string_view standing =
      judged.confirmed ? "A second run confirms it." : "No second run confirms it so far.";
  return fmt::format("<!-- clamor-trend {} -->\n**{}.** {}\n\n{}", judged.fingerprint,
                     MarkdownCell(TitleOf(judged)), standing, FactsTable(judged));
}

}  // namespace clamor
