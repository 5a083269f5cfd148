// SPDX-License-Identifier: Apache-2.0
// The messages of docs/voice.md.
#include "server/voice_json.h"

#include <fmt/format.h>

#include <iterator>
#include <stdexcept>

#include "base/json_text.h"
#include "server/json_body.h"
#include "server/json_field.h"
#include "server/openai_error.h"
#include "server/voice_audio.h"

namespace clamor::server {
namespace {

auto Nanoseconds(Clock::time_point time) {
  const std::chrono::nanoseconds since = time.time_since_epoch();
  return since.count();
}

template <class... Arguments>
void AddJson(Outbox& out, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  fmt::format_to(std::back_inserter(out.AddText()), format, std::forward<Arguments>(arguments)...);
}

}  // namespace

std::optional<Heard> VoiceJson::Read(std::string_view message, bool text, Clock::time_point at) {
  if (!text) {
    CountAudio(message.size());
    return std::nullopt;
  }
  try {
    return ReadControl(message, at);
  } catch (const std::invalid_argument& error) {
    Fail(error.what());
  } catch (const ApiError& error) {
    Fail(error.what());
  }
  return std::nullopt;
}

std::optional<Heard> VoiceJson::ReadControl(std::string_view message, Clock::time_point at) {
  const auto document = ParseObject(message, R"({"type": ...})", "the message");
  const JsonField body(document);
  const std::string_view type = body["type"].String();
  if (type == "speech_start") {
    listening_ = true;
    heard_bytes_ = 0;
    return Heard{Heard::Kind::kSpeechStart, at, {}};
  }
  if (type == "speech_end") {
    const JsonField text = body["text"];
    const VoiceAsk ask = text.IsAbsent() ? VoiceAsk() : AskOf(text.String());
    listening_ = false;
    return Heard{Heard::Kind::kQuery, at, ask};
  }
  if (type == "speech_cancel") {
    listening_ = false;
    return Heard{Heard::Kind::kSpeechCancel, at, {}};
  }
  return std::nullopt;  // types that are not known are passed over
}

void VoiceJson::CountAudio(std::size_t bytes) {
  if (listening_) heard_bytes_ += bytes;
}

void VoiceJson::CallTool(std::string_view name) {
  AddJson(out_, R"({{"type":"tool_call","name":{}}})", JsonQuote(name));
}

void VoiceJson::Begin() { out_.AddText() = R"({"type":"response_start"})"; }

void VoiceJson::Say(std::span<const std::int16_t> samples) {
  out_.AddBinary().append(PcmBytes(samples));
}

void VoiceJson::End() {
  AddJson(out_, R"({{"type":"response_end","audio_ms":{}}})", samples_ * 1000 / rate());
}

void VoiceJson::Fail(std::string_view why) {
  AddJson(out_, R"({{"type":"error","message":{}}})", JsonQuote(why));
}

void VoiceJson::Pause(Clock::time_point heard, Clock::time_point last_audio) {
  if (send_times_) {
    AddJson(out_, R"({{"type":"paused","heard_ns":{},"last_audio_ns":{}}})", Nanoseconds(heard),
            Nanoseconds(last_audio));
  } else {
    out_.AddText() = R"({"type":"paused"})";
  }
}

void VoiceJson::Resume() { out_.AddText() = R"({"type":"resumed"})"; }

void VoiceJson::Interrupt() { out_.AddText() = R"({"type":"interrupted"})"; }

void VoiceJson::TellTimes(Clock::time_point heard, Clock::time_point sent) {
  if (!send_times_) return;
  const std::uint64_t heard_samples = heard_bytes_ / sizeof(std::int16_t);
  AddJson(out_, R"({{"type":"times","heard_ns":{},"sent_ns":{},"heard_audio_ms":{}}})",
          Nanoseconds(heard), Nanoseconds(sent), heard_samples * 1000 / rate());
}

}  // namespace clamor::server
