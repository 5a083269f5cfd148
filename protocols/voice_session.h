// SPDX-License-Identifier: Apache-2.0
// A caller: connects once and holds its requests on that connection, one after another. What the
// messages mean is the dialect's.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "clamor/voice_dialect.h"
#include "protocols/session.h"
#include "protocols/trace_parent.h"
#include "protocols/trouble.h"
#include "protocols/voice_call.h"
#include "protocols/voice_line.h"
#include "protocols/voice_speech.h"

namespace clamor {

class VoiceSession final : public Session {
 public:
  // Speaks and listens `speed` times as fast as people do.
  VoiceSession(std::unique_ptr<VoiceDialect> dialect, const SpeechStore& speech, double speed,
               NetContext& net, const PlayOptions& options, Activity& activity);

  void Begin(std::uint64_t number, int user, bool counted) override;
  Awaitable<void> Hold(const DueTurn& due, TurnRecord& record) override;
  void Cut() override { line_.Cut(); }
  void HangUp() override;
  std::string_view Id() const override { return session_id_; }
  std::string_view TraceId() const override { return trace_.trace_id(); }

 private:
  void BeginTurn(const Turn& turn);

  // The course of a request; each step throws NetError for what goes wrong.
  Awaitable<void> Course(const DueTurn& due);
  Awaitable<void> Connect(const Conversation& conversation);
  Awaitable<void> Query(const ScriptedTurn& turn);
  Awaitable<void> Speak(PcmBytes speech);
  Awaitable<void> Interrupt(const Interruption& interruption);
  Awaitable<void> RaiseFalseAlarm(const FalseAlarm& alarm);
  Awaitable<void> AwaitMoment(const BargeIn& at);
  Awaitable<void> AwaitAnswer();
  Awaitable<void> AwaitResumption();
  WsUpgrade UpgradeFor(const Conversation& conversation);

  // What came of it.
  void Conclude(const DueTurn& due, std::optional<Trouble> trouble, TurnRecord& record);
  std::optional<Trouble> Judge(const DueTurn& due, TurnRecord& record);
  void AddSamples(const Turn& turn, bool whole, TurnRecord& record);
  void Succeed(const DueTurn& due, TurnRecord& record);
  void Fail(const DueTurn& due, Trouble trouble, TurnRecord& record);
  void FillTraffic(TurnRecord& record);
  void Note(const std::string& step) const;

  const std::unique_ptr<VoiceDialect> dialect_;
  const SpeechStore& speech_;
  const double speed_;
  NetContext& net_;
  const PlayOptions& options_;
  Activity& activity_;
  VoiceCall call_;
  VoiceLine line_;

  int user_ = 0;
  long conversations_ = 0;  // begun by this caller
  std::uint64_t number_ = 0;
  std::uint64_t turns_begun_ = 0;
  std::string session_id_;
  std::size_t next_token_ = 0;
  TraceParent trace_;

  // The turn under way. Strings keep their memory from turn to turn.
  std::string random_;
  PlaceholderValues values_;
  std::string content_;
  Time began_{};
  bool opened_ = false;  // the line, by this turn
  Clock::duration speech_lag_{};
  std::uint64_t sent_before_ = 0;
  std::uint64_t received_before_ = 0;
};

}  // namespace clamor
