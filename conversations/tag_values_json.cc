// SPDX-License-Identifier: Apache-2.0
#include "conversations/tag_values_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/escape.h"
#include "conversations/json_checks.h"

namespace clamor {
namespace {

using Kind = JsonValue::Kind;

constexpr std::array<std::string_view, 2> kFileKeys{"$schema", "values"};
constexpr std::array<std::string_view, 2> kValueKeys{"value", "weight"};
constexpr std::size_t kShownBytes = 40;
constexpr double kMostWeight = 1e9;  // keeps sums and shares of them finite

// Reads one file; every member function throws JsonError at the first mistake.
class Reader : private JsonChecks {
 public:
  using JsonChecks::JsonChecks;

  std::vector<Weight> Read() const;

 private:
  Weight OneValue(const JsonValue& item) const;
  double WeightOf(const JsonValue& weight) const;
};

double Reader::WeightOf(const JsonValue& weight) const {
  if (!weight.Is(Kind::kNumber) || weight.number <= 0 || weight.number > kMostWeight) {
    Fail(weight.offset, fmt::format("\"weight\" is {}, expected a number above 0, at most {:.0f}",
                                    weight.Shown(), kMostWeight));
  }
  return weight.number;
}

Weight Reader::OneValue(const JsonValue& item) const {
  if (!item.Is(Kind::kObject)) return TagText(item, "a value");
  CheckKeys(item, kValueKeys);
  Weight read = TagText(Required(item, "value", "the tag's value"), "\"value\"");
  if (const JsonValue* weight = item.Find("weight")) read.weight = WeightOf(*weight);
  return read;
}

std::vector<Weight> Reader::Read() const {
  const JsonValue root = ParseJson(text(), file());
  RequireObject(root, "the file");
  CheckKeys(root, kFileKeys);
  if (const JsonValue* schema = root.Find("$schema")) Text(*schema, "$schema");
  const JsonValue& list = Required(root, "values", "a list of values");
  RequireElements(list, "values", "value", "\"gpt-4\"");
  std::vector<Weight> values;
  for (const JsonValue& item : list.elements) {
    Weight read = OneValue(item);
    const bool again = std::any_of(values.begin(), values.end(), [&read](const Weight& other) {
      return other.value == read.value;
    });
    if (again) {
      Fail(item.offset, fmt::format("the value \"{}\" stands here a second time, expected it once",
                                    ForTerminal(read.value, kShownBytes)));
    }
    values.push_back(std::move(read));
  }
  return values;
}

}  // namespace

std::vector<Weight> ReadTagValues(std::string_view text, const std::string& file) {
  return Reader(text, file).Read();
}

}  // namespace clamor
