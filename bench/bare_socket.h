// SPDX-License-Identifier: Apache-2.0
// What the bare clients share: a descriptor that closes itself, and a connection.
#pragma once

#include <boost/asio/ip/tcp.hpp>

namespace clamor::bench {

class Descriptor {
 public:
  // Throws std::system_error for a negative one, by errno.
  explicit Descriptor(int fd);
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor();
  int get() const { return fd_; }

 private:
  int fd_;
};

// Throws std::system_error.
Descriptor Dial(const boost::asio::ip::tcp::endpoint& server);

}  // namespace clamor::bench
