// SPDX-License-Identifier: Apache-2.0
// A non-blocking TCP socket whose reads take the kernel's receive stamp: an answer is timed by when
// the kernel got it, not by when a busy client came round to it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <cstdint>

#include "net/clock.h"

namespace clamor {

// Bytes are consumed before the coroutine suspends (wait for readiness, then Receive), so all of a
// thread's streams can read into one buffer. With Asio's async_read_some they could not: it reads
// first and runs the handler later.
class StampedStream {
 public:
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp,
                                                  boost::asio::io_context::executor_type>;

  explicit StampedStream(boost::asio::io_context& io) : socket_(io) {}

  Socket& socket() { return socket_; }
  bool is_open() const { return socket_.is_open(); }
  // After connecting: asks for stamps, switches Nagle's algorithm off. Without stamps user-space
  // time is used.
  void Prepare();
  void Close();

  // Neither ever blocks: the error is would_block where nothing can be done now, eof at the peer's
  // end.
  std::size_t Receive(char* data, std::size_t size, boost::system::error_code& error);
  std::size_t Send(const char* data, std::size_t size, boost::system::error_code& error);
  // Whether an idle connection can still be used: the peer has neither closed nor sent anything
  // unasked.
  bool IsQuiet();

  // Of the last Receive that brought bytes. When segments were merged in the kernel's queue the
  // stamp is the newest one's: exact for the last byte, an upper bound for the first.
  const Arrival& arrival() const { return arrival_; }
  bool stamped() const { return stamped_; }
  // At the socket, over all connections it had.
  std::uint64_t bytes_sent() const { return bytes_sent_; }
  std::uint64_t bytes_received() const { return bytes_received_; }

 private:
  Socket socket_;
  Arrival arrival_{};
  bool stamped_ = false;
  std::uint64_t bytes_sent_ = 0;
  std::uint64_t bytes_received_ = 0;
};

// Keeps the kernel stamping while it lives: after a while without any stamping socket the first
// milliseconds of reads would carry no stamp. One per process, from start-up to its end.
class StampWarmth {
 public:
  StampWarmth();
  ~StampWarmth();
  StampWarmth(const StampWarmth&) = delete;
  StampWarmth& operator=(const StampWarmth&) = delete;

 private:
  int socket_;
};

}  // namespace clamor
