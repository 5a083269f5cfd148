// SPDX-License-Identifier: Apache-2.0
// The queue before the workers.
#include "server/capacity.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <map>
#include <thread>
#include <vector>

namespace clamor::server {
namespace {

namespace asio = boost::asio;

// Visitors that enter and stay until they are told to leave, all on one thread that the test
// drives.
class Visitors {
 public:
  explicit Visitors(std::size_t slots) : capacity_(slots) {}

  void Come(int who) {
    timers_.try_emplace(who, io_);
    asio::co_spawn(io_, Visit(who), asio::detached);
    io_.restart();
    io_.poll();
  }
  void Leave(int who) {
    inside_.erase(who);
    io_.restart();
    io_.poll();
  }
  void GiveUp(int who) {
    timers_.at(who).cancel();
    io_.restart();
    io_.poll();
  }
  std::vector<int> Inside() const {
    std::vector<int> who;
    for (const auto& [name, slot] : inside_) who.push_back(name);
    return who;
  }
  const std::vector<int>& gave_up() const { return gave_up_; }

 private:
  asio::awaitable<void> Visit(int who) {
    try {
      inside_.emplace(who, co_await capacity_.Enter(timers_.at(who)));
    } catch (const boost::system::system_error&) {
      gave_up_.push_back(who);
    }
  }

  asio::io_context io_;
  Capacity capacity_;
  std::map<int, asio::steady_timer> timers_;
  std::map<int, Capacity::Slot> inside_;
  std::vector<int> gave_up_;
};

using Who = std::vector<int>;

TEST(Capacity, LetsEveryoneInWithoutALimit) {
  Visitors visitors(0);
  for (int i = 0; i < 100; ++i) visitors.Come(i);
  EXPECT_EQ(visitors.Inside().size(), 100U);
}

TEST(Capacity, LetsTheNextInWhenOneLeavesInTheOrderTheyCame) {
  Visitors visitors(2);
  for (int i = 1; i <= 5; ++i) visitors.Come(i);
  EXPECT_EQ(visitors.Inside(), (Who{1, 2}));
  visitors.Leave(2);
  EXPECT_EQ(visitors.Inside(), (Who{1, 3}));
  visitors.Leave(1);
  EXPECT_EQ(visitors.Inside(), (Who{3, 4}));
}

TEST(Capacity, KeepsASlotForTheNextWhenNobodyWaits) {
  Visitors visitors(1);
  visitors.Come(1);
  visitors.Leave(1);
  visitors.Come(2);
  EXPECT_EQ(visitors.Inside(), (Who{2}));
}

TEST(Capacity, ForgetsAWaiterWhoseConnectionEnds) {
  Visitors visitors(1);
  for (int i = 1; i <= 3; ++i) visitors.Come(i);
  visitors.GiveUp(2);
  EXPECT_EQ(visitors.gave_up(), (Who{2}));
  visitors.Leave(1);
  EXPECT_EQ(visitors.Inside(), (Who{3}));
}

asio::awaitable<void> EnterOften(Capacity& capacity, asio::io_context& io, int times,
                                 std::atomic<int>& inside, std::atomic<int>& most) {
  asio::steady_timer timer(io);
  for (int i = 0; i < times; ++i) {
    const auto slot = co_await capacity.Enter(timer);
    const int now = ++inside;
    int seen = most.load();
    while (now > seen && !most.compare_exchange_weak(seen, now)) {
    }
    // Lets the others of this thread come up to the door.
    timer.expires_at(asio::steady_timer::time_point::min());
    co_await timer.async_wait(asio::use_awaitable);
    --inside;
  }
}

TEST(Capacity, IsNeverExceededByVisitorsOfSeveralThreads) {
  constexpr std::size_t kSlots = 3;
  Capacity capacity(kSlots);
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::array<asio::io_context, 4> contexts;
  for (auto& io : contexts) {
    for (int i = 0; i < 8; ++i) {
      asio::co_spawn(io, EnterOften(capacity, io, 50, inside, most), asio::detached);
    }
  }
  std::vector<std::jthread> threads;
  for (auto& io : contexts) threads.emplace_back([&io] { io.run(); });
  threads.clear();
  EXPECT_EQ(inside, 0);
  EXPECT_LE(most, static_cast<int>(kSlots));
}

}  // namespace
}  // namespace clamor::server
