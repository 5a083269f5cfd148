// SPDX-License-Identifier: Apache-2.0
// How many answers the server works on at once. What comes beyond waits in the order it came, so
// that too much load looks as it does on a server with so many workers: answers begin later and
// later.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <utility>

namespace clamor::server {

class Capacity {
 public:
  // 0 is no limit.
  explicit Capacity(std::size_t slots) : limited_(slots > 0), free_(slots) {}

  // A place among the answers being worked on, given back by its destructor.
  class Slot {
   public:
    explicit Slot(Capacity* capacity) : capacity_(capacity) {}
    Slot(Slot&& other) noexcept : capacity_(std::exchange(other.capacity_, nullptr)) {}
    Slot& operator=(Slot&&) = delete;
    ~Slot() {
      if (capacity_ != nullptr) capacity_->Leave();
    }

   private:
    Capacity* capacity_;
  };

  // Waits for a slot on the caller's timer, which must run on one thread. Throws
  // boost::system::system_error (operation_aborted) when somebody else cancels the timer. May be
  // called from several threads.
  boost::asio::awaitable<Slot> Enter(boost::asio::steady_timer& timer);

 private:
  struct Waiter {
    boost::asio::steady_timer* timer;
    bool granted = false;  // under mutex_
    bool gone = false;     // only on the timer's thread
  };

  // The slot goes to whoever has waited longest.
  void Leave();

  const bool limited_;
  std::mutex mutex_;
  std::size_t free_;
  std::deque<std::shared_ptr<Waiter>> waiting_;
};

}  // namespace clamor::server
