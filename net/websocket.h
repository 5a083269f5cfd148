// SPDX-License-Identifier: Apache-2.0
// A WebSocket client (RFC 6455) over one connection to the target: ws:// and wss://.
//
// Not Beast's: frames are taken from the thread's own buffer, so that an idle connection holds none
// and each message has the kernel's stamp of the read that ended it.
//
// One coroutine may read while another sends. Pings are answered by the one that reads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/random.h"
#include "net/awaitable.h"
#include "net/connection.h"
#include "net/deadline_sweep.h"
#include "net/http1.h"
#include "net/net_context.h"
#include "net/read_tally.h"
#include "net/ws_frames.h"

namespace clamor {

// What is asked for when a connection is opened.
struct WsUpgrade {
  std::string target;  // path and query
  std::string host;    // of the Host header
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::vector<std::string> subprotocols = {};  // any of them; none: the server must choose none
  bool deflate = false;                        // offers permessage-deflate for what is received
};

// How long an opening took.
struct OpenTimes {
  Time began{};
  ConnectTimes made;
  Clock::duration upgrade{};  // request handed over -> the server's consent read
};

// Who receives messages; the views stand until the call returns. What it throws ends the reading.
class WsMessageSink {
 public:
  virtual ~WsMessageSink() = default;
  virtual void OnMessage(const WsMessage& message, const Arrival& arrival) = 0;
};

class WebSocket : private WsFrameSink {
 public:
  WebSocket(NetContext& context, std::size_t max_message_bytes);

  // Connects anew and asks for the upgrade. Throws NetError (those of Connection::Connect; kUpgrade
  // with the status and the first line of a refusal's body; kTimeout, kProtocol),
  // GeneratorExhausted or Cut.
  Awaitable<void> Open(const WsUpgrade& upgrade, OpenTimes& times);

  // Hands each message that comes to the sink until the connection ends, which it always throws of:
  // NetError (kWsClose with the server's code and reason, kReset, kProtocol, kTooLarge), Cut, and
  // ConnectionClosed after Close().
  Awaitable<void> Read(WsMessageSink& sink);

  // Sends a message whole; returns when its last byte was handed to the kernel. Throws
  // NetError(kReset), ConnectionClosed or Cut.
  Awaitable<Time> Send(std::string_view data, bool is_text);

  // Says goodbye (1000) where the kernel takes it at once, and closes.
  void Close();
  // Ends what is under way with Cut, and everything later.
  void Abort();

  bool is_open() const { return is_open_; }
  // The subprotocol that the server chose; empty: none.
  const std::string& subprotocol() const { return subprotocol_; }
  // Of the reads since it was last asked.
  ReadTally TakeTally() { return std::exchange(tally_, {}); }
  const StampedStream& stream() const { return connection_.stream(); }

 private:
  class Answer;

  void OnMessage(const WsMessage& message) override;
  void OnPing(std::string_view payload) override;
  void OnClose(int code, std::string_view reason) override;

  Awaitable<Time> Ask(const WsUpgrade& upgrade);
  Awaitable<void> AwaitAnswer(const WsUpgrade& upgrade);
  void TakeAnswer(const Answer& answer, const WsUpgrade& upgrade);
  Awaitable<Time> Flush();
  [[noreturn]] void ThrowWhyClosed(std::optional<Limit> over) const;

  NetContext& context_;
  Connection connection_;
  Deadline phase_;
  Random random_;  // masks and keys
  WsFrameReader frames_;
  ReadTally tally_;
  bool is_open_ = false;
  bool cut_ = false;
  std::string key_;
  std::string subprotocol_;
  std::string early_;  // frames that came with the answer to the upgrade
  WsMessageSink* sink_ = nullptr;
  std::string out_;      // frames to be sent
  std::string sending_;  // those on their way, by whichever coroutine came first
};

}  // namespace clamor
