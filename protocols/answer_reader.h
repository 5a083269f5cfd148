// SPDX-License-Identifier: Apache-2.0
// Takes one response apart: its status, its event stream or its whole body, and what the dialect
// makes of them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "clamor/dialect.h"
#include "net/response_reader.h"
#include "net/sse_decoder.h"
#include "protocols/play_options.h"
#include "protocols/resumption.h"
#include "protocols/retry.h"
#include "protocols/trouble.h"
#include "protocols/turn_clock.h"

namespace clamor {

class AnswerReader final : public ResponseSink, private Answer {
 public:
  AnswerReader(Dialect& dialect, const PlayOptions& options, Activity& activity);

  // What comes next goes into this record; it and the id stand until the turn has ended.
  // `keeps_text`: somebody will look at the answer's text.
  void Begin(std::string_view session_id, bool keeps_text, Time scheduled, TurnRecord& record);

  // Whether a stream was asked for, or a whole body.
  void Expect(bool stream) { streams_ = stream; }

  // The response has come to its proper end, with this read.
  void TakeEnd(const Arrival& last_byte);

  // The answer is to be cut here and to go on with the response to another request: from its head
  // on that one is read as the rest of this answer.
  bool IsToBeCut() const { return resumption_.IsDue(); }
  void Cut(Time now);
  std::optional<Clock::duration> reconnect_latency() const {
    return resumption_.ReconnectLatency();
  }
  const std::string& last_event_id() const { return resumption_.last_id(); }

  // Lets the dialect make its checks, and writes what came of a cut, once per turn.
  void TakeChecks(const ExchangeTimes& times);

  // Why the answer fails its turn; the second knows nothing of how a stream should end.
  std::optional<Trouble> WhatWentWrong() const;
  std::optional<Trouble> WhatWasSaid() const;

  StreamEnd HowTheStreamEnded(const std::optional<Trouble>& trouble) const;

  // The stream, if there is one, is no longer open.
  void Close() { stream_.reset(); }

  int status() const { return status_; }
  std::string_view text() const { return text_; }  // where it was kept
  std::string_view finish_reason() const { return finish_reason_; }
  const RetryAdvice& retry_advice() const { return retry_advice_; }
  const TurnClock& clock() const { return clock_; }

  // Called by the decoder.
  void OnEvent(const Event& event);
  void OnComment(std::string_view comment);

 private:
  void OnHead(const ResponseHead& head, const Arrival& arrival) override;
  Wants OnBody(std::string_view bytes, const Arrival& arrival) override;
  void Content(std::string_view text) override;
  void Reasoning(std::string_view text) override;
  void ToolCall(std::string_view text) override;
  void Usage(long prompt_tokens, long completion_tokens) override;
  void Finish(std::string_view reason) override;
  void Check(std::size_t index, bool passed) override;
  void Sample(std::string_view metric, double value) override;
  void Done() override;
  void Fail(std::string_view message) override;
  void Fail(Failure reason, std::string_view message) override;

  void BeginResponse();
  Wants TakeBody(std::string_view bytes);
  void CountContent();
  std::string BodyStart() const;

  Dialect& dialect_;
  const PlayOptions& options_;
  Activity& activity_;
  SseDecoder decoder_;

  // The answer under way. Strings keep their memory from one to the next.
  TurnRecord* record_ = nullptr;
  std::string_view session_id_;
  bool streams_ = true;
  bool keeps_text_ = false;
  bool counted_ = false;  // the event's content
  Resumption resumption_;
  TurnClock clock_;
  Arrival arrival_{};
  int status_ = 0;
  std::string content_type_;
  std::string location_;
  RetryAdvice retry_advice_;
  std::optional<Counted> stream_;  // there is one, and it is open
  bool streamed_ = false;          // there was one
  std::string body_;               // whole; of one that is not what was asked for, its beginning
  std::string text_;
  std::string finish_reason_;
  std::optional<Trouble> said_;  // by the dialect
};

}  // namespace clamor
