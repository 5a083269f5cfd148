// SPDX-License-Identifier: Apache-2.0
// Where the target is: an http:// or https:// address (ws:// and wss:// are read as these), which
// may carry a path prefix and a query.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace clamor {

struct Url {
  bool tls = false;
  std::string host;  // a name, an IPv4 address, or an IPv6 address without its brackets
  std::uint16_t port = 0;
  std::string path;   // "" or "/prefix", without a slash at its end
  std::string query;  // without its question mark
};

// Reads an absolute URL. User names, fragments, other schemes, control characters, spaces and text
// that is not ASCII are refused: throws std::invalid_argument with one line that says what was
// expected and never repeats credentials.
Url ParseUrl(std::string_view text);

// "example.org", "127.0.0.1:8000", "[::1]:8000": the port only where it is not the scheme's own.
std::string HostHeader(const Url& url);

// "http://127.0.0.1:8000/prefix", as messages name a target.
std::string ToString(const Url& url);

// All but letters, digits and -._~ as %XX, for a value in a query (RFC 3986, 2.3).
std::string PercentEncoded(std::string_view text);

// The two with exactly one slash between them; the result begins with a slash.
std::string Join(std::string_view prefix, std::string_view path);

}  // namespace clamor
