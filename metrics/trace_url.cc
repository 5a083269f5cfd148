// SPDX-License-Identifier: Apache-2.0
#include "metrics/trace_url.h"

#include <algorithm>

namespace clamor {
namespace {

constexpr std::string_view kPlace = "{trace_id}";

bool EndsAUrl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte == 0x7f ||
         std::string_view("\"'<>`\\").find(c) != std::string_view::npos;
}

// "user:password@" before the host: it would stand in every report.
bool HoldsCredentials(std::string_view url) {
  const std::size_t host = url.find("://") + 3;
  return url.substr(host, url.find_first_of("/?#", host) - host).find('@') !=
         std::string_view::npos;
}

}  // namespace

bool IsTraceUrl(std::string_view pattern) {
  return (pattern.starts_with("http://") || pattern.starts_with("https://")) &&
         pattern.find(kPlace) != std::string_view::npos &&
         std::none_of(pattern.begin(), pattern.end(), EndsAUrl) && !HoldsCredentials(pattern);
}

std::string TraceUrlOf(std::string_view pattern, std::string_view trace_id) {
  std::string url;
  if (trace_id.empty()) return url;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t place = std::min(pattern.find(kPlace, at), pattern.size());
    url += pattern.substr(at, place - at);
    if (place < pattern.size()) url += trace_id;
    at = place + kPlace.size();
  }
  return url;
}

bool IsTraceId(std::string_view text) {
  return text.size() == 32 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace clamor
