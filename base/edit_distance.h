// SPDX-License-Identifier: Apache-2.0
// "Did you mean": the known word nearest to one that is not known.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace clamor {

// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other
// (optimal string alignment, bytewise); stops above `limit`, and then gives a number above it.
std::size_t EditDistance(std::string_view a, std::string_view b, std::size_t limit);

// The candidate nearest to the word, the first of equals; none when a third of the word or more
// would have to change. `candidates` is a range of strings or string views.
template <class Candidates>
std::optional<std::string> Closest(std::string_view word, const Candidates& candidates) {
  std::optional<std::string> best;
  std::size_t limit = word.size() < 4 ? 1 : word.size() / 3;
  for (const auto& candidate : candidates) {
    const std::size_t distance = EditDistance(word, candidate, limit);
    if (distance > limit) continue;
    best = std::string(candidate);
    if (distance == 0) break;
    limit = distance - 1;
  }
  return best;
}

// `; did you mean "role"?`, to be put behind a message; empty when nothing is near.
template <class Candidates>
std::string DidYouMean(std::string_view word, const Candidates& candidates) {
  const auto closest = Closest(word, candidates);
  return closest ? "; did you mean \"" + *closest + "\"?" : "";
}

}  // namespace clamor
