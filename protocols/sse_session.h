// SPDX-License-Identifier: Apache-2.0
// Holds conversations with an API that answers each turn by an event stream. What the stream means
// is the dialect's.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "clamor/dialect.h"
#include "net/http_client.h"
#include "net/sse_decoder.h"
#include "protocols/session.h"
#include "protocols/trace_parent.h"
#include "protocols/turn_clock.h"

namespace clamor {

class SseSession final : public Session, private ResponseSink, private Answer {
 public:
  SseSession(std::unique_ptr<Dialect> dialect, NetContext& net, const PlayOptions& options,
             Activity& activity);

  void Begin(std::uint64_t number, int user, bool counted) override;
  Awaitable<void> Hold(const DueTurn& due, TurnRecord& record) override;
  void Cut() override { client_.Abort(); }
  std::string_view Id() const override { return session_id_; }
  std::string_view TraceId() const override { return trace_.trace_id(); }

  // Called by the decoder.
  void OnEvent(const Event& event);
  void OnComment(std::string_view comment);

 private:
  struct Trouble {
    Failure reason;
    std::string message;
  };
  void OnHead(const ResponseHead& head, const Arrival& arrival) override;
  Wants OnBody(std::string_view bytes, const Arrival& arrival) override;
  void Content(std::string_view text) override;
  void Reasoning(std::string_view text) override;
  void ToolCall(std::string_view text) override;
  void Finish(std::string_view reason) override;
  void Check(std::size_t index, bool passed) override;
  void Usage(long prompt_tokens, long completion_tokens) override;
  void Done() override;
  void Fail(std::string_view message) override;

  void Reset(const DueTurn& due, TurnRecord& record);
  void WriteQuestion(const DueTurn& due);
  std::string_view NextToken();
  std::optional<Trouble> WhatWentWrong(const DueTurn& due) const;
  std::optional<Trouble> StatusTrouble() const;
  void Conclude(const std::optional<Trouble>& trouble);
  StreamEnd HowTheStreamEnded(const Trouble& trouble) const;

  const std::unique_ptr<Dialect> dialect_;
  const PlayOptions& options_;
  Activity& activity_;
  HttpClient client_;
  SseDecoder decoder_;

  std::uint64_t number_ = 0;
  std::uint64_t turns_begun_ = 0;
  int user_ = 0;
  bool counted_ = false;
  std::string session_id_;
  std::size_t next_token_ = 0;
  std::array<bool, kFailureKinds> repeatable_{};  // whose curl line has been given

  // The turn under way. Strings keep their memory from turn to turn.
  TurnRecord* record_ = nullptr;
  std::string random_;
  PlaceholderValues values_;
  std::string content_;
  Request request_;
  TraceParent trace_;
  std::string wire_;
  ExchangeTimes times_;
  TurnClock clock_;
  Arrival arrival_{};
  int status_ = 0;
  std::string content_type_;
  std::string location_;
  std::optional<Counted> stream_;  // there is one, and it is open
  bool keeps_text_ = false;
  std::string body_start_;  // of an answer that is no stream, for its message
  std::string answer_;
  std::optional<std::string> error_inside_;
};

}  // namespace clamor
