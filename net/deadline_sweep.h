// SPDX-License-Identifier: Apache-2.0
// Time limits of a thread's exchanges, kept by one coarse sweep and not by a timer for each
// operation: arming anew at every read is then two pointer swaps (measured: free, where a re-armed
// timer costs 12 % of a read).
#pragma once

#include <array>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/intrusive/list.hpp>
#include <functional>
#include <optional>

#include "net/clock.h"

namespace clamor {

enum class Limit : unsigned char { kConnect, kFirstByte, kBetweenEvents, kTurn, kDrain };
inline constexpr std::size_t kLimitKinds = static_cast<std::size_t>(Limit::kDrain) + 1;

struct Limits {
  Clock::duration connect =
      std::chrono::seconds(30);  // TCP and TLS, until the connection can be used
  Clock::duration first_byte = std::chrono::seconds(60);      // request handed over -> first byte
  Clock::duration between_events = std::chrono::seconds(30);  // one read -> the next
  Clock::duration turn = std::chrono::seconds(300);           // the whole exchange
  Clock::duration drain = std::chrono::milliseconds(100);     // what may follow the terminal marker

  Clock::duration Of(Limit limit) const;
};

// One armed time limit. A deadline that is destroyed is forgotten by its sweep.
class Deadline : public boost::intrusive::list_base_hook<
                     boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  // `end` is called when the limit is over. It must close the socket (a cancel is lost where no
  // operation is pending) and resume nobody itself.
  explicit Deadline(std::function<void()> end) : end_(std::move(end)) {}
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  void Disarm() {
    unlink();
    fired_.reset();
  }
  // The limit that is over, if one is. To be looked at after every await, also after a success.
  std::optional<Limit> fired() const { return fired_; }

 private:
  friend class DeadlineSweep;
  std::function<void()> end_;
  Time at_{};
  Limit armed_ = Limit::kTurn;
  std::optional<Limit> fired_;
};

// The deadlines of one thread. The timer runs only while a deadline is armed, so io_context::run()
// can end by itself.
class DeadlineSweep {
 public:
  static constexpr Clock::duration kTick = std::chrono::milliseconds(10);

  DeadlineSweep(boost::asio::io_context& io, const Limits& limits) : limits_(limits), timer_(io) {}

  // The deadline ends one limit after `now`, which may have passed; what it was armed for before is
  // forgotten. A deadline ends at most one tick late, and never early.
  void Arm(Deadline& deadline, Limit limit, Time now);
  // Ends each deadline that is over at `now`. The timer calls it; tests may.
  void Sweep(Time now);
  const Limits& limits() const { return limits_; }

 private:
  // In order of time. With one limit per list the place of a new one is the back, but for those
  // that are armed as of an earlier time.
  using List = boost::intrusive::list<Deadline, boost::intrusive::constant_time_size<false>>;

  void Tick();
  bool Empty() const;

  Limits limits_;
  std::array<List, kLimitKinds> lists_;
  boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>,
                                    boost::asio::io_context::executor_type>
      timer_;
  bool ticking_ = false;
};

}  // namespace clamor
