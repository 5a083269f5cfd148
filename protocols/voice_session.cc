// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>

#include "base/escape.h"
#include "base/random.h"
#include "clamor/voice.h"
#include "net/net_error.h"
#include "protocols/answer_checks.h"
#include "protocols/audio/frame_pace.h"
#include "protocols/probes.h"
#include "protocols/request_text.h"
#include "protocols/secrets.h"
#include "protocols/session_id.h"
#include "protocols/thrown.h"
#include "protocols/verbose_log.h"
#include "protocols/voice_judgement.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;

constexpr Clock::duration kFrame = 20ms;
constexpr int kSampleBytes = 2;
constexpr std::size_t kShown = 80;

const ScriptedTurn& TurnOf(const DueTurn& due) {
  return due.script->turns[static_cast<std::size_t>(due.place - 1)];
}

Clock::duration InClock(Seconds time) { return std::chrono::duration_cast<Clock::duration>(time); }

double Milliseconds(Clock::duration time) { return Seconds(time).count() * 1e3; }

std::string KindOf(const Conversation& conversation) {
  const auto kind = conversation.tags.find("kind");
  return kind == conversation.tags.end() ? conversation.name : kind->second;
}

StreamEnd EndOf(const Trouble& trouble) {
  switch (trouble.reason) {
    case Failure::kStreamError:
      return StreamEnd::kErrorInside;
    case Failure::kTruncated:
      return StreamEnd::kTruncated;
    case Failure::kTimeout:
    case Failure::kFellSilent:
      return StreamEnd::kStalled;
    default:
      return StreamEnd::kDropped;
  }
}

}  // namespace

VoiceSession::VoiceSession(std::unique_ptr<VoiceDialect> dialect, const SpeechStore& speech,
                           double speed, NetContext& net, const PlayOptions& options,
                           Activity& activity)
    : dialect_(std::move(dialect)),
      speech_(speech),
      speed_(speed),
      net_(net),
      options_(options),
      activity_(activity),
      socket_(net, options.max_event_bytes),
      timer_(net.io.get_executor()),
      turn_([this] { socket_.Close(); }) {}

void VoiceSession::Begin(std::uint64_t number, int user, bool /*counted*/) {
  number_ = number;
  user_ = user;
  turns_begun_ = 0;
  ++conversations_;
  session_id_ = SessionId(options_.seed, number);
  if (options_.reuse != Reuse::kPerUser) socket_.Close();
}

void VoiceSession::Cut() {
  cut_ = true;
  socket_.Abort();
  timer_.cancel();
}

void VoiceSession::HangUp() {
  if (socket_.is_open()) Note("session complete");
  socket_.Close();
}

Awaitable<void> VoiceSession::Hold(const DueTurn& due, TurnRecord& record) {
  const Counted request(activity_.requests);
  std::optional<Trouble> trouble;
  began_ = Clock::now();
  ++turns_begun_;
  opened_now_ = false;
  speech_lag_ = {};
  sent_before_ = socket_.stream().bytes_sent();
  received_before_ = socket_.stream().bytes_received();
  call_.Begin(speed_, dialect_->SampleRate(), dialect_->AgentPauses());
  net_.deadlines.Arm(turn_, Limit::kTurn, began_);
  try {
    co_await Course(due);
  } catch (const NetError& error) {
    trouble = Trouble{error.reason(), error.what()};
  } catch (const GeneratorExhausted&) {
    throw;
  } catch (const clamor::Cut&) {
    stream_.reset();
    turn_.Disarm();
    throw;
  } catch (...) {
    trouble = Trouble{Failure::kProtocol, "the dialect threw: " + WhatWasThrown()};
  }
  turn_.Disarm();
  stream_.reset();
  done_ = nullptr;
  // Nobody knows any more what belongs to what.
  if (trouble) socket_.Close();
  Conclude(due, std::move(trouble), record);
  if (options_.reuse == Reuse::kPerTurn) socket_.Close();
}

Awaitable<void> VoiceSession::Course(const DueTurn& due) {
  const ScriptedTurn& turn = TurnOf(due);
  random_ = fmt::format(
      "{:016x}", MixSeed(MixSeed(~options_.seed, number_), static_cast<std::uint64_t>(due.place)));
  values_ = {session_id_, due.place, user_ + 1, random_};
  co_await EnsureConnected(*due.script->conversation);
  Note(fmt::format("request {}{} ({})", conversations_,
                   options_.conversations_per_user > 0
                       ? fmt::format("/{}", options_.conversations_per_user)
                       : "",
                   KindOf(*due.script->conversation)));

  dialect_->SpeechBegins(*this);
  co_await SendQueued();
  co_await Speak(speech_.Of(turn.turn->speech, turn.turn->content));
  turn.content.Fill(values_, content_);
  dialect_->SpeechEnds({content_, turn.turn->speech.wav.empty()}, *this);
  const SentTimes asked = co_await SendQueued();
  call_.Ask(asked.last);

  if (turn.turn->interrupt) {
    co_await AwaitMoment(turn.turn->interrupt->at);
    turn.interruption->Fill(values_, content_);
    co_await Interrupt(*turn.turn->interrupt);
  } else if (turn.turn->false_alarm) {
    co_await AwaitMoment(turn.turn->false_alarm->at);
    co_await RaiseFalseAlarm(*turn.turn->false_alarm);
  }
  co_await AwaitAnswer();
  Note(fmt::format("total: {:.1f} ms ({} chunks)", Milliseconds(Clock::now() - call_.asked_last()),
                   call_.last().chunks));
}

Awaitable<void> VoiceSession::EnsureConnected(const Conversation& conversation) {
  if (socket_.is_open()) co_return;
  // The reader of the last connection still has to see that it is gone.
  while (listening_) {
    boost::system::error_code woken;
    timer_.expires_at(Time::max());
    co_await timer_.async_wait(asio::redirect_error(kAwait, woken));
  }
  lost_.reset();
  unknown_.clear();
  call_.HangUp();
  queue_.clear();
  queued_.clear();
  opened_now_ = true;
  try {
    const WsUpgrade upgrade = UpgradeFor(conversation);
    co_await socket_.Open(upgrade, opened_);
  } catch (const NetError&) {
    ++connection_errors_;
    throw;
  }
  Note(fmt::format("connected in {:.3f} s", Seconds(Clock::now() - opened_.began).count()));
  listening_ = true;
  asio::co_spawn(net_.io.get_executor(), Listen(), asio::detached);
  const bool waits = dialect_->Greet(conversation, *this);
  co_await SendQueued();
  if (!waits) co_return;
  co_await Await([this] { return call_.is_ready(); }, net_.deadlines.limits().first_byte,
                 Failure::kTimeout, "the agent did not say that it is ready");
}

WsUpgrade VoiceSession::UpgradeFor(const Conversation& conversation) {
  Call call = dialect_->Connect(conversation);
  if (options_.endpoint) call.path = EndpointPath(*options_.endpoint, session_id_);
  trace_ = TraceParent(options_.seed, number_, turns_begun_);
  WsUpgrade upgrade{options_.path_prefix + call.path, options_.host_header, std::move(call.headers),
                    std::move(call.subprotocols)};
  upgrade.deflate = options_.accept_encoding == "deflate";
  upgrade.headers.emplace_back("traceparent", trace_.header());
  const auto& tokens = options_.auth_tokens;
  if (!tokens.empty()) {
    const std::string& token =
        tokens[(static_cast<std::size_t>(user_) + next_token_++) % tokens.size()];
    upgrade.headers.emplace_back("Authorization", std::string(SchemeFor(token)) + token);
  }
  return upgrade;
}

// A frame is sent when a caller would have begun to say it; the speech ends when its last one has
// been said.
Awaitable<void> VoiceSession::Speak(PcmBytes speech) {
  const auto frame_bytes = static_cast<std::size_t>(dialect_->SampleRate() * kSampleBytes * kFrame /
                                                    std::chrono::seconds(1));
  const FramePace pace(Clock::now(), kFrame, speed_);
  std::size_t frame = 0;
  for (; !speech.empty(); ++frame) {
    const PcmBytes now = speech.first(std::min(frame_bytes, speech.size()));
    speech = speech.subspan(now.size());
    co_await Until({}, pace.DueOf(frame));
    dialect_->Speech(now, *this);
    const SentTimes sent = co_await SendQueued();
    speech_lag_ = std::max(speech_lag_, sent.last - pace.DueOf(frame));
  }
  co_await Until({}, pace.DueOf(frame));
}

Awaitable<void> VoiceSession::AwaitMoment(const BargeIn& at) {
  const auto chunks = static_cast<std::uint64_t>(std::max(1L, at.after_chunks));
  const auto spoken = [this, chunks] {
    return call_.first().chunks >= chunks || call_.first().IsOver();
  };
  const auto& limits = net_.deadlines.limits();
  co_await Await([this] { return call_.first().first_audio || call_.first().IsOver(); },
                 limits.first_byte, Failure::kTimeout, "no audio of the answer came");
  Note("  agent started responding");
  co_await Await(spoken, limits.between_events, Failure::kTimeout,
                 "the answer stalled: nothing came");
  if (at.after.count() > 0) {
    co_await Until([this] { return call_.first().IsOver(); }, Clock::now() + ForListener(at.after));
  }
}

Awaitable<void> VoiceSession::Interrupt(const Interruption& interruption) {
  Note("  interrupting with a new query");
  dialect_->BargesIn(call_.first().playback.HeardBy(Clock::now()), *this);
  const SentTimes began = co_await SendQueued();
  call_.BargeIn(began.first);
  co_await Speak(speech_.Of(interruption.speech, interruption.content));
  dialect_->SpeechEnds({content_, interruption.speech.wav.empty()}, *this);
  const SentTimes asked = co_await SendQueued();
  call_.Ask(asked.last);
}

Awaitable<void> VoiceSession::RaiseFalseAlarm(const FalseAlarm& alarm) {
  Note("  sent speech_start (false alarm)");
  dialect_->FalseAlarmBegins(*this);
  const SentTimes began = co_await SendQueued();
  call_.BeginAlarm(began.last);
  co_await Speak(speech_.Noise(alarm.lasts));
  dialect_->FalseAlarmEnds(*this);
  const SentTimes ended = co_await SendQueued();
  call_.EndAlarm(ended.last);
  Note("  false alarm complete (should resume)");
  if (call_.BargedInTooLate()) co_return;
  co_await Await([this] { return call_.HeardBehindAlarm() || call_.first().IsOver(); },
                 net_.deadlines.limits().between_events, Failure::kFellSilent,
                 "the agent never spoke again after a false alarm: nothing came");
}

Awaitable<void> VoiceSession::AwaitAnswer() {
  const auto& limits = net_.deadlines.limits();
  co_await Await([this] { return call_.last().first_audio || call_.last().IsOver(); },
                 limits.first_byte, Failure::kTimeout, "no audio of the answer came");
  if (const auto& audio = call_.last().first_audio) {
    Note(fmt::format("TTFT: {:.1f} ms", Milliseconds(audio->kernel - call_.asked_last())));
  }
  co_await Await([this] { return call_.last().IsOver(); }, limits.between_events, Failure::kTimeout,
                 "the answer stalled: nothing came");
}

Awaitable<VoiceSession::SentTimes> VoiceSession::SendQueued() {
  SentTimes times{Clock::now(), Clock::now()};
  ThrowIfOver();
  std::size_t at = 0;
  try {
    for (std::size_t i = 0; i < queued_.size(); ++i) {
      const Queued message = queued_[i];
      times.last =
          co_await socket_.Send(std::string_view(queue_).substr(at, message.size), message.is_text);
      if (i == 0) times.first = times.last;
      at += message.size;
    }
  } catch (const ConnectionClosed&) {
    ThrowIfOver();
    if (turn_.fired()) throw NetError(Failure::kTimeout, "the agent takes no more audio");
    throw NetError(Failure::kReset, "the connection is gone");
  }
  queue_.clear();
  queued_.clear();
  co_return times;
}

Awaitable<void> VoiceSession::Listen() {
  try {
    co_await socket_.Read(*this);
  } catch (const NetError& error) {
    lost_ = Trouble{error.reason(), error.what()};
    ++connection_errors_;
  } catch (const ConnectionClosed&) {
  } catch (const clamor::Cut&) {
  } catch (...) {
    lost_ = Trouble{Failure::kProtocol, "the dialect threw: " + WhatWasThrown()};
    socket_.Close();
  }
  listening_ = false;
  timer_.cancel();
}

void VoiceSession::OnMessage(const WsMessage& message, const Arrival& arrival) {
  last_heard_ = arrival.read;
  call_.At(arrival);
  if (options_.verbose != nullptr && message.is_text) {
    options_.verbose->Body(session_id_, message.data);
  }
  const Sense sense = dialect_->Read(message.data, message.is_text, call_);
  if (sense != Sense::kClear && unknown_.empty()) {
    unknown_ = fmt::format("{} \"{}\"", message.is_text ? "text" : "binary",
                           ForTerminal(message.data, kShown));
  }
  if (sense == Sense::kNone) {
    throw NetError(Failure::kProtocol,
                   fmt::format("a message that makes no sense in the {} dialect: {}",
                               dialect_->Name(), unknown_));
  }
  const bool speaks = call_.last().first_audio && !call_.last().IsOver();
  if (speaks != stream_.has_value() && done_) {
    speaks ? static_cast<void>(stream_.emplace(activity_.streams)) : stream_.reset();
  }
  if ((done_ && done_()) || call_.trouble()) timer_.cancel();
}

void VoiceSession::Text(std::string_view message) {
  queue_ += message;
  queued_.push_back({message.size(), true});
}

void VoiceSession::Binary(PcmBytes message) {
  queue_.append(reinterpret_cast<const char*>(message.data()), message.size());
  queued_.push_back({message.size(), false});
}

Awaitable<bool> VoiceSession::Until(Condition done, Time limit) {
  done_ = std::move(done);
  for (;;) {
    ThrowIfOver();
    if (done_ && done_()) co_return true;
    if (Clock::now() >= limit) co_return false;
    boost::system::error_code woken;
    timer_.expires_at(limit);
    co_await timer_.async_wait(asio::redirect_error(kAwait, woken));
  }
}

Awaitable<void> VoiceSession::Await(Condition done, Clock::duration silence, Failure reason,
                                    std::string_view what) {
  const Time began = Clock::now();
  const Time turn_ends = began_ + net_.deadlines.limits().turn;
  for (;;) {
    const Time heard = std::max(began, last_heard_);
    const Time limit = std::min(heard + silence, turn_ends);
    if (co_await Until(done, limit)) co_return;
    if (Clock::now() >= turn_ends) {
      throw NetError(Failure::kTimeout, fmt::format("the whole request took longer than {:g} s",
                                                    Seconds(net_.deadlines.limits().turn).count()));
    }
    if (std::max(began, last_heard_) == heard) {
      throw NetError(reason,
                     fmt::format("{} for {:g} s{}", what, Seconds(silence).count(), Unknown()));
    }
  }
}

void VoiceSession::ThrowIfOver() const {
  if (cut_) throw clamor::Cut();
  if (lost_) throw NetError(lost_->reason, lost_->message);
  if (const auto& trouble = call_.trouble()) {
    throw NetError(trouble->reason, trouble->message + Unknown());
  }
}

Clock::duration VoiceSession::ForListener(Seconds time) const { return InClock(time / speed_); }

void VoiceSession::Conclude(const DueTurn& due, std::optional<Trouble> trouble,
                            TurnRecord& record) {
  FillTraffic(record);
  const Turn& turn = *TurnOf(due).turn;
  record.content_events = call_.last().chunks;
  record.prompt_tokens = call_.prompt_tokens;
  record.completion_tokens = call_.completion_tokens;
  const bool came = !trouble;
  if (came) {
    Succeed(due, record);
    trouble = Judge(due, record);
  }
  record.stream_end = !call_.first().first_audio ? StreamEnd::kNone
                      : came                     ? StreamEnd::kComplete
                                                 : EndOf(*trouble);
  record.outcome = trouble ? Outcome::kFailed : Outcome::kSuccess;
  static const std::vector<DefinedMetric> kNone;
  VoiceSamples samples(options_.probes == nullptr ? kNone : options_.probes->metrics, record);
  AddVoiceSamples(turn, call_, !trouble, kStopLimit / speed_, samples);
  if (opened_now_ && socket_.is_open()) samples.Add(kUpgradeTime, opened_.upgrade);
  if (!trouble) samples.Add(kSpeechLag, speech_lag_);
  if (connection_errors_ > 0) {
    samples.Add(kConnectionErrors, static_cast<double>(std::exchange(connection_errors_, 0)));
  }
  if (trouble) {
    Fail(due, std::move(*trouble), record);
  } else if (turn.interrupt && !call_.BargedInTooLate()) {
    Note("  interruption handled successfully");
  }
}

std::optional<Trouble> VoiceSession::Judge(const DueTurn& due, TurnRecord& record) {
  const Turn& turn = *TurnOf(due).turn;
  if (auto trouble = TroubleOf(turn, call_, kStopLimit / speed_)) return trouble;
  const CheckBits checks = CheckVoice(call_, turn.false_alarm.has_value());
  record.checks_made = checks.made;
  record.checks_passed = checks.passed;
  if (options_.probes != nullptr && !options_.probes->empty()) {
    Answered answered{.conversation = *due.script->conversation, .turn = turn};
    answered.place = due.place;
    answered.content_events = static_cast<long>(call_.last().chunks);
    answered.response_time =
        Seconds(record.trends.Get(Trend::kResponseTime).value_or(Clock::duration{}));
    if (auto thrown = AskProbes(*options_.probes, answered, VoiceChecks().size(), record)) {
      return Trouble{Failure::kCheck, std::move(*thrown)};
    }
  }
  return FailedChecks(VoiceChecks(), options_.probes, record);
}

void VoiceSession::FillTraffic(TurnRecord& record) {
  record.bytes_sent = socket_.stream().bytes_sent() - sent_before_;
  record.bytes_received = socket_.stream().bytes_received() - received_before_;
  const ReadTally tally = socket_.TakeTally();
  record.stamped = tally.unstamped_reads == 0;
  record.trends.Set(Trend::kGeneratorLag, tally.lag_max);
}

void VoiceSession::Succeed(const DueTurn& due, TurnRecord& record) {
  TrendValues& trends = record.trends;
  const Arrival end = call_.last().ended.value_or(call_.last().last_audio);
  if (opened_now_) {
    trends.Set(Trend::kConnectionLatency, opened_.made.connect);
    if (opened_.made.tls.count() > 0) trends.Set(Trend::kTlsHandshake, opened_.made.tls);
    trends.Set(Trend::kSessionSetupTime, opened_.made.connect + opened_.made.tls + opened_.upgrade);
  }
  trends.Set(Trend::kResponseTime, end.kernel - call_.asked_last());
  trends.Set(Trend::kScheduledResponseTime, end.kernel - due.scheduled);
  trends.Set(Trend::kStartLag, began_ - due.scheduled);
  record.response_lag = end.read - end.kernel;
  record.EndAt(end.kernel);
}

void VoiceSession::Fail(const DueTurn& due, Trouble trouble, TurnRecord& record) {
  const Time now = Clock::now();
  const auto lag = record.trends.Get(Trend::kGeneratorLag);
  record.trends = TrendValues();
  if (lag) record.trends.Set(Trend::kGeneratorLag, *lag);
  record.trends.Set(Trend::kFailedResponseTime,
                    now - (call_.asked() == Time{} ? began_ : call_.asked_last()));
  record.trends.Set(Trend::kStartLag, began_ - due.scheduled);
  record.failure = trouble.reason;
  record.message = MaskTokens(trouble.message, options_.auth_tokens);
  record.EndAt(now);
  if (options_.verbose != nullptr) options_.verbose->Failed(session_id_, record.message);
}

std::string VoiceSession::Unknown() const {
  if (unknown_.empty()) return {};
  return fmt::format("; the first message that the {} dialect does not know: {}", dialect_->Name(),
                     unknown_);
}

void VoiceSession::Note(const std::string& line) const {
  if (options_.verbose != nullptr) options_.verbose->Note(user_, line);
}

}  // namespace clamor
