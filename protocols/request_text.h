// SPDX-License-Identifier: Apache-2.0
// A request as its bytes, and as the line that a person repeats it with.
#pragma once

#include <string>
#include <string_view>

#include "clamor/dialect.h"
#include "protocols/play_options.h"

namespace clamor {

// What a request carries beside what the dialect asks for.
struct Envelope {
  std::string_view token{};        // empty: no Authorization
  std::string_view traceparent{};  // empty: none
  bool keep = true;  // false asks the server to close the connection behind its answer
};

// Writes the whole HTTP/1.1 request into `out` (overwritten, its memory reused). Throws
// std::invalid_argument for a method, path or header that would not be one: a line break or space
// in it would become another request.
void WriteRequest(const Request& request, const PlayOptions& options, const Envelope& envelope,
                  std::string& out);

// What stands before a token in an Authorization header: "Bearer x" is sent as it is, anything else
// as a bearer token.
std::string_view SchemeFor(std::string_view token);

// The curl command that repeats the request, its token as $AUTH_TOKEN. One line, quoted for a POSIX
// shell.
std::string CurlCommand(const Request& request, const PlayOptions& options);

// The endpoint that was given in place of a dialect's path, its {session_id} filled. Of the
// dialect's query the parameters stay that the endpoint's own does not have.
std::string EndpointPath(const std::string& endpoint, std::string_view session_id,
                         std::string_view dialects_path);

}  // namespace clamor
