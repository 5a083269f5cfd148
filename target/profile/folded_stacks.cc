// SPDX-License-Identifier: Apache-2.0
#include "target/profile/folded_stacks.h"

#include <fmt/format.h>

#include <charconv>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <utility>

#include "base/escape.h"
#include "target/profile/text_lines.h"

namespace clamor {
namespace {

constexpr std::size_t kShownBytes = 80;

void AppendFrame(std::string& out, std::string_view frame) {
  for (const char c : frame) {
    if (c == ';') {
      out += ':';
    } else {
      out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
}

std::optional<std::uint64_t> WholeNumber(std::string_view text) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stopped != end || text.empty()) return {};
  return number;
}

Stack Split(std::string_view frames) {
  Stack stack;
  for (std::size_t at = 0; at <= frames.size();) {
    const std::size_t end = std::min(frames.find(';', at), frames.size());
    if (end > at) stack.emplace_back(frames.substr(at, end - at));
    at = end + 1;
  }
  return stack;
}

}  // namespace

void FoldedStacks::Add(Stack stack, std::uint64_t weight) {
  if (weight == 0 || stack.empty()) return;
  stacks_[std::move(stack)] += weight;
  total_ += weight;
}

void FoldedStacks::AddBelow(std::string_view root, const FoldedStacks& other) {
  for (const auto& [frames, weight] : other.stacks()) {
    Stack stack;
    if (!root.empty()) stack.emplace_back(root);
    stack.insert(stack.end(), frames.begin(), frames.end());
    Add(std::move(stack), weight);
  }
}

std::string FoldedText(const FoldedStacks& stacks) {
  std::string out;
  for (const auto& [stack, weight] : stacks.stacks()) {
    for (std::size_t i = 0; i < stack.size(); ++i) {
      if (i > 0) out += ';';
      AppendFrame(out, stack[i]);
    }
    fmt::format_to(std::back_inserter(out), " {}\n", weight);
  }
  return out;
}

FoldedStacks ParseFolded(std::string_view text) {
  FoldedStacks stacks;
  std::size_t number = 0;
  for (TextLines lines(text); const auto line = lines.Next();) {
    ++number;
    if (IsBlank(*line)) continue;
    const std::size_t blank = line->rfind(' ');
    const auto weight =
        blank == std::string_view::npos ? std::nullopt : WholeNumber(line->substr(blank + 1));
    if (!weight) {
      throw std::runtime_error(
          fmt::format("line {} of the folded stacks is '{}', expected frames and a weight as in "
                      "'main;Parse 12'",
                      number, ForTerminal(*line, kShownBytes)));
    }
    stacks.Add(Split(line->substr(0, blank)), *weight);
  }
  return stacks;
}

}  // namespace clamor
