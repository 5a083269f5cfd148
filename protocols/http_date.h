// SPDX-License-Identifier: Apache-2.0
// The date format of HTTP's headers (RFC 9110, section 5.6.7).
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace clamor {

// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that senders may use; none for anything else.
std::optional<std::chrono::sys_seconds> ParseHttpDate(std::string_view text);

}  // namespace clamor
