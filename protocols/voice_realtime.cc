// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_realtime.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "base/base64.h"
#include "base/url.h"
#include "clamor/dialect.h"

namespace clamor {
namespace {

constexpr std::string_view kDefaultModel = "gpt-realtime";
constexpr std::string_view kFormat = R"({"type":"audio/pcm","rate":24000})";

bool IsOneOf(std::string_view type, std::string_view name, std::string_view of_beta) {
  return type == name || type == of_beta;
}

// The many events that say nothing of what is measured.
bool IsOfTheApi(std::string_view type) {
  constexpr std::array<std::string_view, 6> kGroups{
      "session.",    "response.", "conversation.", "input_audio_buffer.", "output_audio_buffer.",
      "rate_limits."};
  return std::any_of(kGroups.begin(), kGroups.end(),
                     [type](std::string_view group) { return type.starts_with(group); });
}

// Some errors have nothing but a code.
std::string_view ErrorOf(const VoiceMessage& said) {
  return said.message.empty() ? said.code : said.message;
}

}  // namespace

Call RealtimeDialect::Connect(const Conversation& conversation) const {
  const auto model = conversation.tags.find("model");
  return {"/v1/realtime?model=" + PercentEncoded(model == conversation.tags.end()
                                                     ? kDefaultModel
                                                     : std::string_view(model->second))};
}

bool RealtimeDialect::Greet(const Conversation& /*conversation*/, Outbox& outbox) {
  outbox.Text(fmt::format(
      R"({{"type":"session.update","session":{{"type":"realtime","output_modalities":["audio"],)"
      R"("audio":{{"input":{{"format":{0},"turn_detection":null}},"output":{{"format":{0}}}}}}}}})",
      kFormat));
  return true;
}

void RealtimeDialect::Speech(PcmBytes frame, Outbox& outbox) {
  append_ = R"({"type":"input_audio_buffer.append","audio":")";
  AppendBase64(frame, append_);
  append_ += R"("})";
  outbox.Text(append_);
}

void RealtimeDialect::SpeechEnds(const Said& said, Outbox& outbox) {
  outbox.Text(R"({"type":"input_audio_buffer.commit"})");
  if (said.is_noise && !said.text.empty()) {
    outbox.Text(R"({"type":"conversation.item.create","item":{"type":"message","role":"user",)"
                R"("content":[{"type":"input_text","text":)" +
                JsonQuote(said.text) + "}]}}");
  }
  outbox.Text(R"({"type":"response.create"})");
}

void RealtimeDialect::BargesIn(Seconds played, Outbox& outbox) {
  outbox.Text(R"({"type":"response.cancel"})");
  if (item_.empty()) return;
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(played).count();
  outbox.Text(fmt::format(
      R"({{"type":"conversation.item.truncate","item_id":{},"content_index":0,"audio_end_ms":{}}})",
      JsonQuote(item_), ms));
}

void RealtimeDialect::FalseAlarmEnds(Outbox& outbox) {
  outbox.Text(R"({"type":"input_audio_buffer.clear"})");
}

Sense RealtimeDialect::Read(std::string_view message, bool is_text, Hearing& hearing) {
  if (!is_text) return Sense::kNone;
  const VoiceMessage said = ReadVoiceMessage(message, scratch_);
  if (said.type.empty()) return Sense::kNone;
  if (IsOneOf(said.type, "response.output_audio.delta", "response.audio.delta")) {
    return TakeAudio(said, hearing) ? Sense::kClear : Sense::kNone;
  }
  if (said.type == "session.updated") {
    hearing.Ready();
  } else if (said.type == "response.created") {
    item_.clear();
    hearing.AnswerBegins();
  } else if (said.type == "response.function_call_arguments.done") {
    hearing.ToolCall();
  } else if (said.type == "response.done") {
    TakeDone(said, hearing);
  } else if (said.type == "error") {
    // A cancel that came too late: the answer was over.
    if (said.code != "response_cancel_not_active") hearing.Fail(ErrorOf(said));
  } else if (!IsOfTheApi(said.type)) {
    return Sense::kUnknown;
  }
  return Sense::kClear;
}

bool RealtimeDialect::TakeAudio(const VoiceMessage& said, Hearing& hearing) {
  if (item_.empty()) item_ = said.item_id;
  if (!DecodeBase64(said.delta, audio_)) return false;
  hearing.Audio(audio_);
  return true;
}

void RealtimeDialect::TakeDone(const VoiceMessage& said, Hearing& hearing) {
  if (said.input_tokens || said.output_tokens) {
    hearing.Usage(said.input_tokens.value_or(0), said.output_tokens.value_or(0));
  }
  if (said.status == "completed") return hearing.AnswerEnds({});
  if (said.status == "cancelled") return hearing.Interrupted();
  hearing.Fail(fmt::format("the response {}{}{}{}{}{}",
                           said.status.empty() ? "has no status" : "is ", said.status,
                           said.reason.empty() ? "" : ": ", said.reason,
                           ErrorOf(said).empty() ? "" : ": ", ErrorOf(said)));
}

}  // namespace clamor
