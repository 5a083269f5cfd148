// SPDX-License-Identifier: Apache-2.0
#include "target/profile/massif.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/escape.h"
#include "target/profile/text_lines.h"

namespace clamor {
namespace {

// A line of a snapshot's tree, indented by its depth: " n2: 4096 0x4012: Parse (parse.cc:12)".
struct Entry {
  std::size_t depth = 0;
  std::int64_t bytes = 0;
  std::string function;  // of the root: "(heap allocation functions) malloc/new/new[], ..."
};

// "0x4012: Parse (parse.cc:12)" -> "Parse (parse.cc:12)"; what has no address is a sum over others.
std::string Function(std::string_view text) {
  const std::size_t colon = text.starts_with("0x") ? text.find(": ") : std::string_view::npos;
  return std::string(colon == std::string_view::npos ? text : text.substr(colon + 2));
}

std::optional<Entry> ReadEntry(std::string_view line) {
  const std::size_t depth = std::min(line.find_first_not_of(' '), line.size());
  const std::size_t colon = line.find(": ", depth);
  if (colon == std::string_view::npos || line[depth] != 'n') return {};
  const char* begin = line.data() + colon + 2;
  Entry entry{depth, 0, {}};
  const auto [end, error] = std::from_chars(begin, line.data() + line.size(), entry.bytes);
  if (error != std::errc()) return {};
  entry.function = Function(Trimmed(line.substr(static_cast<std::size_t>(end - line.data()))));
  return entry;
}

using Tree = std::vector<Entry>;

// What the node's children do not account for.
std::int64_t OwnBytes(const Tree& tree, std::size_t node) {
  std::int64_t own = tree[node].bytes;
  for (std::size_t i = node + 1; i < tree.size() && tree[i].depth > tree[node].depth; ++i) {
    if (tree[i].depth == tree[node].depth + 1) own -= tree[i].bytes;
  }
  return own;
}

// massif's trees begin at what allocates; below each function stand its callers.
FoldedStacks StacksOf(const Tree& tree) {
  FoldedStacks stacks;
  Stack path;  // from what allocates to the caller
  for (std::size_t node = 0; node < tree.size(); ++node) {
    path.resize(std::min(path.size(), tree[node].depth));
    path.push_back(tree[node].function);
    const std::int64_t own = OwnBytes(tree, node);
    if (own <= 0) continue;
    // The root is no function; alone, it is what massif knows no stack of.
    const std::size_t skip = path.size() > 1 ? 1 : 0;
    stacks.Add(Stack(path.rbegin(), path.rend() - static_cast<std::ptrdiff_t>(skip)),
               static_cast<std::uint64_t>(own));
  }
  return stacks;
}

}  // namespace

FoldedStacks MassifStacks(std::string_view text, std::string_view file) {
  Tree chosen;
  Tree* reading = nullptr;
  bool has_peak = false;
  bool has_snapshot = false;
  for (TextLines lines(text); const auto line = lines.Next();) {
    if (line->starts_with("heap_tree=")) {
      has_snapshot = true;
      const bool peak = *line == "heap_tree=peak";
      const bool wanted = peak || (!has_peak && *line == "heap_tree=detailed");
      has_peak = has_peak || peak;
      reading = wanted ? &chosen : nullptr;
      if (wanted) chosen.clear();
    } else if (const auto entry = reading ? ReadEntry(*line) : std::nullopt) {
      reading->push_back(*entry);
    } else {
      reading = nullptr;
    }
  }
  if (!has_snapshot) {
    throw std::runtime_error(
        fmt::format("{}: not a file of massif: it has no snapshot", ForTerminal(file, 200)));
  }
  return StacksOf(chosen);
}

}  // namespace clamor
