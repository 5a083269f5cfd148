// SPDX-License-Identifier: Apache-2.0
// The names of failures.
#include "clamor/failure.h"

#include <algorithm>

namespace clamor {
namespace {

constexpr std::array<std::string_view, kFailureKinds> kNames{
    "resolve",    "unreachable",  "refused",      "connect_timeout", "tls",
    "reset",      "timeout",      "truncated",    "stream_error",    "sse",
    "json",       "too_large",    "check",        "crosstalk",       "auth",
    "validation", "rate_limited", "server_error", "redirect",        "status",
    "upgrade",    "ws_close",     "interruption", "fell_silent",     "protocol"};
static_assert(!kNames.back().empty());

}  // namespace

std::string_view ToString(Failure failure) { return kNames[static_cast<std::size_t>(failure)]; }

std::optional<Failure> FailureNamed(std::string_view name) {
  const auto* found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Failure>(found - kNames.begin());
}

}  // namespace clamor
