// SPDX-License-Identifier: Apache-2.0
#include "reporters/regression/trend_markdown.h"

#include <fmt/format.h>

#include "base/escape.h"
#include "reporters/bounded_text.h"
#include "reporters/regression/trend_text.h"

namespace clamor {
namespace {

constexpr std::size_t kMaxBytes = 59'000;
constexpr std::size_t kLastSentenceBytes = 200;
constexpr std::size_t kCellBytes = 600;

std::string Cell(std::string_view text) { return ForMarkdown(text, kCellBytes); }

std::string FactsTable(const JudgedSeries& judged) {
  std::string table = "| | |\n| --- | --- |\n";
  for (const Figure& fact : FactsOf(judged)) {
    table += fmt::format("| {} | {} |\n", fact.name, Cell(fact.value));
  }
  return table + fmt::format("| each night | {} |\n", BarsOf(judged.series));
}

std::string Row(const JudgedSeries& judged) {
  const std::string& measure = judged.series.measure;
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", WordOf(judged),
                     Cell(judged.series.test), Cell(measure),
                     LevelText(judged.change->before, measure),
                     LevelText(judged.change->now, measure), ChangeText(judged), SinceText(judged));
}

void AddSummary(BoundedText& out, const JudgedNights& nights) {
  if (nights.series.empty() || !nights.series.front().change) return;
  out.Add(
      "\n| | load test | measure | before | now | change | |\n"
      "| --- | --- | --- | ---: | ---: | ---: | --- |\n");
  for (const JudgedSeries& judged : nights.series) {
    if (judged.change) out.Add(Row(judged));
  }
}

}  // namespace

std::string MarkdownOf(const JudgedNights& nights) {
  BoundedText out(kMaxBytes - kLastSentenceBytes);
  out.Add(fmt::format("## Over nights: {}\n", TotalsOf(nights)));
  AddSummary(out, nights);
  for (const std::string& remark : RemarksOf(nights)) {
    out.Add(fmt::format("\n- {}\n", Cell(remark)));
  }
  for (const JudgedSeries& judged : nights.series) {
    if (!judged.change) break;
    out.Add(fmt::format("\n### {}\n\n{}", Cell(TitleOf(judged)), FactsTable(judged)));
  }
  if (out.left_out() == 0) return out.text();
  return out.text() +
         fmt::format(
             "\n**{} lines and tables more did not fit here and were left out; the page "
             "report.html holds them.**\n",
             out.left_out());
}

std::string MarkdownOf(const JudgedSeries& judged) {
  const std::string_view standing =
      judged.confirmed ? "A second run confirms it." : "No second run confirms it so far.";
  return fmt::format("<!-- clamor-trend {} -->\n**{}.** {}\n\n{}", judged.fingerprint,
                     Cell(TitleOf(judged)), standing, FactsTable(judged));
}

}  // namespace clamor
