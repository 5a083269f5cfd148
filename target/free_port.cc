// SPDX-License-Identifier: Apache-2.0
#include "target/free_port.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace clamor {

std::uint16_t FreePort() {
  boost::asio::io_context context;
  return boost::asio::ip::tcp::acceptor(context, {boost::asio::ip::address_v4::loopback(), 0})
      .local_endpoint()
      .port();
}

}  // namespace clamor
