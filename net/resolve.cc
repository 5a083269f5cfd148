// SPDX-License-Identifier: Apache-2.0
// The system's resolver, asked once.
#include "net/resolve.h"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>

#include "net/net_error.h"

namespace clamor {

namespace asio = boost::asio;

std::vector<asio::ip::tcp::endpoint> Resolve(const Url& url) {
  asio::io_context io;
  asio::ip::tcp::resolver resolver(io);
  boost::system::error_code error;
  const auto found = resolver.resolve(url.host, std::to_string(url.port),
                                      asio::ip::tcp::resolver::numeric_service, error);
  if (error) {
    throw NetError(Failure::kResolve,
                   fmt::format("cannot find the address of host '{}': {} (is it spelt right, and "
                               "does this machine's DNS know it?)",
                               url.host, error.message()));
  }
  return {found.begin(), found.end()};
}

}  // namespace clamor
