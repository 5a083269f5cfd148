// SPDX-License-Identifier: Apache-2.0
// The queue before the server's workers.
#include "server/capacity.h"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace clamor::server {

namespace asio = boost::asio;

asio::awaitable<Capacity::Slot> Capacity::Enter(asio::steady_timer& timer) {
  if (!limited_) co_return Slot(nullptr);
  auto waiter = std::make_shared<Waiter>();
  waiter->timer = &timer;
  {
    const std::lock_guard lock(mutex_);
    if (free_ > 0) {
      --free_;
      co_return Slot(this);
    }
    // Before the waiter can be granted: setting the expiry cancels a wait, and is not for another
    // thread to do.
    timer.expires_at(asio::steady_timer::time_point::max());
    waiting_.push_back(waiter);
  }
  co_await timer.async_wait(asio::experimental::as_tuple(asio::use_awaitable));
  waiter->gone = true;
  const std::lock_guard lock(mutex_);
  if (!waiter->granted) {
    std::erase(waiting_, waiter);
    throw boost::system::system_error(asio::error::operation_aborted);
  }
  co_return Slot(this);
}

void Capacity::Leave() {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty()) {
    ++free_;
    return;
  }
  auto next = std::move(waiting_.front());
  waiting_.pop_front();
  next->granted = true;
  auto executor = next->timer->get_executor();
  asio::post(executor, [next = std::move(next)] {
    // The waiter may have been woken by its connection's end in the meantime, and its timer be no
    // more.
    if (!next->gone) next->timer->cancel();
  });
}

}  // namespace clamor::server
