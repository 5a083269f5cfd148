// SPDX-License-Identifier: Apache-2.0
// Common words, which vocabularies of models hold whole.
#include "protocols/prompt_words.h"

#include <array>
#include <cstddef>

namespace clamor {
namespace {

constexpr std::array<std::string_view, 24> kCommon{
    "the",  "river", "was",  "long",  "and",  "every", "house", "by",
    "it",   "had",   "a",    "small", "blue", "door",  "where", "people",
    "came", "to",    "tell", "what",  "they", "saw",   "that",  "day"};

}  // namespace

void FillWords(long words, std::string_view unlike, std::string& out) {
  out.clear();
  if (words <= 0) return;
  out += unlike;
  for (std::size_t i = 1; i < static_cast<std::size_t>(words); ++i) {
    out += ' ';
    out += kCommon[(i - 1) % kCommon.size()];
  }
}

}  // namespace clamor
