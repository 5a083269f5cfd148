// SPDX-License-Identifier: Apache-2.0
// A table in plain text, as consoles and JUnit bodies show it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace clamor {

using TableRow = std::vector<std::string>;

struct Table {
  TableRow head;                 // may be empty: a table without a heading
  std::vector<TableRow> rows;    // each as long as the first; already escaped
  std::size_t left_columns = 1;  // so many first columns stand left, numbers behind them right
};

// One line per row, columns aligned two blanks apart, each line behind `indent`; no blanks at the
// end of a line.
std::string DrawTable(const Table& table, std::string_view indent);

}  // namespace clamor
