// SPDX-License-Identifier: Apache-2.0
// The WebSocket of one call: listens while the agent speaks, and wakes it when it is spoken to.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <deque>
#include <optional>
#include <string_view>

#include "server/connection.h"
#include "server/exchange.h"
#include "server/outbox.h"
#include "server/voice_wire.h"
#include "server/websocket.h"

namespace clamor::server {

inline constexpr std::size_t kMaxMessageBytes = 1 << 20;

// Ends a call from within: thrown by the agent, or where it waits.
struct HangUp {
  websocket::close_code code;
};

class VoiceLine {
 public:
  // What the caller sends goes through `wire`, whose replies go into `out`. All outlive the line.
  VoiceLine(Connection& connection, VoiceWire& wire, Outbox& out);
  ~VoiceLine() { connection_.on_stop = nullptr; }
  VoiceLine(const VoiceLine&) = delete;
  VoiceLine& operator=(const VoiceLine&) = delete;

  // Answers the upgrade; the first subprotocol that it offers is agreed to. Then reads while the
  // agent speaks, until it or the caller hangs up, or the server stops. Where the upgrade is no
  // good, the client is told, and the agent never begins.
  asio::awaitable<void> Run(const Request& upgrade, asio::awaitable<void> agent);

  // For the agent alone. Each sends what is in the outbox, also what is put there while it waits,
  // and throws when the call is over: HangUp, or boost::system::system_error.

  // Until that time (false), or until there is something in heard() (true).
  asio::awaitable<bool> Listen(Clock::time_point due) { return Wait(due, true); }

  // Until that time, whatever is heard.
  asio::awaitable<void> Sleep(Clock::time_point due);

  // Until the caller hangs up.
  asio::awaitable<void> KeepSilent() { return Sleep(Clock::time_point::max()); }

  asio::awaitable<void> Flush();

  Outbox& out() { return out_; }

  // What the caller did and the agent has not yet looked at, in order.
  bool HasHeard() const { return !heard_.empty(); }
  const Heard& heard() const { return heard_.front(); }
  Heard TakeHeard();

  // The caller gets a RST; then throws.
  [[noreturn]] void Reset();

 private:
  asio::awaitable<bool> Accept(const Request& upgrade);
  asio::awaitable<bool> Wait(Clock::time_point due, bool until_heard);
  asio::awaitable<void> ReadAll();
  void Take(std::string_view message, bool text);
  void Wake() { connection_.timer.cancel(); }
  asio::awaitable<void> Nap(Clock::time_point due);

  Connection& connection_;
  VoiceWire& wire_;
  Outbox& out_;
  Outbox sending_;
  WebSocket socket_;
  std::deque<Heard> heard_;
  bool gone_ = false;      // nothing more is read
  bool stopping_ = false;  // the server is
};

}  // namespace clamor::server
