// SPDX-License-Identifier: Apache-2.0
// How text may be drawn on a console, and how text from outside is made safe for one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace clamor {

// Decided by the caller, who knows NO_COLOR and whether there is a terminal.
struct Style {
  bool color = false;
  int width = 0;  // columns of the terminal; 0: no bound
};

enum class Color { kGood, kBad, kDoubtful, kFaint, kStrong };

// The text in that colour; as it is when the style has none.
std::string Paint(const Style& style, Color color, std::string_view text);

// One line for a console or a CI log. Beside what ForTerminal makes visible, GitHub's runner must
// not read a workflow command in it: those begin a line with "::" or hold "##[" anywhere.
std::string ForLog(std::string_view text, std::size_t max_bytes);

// Columns the text takes on a terminal: code points, colours not counted.
std::size_t DisplayWidth(std::string_view text);

}  // namespace clamor
