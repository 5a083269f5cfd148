// SPDX-License-Identifier: Apache-2.0
// One try at an address: does it accept a TCP connection, does it answer a GET with success?
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace clamor {

struct Endpoint {
  std::string host;  // a name or an address, IPv6 without brackets
  std::uint16_t port;
  std::string url;  // how messages name it: the base URL, without user and password
};

// Connects and closes. Nothing when that worked; else one line that names the URL: "connection
// refused by http://127.0.0.1:8000". The name's lookup counts into `limit`.
std::optional<std::string> TryConnect(const Endpoint& endpoint, std::chrono::milliseconds limit);

// Sends a GET of `path` over plain HTTP/1.0 and reads the status. Nothing for a 2xx; else one line.
std::optional<std::string> TryGet(const Endpoint& endpoint, const std::string& path,
                                  std::chrono::milliseconds limit);

// Whether a socket is connected to itself: a connection to a free port of this machine succeeds
// when the kernel happens to choose that very port as its source.
bool IsConnectedToItself(int socket);

}  // namespace clamor
