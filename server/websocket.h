// SPDX-License-Identifier: Apache-2.0
// Beast's WebSocket over the server's own stream, without compression.
#pragma once

#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <utility>

#include "server/stream.h"

namespace clamor::server {

namespace websocket = boost::beast::websocket;

using WebSocket = websocket::stream<Stream&, false>;

// What Beast asks of a layer below: the ends of a connection. Its owner has more to say to the peer
// after the last frame (TLS's goodbye), so that there is nothing to do here.
template <class Handler>
void async_teardown(boost::beast::role_type /*role*/, Stream& stream, Handler&& handler) {
  asio::post(stream.get_executor(), boost::beast::bind_front_handler(std::forward<Handler>(handler),
                                                                     boost::system::error_code()));
}

// For a peer that does not end its side of the closing handshake.
inline void beast_close_socket(Stream& stream) {
  boost::system::error_code ignored;
  stream.socket().close(ignored);
}

}  // namespace clamor::server
