// SPDX-License-Identifier: Apache-2.0
#include "protocols/sse_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "base/escape.h"
#include "base/random.h"
#include "net/net_error.h"
#include "net/response_head.h"
#include "protocols/expectation.h"
#include "protocols/request_text.h"
#include "protocols/secrets.h"
#include "protocols/session_id.h"
#include "protocols/status.h"
#include "protocols/verbose_log.h"

namespace clamor {
namespace {

constexpr std::size_t kShown = 200;           // of server text in a message
constexpr std::size_t kKeptBody = 2 * 1024;   // of an answer that is no stream
constexpr std::size_t kKeptAnswer = 1 << 20;  // text that expectations can look at
constexpr std::string_view kEventStream = "text/event-stream";

bool IsEventStream(std::string_view content_type) {
  return EqualIgnoringCase(content_type.substr(0, kEventStream.size()), kEventStream);
}

void AppendUpTo(std::size_t limit, std::string_view text, std::string& to) {
  to.append(text.substr(0, limit - std::min(limit, to.size())));
}

}  // namespace

SseSession::SseSession(std::unique_ptr<Dialect> dialect, NetContext& net,
                       const PlayOptions& options, Activity& activity)
    : dialect_(std::move(dialect)),
      options_(options),
      activity_(activity),
      client_(net),
      decoder_(options.max_event_bytes) {}

void SseSession::Begin(std::uint64_t number, int user, bool counted) {
  if (counted && !counted_) repeatable_ = {};  // what the warm-up gave is not kept
  counted_ = counted;
  number_ = number;
  turns_begun_ = 0;
  user_ = user;
  session_id_ = SessionId(options_.seed, number);
  if (options_.reuse == Reuse::kPerSession) client_.CloseConnection();
}

Awaitable<void> SseSession::Hold(const DueTurn& due, TurnRecord& record) {
  Reset(due, record);
  const Counted request(activity_.requests);
  std::optional<Trouble> trouble;
  try {
    WriteQuestion(due);
    co_await client_.Exchange(wire_, *this, times_);
    trouble = WhatWentWrong(due);
  } catch (const NetError& error) {
    // What the status or the stream had already said comes first: it is the reason, the drop behind
    // it is not.
    trouble = StatusTrouble();
    if (!trouble) trouble = Trouble{error.reason(), error.what()};
  } catch (const GeneratorExhausted&) {
    throw;
  } catch (const clamor::Cut&) {
    stream_.reset();
    throw;
  } catch (const std::exception& error) {
    trouble =
        Trouble{Failure::kProtocol, "the dialect threw: " + ForTerminal(error.what(), kShown)};
  } catch (...) {
    trouble = Trouble{Failure::kProtocol, "the dialect threw something that is no std::exception"};
  }
  Conclude(trouble);
  stream_.reset();
  if (options_.reuse == Reuse::kPerTurn) client_.CloseConnection();
}

void SseSession::Reset(const DueTurn& due, TurnRecord& record) {
  record_ = &record;
  clock_.Begin(due.scheduled);
  decoder_.Reset();
  times_ = ExchangeTimes();
  status_ = 0;
  stream_.reset();
  request_ = Request();
  body_start_.clear();
  answer_.clear();
  error_inside_.reset();
  if (options_.session_per_turn && turns_begun_ > 0) {
    session_id_ = SessionId(options_.seed, MixSeed(number_, turns_begun_));
  }
  ++turns_begun_;
}

void SseSession::WriteQuestion(const DueTurn& due) {
  const ScriptedTurn& turn = due.script->turns[static_cast<std::size_t>(due.place - 1)];
  keeps_text_ = turn.ExpectsText() || options_.watch_crosstalk;
  random_ = fmt::format(
      "{:016x}", MixSeed(MixSeed(~options_.seed, number_), static_cast<std::uint64_t>(due.place)));
  values_ = {session_id_, due.place, user_ + 1, random_};
  turn.content.Fill(values_, content_);
  request_ =
      dialect_->Ask(Asked{*due.script->conversation, *turn.turn, content_, session_id_, due.place});
  if (options_.endpoint) request_.path = EndpointPath(*options_.endpoint, session_id_);
  trace_ = TraceParent(options_.seed, number_, turns_begun_);
  WriteRequest(request_, options_,
               {NextToken(), trace_.header(), options_.reuse != Reuse::kPerTurn}, wire_);
  if (options_.verbose != nullptr) options_.verbose->Sent(session_id_, wire_);
}

std::string_view SseSession::NextToken() {
  const auto& tokens = options_.auth_tokens;
  if (tokens.empty()) return {};
  return tokens[(static_cast<std::size_t>(user_) + next_token_++) % tokens.size()];
}

void SseSession::OnHead(const ResponseHead& head, const Arrival&) {
  status_ = head.status;
  content_type_ = head.Find("Content-Type").value_or("missing");
  location_ = head.Find("Location").value_or("");
  if (options_.verbose != nullptr) options_.verbose->Status(session_id_, status_, content_type_);
  if (!FailureOfStatus(status_) && IsEventStream(content_type_)) stream_.emplace(activity_.streams);
}

Wants SseSession::OnBody(std::string_view bytes, const Arrival& arrival) {
  if (!stream_) {
    AppendUpTo(kKeptBody, bytes, body_start_);
    return body_start_.size() < kKeptBody ? Wants::kMore : Wants::kStop;
  }
  arrival_ = arrival;
  decoder_.Feed(bytes, *this);
  return clock_.ended() ? Wants::kDrain : Wants::kMore;
}

void SseSession::OnEvent(const Event& event) {
  if (clock_.ended()) return;
  if (options_.verbose != nullptr) options_.verbose->Received(session_id_, event);
  clock_.SawEvent(arrival_);
  dialect_->Read(event, *this);
}

void SseSession::OnComment(std::string_view comment) {
  if (options_.verbose != nullptr) options_.verbose->Comment(session_id_, comment);
}

void SseSession::Content(std::string_view text) {
  if (text.empty()) return;
  clock_.SawContent(arrival_, *record_);
  // Copied only where an expectation will look at it.
  if (keeps_text_) AppendUpTo(kKeptAnswer, text, answer_);
}

void SseSession::Reasoning(std::string_view text) {
  if (!text.empty()) clock_.SawContent(arrival_, *record_);
}

void SseSession::ToolCall(std::string_view text) { Reasoning(text); }

void SseSession::Finish(std::string_view) { record_->finish = clamor::Finish::kOther; }

void SseSession::Check(std::size_t index, bool passed) {
  if (passed) record_->checks_passed |= std::uint64_t{1} << index;
}

void SseSession::Usage(long prompt_tokens, long completion_tokens) {
  record_->prompt_tokens = static_cast<std::uint64_t>(std::max(0L, prompt_tokens));
  record_->completion_tokens = static_cast<std::uint64_t>(std::max(0L, completion_tokens));
}

void SseSession::Done() { clock_.SawEnd(arrival_); }

void SseSession::Fail(std::string_view message) {
  if (!error_inside_) error_inside_ = ForTerminal(message, kShown);
}

std::optional<SseSession::Trouble> SseSession::StatusTrouble() const {
  if (status_ == 0) return std::nullopt;
  const std::string body = body_start_.empty() ? "" : ": " + ForTerminal(body_start_, kShown);
  if (const auto reason = FailureOfStatus(status_)) {
    const std::string where = *reason == Failure::kRedirect
                                  ? fmt::format(", to \"{}\"", ForTerminal(location_, kShown))
                                  : "";
    return Trouble{*reason, StatusText(status_) + where + body};
  }
  if (!stream_) {
    return Trouble{Failure::kSse, fmt::format("not SSE: content type was {}{}",
                                              ForTerminal(content_type_, kShown), body)};
  }
  if (error_inside_) {
    return Trouble{Failure::kStreamError, "error inside the stream: " + *error_inside_};
  }
  return std::nullopt;
}

std::optional<SseSession::Trouble> SseSession::WhatWentWrong(const DueTurn& due) const {
  if (auto trouble = StatusTrouble()) return trouble;
  if (!clock_.ended()) {
    return Trouble{
        Failure::kTruncated,
        fmt::format("the answer ended without {}, its last bytes were \"{}\"",
                    dialect_->TerminalMarker(), ForTerminal(decoder_.LastBytes(), kShown))};
  }
  const ScriptedTurn& turn = due.script->turns[static_cast<std::size_t>(due.place - 1)];
  if (auto broken = FindBroken(turn, values_, answer_, record_->content_events, options_.seed)) {
    return Trouble{broken->reason, std::move(broken->message)};
  }
  return std::nullopt;
}

void SseSession::Conclude(const std::optional<Trouble>& trouble) {
  if (!trouble) {
    record_->outcome = Outcome::kSuccess;
    record_->stream_end = StreamEnd::kComplete;
    clock_.Succeed(times_, *record_);
    return;
  }
  record_->outcome = Outcome::kFailed;
  record_->failure = trouble->reason;
  record_->stream_end = HowTheStreamEnded(*trouble);
  record_->message = MaskTokens(trouble->message, options_.auth_tokens);
  clock_.Fail(times_, Clock::now(), *record_);
  // Once for each reason: a server that fails every turn must not cost the client a line per turn.
  bool& given = repeatable_[static_cast<std::size_t>(trouble->reason)];
  if (!given) record_->repeat_command = CurlCommand(request_, options_);
  given = true;
  if (options_.verbose != nullptr) options_.verbose->Failed(session_id_, record_->message);
}

StreamEnd SseSession::HowTheStreamEnded(const Trouble& trouble) const {
  if (!stream_) return StreamEnd::kNone;
  if (error_inside_) return StreamEnd::kErrorInside;
  if (clock_.ended()) return StreamEnd::kComplete;
  if (trouble.reason == Failure::kTruncated) return StreamEnd::kTruncated;
  if (trouble.reason == Failure::kTimeout) return StreamEnd::kStalled;
  return StreamEnd::kDropped;
}

}  // namespace clamor
