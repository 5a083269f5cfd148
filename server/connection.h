// SPDX-License-Identifier: Apache-2.0
// What the server keeps of one connection. It belongs to one thread.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <functional>
#include <utility>

#include "server/stream.h"

namespace clamor::server {

struct Connection {
  Connection(asio::ip::tcp::socket socket, asio::ssl::context* tls)
      : stream(std::move(socket), tls), timer(stream.get_executor()) {}

  Stream stream;
  asio::steady_timer timer;  // the only one: a connection waits for one thing at a time
  boost::beast::flat_buffer received;
  bool busy = false;              // a request has come and its answer has not gone
  bool closing = false;           // no further request is read
  std::function<void()> on_stop;  // of an endpoint that has taken the connection over: the server
                                  // was told to stop

  // Ends whatever the connection waits for. Closed, not cancelled: a cancel is lost on an operation
  // that has just succeeded, and the one after it would wait for ever.
  void Abort() {
    boost::system::error_code ignored;
    closing = true;
    stream.socket().close(ignored);
    timer.cancel();
  }
};

}  // namespace clamor::server
