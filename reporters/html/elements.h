// SPDX-License-Identifier: Apache-2.0
// The pieces that the HTML report is put together from. Whatever comes in is escaped here, and only
// here.
#pragma once

#include <string>
#include <string_view>

#include "reporters/standing.h"
#include "reporters/table.h"

namespace clamor::html {

// Text for an element or a quoted attribute, of a bounded length.
std::string Text(std::string_view text);

// "<p>text</p>", and the like for any element.
std::string Element(std::string_view name, std::string_view text);

// A cell of a table that holds words; a sentence gets the room to be read.
std::string Cell(std::string_view text);

// A table with its caption, which screen readers announce; nothing when it has no rows. Columns of
// numbers stand right.
std::string TableOf(const Table& table, std::string_view caption);

// The same of rows that are HTML already.
std::string TableOfRows(std::string_view caption, const TableRow& head, std::string_view rows,
                        std::size_t left_columns = std::string::npos);

// A section that can be closed; nothing when it is empty. `content` is HTML.
std::string Foldable(std::string_view title, std::string_view content, bool open);

// The standing as a shape, a word and a colour, in this order of trust.
std::string Badge(Standing standing);

}  // namespace clamor::html
