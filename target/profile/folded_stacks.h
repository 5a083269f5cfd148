// SPDX-License-Identifier: Apache-2.0
// What every profile becomes: stacks with a weight (samples, bytes, microseconds), equal ones
// merged. Its text form is the "folded" one that flame graph tools share, a line per stack:
//
//   main;Serve;Parse 12
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace clamor {

// From the root, the function that called all others, to the leaf.
using Stack = std::vector<std::string>;

class FoldedStacks {
 public:
  // What weighs nothing, or is empty, is left out.
  void Add(Stack stack, std::uint64_t weight);

  // Adds all of the other's, each below the frame `root` unless that is empty.
  void AddBelow(std::string_view root, const FoldedStacks& other);

  bool empty() const { return stacks_.empty(); }

  // The sum of the weights.
  std::uint64_t total() const { return total_; }

  // In the order of their frames' names.
  const std::map<Stack, std::uint64_t>& stacks() const { return stacks_; }

  friend bool operator==(const FoldedStacks&, const FoldedStacks&) = default;

 private:
  std::map<Stack, std::uint64_t> stacks_;
  std::uint64_t total_ = 0;
};

// A frame's ';' and control characters, which would end it, are written as ':' and ' '.
std::string FoldedText(const FoldedStacks& stacks);

// Throws std::runtime_error naming the line that is no stack with a weight; blank lines are none.
FoldedStacks ParseFolded(std::string_view text);

}  // namespace clamor
