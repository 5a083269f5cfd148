// SPDX-License-Identifier: Apache-2.0
#include "reporters/regression/trend_section.h"

#include <fmt/format.h>

#include <algorithm>

#include "metrics/format_value.h"
#include "reporters/html/elements.h"
#include "reporters/regression/night_chart.h"
#include "reporters/regression/trend_text.h"
#include "reporters/table.h"

namespace clamor::html {
namespace {

constexpr std::size_t kMostCharts = 40;
constexpr std::size_t kMostRows = 500;
constexpr std::size_t kMostOpen = 20;

std::string Facts(const JudgedTrend& judged) {
  std::string out;
  for (const Figure& fact : FactsOf(judged)) {
    out += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", Text(fact.name), Text(fact.value));
  }
  return "<dl>" + out + "</dl>\n";
}

std::string Changes(const JudgedNights& nights) {
  std::string out;
  std::size_t drawn = 0;
  for (const JudgedTrend& judged : nights.series) {
    if (!judged.change || drawn++ == kMostCharts) break;
    out += fmt::format("<div><h3>{}: {}</h3>\n{}{}</div>\n", WordOf(judged), Text(TitleOf(judged)),
                       FigureOf(judged), Facts(judged));
  }
  return out.empty() ? "" : "<div class=\"charts\">" + out + "</div>\n";
}

TableRow RowOf(const JudgedTrend& judged) {
  const std::string noise = judged.noise ? FormatValue(*judged.noise, Unit::kRatio, 2) : "";
  return {WordOf(judged),
          judged.series.test,
          judged.series.measure,
          SinceText(judged),
          LevelText(judged.level, judged.series.unit),
          ChangeText(judged),
          FormatCount(judged.series.nights.size()),
          noise};
}

std::string AllSeries(const JudgedNights& nights) {
  Table table;
  table.head = {"", "load test", "measure", "", "level", "change", "nights", "night to night"};
  table.left_columns = 4;
  const std::size_t shown = std::min(nights.series.size(), kMostRows);
  for (std::size_t i = 0; i < shown; ++i) table.rows.push_back(RowOf(nights.series[i]));
  std::string out = TableOf(table, "all series over nights");
  if (shown < nights.series.size()) {
    out += Element("p", fmt::format("and {} more series", nights.series.size() - shown));
  }
  return Foldable(fmt::format("All {} series", nights.series.size()), out,
                  nights.series.size() <= kMostOpen);
}

}  // namespace

std::string NightsSection(const JudgedNights& nights) {
  std::string out = fmt::format("<section id=\"{}\">\n<h2>Over nights: {}</h2>\n", kNightsAnchor,
                                Text(TotalsOf(nights)));
  for (const std::string& remark : RemarksOf(nights)) out += Element("p", remark);
  return out + Changes(nights) + AllSeries(nights) + "</section>\n";
}

}  // namespace clamor::html
