// SPDX-License-Identifier: Apache-2.0
#include "conversations/remix.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "conversations/choice_mistakes.h"

namespace clamor {
namespace {

const TagChoice& MixOf(const Conversations& set) {
  const TagChoice* mix = nullptr;
  for (const TagChoice& choice : set.choices()) {
    if (choice.kind != TagChoice::Kind::kMix) continue;
    if (mix != nullptr) {
      throw std::invalid_argument(fmt::format(
          "the suite mixes by {} and by {}, expected one of them", mix->tag, choice.tag));
    }
    mix = &choice;
  }
  if (mix == nullptr) {
    throw std::invalid_argument(
        "the suite does not mix its conversations, expected a set with a Mix()");
  }
  return *mix;
}

void CheckNamed(const std::vector<Weight>& weights, const std::string& tag,
                const std::vector<Conversation>& all) {
  const std::set<std::string> values = TagValuesOf(all, tag);
  for (const Weight& w : weights) {
    if (!values.contains(w.value)) throw std::invalid_argument(NoneHas(all, tag, w.value));
  }
}

// The weights, and 0 for what else the mix has.
std::vector<Weight> WithTheRest(std::vector<Weight> weights, const TagChoice& mix) {
  for (const Weight& w : mix.values) {
    const bool named = std::any_of(weights.begin(), weights.end(),
                                   [&w](const Weight& other) { return other.value == w.value; });
    if (!named) weights.emplace_back(w.value, 0);
  }
  return weights;
}

}  // namespace

Conversations Remixed(const Conversations& set, const std::vector<Weight>& weights) {
  if (!set.problems().empty()) return set;
  const TagChoice& mix = MixOf(set);
  CheckNamed(weights, mix.tag, set.all());
  Conversations changed = set.Mix(mix.tag, WithTheRest(weights, mix));
  if (!changed.problems().empty()) throw std::invalid_argument(changed.problems().front());
  return changed;
}

}  // namespace clamor
