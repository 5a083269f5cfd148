// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_clamor.h"

#include "clamor/dialect.h"
#include "protocols/voice_message.h"

namespace clamor {

Call ClamorVoiceDialect::Connect(const Conversation& /*conversation*/) const { return {"/ws"}; }

void ClamorVoiceDialect::SpeechBegins(Outbox& outbox) { outbox.Text(R"({"type":"speech_start"})"); }

void ClamorVoiceDialect::SpeechEnds(const Said& said, Outbox& outbox) {
  outbox.Text(R"({"type":"speech_end","text":)" + JsonQuote(said.text) + "}");
}

void ClamorVoiceDialect::FalseAlarmEnds(Outbox& outbox) {
  outbox.Text(R"({"type":"speech_cancel"})");
}

Sense ClamorVoiceDialect::Read(std::string_view message, bool is_text, Hearing& hearing) {
  if (!is_text) {
    hearing.Audio({reinterpret_cast<const std::uint8_t*>(message.data()), message.size()});
    return message.size() % 2 == 0 ? Sense::kClear : Sense::kNone;
  }
  const VoiceMessage said = ReadVoiceMessage(message, scratch_);
  if (said.type.empty()) return Sense::kNone;
  if (said.type == "response_start") {
    hearing.AnswerBegins();
  } else if (said.type == "response_end") {
    hearing.AnswerEnds(said.audio);
  } else if (said.type == "tool_call") {
    hearing.ToolCall();
  } else if (said.type == "paused") {
    hearing.Paused();
  } else if (said.type == "interrupted") {
    hearing.Interrupted();
  } else if (said.type == "error") {
    hearing.Fail(said.message);
  } else if (said.type != "resumed") {  // the audio behind it says the same
    return Sense::kUnknown;
  }
  return Sense::kClear;
}

}  // namespace clamor
