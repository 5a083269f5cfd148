// SPDX-License-Identifier: Apache-2.0
#include "protocols/answer_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "base/escape.h"
#include "metrics/series_plan.h"
#include "net/net_error.h"
#include "net/response_head.h"
#include "protocols/probes.h"
#include "protocols/status.h"
#include "protocols/verbose_log.h"

namespace clamor {
namespace {

constexpr std::size_t kShown = 200;          // of server text in a message
constexpr std::size_t kKeptBody = 2 * 1024;  // of an answer that is not what was asked for
constexpr std::size_t kKeptText = 1 << 20;   // that expectations and probes can look at
constexpr std::size_t kKeptReason = 64;      // of a finish reason
constexpr std::string_view kEventStream = "text/event-stream";

bool IsEventStream(std::string_view content_type) {
  return EqualIgnoringCase(content_type.substr(0, kEventStream.size()), kEventStream);
}

void AppendUpTo(std::size_t limit, std::string_view text, std::string& to) {
  to.append(text.substr(0, limit - std::min(limit, to.size())));
}

Finish FinishNamed(std::string_view reason) {
  constexpr std::array<std::pair<std::string_view, Finish>, 5> kNames{
      {{"stop", Finish::kStop},
       {"length", Finish::kLength},
       {"content_filter", Finish::kContentFilter},
       {"tool_calls", Finish::kToolCalls},
       {"function_call", Finish::kToolCalls}}};
  const auto* const known = std::find_if(
      kNames.begin(), kNames.end(), [reason](const auto& name) { return name.first == reason; });
  return known == kNames.end() ? Finish::kOther : known->second;
}

}  // namespace

AnswerReader::AnswerReader(Dialect& dialect, const PlayOptions& options, Activity& activity)
    : dialect_(dialect),
      options_(options),
      activity_(activity),
      decoder_(options.max_event_bytes) {}

void AnswerReader::Begin(std::string_view session_id, bool keeps_text, Time scheduled,
                         TurnRecord& record) {
  record_ = &record;
  session_id_ = session_id;
  streams_ = true;
  keeps_text_ = keeps_text;
  counted_ = false;
  resumption_.Begin(options_.drop_after);
  clock_.Begin(scheduled);
  text_.clear();
  stream_.reset();
  streamed_ = false;
  BeginResponse();
  finish_reason_.clear();
  said_.reset();
}

void AnswerReader::BeginResponse() {
  decoder_.Reset();
  status_ = 0;
  content_type_.clear();
  retry_advice_ = RetryAdvice();
  body_.clear();
}

void AnswerReader::Cut(Time now) {
  resumption_.Cut(now);
  BeginResponse();
}

void AnswerReader::OnHead(const ResponseHead& head, const Arrival&) {
  stream_.reset();
  status_ = head.status;
  content_type_ = head.Find("Content-Type").value_or("");
  location_ = head.Find("Location").value_or("");
  if (options_.retries > 0) retry_advice_ = RetryAdviceIn(head, std::chrono::system_clock::now());
  if (options_.verbose != nullptr) options_.verbose->Status(session_id_, status_, content_type_);
  if (streams_ && !FailureOfStatus(status_) && IsEventStream(content_type_)) {
    stream_.emplace(activity_.streams);
    streamed_ = true;
  }
}

Wants AnswerReader::OnBody(std::string_view bytes, const Arrival& arrival) {
  if (!stream_) return TakeBody(bytes);
  arrival_ = arrival;
  decoder_.Feed(bytes, *this);
  if (resumption_.IsDue()) return Wants::kStop;
  return clock_.ended() ? Wants::kDrain : Wants::kMore;
}

Wants AnswerReader::TakeBody(std::string_view bytes) {
  if (streams_ || FailureOfStatus(status_)) {
    AppendUpTo(kKeptBody, bytes, body_);
    return body_.size() < kKeptBody ? Wants::kMore : Wants::kStop;
  }
  if (bytes.size() > options_.max_event_bytes - body_.size()) {
    throw NetError(Failure::kTooLarge,
                   fmt::format("the answer is longer than {} bytes", options_.max_event_bytes));
  }
  body_ += bytes;
  return Wants::kMore;
}

void AnswerReader::TakeEnd(const Arrival& last_byte) {
  if (FailureOfStatus(status_)) return;
  if (streams_) {
    const bool orderly = clock_.saw_event() && !decoder_.InsideEvent();
    if (stream_ && orderly && dialect_.MarkerMayBeMissing()) clock_.SawEnd(last_byte);
    return;
  }
  if (options_.verbose != nullptr) options_.verbose->Body(session_id_, body_);
  dialect_.ReadWhole(body_, *this);
}

void AnswerReader::TakeChecks(const ExchangeTimes& times) {
  Ended ended{status_, content_type_, {}};
  if (const auto time = clock_.TimeToFirstEvent(times)) ended.time_to_first_event = Seconds(*time);
  dialect_.End(ended, *this);
  record_->lost_events = resumption_.lost();
  record_->repeated_events = resumption_.repeated();
}

void AnswerReader::OnEvent(const Event& event) {
  if (clock_.ended() || resumption_.IsDue()) return;
  if (options_.verbose != nullptr) options_.verbose->Received(session_id_, event);
  clock_.SawEvent(arrival_);
  counted_ = false;
  dialect_.Read(event, *this);
  if (!clock_.ended() && !said_) resumption_.SawEvent(event.id, arrival_);
}

void AnswerReader::OnComment(std::string_view comment) {
  if (options_.verbose != nullptr) options_.verbose->Comment(session_id_, comment);
}

// An event counts once, whatever it holds.
void AnswerReader::CountContent() {
  if (counted_) return;
  counted_ = true;
  if (streams_) {
    clock_.SawContent(arrival_, *record_);
  } else {
    ++record_->content_events;
  }
}

void AnswerReader::Content(std::string_view text) {
  if (text.empty()) return;
  CountContent();
  clock_.SawAnswer(arrival_);
  // Copied only where somebody will look at it.
  if (keeps_text_) AppendUpTo(kKeptText, text, text_);
}

void AnswerReader::Reasoning(std::string_view text) {
  if (text.empty()) return;
  CountContent();
  clock_.SawReasoning();
}

void AnswerReader::ToolCall(std::string_view text) {
  if (text.empty()) return;
  CountContent();
  clock_.SawAnswer(arrival_);
}

void AnswerReader::Usage(long prompt_tokens, long completion_tokens) {
  record_->prompt_tokens = static_cast<std::uint64_t>(std::max(0L, prompt_tokens));
  record_->completion_tokens = static_cast<std::uint64_t>(std::max(0L, completion_tokens));
}

void AnswerReader::Finish(std::string_view reason) {
  record_->finish = FinishNamed(reason);
  finish_reason_ = reason.substr(0, kKeptReason);
}

void AnswerReader::Check(std::size_t index, bool passed) {
  if (passed && index < SeriesPlan::kMostChecks) {
    record_->checks_passed |= std::uint64_t{1} << index;
  }
}

void AnswerReader::Sample(std::string_view metric, double value) {
  if (options_.probes != nullptr) AddSample(options_.probes->metrics, metric, value, *record_);
}

void AnswerReader::Done() { clock_.SawEnd(arrival_); }

void AnswerReader::Fail(std::string_view message) {
  if (said_) return;
  const char* const where = streams_ ? "error inside the stream: " : "error inside the answer: ";
  said_ = Trouble{Failure::kStreamError, where + ForTerminal(message, kShown)};
}

void AnswerReader::Fail(Failure reason, std::string_view message) {
  if (!said_) said_ = Trouble{reason, ForTerminal(message, kShown)};
}

std::string AnswerReader::BodyStart() const {
  return body_.empty() ? "" : ": " + ForTerminal(body_, kShown);
}

std::optional<Trouble> AnswerReader::WhatWasSaid() const {
  if (status_ == 0) return std::nullopt;
  if (const auto reason = FailureOfStatus(status_)) {
    const std::string where = *reason == Failure::kRedirect
                                  ? fmt::format(", to \"{}\"", ForTerminal(location_, kShown))
                                  : "";
    return Trouble{*reason, StatusText(status_) + where + BodyStart()};
  }
  if (streams_ && !stream_) {
    return Trouble{
        Failure::kSse,
        fmt::format("not SSE: content type was {}{}",
                    content_type_.empty() ? "missing" : ForTerminal(content_type_, kShown),
                    BodyStart())};
  }
  return said_;
}

std::optional<Trouble> AnswerReader::WhatWentWrong() const {
  if (auto trouble = WhatWasSaid()) return trouble;
  if (!streams_ || clock_.ended()) return std::nullopt;
  return Trouble{Failure::kTruncated,
                 fmt::format("the answer ended without {}, its last bytes were \"{}\"",
                             dialect_.TerminalMarker(), ForTerminal(decoder_.LastBytes(), kShown))};
}

StreamEnd AnswerReader::HowTheStreamEnded(const std::optional<Trouble>& trouble) const {
  if (!streamed_) return StreamEnd::kNone;
  if (said_) {
    return said_->reason == Failure::kTruncated ? StreamEnd::kTruncated : StreamEnd::kErrorInside;
  }
  if (clock_.ended()) return StreamEnd::kComplete;
  if (trouble->reason == Failure::kTruncated) return StreamEnd::kTruncated;
  if (trouble->reason == Failure::kTimeout) return StreamEnd::kStalled;
  return StreamEnd::kDropped;
}

}  // namespace clamor
