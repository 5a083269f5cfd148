// SPDX-License-Identifier: Apache-2.0
#include "bench/bare_socket.h"

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace clamor::bench {

Descriptor::Descriptor(int fd) : fd_(fd) {
  if (fd < 0) throw std::system_error(errno, std::generic_category());
}

Descriptor::Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

Descriptor Dial(const boost::asio::ip::tcp::endpoint& server) {
  Descriptor socket(::socket(server.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket.get(), server.data(), static_cast<socklen_t>(server.size())) != 0) {
    throw std::system_error(errno, std::generic_category(), "the bare client cannot connect");
  }
  return socket;
}

}  // namespace clamor::bench
