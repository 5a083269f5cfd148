// SPDX-License-Identifier: Apache-2.0
#include "reporters/regression/comparison_console.h"

#include <fmt/format.h>

#include "reporters/regression/change_words.h"
#include "reporters/table.h"

namespace clamor {
namespace {

constexpr std::size_t kLineBytes = 400;
constexpr std::size_t kNameBytes = 80;

Color ColorOf(Change change) {
  switch (change) {
    case Change::kWorse:
      return Color::kBad;
    case Change::kCannotTell:
      return Color::kDoubtful;
    case Change::kBetter:
    case Change::kSame:
      break;
  }
  return Color::kGood;
}

void Escape(Table& table) {
  for (TableRow& row : table.rows) {
    for (std::size_t i = 0; i < table.left_columns; ++i) row[i] = ForLog(row[i], kNameBytes);
  }
}

}  // namespace

std::string ComparisonText(const BuildComparison& comparison, const Style& style) {
  const bool is_bad = comparison.IsWorse() || !comparison.server_ended.empty();
  const Color color = is_bad ? Color::kBad : Color::kStrong;
  const std::vector<const MeasureChange*> changes = WorstFirst(comparison);
  std::string text =
      fmt::format("{}\n{}\n", Paint(style, color, ForLog(HeadlineOf(comparison), kLineBytes)),
                  ForLog(HowTaken(comparison), kLineBytes));
  if (!changes.empty()) {
    Table table = TableOf(changes);
    Escape(table);
    for (std::size_t i = 0; i < changes.size(); ++i) {
      std::string& verdict = table.rows[i].front();
      verdict = Paint(style, ColorOf(changes[i]->change), verdict);
    }
    text += DrawTable(table, "  ");
  }
  const std::string unseen = WhatCouldNotBeSeen(comparison);
  if (!unseen.empty()) text += unseen + '\n';
  for (const NotCompared& entry : comparison.not_compared) {
    text += fmt::format("not compared: {}\n", ForLog(SentenceOf(entry), kLineBytes));
  }
  for (const LostPair& lost : comparison.lost) {
    text += fmt::format("thrown away: {}\n", ForLog(SentenceOf(lost), kLineBytes));
  }
  for (const std::string& caution : comparison.cautions) {
    text += ForLog(caution, kLineBytes) + '\n';
  }
  return text;
}

}  // namespace clamor
