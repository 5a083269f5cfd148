// SPDX-License-Identifier: Apache-2.0
// A caller: connects once and holds its requests on that connection, one after another. What the
// messages mean is the dialect's.
#pragma once

#include <boost/asio/basic_waitable_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "clamor/voice_dialect.h"
#include "net/websocket.h"
#include "protocols/session.h"
#include "protocols/trace_parent.h"
#include "protocols/trouble.h"
#include "protocols/voice_call.h"
#include "protocols/voice_speech.h"

namespace clamor {

class VoiceSession final : public Session, private WsMessageSink, private Outbox {
 public:
  // Speaks and listens `speed` times as fast as people do.
  VoiceSession(std::unique_ptr<VoiceDialect> dialect, const SpeechStore& speech, double speed,
               NetContext& net, const PlayOptions& options, Activity& activity);

  void Begin(std::uint64_t number, int user, bool counted) override;
  Awaitable<void> Hold(const DueTurn& due, TurnRecord& record) override;
  void Cut() override;
  void HangUp() override;
  std::string_view Id() const override { return session_id_; }
  std::string_view TraceId() const override { return trace_.trace_id(); }

 private:
  using Timer =
      asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, asio::io_context::executor_type>;
  using Condition = std::function<bool()>;

  // When queued messages were handed to the kernel.
  struct SentTimes {
    Time first;
    Time last;
  };

  void OnMessage(const WsMessage& message, const Arrival& arrival) override;
  void Text(std::string_view message) override;
  void Binary(PcmBytes message) override;

  // The course of a request; each step throws NetError for what goes wrong.
  Awaitable<void> Course(const DueTurn& due);
  Awaitable<void> EnsureConnected(const Conversation& conversation);
  Awaitable<void> Speak(PcmBytes speech);
  Awaitable<void> Interrupt(const Interruption& interruption);
  Awaitable<void> RaiseFalseAlarm(const FalseAlarm& alarm);
  Awaitable<void> AwaitMoment(const BargeIn& at);
  Awaitable<void> AwaitAnswer();
  Awaitable<void> AwaitAudioAgain();

  Awaitable<SentTimes> SendQueued();
  // Reads until the connection ends.
  Awaitable<void> Listen();

  // False where the limit passed first.
  Awaitable<bool> Until(Condition done, Time limit);
  // The same with a limit for the silence before it; what says nothing for so long is given up with
  // this reason.
  Awaitable<void> Await(Condition done, Clock::duration silence, Failure reason,
                        std::string_view what);
  void ThrowIfOver() const;

  WsUpgrade UpgradeFor(const Conversation& conversation);
  void Conclude(const DueTurn& due, std::optional<Trouble> trouble, TurnRecord& record);
  std::optional<Trouble> Judge(const DueTurn& due, TurnRecord& record);
  void Succeed(const DueTurn& due, TurnRecord& record);
  void Fail(const DueTurn& due, Trouble trouble, TurnRecord& record);
  void FillTraffic(TurnRecord& record);
  Clock::duration ForListener(Seconds time) const;
  std::string Unknown() const;
  void Note(const std::string& line) const;

  const std::unique_ptr<VoiceDialect> dialect_;
  const SpeechStore& speech_;
  const double speed_;
  NetContext& net_;
  const PlayOptions& options_;
  Activity& activity_;
  WebSocket socket_;
  Timer timer_;
  Deadline turn_;  // ends a send to an agent that does not read
  VoiceCall call_;

  // The connection.
  bool listening_ = false;
  bool cut_ = false;
  std::optional<Trouble> lost_;  // why the server's side ended
  std::string unknown_;          // the first message that the dialect does not know, to be shown
  Time last_heard_{};
  Condition done_;  // what the request waits for
  OpenTimes opened_;
  bool opened_now_ = false;  // by the request under way
  std::uint64_t connection_errors_ = 0;

  // Messages to be sent: their bytes one behind the other.
  struct Queued {
    std::size_t size;
    bool is_text;
  };
  std::string queue_;
  std::vector<Queued> queued_;

  std::uint64_t number_ = 0;
  std::uint64_t turns_begun_ = 0;
  int user_ = 0;
  long conversations_ = 0;  // begun by this caller
  std::string session_id_;
  std::size_t next_token_ = 0;
  TraceParent trace_;
  std::string random_;
  PlaceholderValues values_;
  std::string content_;
  Time began_{};
  Clock::duration speech_lag_{};
  std::optional<Counted> stream_;
  std::uint64_t sent_before_ = 0;
  std::uint64_t received_before_ = 0;
};

}  // namespace clamor
