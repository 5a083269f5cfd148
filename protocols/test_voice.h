// SPDX-License-Identifier: Apache-2.0
// Keeps what a dialect of voice sends and tells; and calls by made-up times.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clamor/voice_dialect.h"
#include "protocols/voice_call.h"

namespace clamor {

struct TestOutbox final : Outbox {
  void Text(std::string_view message) override { texts.emplace_back(message); }
  void Binary(PcmBytes message) override { binaries.emplace_back(message.begin(), message.end()); }

  std::vector<std::string> texts;
  std::vector<std::vector<std::uint8_t>> binaries;
};

struct TestHearing final : Hearing {
  void Ready() override { told.emplace_back("ready"); }
  void AnswerBegins() override { told.emplace_back("answer begins"); }
  void Audio(PcmBytes audio) override {
    told.push_back(fmt::format("audio {}", fmt::join(audio.begin(), audio.end(), " ")));
  }
  void ToolCall() override { told.emplace_back("tool call"); }
  void AnswerEnds(std::optional<Seconds> audio) override {
    told.push_back(audio ? fmt::format("answer ends, {:g} s", audio->count()) : "answer ends");
  }
  void Paused() override { told.emplace_back("paused"); }
  void Interrupted() override { told.emplace_back("interrupted"); }
  void Usage(long prompt, long completion) override {
    told.push_back(fmt::format("usage {} {}", prompt, completion));
  }
  void Fail(std::string_view message) override {
    told.push_back("failed: " + std::string(message));
  }

  std::vector<std::string> told;
};

// A call whose times count from its beginning. Audio comes in chunks of 20 ms, each with a sound of
// its own; sound 0 is silence.
class TestCall {
 public:
  static constexpr int kRate = 1000;
  static constexpr std::chrono::milliseconds kChunk{20};
  static constexpr Time kZero{std::chrono::hours(1)};
  using Ms = std::chrono::milliseconds;

  explicit TestCall(bool agent_pauses = true, double speed = 1) {
    call_.Begin(speed, kRate, agent_pauses, true);
  }

  const VoiceCall& operator*() const { return call_; }
  const VoiceCall* operator->() const { return &call_; }
  VoiceCall& call() { return call_; }

  // The caller.
  TestCall& Asks(Ms at) {
    return Then([&] { call_.Ask(kZero + at); });
  }
  TestCall& BargesIn(Ms at) {
    return Then([&] { call_.BargeIn(kZero + at); });
  }
  TestCall& BeginsAlarm(Ms at) {
    return Then([&] { call_.BeginAlarm(kZero + at); });
  }
  TestCall& EndsAlarm(Ms at) {
    return Then([&] { call_.EndAlarm(kZero + at); });
  }

  // The agent. What it sends is read a millisecond after the kernel has it.
  TestCall& Begins(Ms at) {
    return At(at, [&] { call_.AnswerBegins(); });
  }
  TestCall& Says(Ms at, std::vector<int> sounds) {
    for (const int sound : sounds) {
      At(at, [&] { call_.Audio(Sound(sound)); });
      at += kChunk;
    }
    return *this;
  }
  TestCall& Ends(Ms at, std::optional<Seconds> audio = {}) {
    return At(at, [&] { call_.AnswerEnds(audio); });
  }
  TestCall& Pauses(Ms at) {
    return At(at, [&] { call_.Paused(); });
  }
  TestCall& BreaksOff(Ms at) {
    return At(at, [&] { call_.Interrupted(); });
  }
  TestCall& CallsTool(Ms at) {
    return At(at, [&] { call_.ToolCall(); });
  }

 private:
  static std::vector<std::uint8_t> Sound(int sound) {
    return std::vector<std::uint8_t>(2 * kRate * kChunk / std::chrono::seconds(1),
                                     static_cast<std::uint8_t>(sound));
  }
  template <class F>
  TestCall& Then(F what) {
    what();
    return *this;
  }
  template <class F>
  TestCall& At(Ms at, F what) {
    call_.At({kZero + at, kZero + at + Ms(1)});
    return Then(what);
  }

  VoiceCall call_;
};

}  // namespace clamor
