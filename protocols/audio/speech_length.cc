// SPDX-License-Identifier: Apache-2.0
#include "protocols/audio/speech_length.h"

#include <algorithm>
#include <cstddef>

namespace clamor {
namespace {

constexpr Seconds kPerWord{0.4};

// Words are what stands between blanks.
std::size_t WordsIn(std::string_view text) {
  std::size_t words = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
    if (!blank && !in_word) ++words;
    in_word = !blank;
  }
  return words;
}

}  // namespace

Seconds LengthOf(const Speech& speech, std::string_view content) {
  if (speech.length.count() > 0) return speech.length;
  return kPerWord * std::max<std::size_t>(1, WordsIn(content));
}

}  // namespace clamor
