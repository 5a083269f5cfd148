// SPDX-License-Identifier: Apache-2.0
// One TCP or TLS connection to the target, over a stamped stream.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "net/awaitable.h"
#include "net/net_context.h"
#include "net/stamped_stream.h"
#include "net/tls.h"

namespace clamor {

// Close() was called, by a deadline or a cut, while the connection was in use: who closed it knows
// why.
struct ConnectionClosed {};

// How long a connection took to make.
struct ConnectTimes {
  Clock::duration connect{};  // TCP
  Clock::duration tls{};      // handshake; zero without TLS
};

class Connection {
 public:
  explicit Connection(NetContext& context) : context_(context), stream_(context.io) {}

  // Tries the target's endpoints in order, then the TLS handshake. Throws NetError (refused,
  // unreachable, connect_timeout, reset, tls), GeneratorExhausted or ConnectionClosed.
  Awaitable<void> Connect(ConnectTimes& times);
  // Sends all of it; returns when its last byte was handed to the kernel. Throws NetError(kReset)
  // or ConnectionClosed.
  Awaitable<Time> Write(std::string_view bytes);
  // Waits until a read is worth trying. No coroutine of its own: it is awaited once per read.
  Awaitable<void> WaitReadable() { return Wait(read_waits_for_); }
  // Reads into the thread's buffer without waiting: empty where there was nothing to read, or at
  // the end (`ended()`). The bytes stand until the coroutine suspends. Throws NetError(kReset,
  // kTls).
  std::string_view TryRead();

  bool is_open() const { return stream_.is_open(); }
  // Whether the peer has ended its side properly.
  bool ended() const { return ended_; }
  // TLS may hold more than the last read took: read without waiting first.
  bool HasPending() const { return pending_; }
  // Whether an idle connection can still be used; never waits.
  bool IsQuiet();
  void Close();
  // Sends as much as the kernel takes at once, whatever becomes of it: for a last word before
  // Close().
  void SendLastWord(std::string_view bytes);

  const StampedStream& stream() const { return stream_; }

 private:
  Awaitable<boost::system::error_code> ConnectTo(const asio::ip::tcp::endpoint& endpoint);
  Awaitable<void> Handshake();
  // Hands over what can be had of it without waiting: `n` bytes.
  TlsNeeds TryWrite(std::string_view bytes, std::size_t& n);
  Awaitable<void> WaitFor(TlsNeeds needs);
  Awaitable<void> Wait(StampedStream::Socket::wait_type what);
  void CheckOpen() const;

  NetContext& context_;
  StampedStream stream_;
  std::optional<TlsSession> tls_;  // destroyed before the stream below it
  StampedStream::Socket::wait_type read_waits_for_ = StampedStream::Socket::wait_read;
  boost::system::error_code wait_error_;  // only ever "closed", which closed_ says better
  bool closed_ = false;                   // by Close()
  bool ended_ = false;
  bool pending_ = false;
};

}  // namespace clamor
