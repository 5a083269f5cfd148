// SPDX-License-Identifier: Apache-2.0
// How late a connection's bytes were read.
#pragma once

#include <algorithm>
#include <cstdint>

#include "net/stamped_stream.h"

namespace clamor {

struct ReadTally {
  std::uint64_t reads = 0;            // that brought bytes
  std::uint64_t unstamped_reads = 0;  // of these, without a kernel stamp
  Clock::duration lag_sum{};          // read - kernel, over the stamped reads
  Clock::duration lag_max{};

  // The stream's last read, which brought bytes.
  void AddRead(const StampedStream& stream) {
    ++reads;
    if (!stream.stamped()) {
      ++unstamped_reads;
      return;
    }
    const Clock::duration lag = stream.arrival().read - stream.arrival().kernel;
    lag_sum += lag;
    lag_max = std::max(lag_max, lag);
  }

  void Add(const ReadTally& other) {
    reads += other.reads;
    unstamped_reads += other.unstamped_reads;
    lag_sum += other.lag_sum;
    lag_max = std::max(lag_max, other.lag_max);
  }
};

}  // namespace clamor
