// SPDX-License-Identifier: Apache-2.0
// How a dialect of voice agents puts into messages what happens in a call. One wire serves one
// call, and remembers what its protocol asks it to. What is told goes into the call's outbox.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "server/exchange.h"
#include "server/voice_ask.h"

namespace clamor::server {

// What the caller did.
struct Heard {
  enum class Kind {
    kQuery,         // has asked something
    kSpeechStart,   // begins to speak: an answer pauses
    kSpeechCancel,  // it was no speech: the answer resumes
    kCancel,        // wants no more of this answer
  };
  Kind kind = Kind::kQuery;
  Clock::time_point at;  // when its message was read
  VoiceAsk ask;          // of a query
};

class VoiceWire {
 public:
  VoiceWire() = default;
  VoiceWire(const VoiceWire&) = delete;
  VoiceWire& operator=(const VoiceWire&) = delete;
  virtual ~VoiceWire() = default;

  virtual unsigned rate() const = 0;                      // samples per second
  virtual std::chrono::milliseconds message() const = 0;  // audio in each message, whole 20 ms

  // The call begins.
  virtual void Greet() {}

  // A message of the caller: what that is, where it matters to the agent; the wire's own replies,
  // also to what is wrong with it.
  virtual std::optional<Heard> Read(std::string_view message, bool text, Clock::time_point at) = 0;

  // The stations of an answer. From Accept on it ends in one of End, Cancel, Interrupt and Fail, or
  // in the next Accept, where nothing was said yet.
  struct Answer {
    std::uint64_t number;
    std::uint64_t samples;  // of all its audio
  };
  virtual void Accept(const Answer& /*answer*/) {}
  virtual void CallTool(std::string_view name) = 0;
  virtual void Begin() = 0;
  virtual void Say(std::span<const std::int16_t> samples) = 0;
  virtual void End() = 0;
  virtual void Fail(std::string_view why) = 0;

  // Where the dialect has an agent that pauses: when it heard the caller, and when it said
  // the last of its audio.
  virtual void Pause(Clock::time_point /*heard*/, Clock::time_point /*last_audio*/) {}
  virtual void Resume() {}
  virtual void Interrupt() {}

  // Where it has an answer that is taken back.
  virtual void Cancel() {}

  // The server's own times of an answer: when the query was read, and when the first audio was
  // handed on.
  virtual void TellTimes(Clock::time_point /*heard*/, Clock::time_point /*sent*/) {}
};

}  // namespace clamor::server
