// SPDX-License-Identifier: Apache-2.0
// Internal to result files: what many of their lists are made of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/json_reader.h"
#include "metrics/json_writer.h"
#include "metrics/run_data.h"

namespace clamor {

void WriteTags(JsonWriter& out, const Tags& tags);
Tags ReadTags(const JsonReader& in);

std::vector<std::uint32_t> ReadRow(const JsonReader& in);

// {"name", "tags", "yes", "of", "yes_per_second", "of_per_second"}
void WriteShares(JsonWriter& out, std::string_view key, const std::vector<ShareSeries>& shares);
std::vector<ShareSeries> ReadShares(const JsonReader& in);

template <class Range>
void WriteNumbers(JsonWriter& out, std::string_view key, const Range& numbers) {
  out.Key(key);
  out.Array([&] {
    for (const auto number : numbers) out.Number(number);
  });
}

template <class Range, class Write>
void WriteList(JsonWriter& out, std::string_view key, const Range& range, const Write& write) {
  out.Key(key);
  out.Array([&] {
    for (const auto& element : range) out.Object([&] { write(element); });
  });
}

// The enumerator of a name that was looked up; a name that is none is one of a later version.
template <class Enum>
Enum Known(const JsonReader& in, const std::optional<Enum>& found) {
  if (!found) in.Fail("\"" + in.Text() + "\" is not known to this version");
  return *found;
}

}  // namespace clamor
