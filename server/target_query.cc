// SPDX-License-Identifier: Apache-2.0
// Reading `application/x-www-form-urlencoded` (https://url.spec.whatwg.org/#urlencoded-parsing),
// but strictly: a bad escape is a mistake of the client's, which a lenient server would hide.
#include "server/target_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <system_error>

#include "base/escape.h"

namespace clamor::server {
namespace {

constexpr std::size_t kMaxShown = 60;
constexpr std::size_t kEscapeBytes = 3;  // %C3

char ReadEscape(std::string_view escape) {
  unsigned char byte = 0;
  const char* const end = escape.data() + escape.size();
  const auto [rest, error] = std::from_chars(escape.data() + 1, end, byte, 16);
  if (escape.size() < kEscapeBytes || error != std::errc() || rest != end) {
    throw std::invalid_argument(
        fmt::format("\"{}\" in the target's query is no byte; expected % and two hexadecimal "
                    "digits, as %20",
                    ForTerminal(escape, kMaxShown)));
  }
  return static_cast<char>(byte);
}

std::string Decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%') {
      decoded += ReadEscape(text.substr(at, kEscapeBytes));
      at += kEscapeBytes - 1;
    } else {
      decoded += text[at] == '+' ? ' ' : text[at];
    }
  }
  return decoded;
}

}  // namespace

std::vector<QueryField> ReadTargetQuery(std::string_view target) {
  std::vector<QueryField> fields;
  const std::size_t mark = target.find('?');
  if (mark == std::string_view::npos) return fields;
  for (const std::string_view field : Split(target.substr(mark + 1), '&')) {
    const std::size_t name_end = std::min(field.find('='), field.size());
    const std::size_t value = std::min(name_end + 1, field.size());
    fields.push_back({Decode(field.substr(0, name_end)), Decode(field.substr(value))});
  }
  return fields;
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  if (text.empty()) return parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace clamor::server
