// SPDX-License-Identifier: Apache-2.0
// The events that a server of OpenAI Realtime sends, under their current names or the older ones.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "server/openai_error.h"
#include "server/outbox.h"

namespace clamor::server {

// Where in a conversation a piece of an answer belongs.
struct RealtimePlace {
  std::string response_id;
  std::string item_id;
  unsigned output_index = 0;
};

struct RealtimeUsage {
  std::uint64_t input_text_tokens = 0;
  std::uint64_t input_audio_tokens = 0;
  std::uint64_t output_text_tokens = 0;
  std::uint64_t output_audio_tokens = 0;
};

class RealtimeEvents {
 public:
  // `beta_names`: response.audio.delta for response.output_audio.delta, and so on. The outbox
  // outlives the events.
  RealtimeEvents(Outbox& out, bool beta_names) : out_(out), beta_names_(beta_names) {}

  // {"type":TYPE,"event_id":"event_1",MEMBERS}, MEMBERS being JSON.
  void Add(std::string_view type, std::string_view members);

  // "session.created", "session.updated": what is in effect, whatever was asked for.
  void AddSession(std::string_view type, std::string_view id, std::string_view model);

  // `event_id`: of the client's event that is to blame, empty for none.
  void AddError(const ApiError& error, std::string_view event_id);

  // `item`: JSON. A new item of the conversation, and its being whole; the older names have but the
  // first of these.
  void AddItemAdded(std::string_view previous_id, std::string_view item);
  void AddItemDone(std::string_view previous_id, std::string_view item);

  void AddOutputItem(std::string_view type, const RealtimePlace& place, std::string_view item);
  void AddToolCall(const RealtimePlace& place, std::string_view call_id, std::string_view name,
                   std::string_view arguments);

  void AddContentPart(std::string_view type, const RealtimePlace& place,
                      std::string_view transcript);
  void AddAudio(const RealtimePlace& place, std::span<const std::int16_t> samples);
  void AddAudioDone(const RealtimePlace& place);
  void AddTranscript(const RealtimePlace& place, std::string_view delta);
  void AddTranscriptDone(const RealtimePlace& place, std::string_view transcript);

  // "response.created", and "response.done" with how it ended: `details` is JSON.
  void AddResponseCreated(std::string_view id);
  void AddResponseDone(std::string_view id, std::string_view status, std::string_view details,
                       std::string_view output, const RealtimeUsage& usage);

 private:
  void AddHead(std::string& event, std::string_view type);
  std::string_view Audio() const { return beta_names_ ? "audio" : "output_audio"; }

  Outbox& out_;
  const bool beta_names_;
  std::uint64_t events_ = 0;
};

}  // namespace clamor::server
