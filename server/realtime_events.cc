// SPDX-License-Identifier: Apache-2.0
// Events as JSON.
#include "server/realtime_events.h"

#include <fmt/format.h>

#include <iterator>

#include "base/json_text.h"
#include "server/base64.h"
#include "server/voice_audio.h"

namespace clamor::server {
namespace {

std::string QuotedOrNull(std::string_view text) {
  return text.empty() ? std::string("null") : JsonQuote(text);
}

std::string Members(const RealtimePlace& place) {
  return fmt::format(R"("response_id":"{}","item_id":"{}","output_index":{})", place.response_id,
                     place.item_id, place.output_index);
}

}  // namespace

void RealtimeEvents::AddHead(std::string& event, std::string_view type) {
  fmt::format_to(std::back_inserter(event), R"({{"type":"{}","event_id":"event_{}",)", type,
                 ++events_);
}

void RealtimeEvents::Add(std::string_view type, std::string_view members) {
  std::string& event = out_.AddText();
  AddHead(event, type);
  event.append(members).push_back('}');
}

void RealtimeEvents::AddSession(std::string_view type, std::string_view id,
                                std::string_view model) {
  constexpr std::string_view kFormat = R"("format":{"type":"audio/pcm","rate":24000})";
  Add(type,
      fmt::format(
          R"("session":{{"object":"realtime.session","type":"realtime","id":"{}","model":{},)"
          R"("output_modalities":["audio"],"instructions":"","tools":[],"tool_choice":"auto",)"
          R"("max_output_tokens":"inf","audio":{{"input":{{{},"turn_detection":null,)"
          R"("transcription":null,"noise_reduction":null}},)"
          R"("output":{{{},"voice":"marin","speed":1}}}}}})",
          id, JsonQuote(model), kFormat, kFormat));
}

void RealtimeEvents::AddError(const ApiError& error, std::string_view event_id) {
  const bool ours = http::to_status_class(error.status()) == http::status_class::server_error;
  Add("error",
      fmt::format(R"("error":{{"type":"{}","code":{},"message":{},"param":{},"event_id":{}}})",
                  ours ? "server_error" : "invalid_request_error", QuotedOrNull(error.code()),
                  JsonQuote(error.what()), QuotedOrNull(error.param()), QuotedOrNull(event_id)));
}

void RealtimeEvents::AddItemAdded(std::string_view previous_id, std::string_view item) {
  Add(beta_names_ ? "conversation.item.created" : "conversation.item.added",
      fmt::format(R"("previous_item_id":{},"item":{})", QuotedOrNull(previous_id), item));
}

void RealtimeEvents::AddItemDone(std::string_view previous_id, std::string_view item) {
  if (beta_names_) return;
  Add("conversation.item.done",
      fmt::format(R"("previous_item_id":{},"item":{})", QuotedOrNull(previous_id), item));
}

void RealtimeEvents::AddOutputItem(std::string_view type, const RealtimePlace& place,
                                   std::string_view item) {
  Add(type, fmt::format(R"("response_id":"{}","output_index":{},"item":{})", place.response_id,
                        place.output_index, item));
}

void RealtimeEvents::AddToolCall(const RealtimePlace& place, std::string_view call_id,
                                 std::string_view name, std::string_view arguments) {
  const std::string members = fmt::format(R"({},"call_id":"{}")", Members(place), call_id);
  Add("response.function_call_arguments.delta",
      fmt::format(R"({},"delta":{})", members, JsonQuote(arguments)));
  Add("response.function_call_arguments.done",
      fmt::format(R"({},"name":{},"arguments":{})", members, JsonQuote(name),
                  JsonQuote(arguments)));
}

void RealtimeEvents::AddContentPart(std::string_view type, const RealtimePlace& place,
                                    std::string_view transcript) {
  Add(type, fmt::format(R"({},"content_index":0,"part":{{"type":"audio","transcript":{}}})",
                        Members(place), JsonQuote(transcript)));
}

void RealtimeEvents::AddAudio(const RealtimePlace& place, std::span<const std::int16_t> samples) {
  std::string& event = out_.AddText();
  fmt::format_to(std::back_inserter(event),
                 R"({{"type":"response.{}.delta","event_id":"event_{}","response_id":"{}",)"
                 R"("item_id":"{}","output_index":{},"content_index":0,"delta":")",
                 Audio(), ++events_, place.response_id, place.item_id, place.output_index);
  AppendBase64(event, PcmBytes(samples));
  event += "\"}";
}

void RealtimeEvents::AddAudioDone(const RealtimePlace& place) {
  Add(fmt::format("response.{}.done", Audio()),
      fmt::format(R"({},"content_index":0)", Members(place)));
}

void RealtimeEvents::AddTranscript(const RealtimePlace& place, std::string_view delta) {
  Add(fmt::format("response.{}_transcript.delta", Audio()),
      fmt::format(R"({},"content_index":0,"delta":{})", Members(place), JsonQuote(delta)));
}

void RealtimeEvents::AddTranscriptDone(const RealtimePlace& place, std::string_view transcript) {
  Add(fmt::format("response.{}_transcript.done", Audio()),
      fmt::format(R"({},"content_index":0,"transcript":{})", Members(place),
                  JsonQuote(transcript)));
}

void RealtimeEvents::AddResponseCreated(std::string_view id) {
  Add("response.created",
      fmt::format(R"("response":{{"object":"realtime.response","id":"{}","status":"in_progress",)"
                  R"("status_details":null,"output":[],"usage":null}})",
                  id));
}

void RealtimeEvents::AddResponseDone(std::string_view id, std::string_view status,
                                     std::string_view details, std::string_view output,
                                     const RealtimeUsage& usage) {
  const std::uint64_t input = usage.input_text_tokens + usage.input_audio_tokens;
  const std::uint64_t spoken = usage.output_text_tokens + usage.output_audio_tokens;
  Add("response.done",
      fmt::format(
          R"("response":{{"object":"realtime.response","id":"{}","status":"{}",)"
          R"("status_details":{},"output":[{}],"usage":{{"total_tokens":{},"input_tokens":{},)"
          R"("output_tokens":{},"input_token_details":{{"text_tokens":{},"audio_tokens":{},)"
          R"("cached_tokens":0}},"output_token_details":{{"text_tokens":{},"audio_tokens":{}}}}}}})",
          id, status, details, output, input + spoken, input, spoken, usage.input_text_tokens,
          usage.input_audio_tokens, usage.output_text_tokens, usage.output_audio_tokens));
}

}  // namespace clamor::server
