// SPDX-License-Identifier: Apache-2.0
// The tables that every format shows of a run, as text not yet escaped for any: a format only
// arranges them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "metrics/run_data.h"
#include "reporters/table.h"

namespace clamor {

// A row for each metric that has samples over the whole run, then for each trend that the suite
// defined: metric, count, mean, min, p50, p90, p95, p99, p99.9, max.
Table TrendTable(const RunData& run);

// A row for each check: how it came out, its name, what it looks at, answers that passed, answers
// asked, their share. Empty where nothing was checked.
Table CheckTable(const RunData& run);

struct Section {
  std::string name;  // "by model"
  Table table;
  std::size_t left_out = 0;  // rows beyond the most
};

// Checks; scenarios, where there are several; the tags `model`, `length`, `stream` and `scenario`,
// each where it has several values; all other tags in one table. Sections without rows are left
// out, and so are rows beyond `max_rows` in each.
std::vector<Section> SectionsOf(const RunData& run, std::size_t max_rows);

}  // namespace clamor
