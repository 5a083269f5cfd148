// SPDX-License-Identifier: Apache-2.0
#include "protocols/session_id.h"

#include <fmt/format.h>

#include <charconv>

#include "base/random.h"

namespace clamor {
namespace {

constexpr std::size_t kHalf = kSessionIdLength / 2;
constexpr std::string_view kHexDigits = "0123456789abcdef";

std::optional<std::uint64_t> Hex(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

bool IsOfRun(std::string_view id, std::uint64_t seed) {
  const auto first = Hex(id.substr(0, kHalf));
  return first && Hex(id.substr(kHalf)) == MixSeed(seed, *first);
}

}  // namespace

std::string SessionId(std::uint64_t seed, std::uint64_t number) {
  const std::uint64_t first = MixSeed(~seed, number);
  return fmt::format("{:016x}{:016x}", first, MixSeed(seed, first));
}

std::optional<std::string_view> FindForeignSession(std::string_view text, std::string_view own,
                                                   std::uint64_t seed) {
  std::size_t begin = text.find_first_of(kHexDigits);
  while (begin != std::string_view::npos) {
    const std::size_t end = std::min(text.find_first_not_of(kHexDigits, begin), text.size());
    // Text may touch the id, so that every place in a run of digits is tried.
    for (std::size_t at = begin; at + kSessionIdLength <= end; ++at) {
      const std::string_view id = text.substr(at, kSessionIdLength);
      if (id != own && IsOfRun(id, seed)) return id;
    }
    begin = text.find_first_of(kHexDigits, end);
  }
  return std::nullopt;
}

}  // namespace clamor
