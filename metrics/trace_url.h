// SPDX-License-Identifier: Apache-2.0
// Where a server's traces are looked up: a URL in which {trace_id} stands for a trace's id.
#pragma once

#include <string>
#include <string_view>

namespace clamor {

// Whether it is an http:// or https:// URL with {trace_id} in it, without a user or a password, and
// with nothing that ends a URL in a text: blanks, quotes, angle brackets, control characters.
bool IsTraceUrl(std::string_view pattern);

// The address of that trace; empty when the pattern or the id is.
std::string TraceUrlOf(std::string_view pattern, std::string_view trace_id);

// Whether it is 32 lower-case hexadecimal digits.
bool IsTraceId(std::string_view text);

}  // namespace clamor
