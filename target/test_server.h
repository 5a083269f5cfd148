// SPDX-License-Identifier: Apache-2.0
// For the room's tests: a server on a free port that gives one canned answer per connection.
#pragma once

#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <cstddef>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "target/endpoint.h"

namespace clamor {

using boost::asio::ip::tcp;

// Bound to a port of 127.0.0.1, which refuses connections until it listens.
class TestPort {
 public:
  TestPort() { acceptor_.bind({boost::asio::ip::address_v4::loopback(), 0}); }

  void Listen() { acceptor_.listen(); }

  tcp::acceptor& acceptor() { return acceptor_; }

  Endpoint endpoint() const {
    const std::uint16_t port = acceptor_.local_endpoint().port();
    return {"127.0.0.1", port, "http://127.0.0.1:" + std::to_string(port)};
  }

 private:
  boost::asio::io_context context_;
  tcp::acceptor acceptor_{context_, tcp::v4()};
};

// Answers each request with the next of the answers, and all further ones with the last.
class TestServer {
 public:
  explicit TestServer(std::vector<std::string> answers) : answers_(std::move(answers)) {
    port_.Listen();
    thread_ = std::thread([this] { Serve(); });
  }

  ~TestServer() {
    ::shutdown(port_.acceptor().native_handle(), SHUT_RDWR);  // ends the accept that it waits in
    thread_.join();
  }

  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  Endpoint endpoint() const { return port_.endpoint(); }

  // What was asked; only when nobody asks any longer.
  const std::vector<std::string>& requests() const { return requests_; }

 private:
  void Serve() {
    for (std::size_t next = 0;; next += next + 1 < answers_.size() ? 1 : 0) {
      boost::system::error_code error;
      tcp::socket socket = port_.acceptor().accept(error);
      if (error) return;
      std::string request;
      boost::asio::read_until(socket, boost::asio::dynamic_buffer(request), "\r\n\r\n", error);
      requests_.push_back(request);
      boost::asio::write(socket, boost::asio::buffer(answers_[next]), error);
    }
  }

  std::vector<std::string> answers_;
  std::vector<std::string> requests_;
  TestPort port_;
  std::thread thread_;
};

}  // namespace clamor
