// SPDX-License-Identifier: Apache-2.0
// recvmsg with Linux's SO_TIMESTAMPING.
#include "net/stamped_stream.h"

#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <cerrno>
#include <cstring>
#include <optional>

namespace clamor {
namespace {

void AskForStamps(int socket) {
  const int software = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
  // A kernel that cannot leaves reads unstamped, which every read tells.
  static_cast<void>(::setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPING, &software, sizeof software));
}

// How long ago the kernel stamped what was just received, by its own (real-time) clock.
std::optional<std::chrono::nanoseconds> AgeOfStamp(msghdr& message) {
  for (cmsghdr* c = CMSG_FIRSTHDR(&message); c != nullptr; c = CMSG_NXTHDR(&message, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_TIMESTAMPING) continue;
    scm_timestamping stamps;
    std::memcpy(&stamps, CMSG_DATA(c), sizeof stamps);
    const timespec& stamp = stamps.ts[0];  // the software stamp
    if (stamp.tv_sec == 0) return std::nullopt;
    timespec now;
    ::clock_gettime(CLOCK_REALTIME, &now);
    return std::chrono::seconds(now.tv_sec - stamp.tv_sec) +
           std::chrono::nanoseconds(now.tv_nsec - stamp.tv_nsec);
  }
  return std::nullopt;
}

}  // namespace

void StampedStream::Prepare() {
  const int on = 1;
  static_cast<void>(
      ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
  AskForStamps(socket_.native_handle());
  const Time now = Clock::now();
  arrival_ = {now, now};
  stamped_ = false;
}

void StampedStream::Close() {
  boost::system::error_code ignored;  // the descriptor is gone in any case
  socket_.close(ignored);
}

std::size_t StampedStream::Receive(char* data, std::size_t size, boost::system::error_code& error) {
  iovec piece{data, size};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(scm_timestamping))];
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t n = 0;
  do {
    n = ::recvmsg(socket_.native_handle(), &message, MSG_DONTWAIT);
  } while (n < 0 && errno == EINTR);
  if (n < 0) {
    error.assign(errno, boost::system::system_category());
    return 0;
  }
  if (n == 0) {
    error = boost::asio::error::eof;
    return 0;
  }
  error = {};
  const Time read = Clock::now();
  const auto age = AgeOfStamp(message);
  stamped_ = age.has_value();
  // Stamps of one connection never go back, and never lie in the future: where they seem to, the
  // real-time clock was set.
  const Time earliest = arrival_.kernel;
  arrival_ = {age ? std::clamp(read - *age, earliest, read) : read, read};
  bytes_received_ += static_cast<std::uint64_t>(n);
  return static_cast<std::size_t>(n);
}

std::size_t StampedStream::Send(const char* data, std::size_t size,
                                boost::system::error_code& error) {
  ssize_t n = 0;
  do {
    n = ::send(socket_.native_handle(), data, size, MSG_DONTWAIT | MSG_NOSIGNAL);
  } while (n < 0 && errno == EINTR);
  if (n < 0) {
    error.assign(errno, boost::system::system_category());
    return 0;
  }
  error = {};
  bytes_sent_ += static_cast<std::uint64_t>(n);
  return static_cast<std::size_t>(n);
}

bool StampedStream::IsQuiet() {
  char byte = 0;
  const ssize_t n = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return n < 0 && (errno == EAGAIN || errno == EINTR);
}

StampWarmth::StampWarmth() : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  if (socket_ >= 0) AskForStamps(socket_);
}

StampWarmth::~StampWarmth() {
  if (socket_ >= 0) ::close(socket_);
}

}  // namespace clamor
