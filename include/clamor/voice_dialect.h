// SPDX-License-Identifier: Apache-2.0
// How one voice API over WebSocket is spoken: what a caller's speech looks like on the wire and
// what an agent's message means. A dialect is made for each caller, so it may keep state; it sees
// no sockets and no clock. VoiceTest (load_test.h) plays it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "clamor/conversation.h"
#include "clamor/units.h"

namespace clamor {

// 16-bit PCM, little endian, mono.
using PcmBytes = std::span<const std::uint8_t>;

// The connection that is asked for. Host, authorization and WebSocket's own headers are added by
// the client.
struct Call {
  std::string path;  // with its query; below the target's path prefix
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::vector<std::string> subprotocols = {};
};

// What a caller has said.
struct Said {
  std::string_view text;
  bool is_noise;  // its audio was generated: nobody can hear the words in it
};

// Messages on their way to the agent, in their order.
class Outbox {
 public:
  virtual ~Outbox() = default;
  virtual void Text(std::string_view message) = 0;
  virtual void Binary(PcmBytes message) = 0;
};

// What a dialect tells of a message. Times are taken by the client: they are those of the message's
// arrival.
class Hearing {
 public:
  virtual ~Hearing() = default;

  // The agent is ready to be spoken to, where VoiceDialect::Greet asked for that.
  virtual void Ready() = 0;

  // An answer begins. Audio behind it belongs to it; where no API says so the first audio does.
  virtual void AnswerBegins() = 0;
  virtual void Audio(PcmBytes audio) = 0;

  // The agent calls a tool; nothing is to be answered.
  virtual void ToolCall() = 0;

  // The answer was delivered. `audio`: how much of it there was, where the API says so.
  virtual void AnswerEnds(std::optional<Seconds> audio) = 0;

  // Somebody speaks into the answer: the agent has stopped sending audio. More audio tells that it
  // goes on; or the answer is over.
  virtual void Paused() = 0;
  virtual void Interrupted() = 0;

  // Token counts as the server reports them.
  virtual void Usage(long prompt_tokens, long completion_tokens) = 0;

  // An error: the request fails with it.
  virtual void Fail(std::string_view message) = 0;
};

// What a dialect makes of a message.
enum class Sense {
  kClear,
  kUnknown,  // of a kind that it does not know: passed over, quoted where the request then fails
  kNone,     // the agent speaks another dialect: the request fails
};

class VoiceDialect {
 public:
  virtual ~VoiceDialect() = default;

  // "clamor": the name for messages.
  virtual std::string_view Name() const = 0;

  // Of the audio in both directions, per second.
  virtual int SampleRate() const = 0;

  // Whether the agent pauses when somebody speaks into its answer, and goes on after a false alarm.
  // Otherwise the caller's own player does.
  virtual bool AgentPauses() const = 0;

  virtual Call Connect(const Conversation& conversation) const = 0;

  // What is said first on a new connection. True: speech waits until Hearing::Ready().
  virtual bool Greet(const Conversation& /*conversation*/, Outbox& /*outbox*/) { return false; }

  virtual void SpeechBegins(Outbox& outbox) = 0;
  virtual void Speech(PcmBytes frame, Outbox& outbox) = 0;
  virtual void SpeechEnds(const Said& said, Outbox& outbox) = 0;

  // The caller begins to speak into the answer, of which it has played so much.
  virtual void BargesIn(Seconds /*played*/, Outbox& outbox) { SpeechBegins(outbox); }

  // It was a false alarm: what was sent since it began was no speech.
  virtual void FalseAlarmEnds(Outbox& outbox) = 0;
  virtual void FalseAlarmBegins(Outbox& outbox) { SpeechBegins(outbox); }

  // What the message means; called for each, so it should not allocate.
  virtual Sense Read(std::string_view message, bool is_text, Hearing& hearing) = 0;
};

}  // namespace clamor
