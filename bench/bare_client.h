// SPDX-License-Identifier: Apache-2.0
// The least that a client can do: epoll, recv into one buffer, look for the answer's end, send the
// same request again. No checks, times or metrics: what the kernel alone costs.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <string>

namespace clamor::bench {

struct BareLoad {
  boost::asio::ip::tcp::endpoint server;
  std::string request;  // whole; its answer is either chunked, or of the same length each time
  bool chunked = false;
  int connections = 64;
  std::chrono::duration<double> duration{3};
};

struct BareCount {
  std::uint64_t answers = 0;
  std::uint64_t events = 0;  // empty lines in chunked answers: server-sent events
  std::uint64_t reads = 0;
  double seconds = 0;
  double cpu_seconds = 0;  // of the calling thread
};

// Runs on the calling thread. Throws std::runtime_error when a connection breaks.
BareCount RunBare(const BareLoad& load);

}  // namespace clamor::bench
