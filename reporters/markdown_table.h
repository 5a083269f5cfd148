// SPDX-License-Identifier: Apache-2.0
// Tables and texts in Markdown that hold what servers and files said.
#pragma once

#include <string>
#include <string_view>

#include "reporters/bounded_text.h"
#include "reporters/table.h"

namespace clamor {

// A text of a table's cell or of a paragraph, escaped and at most 600 bytes long.
std::string MarkdownCell(std::string_view text);

// The table behind an empty line, row by row as far as there is room. Its left columns are escaped;
// what stands right of them must be our own words.
void AddMarkdownTable(BoundedText& out, const Table& table);

}  // namespace clamor
