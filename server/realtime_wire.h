// SPDX-License-Identifier: Apache-2.0
// OpenAI Realtime over WebSocket, turn detection off: the client appends and commits audio, asks
// for a response, and takes it back.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "base/random.h"
#include "server/json_field.h"
#include "server/realtime_events.h"
#include "server/voice_wire.h"

namespace clamor::server {

class RealtimeWire : public VoiceWire {
 public:
  struct Setup {
    std::uint64_t seed;  // of what is said
    Random ids;
    std::string model;
    bool beta_names;
  };

  // The outbox outlives the wire.
  RealtimeWire(Outbox& out, Setup setup)
      : setup_(std::move(setup)), events_(out, setup_.beta_names), session_id_(NewId("sess")) {}

  unsigned rate() const override { return 24000; }
  std::chrono::milliseconds message() const override { return std::chrono::milliseconds(100); }

  void Greet() override;
  std::optional<Heard> Read(std::string_view message, bool text, Clock::time_point at) override;

  void Accept(const Answer& answer) override;
  void CallTool(std::string_view name) override;
  void Begin() override;
  void Say(std::span<const std::int16_t> samples) override;
  void End() override;
  void Fail(std::string_view why) override;
  void Cancel() override;

 private:
  // An answer's item, and how much of it was said.
  struct Spoken {
    std::string item_id;
    std::uint64_t samples = 0;
  };

  std::string NewId(std::string_view kind);

  std::optional<Heard> ReadEvent(const JsonField& event, Clock::time_point at);
  void UpdateSession(const JsonField& session);
  void Append(const JsonField& audio);
  void Commit();
  void Clear();
  void CreateItem(const JsonField& item);
  void Truncate(const JsonField& event);
  Heard CreateResponse(Clock::time_point at);
  Heard CancelResponse(const JsonField& id, Clock::time_point at);

  void AddUserItem(const std::string& id, std::string_view item);
  std::string AnswerItem(std::string_view status, std::string_view transcript) const;
  std::string Told() const;
  void FinishItem(std::string_view status);
  void Finish(std::string_view status, std::string_view details);
  void AddOutput(std::string_view item);

  Setup setup_;
  RealtimeEvents events_;
  const std::string session_id_;

  std::uint64_t buffered_ = 0;  // bytes of audio, not yet committed
  std::string said_;            // by the user, in the last item of text
  std::string last_item_id_;
  std::deque<Spoken> spoken_;  // the last answers
  RealtimeUsage usage_;        // since the last response

  // Of the response, while there is one.
  bool active_ = false;  // from response.create on
  bool begun_ = false;
  RealtimePlace place_;
  std::vector<std::string> words_;
  std::size_t told_ = 0;  // of the words
  std::string output_;    // items that are whole
};

}  // namespace clamor::server
