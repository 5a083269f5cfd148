// SPDX-License-Identifier: Apache-2.0
// Speaking, stopping, going on.
#include "server/voice_speech.h"

#include <algorithm>
#include <chrono>
#include <span>

namespace clamor::server {
namespace {

constexpr auto kNever = Clock::time_point::max();
constexpr std::uint64_t kDropEach = 10;
constexpr unsigned kRepeatsPerSecond = 5;  // 200 ms each

std::size_t SamplesPerMessage(const VoiceWire& wire) {
  return static_cast<std::size_t>(wire.message().count()) * wire.rate() / 1000;
}

}  // namespace

VoiceSpeech::VoiceSpeech(VoiceLine& line, VoiceWire& wire, const Service& service,
                         const VoicePlan& plan, const Heard& query, std::uint64_t samples)
    : line_(line),
      wire_(wire),
      plan_(plan),
      query_(query),
      samples_(samples),
      samples_per_second_(wire.rate() * service.voice().audio_speed),
      audio_(service.seed(), plan.number, wire.rate()),
      message_(SamplesPerMessage(wire)),
      middle_((samples + message_.size() - 1) / message_.size() / 2 * message_.size()) {}

asio::awaitable<void> VoiceSpeech::Speak() {
  Start();
  while (position_ < samples_) {
    // Not as two conditions: g++ 12 lays out a wrong frame for a loop whose conditions wait.
    bool speaks = co_await AwaitMessage();
    if (speaks) {
      speaks = co_await GoWrong();
    }
    if (!speaks) co_return;
    co_await SayMessage();
  }
  wire_.End();
}

void VoiceSpeech::Start() {
  if (Has(FaultKind::kGarbageEvent)) {
    line_.out().AddText() = R"({"kind":"hello"})";
  } else {
    wire_.Begin();
  }
  StartClock();
}

void VoiceSpeech::StartClock() {
  began_ = Clock::now();
  began_at_ = position_;
}

// Absolute, so that a late message does not shift the next.
Clock::time_point VoiceSpeech::DueOfMessage() const {
  if (samples_per_second_ == 0) return began_;
  const std::chrono::duration<double> said(static_cast<double>(position_ - began_at_) /
                                           samples_per_second_);
  return began_ + std::chrono::duration_cast<Clock::duration>(said);
}

asio::awaitable<bool> VoiceSpeech::AwaitMessage() {
  bool speaks = true;
  while (speaks) {
    const auto due = DueOfMessage();
    if (stop_ && stop_->due <= std::max(due, Clock::now())) {
      speaks = co_await StopNow();
      continue;
    }
    if (stop_ || Has(FaultKind::kNeverStops)) {
      co_await line_.Sleep(due);
      break;
    }
    const bool spoken_to = co_await line_.Listen(due);
    if (!spoken_to) break;
    speaks = Hear();
  }
  co_return speaks;
}

// What the caller does while the agent speaks; false when that ends the answer.
bool VoiceSpeech::Hear() {
  switch (line_.heard().kind) {
    case Heard::Kind::kQuery:
      wire_.Interrupt();
      return false;
    case Heard::Kind::kSpeechStart:
    case Heard::Kind::kCancel: {
      const Heard heard = line_.TakeHeard();
      stop_ = Stop{heard, heard.at + plan_.times.stop_delay};
      return true;
    }
    case Heard::Kind::kSpeechCancel:
      break;  // of nothing
  }
  line_.TakeHeard();
  return true;
}

asio::awaitable<bool> VoiceSpeech::StopNow() {
  co_await line_.Sleep(stop_->due);
  const Heard stopped_by = stop_->heard;
  stop_.reset();
  if (stopped_by.kind == Heard::Kind::kCancel) {
    wire_.Cancel();
    co_return false;
  }
  wire_.Pause(stopped_by.at, last_audio_);
  for (;;) {
    co_await line_.Listen(kNever);
    if (line_.heard().kind == Heard::Kind::kQuery) {
      wire_.Interrupt();
      co_return false;
    }
    const Heard heard = line_.TakeHeard();
    if (heard.kind == Heard::Kind::kSpeechCancel) {
      co_await Resume(heard.at);
      co_return true;
    }
  }
}

asio::awaitable<void> VoiceSpeech::Resume(Clock::time_point heard) {
  if (Has(FaultKind::kMute)) {
    co_await line_.KeepSilent();
  }
  co_await line_.Sleep(heard + plan_.times.resume_delay);
  wire_.Resume();
  if (Has(FaultKind::kRepeatsAudio)) {
    position_ -= std::min<std::uint64_t>(position_, wire_.rate() / kRepeatsPerSecond);
  }
  StartClock();
}

asio::awaitable<bool> VoiceSpeech::GoWrong() {
  if (!plan_.fault || went_wrong_ || position_ < middle_) co_return true;
  went_wrong_ = true;
  switch (plan_.fault->kind) {
    case FaultKind::kTruncate:
      throw HangUp{websocket::close_code::internal_error};
    case FaultKind::kResetDuring:
      line_.Reset();
    case FaultKind::kStall:
      co_await line_.KeepSilent();
      break;
    case FaultKind::kStreamError:
      wire_.Fail("the model gave up");
      co_return false;
    case FaultKind::kTextForAudio:
      line_.out().AddText() = "audio belongs here, <b>and no text</b>";
      break;
    default:
      break;  // a fault of another moment, or of another endpoint
  }
  co_return true;
}

asio::awaitable<void> VoiceSpeech::SayMessage() {
  const auto count = std::min<std::uint64_t>(message_.size(), samples_ - position_);
  const std::span<std::int16_t> samples(message_.data(), count);
  const bool dropped = Has(FaultKind::kDropsAudio) && messages_ % kDropEach == kDropEach - 1;
  if (!dropped) {
    audio_.Read(position_, samples);
    wire_.Say(samples);
    last_audio_ = Clock::now();
    co_await line_.Flush();
  }
  if (messages_ == 0) wire_.TellTimes(query_.at, last_audio_);
  position_ += count;
  ++messages_;
}

}  // namespace clamor::server
