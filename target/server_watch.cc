// SPDX-License-Identifier: Apache-2.0
#include "target/server_watch.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "target/allowed_cores.h"

namespace clamor {

ServerWatch::ServerWatch(pid_t root, EventLoopDelay* event_loops)
    : root_(root),
      event_loops_(event_loops),
      started_(TimeSinceBoot()),
      allowed_cores_(std::max(1U, std::thread::hardware_concurrency())) {}

std::optional<ServerSample> ServerWatch::Sample(Time now) {
  if (last_ && now <= *last_) return std::nullopt;
  TreeReading tree = ReadTree(root_, before_);
  std::optional<ServerSample> sample;
  if (last_) sample = Compare(before_, tree, {now - *last_, started_, AllowedCoresOfRoot()});
  // Read the first time too: what was told until then is the server's start.
  const auto delay = event_loops_ ? event_loops_->LongestSinceLastTime() : std::nullopt;
  if (sample) sample->event_loop_delay = delay;
  before_ = std::move(tree);
  last_ = now;
  return sample;
}

double ServerWatch::AllowedCoresOfRoot() {
  allowed_cores_ = AllowedCores(root_).value_or(allowed_cores_);
  return allowed_cores_;
}

}  // namespace clamor
