// SPDX-License-Identifier: Apache-2.0
#include "protocols/http_session.h"

#include <fmt/format.h>

#include <boost/asio/redirect_error.hpp>

#include "base/random.h"
#include "net/net_error.h"
#include "protocols/answer_checks.h"
#include "protocols/expectation.h"
#include "protocols/probes.h"
#include "protocols/prompt_words.h"
#include "protocols/request_text.h"
#include "protocols/secrets.h"
#include "protocols/session_id.h"
#include "protocols/thrown.h"
#include "protocols/verbose_log.h"

namespace clamor {
namespace {

constexpr std::uint64_t kJitter = 0x6a6974746572;  // apart from what else is drawn from the seed

Trouble DialectThrew() { return {Failure::kProtocol, "the dialect threw: " + WhatWasThrown()}; }

const ScriptedTurn& TurnOf(const DueTurn& due) {
  return due.script->turns[static_cast<std::size_t>(due.place - 1)];
}

}  // namespace

HttpSession::HttpSession(std::unique_ptr<Dialect> dialect, NetContext& net,
                         const PlayOptions& options, Activity& activity)
    : dialect_(std::move(dialect)),
      options_(options),
      activity_(activity),
      net_(net),
      client_(net),
      reader_(*dialect_, options, activity) {
  if (options.retries > 0) pause_.emplace(net.io.get_executor());
}

void HttpSession::Begin(std::uint64_t number, int user, bool counted) {
  if (counted && !counted_) repeatable_ = {};  // what the warm-up gave is not kept
  counted_ = counted;
  number_ = number;
  turns_begun_ = 0;
  user_ = user;
  session_id_ = SessionId(options_.seed, number);
  if (options_.reuse == Reuse::kPerSession) client_.CloseConnection();
}

void HttpSession::Cut() {
  cut_ = true;
  client_.Abort();
  if (pause_) pause_->cancel();
}

Awaitable<void> HttpSession::Hold(const DueTurn& due, TurnRecord& record) {
  BeginTurn();
  std::optional<Trouble> trouble = co_await Attempt(due, record);
  while (trouble) {
    const auto pause = PauseBehind(*trouble, record);
    if (!pause) break;
    if (options_.verbose != nullptr) {
      options_.verbose->Retried(session_id_, trouble->message, *pause);
    }
    co_await Pause(*pause);
    if (earlier_) AddEarlierAttempt(*earlier_, times_);
    earlier_ = times_;
    const std::uint32_t attempts = record.attempts;
    const std::uint32_t resumptions = record.resumptions;
    record.Clear();
    record.attempts = attempts + 1;
    record.resumptions = resumptions;
    trouble = co_await Attempt(due, record);
  }
  Conclude(due, std::move(trouble), record);
  reader_.Close();
}

void HttpSession::BeginTurn() {
  earlier_.reset();
  if (options_.session_per_turn && turns_begun_ > 0) {
    session_id_ = SessionId(options_.seed, MixSeed(number_, turns_begun_));
  }
  ++turns_begun_;
}

Awaitable<std::optional<Trouble>> HttpSession::Attempt(const DueTurn& due, TurnRecord& record) {
  const Counted request(activity_.requests);
  std::optional<Trouble> trouble;
  times_ = ExchangeTimes();
  cut_off_.reset();
  request_ = Request();
  try {
    WriteQuestion(due, record);
    // Named: within a co_await g++ 12 evaluates both arms of ?:, also the one of an empty optional.
    std::optional<Time> turn_began;
    if (earlier_) turn_began = earlier_->began;
    co_await client_.Exchange(wire_, reader_, times_, turn_began);
    if (reader_.IsToBeCut()) co_await CutAndResume(record);
    reader_.TakeEnd(times_.last_byte);
    trouble = reader_.WhatWentWrong();
  } catch (const NetError& error) {
    // What the status or the stream had already said comes first: it is the reason, the drop behind
    // it is not.
    trouble = reader_.WhatWasSaid();
    if (!trouble) trouble = Trouble{error.reason(), error.what()};
  } catch (const GeneratorExhausted&) {
    throw;
  } catch (const clamor::Cut&) {
    reader_.Close();
    throw;
  } catch (...) {
    trouble = DialectThrew();
  }
  if (cut_off_) AddCutOff(*cut_off_, times_);
  if (options_.reuse == Reuse::kPerTurn) client_.CloseConnection();
  co_return trouble;
}

Awaitable<void> HttpSession::CutAndResume(TurnRecord& record) {
  reader_.Cut(Clock::now());
  client_.CloseConnection();
  if (reader_.last_event_id().empty()) {
    throw NetError(Failure::kSse, "the answer cannot be resumed: its events carry no id");
  }
  cut_off_ = times_;
  ++record.resumptions;
  request_.headers.emplace_back("Last-Event-ID", reader_.last_event_id());
  WriteWire();
  const Time turn_began = (earlier_ ? *earlier_ : *cut_off_).began;
  co_await client_.Exchange(wire_, reader_, times_, turn_began);
}

void HttpSession::WriteQuestion(const DueTurn& due, TurnRecord& record) {
  const ScriptedTurn& turn = TurnOf(due);
  random_ = fmt::format(
      "{:016x}", MixSeed(MixSeed(~options_.seed, number_), static_cast<std::uint64_t>(due.place)));
  if (turn.holds_words) FillWords(due.prompt_words, random_, words_);
  values_ = {session_id_, due.place, user_ + 1, random_, words_};
  turn.content.Fill(values_, content_);
  const bool probed = options_.probes != nullptr && !options_.probes->empty();
  reader_.Begin(session_id_, turn.ExpectsText() || options_.watch_crosstalk || probed,
                due.scheduled, record);
  request_.checks = 0;  // for a dialect that throws
  request_ =
      dialect_->Ask(Asked{*due.script->conversation, *turn.turn, content_, session_id_, due.place});
  reader_.Expect(request_.streams);
  if (options_.endpoint) {
    request_.path = EndpointPath(*options_.endpoint, session_id_, request_.path);
  }
  trace_ = TraceParent(options_.seed, number_, turns_begun_, record.attempts);
  token_ = NextToken();
  WriteWire();
}

void HttpSession::WriteWire() {
  WriteRequest(request_, options_, {token_, trace_.header(), options_.reuse != Reuse::kPerTurn},
               wire_);
  if (options_.verbose != nullptr) options_.verbose->Sent(session_id_, wire_);
}

std::string_view HttpSession::NextToken() {
  const auto& tokens = options_.auth_tokens;
  if (tokens.empty()) return {};
  return tokens[(static_cast<std::size_t>(user_) + next_token_++) % tokens.size()];
}

std::optional<Clock::duration> HttpSession::PauseBehind(const Trouble& trouble,
                                                        const TurnRecord& record) {
  const auto attempt = static_cast<int>(record.attempts);
  const RetryAdvice& advice = reader_.retry_advice();
  if (attempt > options_.retries || !IsWorthARetry(trouble.reason) || advice.never) {
    return std::nullopt;
  }
  Random jitter(
      MixSeed(MixSeed(MixSeed(options_.seed ^ kJitter, number_), turns_begun_), record.attempts));
  const Clock::duration pause =
      RetryPause(options_.retry_backoff, attempt, jitter.Uniform(), advice);
  const Time turn_ends = (earlier_ ? earlier_->began : times_.began) + net_.deadlines.limits().turn;
  if (turn_ends - Clock::now() <= pause) return std::nullopt;
  return pause;
}

Awaitable<void> HttpSession::Pause(Clock::duration pause) {
  boost::system::error_code woken;
  if (!cut_) {
    pause_->expires_after(pause);
    co_await pause_->async_wait(asio::redirect_error(kAwait, woken));
  }
  if (cut_) throw clamor::Cut();
}

void HttpSession::Conclude(const DueTurn& due, std::optional<Trouble> trouble, TurnRecord& record) {
  if (earlier_) AddEarlierAttempt(*earlier_, times_);
  record.checks_made = MadeOf(dialect_->Checks().size(), request_.checks);
  try {
    reader_.TakeChecks(times_);
  } catch (...) {
    if (!trouble) trouble = DialectThrew();
  }
  record.checks_passed &= record.checks_made;
  if (!trouble) {
    reader_.clock().Succeed(times_, record);
    if (const auto latency = reader_.reconnect_latency()) {
      record.trends.Set(Trend::kReconnectLatency, *latency);
    }
    trouble = Judge(due, record);
  }
  record.outcome = trouble ? Outcome::kFailed : Outcome::kSuccess;
  record.stream_end = reader_.HowTheStreamEnded(trouble);
  if (trouble) Fail(std::move(*trouble), record);
}

std::optional<Trouble> HttpSession::Judge(const DueTurn& due, TurnRecord& record) {
  auto trouble =
      FindBroken(TurnOf(due), values_, reader_.text(), record.content_events, options_.seed);
  auto thrown = AskSuite(due, record);
  if (!trouble) trouble = std::move(thrown);
  if (!trouble) trouble = FailedChecks(dialect_->Checks(), options_.probes, record);
  return trouble;
}

std::optional<Trouble> HttpSession::AskSuite(const DueTurn& due, TurnRecord& record) {
  if (options_.probes == nullptr || options_.probes->empty()) return std::nullopt;
  Answered answered{.conversation = *due.script->conversation, .turn = *TurnOf(due).turn};
  answered.place = due.place;
  answered.status = reader_.status();
  answered.text = reader_.text();
  answered.finish_reason = reader_.finish_reason();
  answered.content_events = static_cast<long>(record.content_events);
  if (record.prompt_tokens) answered.prompt_tokens = static_cast<long>(*record.prompt_tokens);
  if (record.completion_tokens) {
    answered.completion_tokens = static_cast<long>(*record.completion_tokens);
  }
  if (const auto time = record.trends.Get(Trend::kTimeToFirstToken)) {
    answered.time_to_first_token = Seconds(*time);
  }
  answered.response_time =
      Seconds(record.trends.Get(Trend::kResponseTime).value_or(Clock::duration{}));
  auto thrown = AskProbes(*options_.probes, answered, dialect_->Checks().size(), record);
  if (!thrown) return std::nullopt;
  return Trouble{Failure::kCheck, std::move(*thrown)};
}

void HttpSession::Fail(Trouble trouble, TurnRecord& record) {
  if (record.attempts > 1) trouble.message += fmt::format(" (attempt {})", record.attempts);
  record.failure = trouble.reason;
  record.message = MaskTokens(trouble.message, options_.auth_tokens);
  reader_.clock().Fail(times_, Clock::now(), record);
  // Once for each reason: a server that fails every turn must not cost the client a line per turn.
  bool& given = repeatable_[static_cast<std::size_t>(trouble.reason)];
  if (!given) record.repeat_command = CurlCommand(request_, options_);
  given = true;
  if (options_.verbose != nullptr) options_.verbose->Failed(session_id_, record.message);
}

}  // namespace clamor
