// SPDX-License-Identifier: Apache-2.0
// Delivery of an answer, good or bad.
#include "server/sse_answer.h"

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "server/fault_answer.h"

namespace clamor::server {
namespace {

constexpr std::string_view kEventStream = "text/event-stream";

bool CutsInTheMiddle(FaultKind kind) {
  return kind == FaultKind::kResetDuring || kind == FaultKind::kTruncate ||
         kind == FaultKind::kStall || kind == FaultKind::kStreamError;
}

// One answer on its way. Adds events to the exchange, with the times that tests hold a client's
// against.
class Writer {
 public:
  Writer(Exchange& exchange, bool send_times) : exchange_(exchange), send_times_(send_times) {}

  void Add(std::string_view event) {
    stamps_.clear();
    if (send_times_) AddStamps();
    exchange_.AddChunk(stamps_, event);
  }

 private:
  // steady_clock is CLOCK_MONOTONIC: a client on the same machine can compare.
  void AddStamps() {
    auto out = std::back_inserter(stamps_);
    if (!std::exchange(received_told_, true)) {
      fmt::format_to(out, ": received {}\n", exchange_.received().time_since_epoch().count());
    }
    fmt::format_to(out, ": sent {}\n", Clock::now().time_since_epoch().count());
  }

  Exchange& exchange_;
  const bool send_times_;
  bool received_told_ = false;
  std::string stamps_;
};

// The first `count` events, each when it is due; the last ones still wait for a Flush.
asio::awaitable<void> AddPaced(Exchange& exchange, Writer& writer, AnswerPlan& plan,
                               const EventList& events, std::size_t count,
                               std::size_t events_per_write) {
  const auto start = Clock::now();
  const bool garbage = plan.fault && plan.fault->kind == FaultKind::kGarbageEvent;
  for (std::size_t i = 0; i < count; ++i) {
    const auto due = start + plan.pace.NextDue();
    if (i % events_per_write == 0) {
      // A head whose first event is due already goes with it.
      if (i > 0 || due > start) {
        co_await exchange.Flush();
      }
      co_await exchange.SleepUntil(due);
    }
    if (garbage && i == count / 2) writer.Add(fmt::format("data: {}\n\n", Garbage()));
    writer.Add(events[i]);
  }
}

// All events when the last is due.
asio::awaitable<void> AddBuffered(Exchange& exchange, Writer& writer, AnswerPlan& plan,
                                  const EventList& events) {
  co_await exchange.SleepUntil(Clock::now() + plan.pace.DueOfLast(events.size()));
  for (std::size_t i = 0; i < events.size(); ++i) writer.Add(events[i]);
}

}  // namespace

asio::awaitable<void> SendSseAnswer(Exchange& exchange, Service& service, AnswerPlan plan,
                                    const EventList& events, SseEnds ends) {
  if (plan.fault && ReplacesAnswer(plan.fault->kind)) {
    co_await SendInstead(exchange, *plan.fault);
    co_return;
  }
  const auto slot = co_await service.capacity().Enter(exchange.timer());
  const auto kind = plan.fault ? std::optional(plan.fault->kind) : std::nullopt;
  const bool cut = kind && CutsInTheMiddle(*kind);
  Writer writer(exchange, service.send_times());
  exchange.StartStream(kEventStream);
  if (kind == FaultKind::kBuffered) {
    co_await AddBuffered(exchange, writer, plan, events);
  } else {
    co_await AddPaced(exchange, writer, plan, events, cut ? events.size() / 2 : events.size(),
                      service.events_per_write());
  }
  if (kind == FaultKind::kStall || kind == FaultKind::kResetDuring) {
    co_await exchange.Flush();
    if (kind == FaultKind::kStall) {
      co_await exchange.WaitForClose();
    }
    exchange.Reset();
    co_return;
  }
  if (kind == FaultKind::kStreamError) writer.Add(ends.error);
  if (kind != FaultKind::kTruncate && kind != FaultKind::kNoDone) {
    writer.Add(ends.terminal);
  }
  exchange.EndStream();
  co_await exchange.Flush();
}

}  // namespace clamor::server
