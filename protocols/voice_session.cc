// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_session.h"

#include <fmt/format.h>

#include <algorithm>

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

const ScriptedTurn& TurnOf(const DueTurn& due) {
  return due.script->turns[static_cast<std::size_t>(due.place - 1)];
}

Clock::duration InClock(Seconds time) { return std::chrono::duration_cast<Clock::duration>(time); }

double Milliseconds(Clock::duration time) { return Seconds(time).count() * 1e3; }

std::string KindOf(const Conversation& conversation) {
  const auto kind = conversation.tags.find("kind");
  return kind == conversation.tags.end() ? conversation.name : kind->second;
}

// "2/5", or "2" where nobody knows how many there will be.
std::string NumberOf(long number, long of) {
  return of > 0 ? fmt::format("{}/{}", number, of) : std::to_string(number);
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
      line_(*dialect_, call_, net, options, activity) {}

void VoiceSession::Begin(std::uint64_t number, int user, bool /*counted*/) {
  number_ = number;
  user_ = user;
  turns_begun_ = 0;
  ++conversations_;
  session_id_ = SessionId(options_.seed, number);
  if (options_.reuse != Reuse::kPerUser) line_.Close();
}

void VoiceSession::HangUp() {
  if (line_.is_open()) Note("session complete");
  line_.Close();
}

Awaitable<void> VoiceSession::Hold(const DueTurn& due, TurnRecord& record) {
  const Counted request(activity_.requests);
  std::optional<Trouble> trouble;
  BeginTurn(*TurnOf(due).turn);
  try {
    co_await Course(due);
  } catch (const NetError& error) {
    trouble = Trouble{error.reason(), error.what()};
  } catch (const GeneratorExhausted&) {
    throw;
  } catch (const clamor::Cut&) {
    line_.EndRequest();
    throw;
  } catch (...) {
    trouble = Trouble{Failure::kProtocol, "the dialect threw: " + WhatWasThrown()};
  }
  line_.EndRequest();
  if (trouble) line_.Close();  // nobody knows any more what belongs to what
  Conclude(due, std::move(trouble), record);
  if (options_.reuse == Reuse::kPerTurn) line_.Close();
}

void VoiceSession::BeginTurn(const Turn& turn) {
  began_ = Clock::now();
  ++turns_begun_;
  opened_ = false;
  speech_lag_ = {};
  sent_before_ = line_.stream().bytes_sent();
  received_before_ = line_.stream().bytes_received();
  call_.Begin(speed_, dialect_->SampleRate(), dialect_->AgentPauses(),
              turn.false_alarm.has_value());
  line_.BeginRequest(began_, session_id_);
}

Awaitable<void> VoiceSession::Course(const DueTurn& due) {
  const ScriptedTurn& turn = TurnOf(due);
  random_ = fmt::format(
      "{:016x}", MixSeed(MixSeed(~options_.seed, number_), static_cast<std::uint64_t>(due.place)));
  values_ = {session_id_, due.place, user_ + 1, random_};
  const Conversation& conversation = *due.script->conversation;
  if (!line_.is_open()) co_await Connect(conversation);
  Note(fmt::format("request {} ({})", NumberOf(conversations_, options_.conversations_per_user),
                   KindOf(conversation)));
  co_await Query(turn);
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

Awaitable<void> VoiceSession::Connect(const Conversation& conversation) {
  opened_ = true;
  const WsUpgrade upgrade = UpgradeFor(conversation);
  co_await line_.Open(upgrade);
  Note(fmt::format("connected in {:.3f} s", Seconds(Clock::now() - began_).count()));
  const bool waits = dialect_->Greet(conversation, line_);
  co_await line_.SendQueued();
  if (!waits) co_return;
  co_await line_.Await([this] { return call_.is_ready(); }, net_.deadlines.limits().first_byte,
                       Failure::kTimeout, "the agent did not say that it is ready");
}

WsUpgrade VoiceSession::UpgradeFor(const Conversation& conversation) {
  Call call = dialect_->Connect(conversation);
  if (options_.endpoint) call.path = EndpointPath(*options_.endpoint, session_id_, call.path);
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

Awaitable<void> VoiceSession::Query(const ScriptedTurn& turn) {
  dialect_->SpeechBegins(line_);
  co_await line_.SendQueued();
  co_await Speak(speech_.Of(turn.turn->speech, turn.turn->content));
  turn.content.Fill(values_, content_);
  dialect_->SpeechEnds({content_, turn.turn->speech.wav.empty()}, line_);
  const auto asked = co_await line_.SendQueued();
  call_.Ask(asked.last);
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
    co_await line_.Until({}, pace.DueOf(frame));
    dialect_->Speech(now, line_);
    const auto sent = co_await line_.SendQueued();
    speech_lag_ = std::max(speech_lag_, sent.last - pace.DueOf(frame));
  }
  co_await line_.Until({}, pace.DueOf(frame));
}

Awaitable<void> VoiceSession::AwaitMoment(const BargeIn& at) {
  const auto chunks = static_cast<std::uint64_t>(std::max(1L, at.after_chunks));
  const auto spoken = [this, chunks] {
    return call_.first().chunks >= chunks || call_.first().IsOver();
  };
  const auto& limits = net_.deadlines.limits();
  co_await line_.Await([this] { return call_.first().first_audio || call_.first().IsOver(); },
                       limits.first_byte, Failure::kTimeout, "no audio of the answer came");
  Note("  agent started responding");
  co_await line_.Await(spoken, limits.between_events, Failure::kTimeout,
                       "the answer stalled: nothing came");
  if (at.after.count() > 0) {
    co_await line_.Until([this] { return call_.first().IsOver(); },
                         Clock::now() + InClock(at.after / speed_));
  }
}

Awaitable<void> VoiceSession::Interrupt(const Interruption& interruption) {
  Note("  interrupting with a new query");
  dialect_->BargesIn(call_.first().playback.HeardBy(Clock::now()), line_);
  const auto began = co_await line_.SendQueued();
  call_.BargeIn(began.first);
  co_await Speak(speech_.Of(interruption.speech, interruption.content));
  dialect_->SpeechEnds({content_, interruption.speech.wav.empty()}, line_);
  const auto asked = co_await line_.SendQueued();
  call_.Ask(asked.last);
}

Awaitable<void> VoiceSession::RaiseFalseAlarm(const FalseAlarm& alarm) {
  Note("  sent speech_start (false alarm)");
  dialect_->FalseAlarmBegins(line_);
  const auto began = co_await line_.SendQueued();
  call_.BeginAlarm(began.last);
  co_await Speak(speech_.Noise(alarm.lasts));
  dialect_->FalseAlarmEnds(line_);
  const auto ended = co_await line_.SendQueued();
  call_.EndAlarm(ended.last);
  Note("  false alarm complete (should resume)");
  co_await AwaitResumption();
}

Awaitable<void> VoiceSession::AwaitResumption() {
  co_await line_.Await([this] { return !call_.WaitsBehindAlarm(); },
                       net_.deadlines.limits().between_events, Failure::kFellSilent,
                       "the agent never spoke again after a false alarm: nothing came");
}

Awaitable<void> VoiceSession::AwaitAnswer() {
  const auto& limits = net_.deadlines.limits();
  co_await line_.Await([this] { return call_.last().first_audio || call_.last().IsOver(); },
                       limits.first_byte, Failure::kTimeout, "no audio of the answer came");
  if (const auto& audio = call_.last().first_audio) {
    Note(fmt::format("TTFT: {:.1f} ms", Milliseconds(audio->kernel - call_.asked_last())));
  }
  while (!call_.last().IsOver()) {
    co_await line_.Await([this] { return call_.last().IsOver() || call_.WaitsBehindAlarm(); },
                         limits.between_events, Failure::kTimeout,
                         "the answer stalled: nothing came");
    co_await AwaitResumption();
  }
}

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
  AddSamples(turn, !trouble, record);
  if (trouble) {
    Fail(due, std::move(*trouble), record);
  } else if (turn.interrupt && !call_.BargedInTooLate()) {
    Note("  interruption handled successfully");
  }
}

void VoiceSession::AddSamples(const Turn& turn, bool whole, TurnRecord& record) {
  if (options_.probes == nullptr) return;
  VoiceSamples samples(options_.probes->metrics, record);
  AddVoiceSamples(turn, call_, whole, kStopLimit / speed_, samples);
  if (opened_ && line_.is_open()) samples.Add(kUpgradeTime, line_.opened().upgrade);
  if (whole) samples.Add(kSpeechLag, speech_lag_);
  const std::uint64_t errors = line_.TakeErrors();
  if (errors > 0) samples.Add(kConnectionErrors, static_cast<double>(errors));
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
  record.bytes_sent = line_.stream().bytes_sent() - sent_before_;
  record.bytes_received = line_.stream().bytes_received() - received_before_;
  const ReadTally tally = line_.TakeTally();
  record.stamped = tally.unstamped_reads == 0;
  record.trends.Set(Trend::kGeneratorLag, tally.lag_max);
}

void VoiceSession::Succeed(const DueTurn& due, TurnRecord& record) {
  TrendValues& trends = record.trends;
  const Arrival end = call_.last().ended.value_or(call_.last().last_audio);
  if (opened_) {
    const OpenTimes& opened = line_.opened();
    trends.Set(Trend::kConnectionLatency, opened.made.connect);
    if (opened.made.tls.count() > 0) trends.Set(Trend::kTlsHandshake, opened.made.tls);
    trends.Set(Trend::kSessionSetupTime, opened.made.connect + opened.made.tls + opened.upgrade);
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

void VoiceSession::Note(const std::string& step) const {
  if (options_.verbose != nullptr) options_.verbose->Note(user_, step);
}

}  // namespace clamor
