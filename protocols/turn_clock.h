// SPDX-License-Identifier: Apache-2.0
// Keeps the times of one turn, as the events of its answer arrive, and turns them into its
// durations. docs/metrics.md defines each; all end at the kernel's receive stamp.
#pragma once

#include <chrono>
#include <optional>

#include "metrics/turn_record.h"
#include "net/clock.h"
#include "net/http_client.h"

namespace clamor {

class TurnClock {
 public:
  // `scheduled`: when the profile wanted the turn to start.
  void Begin(Time scheduled);

  // An event with data arrived, whether it had content or not.
  void SawEvent(const Arrival& arrival) {
    if (!first_event_) first_event_ = arrival;
  }

  // An event with content arrived, whatever it held of it. Its gap to the one before is kept in the
  // record.
  void SawContent(const Arrival& arrival, TurnRecord& record) {
    if (!first_content_) {
      first_content_ = arrival;
    } else {
      record.gaps.Add(arrival.kernel - last_content_);
    }
    last_content_ = arrival.kernel;
    ++record.content_events;
  }

  // The same event held something that is reasoning, or something that is none.
  void SawReasoning() { reasoned_ = true; }
  void SawAnswer(const Arrival& arrival) {
    if (!first_answer_) first_answer_ = arrival.kernel;
  }

  // The answer is whole; only the first call counts.
  void SawEnd(const Arrival& arrival) {
    if (!end_) end_ = arrival;
  }
  bool saw_event() const { return first_event_.has_value(); }
  bool ended() const { return end_.has_value(); }

  // From the request's last byte to the first event; none where none came.
  std::optional<Clock::duration> TimeToFirstEvent(const ExchangeTimes& times) const;

  // Writes a successful turn's durations.
  void Succeed(const ExchangeTimes& times, TurnRecord& record) const;

  // Writes the durations of a turn that failed, at `now` where its answer did not end before.
  void Fail(const ExchangeTimes& times, Time now, TurnRecord& record) const;

 private:
  Time scheduled_{};
  std::optional<Arrival> first_event_;
  std::optional<Arrival> first_content_;
  std::optional<Time> first_answer_;
  bool reasoned_ = false;
  std::optional<Arrival> end_;
  Time last_content_{};
};

}  // namespace clamor
