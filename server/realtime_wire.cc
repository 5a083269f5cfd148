// SPDX-License-Identifier: Apache-2.0
// A conversation, as far as a client can see into it.
#include "server/realtime_wire.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "base/json_text.h"
#include "server/answer_text.h"
#include "server/base64.h"
#include "server/json_body.h"
#include "server/openai_error.h"
#include "server/realtime_setup.h"
#include "server/service_model.h"

namespace clamor::server {
namespace {

constexpr int kIdBytes = 10;
constexpr std::size_t kSpokenKept = 16;
constexpr double kWordsPerSecond = 2.5;
constexpr std::uint64_t kBytesPerMs = 48;  // of the caller's audio
constexpr std::uint64_t kShortestCommitMs = 100;

// As OpenAI counts audio.
constexpr std::uint64_t kInputTokensPerSecond = 10;
constexpr std::uint64_t kOutputTokensPerSecond = 20;

ApiError Wrong(const std::string& message, std::string_view code) {
  return ApiError(http::status::bad_request, message, {}, code);
}

std::string TextItem(std::string_view id, std::string_view role, std::string_view text) {
  return fmt::format(
      R"({{"id":{},"object":"realtime.item","type":"message","status":"completed","role":{},)"
      R"("content":[{{"type":"input_text","text":{}}}]}})",
      JsonQuote(id), JsonQuote(role), JsonQuote(text));
}

std::string AudioItem(std::string_view id) {
  return fmt::format(
      R"({{"id":"{}","object":"realtime.item","type":"message","status":"completed","role":"user",)"
      R"("content":[{{"type":"input_audio","transcript":null}}]}})",
      id);
}

std::string ToolResultItem(std::string_view id, std::string_view call_id) {
  return fmt::format(
      R"({{"id":{},"object":"realtime.item","type":"function_call_output","call_id":{}}})",
      JsonQuote(id), JsonQuote(call_id));
}

std::string ToolItem(const RealtimePlace& place, std::string_view call_id, std::string_view name,
                     std::string_view status) {
  return fmt::format(
      R"({{"id":"{}","object":"realtime.item","type":"function_call","status":"{}","name":{},)"
      R"("call_id":"{}","arguments":"{}"}})",
      place.item_id, status, JsonQuote(name), call_id, status == "completed" ? "{}" : "");
}

// What the parts of a message say.
std::string TextOf(const JsonField& content) {
  std::string text;
  const std::size_t parts = content.ListSize();
  for (std::size_t i = 0; i < parts; ++i) {
    const JsonField part = content[i];
    if (part["type"].String() == "input_text") text += part["text"].String();
  }
  return text;
}

}  // namespace

std::string RealtimeWire::NewId(std::string_view kind) {
  return fmt::format("{}_{}", kind, RandomHex(setup_.ids, kIdBytes));
}

void RealtimeWire::Greet() { events_.AddSession("session.created", session_id_, setup_.model); }

std::optional<Heard> RealtimeWire::Read(std::string_view message, bool text, Clock::time_point at) {
  std::string event_id;
  try {
    if (!text) throw Wrong("a binary message; expected events as JSON text", "invalid_event");
    const auto document = ParseObject(message, R"({"type": ...})", "the message");
    const JsonField event(document);
    const JsonField id = event["event_id"];
    if (!id.IsAbsent()) event_id = id.String();
    return ReadEvent(event, at);
  } catch (const std::invalid_argument& error) {
    events_.AddError(Wrong(error.what(), "invalid_json"), {});
  } catch (const ApiError& error) {
    events_.AddError(error, event_id);
  }
  return std::nullopt;
}

std::optional<Heard> RealtimeWire::ReadEvent(const JsonField& event, Clock::time_point at) {
  const JsonField field = event["type"];
  const std::string_view type = field.String();
  if (type == "response.create") return CreateResponse(at);
  if (type == "response.cancel") return CancelResponse(event["response_id"], at);
  if (type == "input_audio_buffer.append") {
    Append(event["audio"]);
  } else if (type == "input_audio_buffer.commit") {
    Commit();
  } else if (type == "input_audio_buffer.clear") {
    Clear();
  } else if (type == "conversation.item.create") {
    CreateItem(event["item"]);
  } else if (type == "conversation.item.truncate") {
    Truncate(event);
  } else if (type == "session.update") {
    UpdateSession(event["session"]);
  } else {
    field.RefuseValue(Shown(type), "an event that this server knows");
  }
  return std::nullopt;
}

void RealtimeWire::UpdateSession(const JsonField& session) {
  CheckSetup(session, setup_.beta_names);
  events_.AddSession("session.updated", session_id_, setup_.model);
}

void RealtimeWire::Append(const JsonField& audio) {
  const auto size = Base64Size(audio.String());
  if (!size) audio.RefuseValue("no base64", "audio as base64, with padding");
  buffered_ += *size;
}

void RealtimeWire::Commit() {
  if (buffered_ < kShortestCommitMs * kBytesPerMs) {
    throw Wrong(fmt::format("Error committing input audio buffer: buffer too small. Expected at "
                            "least {}ms of audio, but buffer only has {:.2f}ms of audio.",
                            kShortestCommitMs, static_cast<double>(buffered_) / kBytesPerMs),
                "input_audio_buffer_commit_empty");
  }
  usage_.input_audio_tokens += buffered_ * kInputTokensPerSecond / (1000 * kBytesPerMs);
  buffered_ = 0;
  const std::string id = NewId("item");
  events_.Add("input_audio_buffer.committed",
              fmt::format(R"("previous_item_id":{},"item_id":"{}")",
                          last_item_id_.empty() ? "null" : JsonQuote(last_item_id_), id));
  AddUserItem(id, AudioItem(id));
}

void RealtimeWire::Clear() {
  buffered_ = 0;
  events_.Add("input_audio_buffer.cleared", R"("audio_bytes":0)");
}

void RealtimeWire::CreateItem(const JsonField& item) {
  const JsonField given = item["id"];
  const std::string id = given.IsAbsent() ? NewId("item") : std::string(given.NonEmptyString());
  const JsonField type = item["type"];
  if (type.String() == "function_call_output") {
    AddUserItem(id, ToolResultItem(id, item["call_id"].String()));
    return;
  }
  if (type.String() != "message") {
    type.RefuseValue(Shown(type.String()), R"("message" or "function_call_output")");
  }
  const std::string_view role = item["role"].String();
  const std::string text = TextOf(item["content"]);
  usage_.input_text_tokens += CountWords(text);
  if (role == "user") said_ = text;
  AddUserItem(id, TextItem(id, role, text));
}

void RealtimeWire::AddUserItem(const std::string& id, std::string_view item) {
  events_.AddItemAdded(last_item_id_, item);
  events_.AddItemDone(last_item_id_, item);
  last_item_id_ = id;
}

void RealtimeWire::Truncate(const JsonField& event) {
  const JsonField id = event["item_id"];
  const std::uint64_t end_ms = event["audio_end_ms"].WholeNumber();
  const std::uint64_t content = event["content_index"].WholeNumber();
  const auto spoken = std::find_if(spoken_.begin(), spoken_.end(), [&](const Spoken& candidate) {
    return candidate.item_id == id.String();
  });
  if (spoken == spoken_.end()) id.RefuseValue(Shown(id.String()), "an item that was spoken");
  if (content != 0) event["content_index"].RefuseValue("another", "0");
  const std::uint64_t spoken_ms = spoken->samples * 1000 / rate();
  if (end_ms > spoken_ms) {
    throw ApiError(
        http::status::bad_request,
        fmt::format("Audio content of {}ms is already shorter than {}ms", spoken_ms, end_ms),
        "audio_end_ms", "invalid_value");
  }
  events_.Add("conversation.item.truncated",
              fmt::format(R"("item_id":"{}","content_index":0,"audio_end_ms":{})", spoken->item_id,
                          end_ms));
}

Heard RealtimeWire::CreateResponse(Clock::time_point at) {
  if (active_) {
    throw Wrong("Conversation already has an active response in progress",
                "conversation_already_has_active_response");
  }
  active_ = true;
  const VoiceAsk ask = AskOf(said_);
  said_.clear();
  return {Heard::Kind::kQuery, at, ask};
}

Heard RealtimeWire::CancelResponse(const JsonField& id, Clock::time_point at) {
  if (!active_ || (!id.IsAbsent() && id.String() != place_.response_id)) {
    throw Wrong("Cancellation failed: no active response found", "response_cancel_not_active");
  }
  return {Heard::Kind::kCancel, at, {}};
}

void RealtimeWire::Accept(const Answer& answer) {
  Random text = RandomOf(setup_.seed, answer.number, Purpose::kText);
  const double seconds = static_cast<double>(answer.samples) / rate();
  words_ = Prose(text, static_cast<std::uint64_t>(seconds * kWordsPerSecond) + 1);
  told_ = 0;
  output_.clear();
  begun_ = false;
  place_ = {NewId("resp"), NewId("item"), 0};
  spoken_.push_back({place_.item_id, 0});
  if (spoken_.size() > kSpokenKept) spoken_.pop_front();
  events_.AddResponseCreated(place_.response_id);
}

void RealtimeWire::CallTool(std::string_view name) {
  const RealtimePlace place = {place_.response_id, NewId("item"), 0};
  const std::string call_id = NewId("call");
  const std::string begun = ToolItem(place, call_id, name, "in_progress");
  const std::string whole = ToolItem(place, call_id, name, "completed");
  events_.AddOutputItem("response.output_item.added", place, begun);
  events_.AddItemAdded(last_item_id_, begun);
  events_.AddToolCall(place, call_id, name, "{}");
  events_.AddOutputItem("response.output_item.done", place, whole);
  events_.AddItemDone(last_item_id_, whole);
  last_item_id_ = place.item_id;
  AddOutput(whole);
  place_.output_index = 1;
}

std::string RealtimeWire::AnswerItem(std::string_view status, std::string_view transcript) const {
  const std::string part =
      status == "in_progress"
          ? std::string()
          : fmt::format(R"({{"type":"output_audio","transcript":{}}})", JsonQuote(transcript));
  return fmt::format(
      R"({{"id":"{}","object":"realtime.item","type":"message","status":"{}","role":"assistant",)"
      R"("content":[{}]}})",
      place_.item_id, status, part);
}

void RealtimeWire::Begin() {
  begun_ = true;
  const std::string item = AnswerItem("in_progress", {});
  events_.AddOutputItem("response.output_item.added", place_, item);
  events_.AddItemAdded(last_item_id_, item);
  events_.AddContentPart("response.content_part.added", place_, {});
}

void RealtimeWire::Say(std::span<const std::int16_t> samples) {
  Spoken& spoken = spoken_.back();
  const double seconds = static_cast<double>(spoken.samples) / rate();
  const auto due = static_cast<std::size_t>(seconds * kWordsPerSecond) + 1;
  for (; told_ < std::min(due, words_.size()); ++told_) {
    events_.AddTranscript(place_, words_[told_]);
  }
  events_.AddAudio(place_, samples);
  spoken.samples += samples.size();
}

std::string RealtimeWire::Told() const {
  std::string transcript;
  for (std::size_t i = 0; i < told_; ++i) transcript += words_[i];
  return transcript;
}

void RealtimeWire::FinishItem(std::string_view status) {
  const std::string transcript = Told();
  const std::string item = AnswerItem(status, transcript);
  events_.AddAudioDone(place_);
  events_.AddTranscriptDone(place_, transcript);
  events_.AddContentPart("response.content_part.done", place_, transcript);
  events_.AddOutputItem("response.output_item.done", place_, item);
  events_.AddItemDone(last_item_id_, item);
  last_item_id_ = place_.item_id;
  AddOutput(item);
}

void RealtimeWire::AddOutput(std::string_view item) {
  output_.append(output_.empty() ? "" : ",").append(item);
}

void RealtimeWire::Finish(std::string_view status, std::string_view details) {
  if (begun_) FinishItem(status == "completed" ? "completed" : "incomplete");
  usage_.output_text_tokens = told_;
  usage_.output_audio_tokens = spoken_.back().samples * kOutputTokensPerSecond / rate();
  events_.AddResponseDone(place_.response_id, status, details, output_, usage_);
  usage_ = {};
  active_ = false;
}

void RealtimeWire::End() { Finish("completed", "null"); }

void RealtimeWire::Cancel() {
  Finish("cancelled", R"({"type":"cancelled","reason":"client_cancelled"})");
}

void RealtimeWire::Fail(std::string_view why) {
  events_.AddError(
      ApiError(http::status::internal_server_error, std::string(why), {}, "server_error"), {});
  Finish("failed", R"({"type":"failed","error":{"type":"server_error","code":null}})");
}

}  // namespace clamor::server
