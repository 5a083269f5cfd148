// SPDX-License-Identifier: Apache-2.0
// How one API over HTTP is spoken: what a turn's request looks like and what an event, or a whole
// body, means. A dialect is made for each virtual user, so it may keep state; it sees no sockets
// and no clock.
// SseTest<MyDialect> (load_test.h) plays it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "clamor/check.h"
#include "clamor/conversation.h"
#include "clamor/failure.h"
#include "clamor/units.h"

namespace clamor {

// What is sent. Host, Content-Length, Connection, Accept-Encoding and the authorization are added
// by the client.
struct Request {
  std::string method = "POST";
  std::string path;  // with its query; below the target's path prefix
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool streams = true;  // false: the answer is one body, given to Dialect::ReadWhole
  std::uint64_t checks = ~std::uint64_t{0};  // those of Dialect::Checks() that are made of it, a
                                             // bit for each; all
};

// The turn to build a request for.
struct Asked {
  const Conversation& conversation;
  const Turn& turn;
  std::string_view content;     // the turn's content with its placeholders filled
  std::string_view session_id;  // 32 hexadecimal digits
  int place = 1;                // the turn's place in its conversation, from 1

  // The value of the conversation's tag, or an empty view.
  std::string_view Tag(std::string_view name) const;
};

// One event of the stream; the views live until Dialect::Read returns.
struct Event {
  std::string_view type;  // its `event` field; empty when there was none
  std::string_view data;
  std::string_view id;
};

// What the client knows of an answer that has ended, whole or not.
struct Ended {
  int status = 0;                      // HTTP; 0: no answer came
  std::string_view content_type = {};  // empty: none
  std::optional<Seconds> time_to_first_event = {};
};

// What a dialect tells of an event. Times are taken by the client: they are those of the bytes'
// arrival.
class Answer {
 public:
  virtual ~Answer() = default;

  // Text of the answer. Empty text is no token and ends no latency.
  virtual void Content(std::string_view text) = 0;

  // Text that the model thinks aloud before it answers, and a piece of a tool call or of a second
  // answer beside the first: they end the time to first token as content does, but are no text of
  // the answer. Reasoning does not end the time to first answer token.
  virtual void Reasoning(std::string_view text) = 0;
  virtual void ToolCall(std::string_view text) = 0;

  // Token counts as the server reports them; the last report of an answer counts.
  virtual void Usage(long prompt_tokens, long completion_tokens) = 0;

  // Why the model stopped, as the server says it: "stop", "length".
  virtual void Finish(std::string_view reason) = 0;

  // What one of Dialect::Checks(), by its index, has come to. A check that is made of the answer
  // and not told of has failed.
  virtual void Check(std::size_t index, bool passed) = 0;

  // A sample of a metric that the test has defined; of another name, and one that no series can
  // keep (not finite, of a trend below 0), it is passed over. Costs a look-up: for Dialect::End,
  // not for each event.
  virtual void Sample(std::string_view metric, double value) = 0;

  // The terminal marker: the answer is whole.
  virtual void Done() = 0;

  // An error inside the answer: the turn fails with it, also when the terminal marker follows.
  virtual void Fail(std::string_view message) = 0;

  // The same for another reason: an answer that is not whole, or not what the API should send.
  virtual void Fail(Failure reason, std::string_view message) = 0;
};

class Dialect {
 public:
  virtual ~Dialect() = default;

  // "assistant": the name for messages.
  virtual std::string_view Name() const = 0;

  // What ends an answer, as a message names it: "`data: [DONE]`". A stream that ends without Done()
  // is truncated, unless the marker may be missing: then an orderly end is an end too.
  virtual std::string_view TerminalMarker() const = 0;
  virtual bool MarkerMayBeMissing() const { return false; }

  // What the dialect checks of each answer; the same for as long as the dialect lives.
  virtual std::span<const NamedCheck> Checks() const { return {}; }

  // What keeps the dialect from holding this conversation, as one line; empty: nothing. Asked
  // before the load.
  virtual std::string Problem(const Conversation& /*conversation*/) const { return {}; }

  // The request for a turn; called for each attempt at it, of which the last one counts: what came
  // of those before is void.
  virtual Request Ask(const Asked& asked) = 0;

  // What the event means; called for each event, so it should not allocate.
  virtual void Read(const Event& event, Answer& answer) = 0;

  // The whole body of an answer that is no stream; it needs no Done().
  virtual void ReadWhole(std::string_view /*body*/, Answer& answer) {
    answer.Fail("this dialect reads streams only");
  }

  // The turn's answer has ended, whole or not; called once per turn. Of what is told here, only
  // checks and samples count.
  virtual void End(const Ended& /*ended*/, Answer& /*answer*/) {}
};

// The string at a JSON pointer ("/choices/0/text") of `json`, unescaped into `scratch` where it has
// escapes; a view with null data() when there is no string at that place or no JSON.
std::string_view JsonAt(std::string_view json, std::string_view pointer, std::string& scratch);

// The text as a JSON string with its quotes.
std::string JsonQuote(std::string_view text);

}  // namespace clamor
