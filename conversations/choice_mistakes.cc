// SPDX-License-Identifier: Apache-2.0
#include "conversations/choice_mistakes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "base/edit_distance.h"

namespace clamor {

std::set<std::string> TagValuesOf(const std::vector<Conversation>& all, const std::string& tag) {
  std::set<std::string> values;
  for (const Conversation& c : all) {
    const auto found = c.tags.find(tag);
    if (found != c.tags.end()) values.insert(found->second);
  }
  return values;
}

std::string ShownTagValue(const std::string& value) { return value.empty() ? "\"\"" : value; }

std::string NoneHas(const std::vector<Conversation>& all, const std::string& tag,
                    const std::string& value) {
  const std::set<std::string> values = TagValuesOf(all, tag);
  if (values.empty()) return fmt::format("no conversation has the tag {}", tag);
  return fmt::format("no conversation has {}={}, expected one of {}{}", tag, value,
                     fmt::join(values, ", "), DidYouMean(value, values));
}

std::string MistakeIn(const TagChoice& choice, const std::vector<Conversation>& all) {
  double sum = 0;
  for (const Weight& w : choice.values) {
    if (!std::isfinite(w.weight) || w.weight < 0) {
      return fmt::format("the weight of {} is {}, expected 0 or more", ShownTagValue(w.value),
                         w.weight);
    }
    sum += w.weight;
  }
  if (sum <= 0) return "all weights are 0, expected one above 0";
  if (choice.kind == TagChoice::Kind::kVary || all.empty()) return "";
  const std::set<std::string> values = TagValuesOf(all, choice.tag);
  for (const Weight& w : choice.values) {
    if (w.weight > 0 && !values.contains(w.value)) return NoneHas(all, choice.tag, w.value);
  }
  return "";
}

}  // namespace clamor
