// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/elements.h"

#include <fmt/format.h>

#include "base/escape.h"

namespace clamor::html {
namespace {

constexpr std::size_t kTextBytes = 2000;
constexpr std::size_t kSentence = 32;
constexpr std::string_view kRight = " align=\"right\"";

// What a reader without colours goes by; each has a class of the style sheet.
std::string_view ShapeOf(Standing standing) {
  switch (standing) {
    case Standing::kFailed:
      return "✖";
    case Standing::kPassed:
      return "✔";
    case Standing::kVoid:
    case Standing::kInterrupted:
    case Standing::kUncertain:
      return "▲";
    case Standing::kNotJudged:
      break;
  }
  return "○";
}

std::string_view ClassOf(Standing standing) {
  switch (ColorOf(standing)) {
    case Color::kGood:
      return "good";
    case Color::kBad:
      return "bad";
    case Color::kDoubtful:
      return "doubtful";
    case Color::kFaint:
    case Color::kStrong:
      break;
  }
  return "faint";
}

std::string HeadRow(const TableRow& row, std::size_t left_columns) {
  std::string out = "<tr>";
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::string_view side = i < left_columns ? "" : kRight;
    out += fmt::format("<th{}>{}</th>", side, Text(row[i]));
  }
  return out + "</tr>\n";
}

std::string BodyRow(const TableRow& row, std::size_t left_columns) {
  std::string out = "<tr>";
  for (std::size_t i = 0; i < row.size(); ++i) {
    out += i < left_columns ? Cell(row[i]) : fmt::format("<td{}>{}</td>", kRight, Text(row[i]));
  }
  return out + "</tr>\n";
}

}  // namespace

std::string Text(std::string_view text) { return ForHtml(text, kTextBytes); }

std::string Element(std::string_view name, std::string_view text) {
  return fmt::format("<{0}>{1}</{0}>\n", name, Text(text));
}

std::string Cell(std::string_view text) {
  const std::string_view kind = text.size() > kSentence ? " class=\"prose\"" : "";
  return fmt::format("<td{}>{}</td>", kind, Text(text));
}

std::string TableOf(const Table& table, std::string_view caption) {
  if (table.rows.empty()) return {};
  std::string rows;
  for (const TableRow& row : table.rows) rows += BodyRow(row, table.left_columns);
  return TableOfRows(caption, table.head, rows, table.left_columns);
}

std::string TableOfRows(std::string_view caption, const TableRow& head, std::string_view rows,
                        std::size_t left_columns) {
  std::string out = fmt::format(
      "<div class=\"scrolls\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table>"
      "<caption>{0}</caption>\n",
      Text(caption));
  if (!head.empty()) out += "<thead>" + HeadRow(head, left_columns) + "</thead>\n";
  return fmt::format("{}<tbody>{}</tbody></table></div>\n", out, rows);
}

std::string Foldable(std::string_view title, std::string_view content, bool open) {
  if (content.empty()) return {};
  return fmt::format("<details{}><summary>{}</summary>\n{}</details>\n",
                     open ? " open=\"open\"" : "", Text(title), content);
}

std::string Badge(Standing standing) {
  return fmt::format("<strong class=\"{}\">{} {}</strong>", ClassOf(standing), ShapeOf(standing),
                     ToString(standing));
}

}  // namespace clamor::html
