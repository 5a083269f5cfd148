// SPDX-License-Identifier: Apache-2.0
// How a connection begins and ends.
#include "server/stream.h"

#include <boost/asio/experimental/as_tuple.hpp>

namespace clamor::server {

using asio::experimental::as_tuple;

asio::awaitable<void> Stream::Handshake() {
  if (tls_) {
    co_await tls_->async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
  }
}

asio::awaitable<void> Stream::Shutdown() {
  // Waits for the peer's own close_notify, which tells that it has read everything.
  if (tls_) {
    co_await tls_->async_shutdown(as_tuple(asio::use_awaitable));
  }
  boost::system::error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

void Stream::Reset() {
  boost::system::error_code ignored;
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  socket_.close(ignored);
}

}  // namespace clamor::server
