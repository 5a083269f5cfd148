// SPDX-License-Identifier: Apache-2.0
// Limits and tags as SLAs write them, without blanks: "500ms", "1%", "55/s", "500MB", "2MB/s";
// "{stream=true}".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "metrics/catalogue.h"
#include "metrics/series_plan.h"

namespace clamor {

// The value (seconds, share, per second, bytes or plain) in the largest unit that shows it as a
// whole number, else in the smallest.
std::string LimitText(double value, Unit unit);

// The number as the grammar reads it back: up to twelve digits, no exponent.
std::string NumberText(double value);

// What a unit's name stands for: "ms" is a 1000th of a second.
struct UnitName {
  std::string_view name;
  Unit unit;
  double
      times;  // of the unit of the value, divided by `over`: so decimal fractions are rounded once
  double over;
};

// None when there is no such unit. The empty name is a plain number's.
std::optional<UnitName> UnitNamed(std::string_view name);

// What a limit of that unit may look like, for messages: "a duration such as 500ms".
std::string_view ExampleOf(Unit unit);

// A tag's name or value as SLAs write it: in quotes where it is no word, empty ones too.
std::string TagWord(std::string_view word);

// "{model=\"gpt-4 turbo\",stream=true}"; empty for no tags.
std::string TagsText(const Tags& tags);

// Whether a character needs no quotes in a tag or its value.
bool IsWordCharacter(char c);

}  // namespace clamor
