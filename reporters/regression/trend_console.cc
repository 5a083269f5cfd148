// SPDX-License-Identifier: Apache-2.0
#include "reporters/regression/trend_console.h"

#include <fmt/format.h>

#include "reporters/regression/trend_text.h"
#include "reporters/table.h"

namespace clamor {
namespace {

constexpr std::size_t kNameBytes = 100;
constexpr std::size_t kLineBytes = 400;
constexpr std::size_t kMostRows = 50;

Color ColorOf(const JudgedTrend& judged) {
  if (!judged.IsAlert()) return Color::kGood;
  return judged.confirmed ? Color::kBad : Color::kDoubtful;
}

}  // namespace

std::string ConsoleTextOf(const JudgedNights& nights, const Style& style) {
  Table table;
  table.left_columns = 4;
  std::size_t left_out = 0;
  for (const JudgedTrend& judged : nights.series) {
    if (!judged.change) break;
    if (table.rows.size() == kMostRows) {
      ++left_out;
      continue;
    }
    const Unit unit = judged.series.unit;
    table.rows.push_back({Paint(style, ColorOf(judged), WordOf(judged)),
                          ForLog(judged.series.test, kNameBytes),
                          ForLog(judged.series.measure, kNameBytes), SinceText(judged),
                          LevelText(judged.change->before(), unit), "->",
                          LevelText(judged.change->now, unit), ChangeText(judged)});
  }
  std::string text = fmt::format("Over nights: {}\n", TotalsOf(nights));
  text += DrawTable(table, "  ");
  if (left_out > 0) text += fmt::format("  and {} more\n", left_out);
  for (const std::string& remark : RemarksOf(nights)) {
    text += fmt::format("  {}\n", ForLog(remark, kLineBytes));
  }
  return text;
}

}  // namespace clamor
