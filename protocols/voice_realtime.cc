// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_realtime.h"

#include <fmt/format.h>

#include <chrono>

#include "clamor/dialect.h"
#include "protocols/audio/base64.h"

namespace clamor {
namespace {

constexpr std::string_view kDefaultModel = "gpt-realtime";
constexpr std::string_view kFormat = R"({"type":"audio/pcm","rate":24000})";

bool IsOneOf(std::string_view type, std::string_view name, std::string_view of_beta) {
  return type == name || type == of_beta;
}

std::string PercentEncoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
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

bool RealtimeDialect::Read(std::string_view message, bool is_text, Hearing& hearing) {
  if (!is_text) return false;
  const VoiceMessage said = ReadVoiceMessage(message, scratch_);
  if (said.type.empty()) return false;
  if (IsOneOf(said.type, "response.output_audio.delta", "response.audio.delta")) {
    return TakeAudio(said, hearing);
  }
  if (said.type == "session.updated") hearing.Ready();
  if (said.type == "response.created") {
    item_.clear();
    hearing.AnswerBegins();
  }
  if (said.type == "response.function_call_arguments.done") hearing.ToolCall();
  if (said.type == "response.done") TakeDone(said, hearing);
  // A cancel that came too late: the answer was over.
  if (said.type == "error" && said.code != "response_cancel_not_active") {
    hearing.Fail(said.message);
  }
  return true;
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
  hearing.Fail(fmt::format("the response is {}{}{}{}{}", said.status,
                           said.reason.empty() ? "" : ": ", said.reason,
                           said.message.empty() ? "" : ": ", said.message));
}

}  // namespace clamor
