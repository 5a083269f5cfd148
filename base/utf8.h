// SPDX-License-Identifier: Apache-2.0
// UTF-8 read code point by code point, as RFC 3629 has it: no overlong forms, no surrogates,
// nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace clamor {

struct CodePoint {
  char32_t value = 0;      // the byte itself when it is not valid
  std::size_t length = 1;  // bytes taken; 1 when not valid
  bool valid = false;
};

// The code point that begins at `at`, which must lie inside the text.
CodePoint DecodeUtf8(std::string_view text, std::size_t at);

// The offset of the first byte that is not UTF-8; npos when all of it is.
std::size_t FirstInvalidUtf8(std::string_view text);

// At most that many of its first bytes, not ending inside a sequence.
std::string_view Utf8Prefix(std::string_view text, std::size_t most);

}  // namespace clamor
