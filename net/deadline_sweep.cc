// SPDX-License-Identifier: Apache-2.0
// The sweep over armed deadlines.
#include "net/deadline_sweep.h"

#include <algorithm>
#include <iterator>

namespace clamor {

Clock::duration Limits::Of(Limit limit) const {
  switch (limit) {
    case Limit::kConnect:
      return connect;
    case Limit::kFirstByte:
      return first_byte;
    case Limit::kBetweenEvents:
      return between_events;
    case Limit::kTurn:
      return turn;
    case Limit::kDrain:
      return drain;
  }
  return turn;
}

void DeadlineSweep::Arm(Deadline& deadline, Limit limit, Time now) {
  deadline.Disarm();
  deadline.at_ = now + limits_.Of(limit);
  deadline.armed_ = limit;
  List& list = lists_[static_cast<std::size_t>(limit)];
  auto place = list.end();
  while (place != list.begin() && std::prev(place)->at_ > deadline.at_) --place;
  list.insert(place, deadline);
  if (!ticking_) Tick();
}

void DeadlineSweep::Sweep(Time now) {
  for (List& list : lists_) {
    while (!list.empty() && list.front().at_ <= now) {
      Deadline& deadline = list.front();
      deadline.unlink();
      deadline.fired_ = deadline.armed_;
      deadline.end_();
    }
  }
}

void DeadlineSweep::Tick() {
  ticking_ = true;
  timer_.expires_after(kTick);
  timer_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    Sweep(Clock::now());
    ticking_ = false;
    if (!Empty()) Tick();
  });
}

bool DeadlineSweep::Empty() const {
  return std::all_of(lists_.begin(), lists_.end(), [](const List& list) { return list.empty(); });
}

}  // namespace clamor
