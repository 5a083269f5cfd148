// SPDX-License-Identifier: Apache-2.0
// Connections from their first byte to the server's end.
#include "server/worker.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>
#include <memory>
#include <utility>

#include "server/http_session.h"

namespace clamor::server {

void Worker::Take(asio::ip::tcp::socket socket) {
  asio::co_spawn(io_, Serve(std::move(socket)), asio::detached);
}

asio::awaitable<void> Worker::Serve(asio::ip::tcp::socket socket) {
  if (stopping_) co_return;
  boost::system::error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  Connection connection(std::move(socket), tls_);
  const auto forget = [this](Connection* gone) { Forget(*gone); };
  connections_.insert(&connection);
  const std::unique_ptr<Connection, decltype(forget)> listed(&connection, forget);
  try {
    co_await ServeHttp(connection, router_, admission_);
  } catch (const boost::system::system_error&) {
    // The peer went away, or its TLS is not ours: a client's business, and the load generator's to
    // count.
  }
}

void Worker::Forget(Connection& connection) {
  connections_.erase(&connection);
  if (stopping_ && connections_.empty()) grace_.cancel();
}

void Worker::Stop() {
  asio::post(io_, [this] { StopHere(); });
}

void Worker::StopHere() {
  stopping_ = true;
  work_.reset();
  for (Connection* connection : connections_) {
    if (connection->busy) {
      connection->closing = true;
      if (connection->on_stop) connection->on_stop();
    } else {
      connection->Abort();
    }
  }
  if (connections_.empty()) return;
  grace_.expires_after(kStopGrace);
  grace_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    for (Connection* connection : connections_) connection->Abort();
  });
}

}  // namespace clamor::server
