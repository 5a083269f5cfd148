// SPDX-License-Identifier: Apache-2.0
// A TCP connection with or without TLS as one type, so that nothing above it is a template: an
// AsyncReadStream and an AsyncWriteStream in Asio's and Beast's sense.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <utility>

namespace clamor::server {

namespace asio = boost::asio;

class Stream {
 public:
  using executor_type = asio::ip::tcp::socket::executor_type;

  // `tls` is none for plain TCP, and outlives the stream otherwise.
  Stream(asio::ip::tcp::socket socket, asio::ssl::context* tls) : socket_(std::move(socket)) {
    if (tls != nullptr) tls_.emplace(socket_, *tls);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  executor_type get_executor() { return socket_.get_executor(); }
  asio::ip::tcp::socket& socket() { return socket_; }

  // The server's side of the TLS handshake; nothing for plain TCP.
  asio::awaitable<void> Handshake();

  // Says goodbye: TLS's close_notify, then TCP's FIN. Errors are of no interest any more.
  asio::awaitable<void> Shutdown();

  // Drops the connection: the peer gets a RST in place of a goodbye.
  void Reset();

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return tls_ ? tls_->async_read_some(buffers, std::forward<Token>(token))
                : socket_.async_read_some(buffers, std::forward<Token>(token));
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return tls_ ? tls_->async_write_some(buffers, std::forward<Token>(token))
                : socket_.async_write_some(buffers, std::forward<Token>(token));
  }

 private:
  asio::ip::tcp::socket socket_;
  std::optional<asio::ssl::stream<asio::ip::tcp::socket&>> tls_;
};

}  // namespace clamor::server
