// SPDX-License-Identifier: Apache-2.0
// Internal to merging: how the parts of two runs are put together in time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "metrics/timeline.h"

namespace clamor {

// How much later than the merged run's second 0 each of the two began, in whole seconds.
struct Offsets {
  std::uint32_t into = 0;
  std::uint32_t from = 0;
  bool together = true;  // false: one after the other
};

inline constexpr auto kAdd = [](auto a, auto b) { return a + b; };

template <class Number, class Combine>
void MergeRow(std::vector<Number>& into, const std::vector<Number>& from, const Offsets& offsets,
              const Combine& combine) {
  into.insert(into.begin(), into.empty() ? 0 : offsets.into, Number{});
  if (from.empty()) return;
  into.resize(std::max(into.size(), from.size() + offsets.from));
  for (std::size_t s = 0; s < from.size(); ++s) {
    Number& sum = into[s + offsets.from];
    sum = combine(sum, from[s]);
  }
}

inline void MergeTimeline(Timeline& into, const Timeline& from, const Offsets& offsets) {
  if (offsets.into > 0) {
    Timeline shifted(into.cell_seconds());
    shifted.Merge(into, offsets.into);
    into = std::move(shifted);
  }
  into.Merge(from, offsets.from);
}

// The element that `same` finds, else a new one.
template <class Series, class Same>
Series& FindOrAdd(std::vector<Series>& all, Series fresh, const Same& same) {
  const auto found = std::find_if(all.begin(), all.end(), same);
  if (found != all.end()) return *found;
  all.push_back(std::move(fresh));
  return all.back();
}

template <class Element, class Same>
void AddMissing(std::vector<Element>& into, const std::vector<Element>& from, const Same& same) {
  for (const Element& element : from) {
    const bool known = std::any_of(into.begin(), into.end(),
                                   [&](const Element& mine) { return same(mine, element); });
    if (!known) into.push_back(element);
  }
}

}  // namespace clamor
