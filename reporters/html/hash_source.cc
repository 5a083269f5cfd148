// SPDX-License-Identifier: Apache-2.0
#include "reporters/html/hash_source.h"

#include <charconv>
#include <cstdint>
#include <vector>

#include "base/base64.h"

namespace clamor::html {

std::string HashSource(std::string_view sha256) {
  std::vector<std::uint8_t> digest(sha256.size() / 2);
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const char* const digits = sha256.data() + 2 * i;
    std::from_chars(digits, digits + 2, digest[i], 16);
  }
  std::string source = "sha256-";
  AppendBase64(digest, source);
  return source;
}

}  // namespace clamor::html
