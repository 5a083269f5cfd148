// SPDX-License-Identifier: Apache-2.0
#include "protocols/voice_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>

#include "base/escape.h"
#include "net/net_error.h"
#include "protocols/thrown.h"
#include "protocols/verbose_log.h"

namespace clamor {
namespace {

constexpr std::size_t kShown = 80;

}  // namespace

VoiceLine::VoiceLine(VoiceDialect& dialect, VoiceCall& call, NetContext& net,
                     const PlayOptions& options, Activity& activity)
    : dialect_(dialect),
      call_(call),
      net_(net),
      options_(options),
      activity_(activity),
      socket_(net, options.max_event_bytes),
      timer_(net.io.get_executor()),
      turn_([this] { socket_.Close(); }) {}

void VoiceLine::BeginRequest(Time began, std::string_view session_id) {
  began_ = began;
  session_id_ = session_id;
  under_way_ = true;
  if (is_open()) net_.deadlines.Arm(turn_, Limit::kTurn, began_);
}

void VoiceLine::EndRequest() {
  turn_.Disarm();
  stream_.reset();
  done_ = nullptr;
  under_way_ = false;
  session_id_ = {};  // of a conversation that may be over
}

Awaitable<void> VoiceLine::Open(const WsUpgrade& upgrade) {
  // Who listened to the last connection still has to see that it is gone.
  while (listening_) co_await Sleep(Time::max());
  lost_.reset();
  unknown_.clear();
  queue_.clear();
  queued_.clear();
  call_.HangUp();
  try {
    co_await socket_.Open(upgrade, opened_);
  } catch (const NetError&) {
    ++errors_;
    throw;
  }
  net_.deadlines.Arm(turn_, Limit::kTurn, began_);
  listening_ = true;
  asio::co_spawn(net_.io.get_executor(), Listen(), asio::detached);
}

void VoiceLine::Text(std::string_view message) {
  queue_ += message;
  queued_.push_back({message.size(), true});
}

void VoiceLine::Binary(PcmBytes message) {
  queue_.append(reinterpret_cast<const char*>(message.data()), message.size());
  queued_.push_back({message.size(), false});
}

Awaitable<VoiceLine::SentTimes> VoiceLine::SendQueued() {
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

Awaitable<bool> VoiceLine::Until(Condition done, Time limit) {
  done_ = std::move(done);
  for (;;) {
    ThrowIfOver();
    if (done_ && done_()) co_return true;
    if (Clock::now() >= limit) co_return false;
    co_await Sleep(limit);
  }
}

Awaitable<void> VoiceLine::Await(Condition done, Clock::duration silence, Failure reason,
                                 std::string_view what) {
  const Time began = Clock::now();
  const Time turn_ends = began_ + net_.deadlines.limits().turn;
  for (;;) {
    const Time heard = std::max(began, last_heard_);
    if (co_await Until(done, std::min(heard + silence, turn_ends))) co_return;
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

// Ends early when what is waited for has come, and when the line is lost or cut.
Awaitable<void> VoiceLine::Sleep(Time until) {
  boost::system::error_code woken;
  timer_.expires_at(until);
  co_await timer_.async_wait(asio::redirect_error(kAwait, woken));
}

void VoiceLine::Cut() {
  cut_ = true;
  socket_.Abort();
  timer_.cancel();
}

void VoiceLine::ThrowIfOver() const {
  if (cut_) throw clamor::Cut();
  if (lost_) throw NetError(lost_->reason, lost_->message);
  if (const auto& trouble = call_.trouble()) {
    throw NetError(trouble->reason, trouble->message + Unknown());
  }
}

Awaitable<void> VoiceLine::Listen() {
  try {
    co_await socket_.Read(*this);
  } catch (const NetError& error) {
    lost_ = Trouble{error.reason(), error.what()};
    ++errors_;
  } catch (const ConnectionClosed&) {  // by us
  } catch (const clamor::Cut&) {
  } catch (...) {
    lost_ = Trouble{Failure::kProtocol, "the dialect threw: " + WhatWasThrown()};
    socket_.Close();
  }
  listening_ = false;
  timer_.cancel();
}

void VoiceLine::OnMessage(const WsMessage& message, const Arrival& arrival) {
  last_heard_ = arrival.read;
  call_.At(arrival);
  if (options_.verbose != nullptr && message.is_text) {
    options_.verbose->Body(session_id_, message.data);
  }
  Understand(message);
  CountStream();
  if ((done_ && done_()) || call_.trouble()) timer_.cancel();
}

void VoiceLine::Understand(const WsMessage& message) {
  const Sense sense = dialect_.Read(message.data, message.is_text, call_);
  if (sense == Sense::kClear) return;
  if (unknown_.empty()) {
    unknown_ = fmt::format("{} \"{}\"", message.is_text ? "text" : "binary",
                           ForTerminal(message.data, kShown));
  }
  if (sense == Sense::kUnknown) return;
  throw NetError(Failure::kProtocol,
                 fmt::format("a message that makes no sense in the {} dialect: {}", dialect_.Name(),
                             unknown_));
}

void VoiceLine::CountStream() {
  const bool speaks = under_way_ && call_.last().first_audio && !call_.last().IsOver();
  if (speaks && !stream_) stream_.emplace(activity_.streams);
  if (!speaks) stream_.reset();
}

std::string VoiceLine::Unknown() const {
  if (unknown_.empty()) return {};
  return fmt::format("; the first message that the {} dialect does not know: {}", dialect_.Name(),
                     unknown_);
}

}  // namespace clamor
