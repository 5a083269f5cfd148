// SPDX-License-Identifier: Apache-2.0
#include "conversations/voice_json.h"

#include <array>
#include <chrono>
#include <filesystem>
#include <string_view>

namespace clamor {
namespace {

using std::chrono::milliseconds;

constexpr std::array<std::string_view, 5> kInterruptKeys{"after_ms", "after_chunks", "content",
                                                         "speech_ms", "wav"};
constexpr std::array<std::string_view, 3> kFalseAlarmKeys{"after_ms", "after_chunks", "lasts_ms"};
constexpr long kLongestSpeechMs = 60'000;
constexpr long kLongestAlarmMs = 5'000;
constexpr long kShortestMs = 20;  // one frame
constexpr long kLatestMs = 60'000;
constexpr long kLatestChunk = 10'000;

// A path in the file, as seen from where the file's own path is.
std::string Resolved(const std::string& path, const std::string& file) {
  return (std::filesystem::path(file).parent_path() / path).string();
}

Speech ReadSpeech(const JsonChecks& checks, const JsonValue& object) {
  Speech speech;
  checks.CheckNotBoth(object, "speech_ms", "wav");
  if (const JsonValue* ms = object.Find("speech_ms")) {
    speech.length =
        milliseconds(checks.WholeNumber(*ms, "speech_ms", kShortestMs, kLongestSpeechMs));
  }
  if (const JsonValue* wav = object.Find("wav")) {
    speech.wav = Resolved(checks.SomeText(*wav, "wav"), checks.file());
  }
  return speech;
}

BargeIn ReadBargeIn(const JsonChecks& checks, const JsonValue& object) {
  BargeIn at;
  checks.CheckNotBoth(object, "after_ms", "after_chunks");
  if (const JsonValue* ms = object.Find("after_ms")) {
    at.after = milliseconds(checks.WholeNumber(*ms, "after_ms", 0, kLatestMs));
  }
  if (const JsonValue* chunks = object.Find("after_chunks")) {
    at.after_chunks = checks.WholeNumber(*chunks, "after_chunks", 1, kLatestChunk);
  }
  return at;
}

Interruption ReadInterruption(const JsonChecks& checks, const JsonValue& object) {
  checks.RequireObject(object, "\"interrupt\"");
  checks.CheckKeys(object, kInterruptKeys);
  const JsonValue& content = checks.Required(object, "content", "what is said into the answer");
  checks.SomeText(content, "content");
  checks.CheckPlaceholdersOf(content);
  return {ReadBargeIn(checks, object), content.text, ReadSpeech(checks, object)};
}

FalseAlarm ReadFalseAlarm(const JsonChecks& checks, const JsonValue& object) {
  checks.RequireObject(object, "\"false_alarm\"");
  checks.CheckKeys(object, kFalseAlarmKeys);
  const JsonValue& lasts =
      checks.Required(object, "lasts_ms", "how long the noise lasts, in milliseconds");
  return {ReadBargeIn(checks, object),
          milliseconds(checks.WholeNumber(lasts, "lasts_ms", kShortestMs, kLongestAlarmMs))};
}

}  // namespace

void ReadVoice(const JsonChecks& checks, const JsonValue& turn, Turn& read) {
  read.speech = ReadSpeech(checks, turn);
  checks.CheckNotBoth(turn, "interrupt", "false_alarm");
  if (const JsonValue* interrupt = turn.Find("interrupt")) {
    read.interrupt = ReadInterruption(checks, *interrupt);
  }
  if (const JsonValue* alarm = turn.Find("false_alarm")) {
    read.false_alarm = ReadFalseAlarm(checks, *alarm);
  }
}

}  // namespace clamor
