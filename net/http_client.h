// SPDX-License-Identifier: Apache-2.0
// One virtual user's HTTP/1.1 client: exchanges one after another over a connection that is kept
// and reused.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "net/awaitable.h"
#include "net/connection.h"
#include "net/deadline_sweep.h"
#include "net/net_context.h"
#include "net/read_tally.h"
#include "net/response_reader.h"

namespace clamor {

// When what happened in one exchange. Filled as it goes, so it tells of failed exchanges too; a
// time not reached is Time{}.
struct ExchangeTimes : ReadTally {
  Time began{};
  Time connected{};             // a usable connection was there
  bool new_connection = false;  // it was made in this exchange, in the times below
  ConnectTimes made;
  Time sent{};           // the request's last byte was handed to the kernel
  Arrival first_byte{};  // of the response
  Arrival last_byte{};   // of the response, drained bytes included
  Time whole{};    // the answer was whole, or as much of it as was wanted: what follows is drained
  Time drained{};  // until when the connection was kept busy behind that
  std::uint64_t bytes_sent = 0;  // at the socket, TLS included
  std::uint64_t bytes_received = 0;
};

class HttpClient {
 public:
  explicit HttpClient(NetContext& context);

  // Sends `request` (whole, head and body; must stand until the end) and hands the response to
  // `sink`. Returns at the response's proper end, or when the sink wanted no more. Throws
  //   NetError            resolve aside, any transport failure: kReset when the transport dropped
  //   the response before its
  //                       end, kTimeout and kConnectTimeout when a limit was over, kProtocol,
  //                       kTooLarge, kTruncated, ...;
  //   GeneratorExhausted  out of descriptors or local ports;
  //   Cut                 after Abort();
  // and what the sink throws. After any of them the connection is closed. A kept connection that
  // the server closed meanwhile is noticed before sending and replaced; one closed while the
  // request is under way fails with kReset. The limit of the whole turn counts from `turn_began`,
  // where another exchange began the turn.
  Awaitable<void> Exchange(std::string_view request, ResponseSink& sink, ExchangeTimes& times,
                           std::optional<Time> turn_began = {});

  // The next exchange makes a new connection. Where connections are not reused, also send
  // "Connection: close", so that the server closes first: that side keeps the port for a minute.
  void CloseConnection() { connection_.Close(); }
  // Ends the exchange under way, if any, with Cut, and each later one.
  void Abort();

 private:
  class InUse;

  Awaitable<void> Run(std::string_view request, ResponseSink& sink, ExchangeTimes& times);
  Awaitable<void> EnsureConnected(ExchangeTimes& times);
  Awaitable<void> Send(std::string_view request, ExchangeTimes& times);
  Awaitable<void> ReadResponse(ResponseSink& sink, ExchangeTimes& times);
  Awaitable<void> Drain(ResponseSink& sink, ExchangeTimes& times);
  void TakeBytes(std::string_view bytes, ResponseSink& sink, ExchangeTimes& times);
  bool TakeWhatCounts(std::string_view bytes, ResponseSink& sink, ExchangeTimes& times);
  void TakeEnd(ResponseSink& sink, const ExchangeTimes& times);
  void Arm(Deadline& deadline, Limit limit, Time now);
  [[noreturn]] void ThrowWhyClosed() const;

  NetContext& context_;
  Connection connection_;
  ResponseReader reader_;
  Deadline turn_;
  Deadline phase_;  // connect, first byte, between events, drain: one after another
  bool sent_whole_ = false;
  bool cut_ = false;
};

}  // namespace clamor
