// SPDX-License-Identifier: Apache-2.0
#include "reporters/table.h"

#include <algorithm>

#include "reporters/style.h"

namespace clamor {
namespace {

constexpr std::string_view kBetween = "  ";

std::vector<std::size_t> Widths(const Table& table) {
  std::vector<std::size_t> widths;
  const auto measure = [&widths](const TableRow& row) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
    }
  };
  measure(table.head);
  for (const TableRow& row : table.rows) measure(row);
  return widths;
}

std::string DrawRow(const TableRow& row, const std::vector<std::size_t>& widths,
                    std::size_t left_columns, std::string_view indent) {
  std::string line(indent);
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) line += kBetween;
    const std::string padding(widths[i] - DisplayWidth(row[i]), ' ');
    line += i < left_columns ? row[i] + padding : padding + row[i];
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

}  // namespace

std::string DrawTable(const Table& table, std::string_view indent) {
  const std::vector<std::size_t> widths = Widths(table);
  std::string drawn;
  if (!table.head.empty()) drawn += DrawRow(table.head, widths, table.left_columns, indent);
  for (const TableRow& row : table.rows) {
    drawn += DrawRow(row, widths, table.left_columns, indent);
  }
  return drawn;
}

}  // namespace clamor
