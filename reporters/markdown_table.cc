// SPDX-License-Identifier: Apache-2.0
#include "reporters/markdown_table.h"

#include <fmt/format.h>

#include "base/escape.h"

namespace clamor {
namespace {

constexpr std::size_t kCellBytes = 600;

// Numbers, right of the text columns, are our own words and need no escapes.
std::string Row(const TableRow& row, std::size_t text_columns) {
  std::string line = "|";
  for (std::size_t i = 0; i < row.size(); ++i) {
    line += fmt::format(" {} |", i < text_columns ? MarkdownCell(row[i]) : row[i]);
  }
  return line + '\n';
}

std::string Rule(const Table& table) {
  std::string line = "|";
  for (std::size_t i = 0; i < table.head.size(); ++i) {
    line += i < table.left_columns ? " --- |" : " ---: |";
  }
  return line + '\n';
}

}  // namespace

std::string MarkdownCell(std::string_view text) { return ForMarkdown(text, kCellBytes); }

// Head and rule go in together: either alone is no table.
void AddMarkdownTable(BoundedText& out, const Table& table) {
  out.Add('\n' + Row(table.head, table.left_columns) + Rule(table));
  for (const TableRow& row : table.rows) out.Add(Row(row, table.left_columns));
}

}  // namespace clamor
