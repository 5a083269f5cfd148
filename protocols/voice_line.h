// SPDX-License-Identifier: Apache-2.0
// A caller's line to the agent: one connection that is opened, listened to all the time, spoken on,
// and waited at. What is heard goes through the dialect to the call.
#pragma once

#include <boost/asio/basic_waitable_timer.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "clamor/voice_dialect.h"
#include "net/websocket.h"
#include "protocols/play_options.h"
#include "protocols/trouble.h"
#include "protocols/voice_call.h"

namespace clamor {

class VoiceLine final : public Outbox, private WsMessageSink {
 public:
  using Condition = std::function<bool()>;

  // When queued messages were handed to the kernel.
  struct SentTimes {
    Time first;
    Time last;
  };

  // All of them outlive the line.
  VoiceLine(VoiceDialect& dialect, VoiceCall& call, NetContext& net, const PlayOptions& options,
            Activity& activity);

  // A request begins and ends. What it does in between throws NetError for what goes wrong, Cut
  // after Cut(), and GeneratorExhausted.
  void BeginRequest(Time began, std::string_view session_id);
  void EndRequest();

  // Opens the connection anew and listens from now on.
  Awaitable<void> Open(const WsUpgrade& upgrade);

  // Messages are queued, and then sent together.
  void Text(std::string_view message) override;
  void Binary(PcmBytes message) override;
  Awaitable<SentTimes> SendQueued();

  // Waits until `done`; false where the time came first.
  Awaitable<bool> Until(Condition done, Time limit);

  // The same with a limit for the agent's silence meanwhile: then it throws this reason and
  // message.
  Awaitable<void> Await(Condition done, Clock::duration silence, Failure reason,
                        std::string_view what);

  // Says goodbye, where there is anybody.
  void Close() { socket_.Close(); }
  void Cut();

  bool is_open() const { return socket_.is_open(); }
  const OpenTimes& opened() const { return opened_; }
  const StampedStream& stream() const { return socket_.stream(); }
  ReadTally TakeTally() { return socket_.TakeTally(); }
  // Connections that could not be opened, and those that the agent ended.
  std::uint64_t TakeErrors() { return std::exchange(errors_, 0); }

 private:
  using Timer =
      asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, asio::io_context::executor_type>;
  struct Queued {
    std::size_t size;
    bool is_text;
  };

  // Reads until the connection ends.
  Awaitable<void> Listen();
  void OnMessage(const WsMessage& message, const Arrival& arrival) override;
  void Understand(const WsMessage& message);
  void CountStream();
  Awaitable<void> Sleep(Time until);
  void ThrowIfOver() const;
  std::string Unknown() const;

  VoiceDialect& dialect_;
  VoiceCall& call_;
  NetContext& net_;
  const PlayOptions& options_;
  Activity& activity_;
  WebSocket socket_;
  Timer timer_;
  Deadline turn_;  // ends a send to an agent that does not read

  // The connection.
  OpenTimes opened_;
  bool listening_ = false;
  bool cut_ = false;
  std::optional<Trouble> lost_;  // why the agent's side ended
  std::string unknown_;          // the first message that the dialect does not know, to be shown
  std::uint64_t errors_ = 0;

  // The request.
  std::string_view session_id_;
  Time began_{};
  Time last_heard_{};
  Condition done_;  // what it waits for
  bool under_way_ = false;
  std::optional<Counted> stream_;
  std::string queue_;  // messages to be sent, one behind the other
  std::vector<Queued> queued_;
};

}  // namespace clamor
