// SPDX-License-Identifier: Apache-2.0
// Units of SLAs, by name and by size.
#include "metrics/limit_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace clamor {
namespace {

// Of each unit the largest name first.
constexpr auto kUnits = std::to_array<UnitName>({
    {"min", Unit::kSeconds, 60, 1},
    {"s", Unit::kSeconds, 1, 1},
    {"ms", Unit::kSeconds, 1, 1e3},
    {"us", Unit::kSeconds, 1, 1e6},
    {"ns", Unit::kSeconds, 1, 1e9},
    {"%", Unit::kRatio, 1, 100},
    {"/s", Unit::kPerSecond, 1, 1},
    {"GiB", Unit::kBytes, 1 << 30, 1},
    {"GB", Unit::kBytes, 1e9, 1},
    {"MiB", Unit::kBytes, 1 << 20, 1},
    {"MB", Unit::kBytes, 1e6, 1},
    {"KiB", Unit::kBytes, 1 << 10, 1},
    {"kB", Unit::kBytes, 1e3, 1},
    {"B", Unit::kBytes, 1, 1},
    {"GB/s", Unit::kBytesPerSecond, 1e9, 1},
    {"MB/s", Unit::kBytesPerSecond, 1e6, 1},
    {"kB/s", Unit::kBytesPerSecond, 1e3, 1},
    {"B/s", Unit::kBytesPerSecond, 1, 1},
    {"", Unit::kCount, 1, 1},
});

bool IsWhole(double value) {
  return std::abs(value - std::round(value)) <= std::abs(value) * 1e-12;
}

}  // namespace

// 0.07 in percent is 7.000000000000001: twelve digits are more than anyone writes. Without an
// exponent, since the grammar reads none.
std::string NumberText(double value) {
  constexpr int kDigits = 12;
  if (!std::isfinite(value)) return fmt::format("{}", value);
  const int whole = value == 0 ? 1 : static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  std::string text = fmt::format("{:.{}f}", value, std::max(0, kDigits - whole));
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string LimitText(double value, Unit unit) {
  if (value == 0 && unit == Unit::kSeconds) return "0s";
  std::string text;
  for (const UnitName& name : kUnits) {
    if (name.unit != unit) continue;
    const double number = value * name.over / name.times;
    text = NumberText(number) + std::string(name.name);
    if (number >= 1 && IsWhole(number)) break;
  }
  return text;
}

std::optional<UnitName> UnitNamed(std::string_view name) {
  const auto* found = std::find_if(kUnits.begin(), kUnits.end(),
                                   [name](const UnitName& unit) { return unit.name == name; });
  if (found == kUnits.end()) return std::nullopt;
  return *found;
}

std::string_view ExampleOf(Unit unit) {
  switch (unit) {
    case Unit::kSeconds:
      return "a duration such as 500ms";
    case Unit::kRatio:
      return "a percentage such as 1%";
    case Unit::kPerSecond:
      return "a rate such as 50/s";
    case Unit::kBytes:
      return "a size such as 500MB";
    case Unit::kBytesPerSecond:
      return "a rate such as 2MB/s";
    case Unit::kCount:
      break;
  }
  return "a plain number such as 3";
}

std::string TagWord(std::string_view word) {
  if (!word.empty() && std::all_of(word.begin(), word.end(), IsWordCharacter)) {
    return std::string(word);
  }
  std::string quoted = "\"";
  for (const char c : word) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string TagsText(const Tags& tags) {
  if (tags.empty()) return "";
  std::string inside;
  for (const auto& [tag, value] : tags) {
    inside += (inside.empty() ? "" : ",") + TagWord(tag) + "=" + TagWord(value);
  }
  return "{" + inside + "}";
}

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

}  // namespace clamor
