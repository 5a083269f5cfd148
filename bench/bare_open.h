// SPDX-License-Identifier: Apache-2.0
// The least that can send requests on a schedule: it waits in epoll_pwait2 until the next one is
// due and sends it on the connection that has been free longest.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <string>
#include <vector>

namespace clamor::bench {

struct BareSchedule {
  boost::asio::ip::tcp::endpoint server;
  std::string request;  // whole; its answer is chunked and tells when the server received it
  int connections = 64;
  double per_second = 1000;
  std::chrono::duration<double> duration{20};
};

// For each request, when the server received it less when it was due. Throws std::runtime_error
// when a connection breaks or none is free.
std::vector<std::chrono::nanoseconds> RunBareOpen(const BareSchedule& schedule);

}  // namespace clamor::bench
