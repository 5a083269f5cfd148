// SPDX-License-Identifier: Apache-2.0
// Lets the conversations of one batch begin when the last of the batch before has ended.
#pragma once

#include "net/clock.h"

namespace clamor {

class BatchGate {
 public:
  explicit BatchGate(long size) : size_(size) {}

  bool IsOpenFor(long iteration) const { return iteration < open_until_; }

  // Counts a conversation that ended; whether its batch did with it.
  bool End(Time now) {
    if (++ended_ % size_ != 0) return false;
    open_until_ = ended_ + size_;
    opened_at_ = now;
    return true;
  }

  // When the last batch was let in; Time{} for the first.
  Time opened_at() const { return opened_at_; }

 private:
  const long size_;
  long ended_ = 0;
  long open_until_ = size_;
  Time opened_at_{};
};

}  // namespace clamor
