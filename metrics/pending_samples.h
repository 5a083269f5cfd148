// SPDX-License-Identifier: Apache-2.0
// The gaps between one answer's events, kept as two-byte bucket indexes until its turn has ended
// well: only then do they enter the histograms. Its memory is kept from turn to turn.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "metrics/histogram.h"

namespace clamor {

class PendingSamples {
 public:
  // Allocates only while an answer has more events than any before it on the same record.
  void Add(std::chrono::nanoseconds value) {
    indexes_.push_back(Histogram::IndexOf(value));
    sum_ += value;
    min_ = value < min_ ? value : min_;
    max_ = value > max_ ? value : max_;
  }

  void Clear() {
    indexes_.clear();
    sum_ = std::chrono::nanoseconds(0);
    min_ = std::chrono::nanoseconds::max();
    max_ = std::chrono::nanoseconds(0);
  }

  std::size_t size() const { return indexes_.size(); }
  bool empty() const { return indexes_.empty(); }

  // The longest of them; zero when there is none.
  std::chrono::nanoseconds Longest() const { return empty() ? std::chrono::nanoseconds(0) : max_; }

  const std::vector<std::uint16_t>& indexes() const { return indexes_; }

  void AddTo(Histogram& histogram) const {
    if (!empty()) histogram.RecordIndexes(indexes_, sum_, min_, max_);
  }

 private:
  std::vector<std::uint16_t> indexes_;
  std::chrono::nanoseconds sum_{0};
  std::chrono::nanoseconds min_ = std::chrono::nanoseconds::max();
  std::chrono::nanoseconds max_{0};
};

}  // namespace clamor
