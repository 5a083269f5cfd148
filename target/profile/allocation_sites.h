// SPDX-License-Identifier: Apache-2.0
// Memory by the place in the program that asked for it: what a flame graph of allocations shows, as
// a table whose first lines are where to look.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "target/profile/folded_stacks.h"

namespace clamor {

struct AllocationSite {
  std::string function;
  std::vector<std::string> callers;  // of the heaviest of its stacks, the nearest first, three
  std::uint64_t bytes = 0;
};

// The `count` sites with the most bytes, the largest first. A site is the innermost function that
// is no allocator and not of the standard library of C++ or V8 (operator new,
// std::vector::push_back, "push (builtin)"); where there is none other, the innermost.
std::vector<AllocationSite> TopSites(const FoldedStacks& bytes, std::size_t count);

// A text of the twenty largest, below the title.
std::string SitesTable(std::string_view title, const FoldedStacks& bytes);

}  // namespace clamor
