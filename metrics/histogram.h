// SPDX-License-Identifier: Apache-2.0
// A distribution of durations, 1 us to 1 h, log-linear: each octave (power of two of nanoseconds)
// has 1,024 equal buckets, so that a value read back is off by at most 0.1 %. Mergeable without
// loss; a value type.
#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace clamor {

class Histogram {
 public:
  using Nanoseconds = std::chrono::nanoseconds;

  static constexpr Nanoseconds kLowest = std::chrono::microseconds(1);
  static constexpr Nanoseconds kHighest = std::chrono::hours(1);
  static constexpr std::uint32_t kSubBuckets = 1024;  // of each octave
  static constexpr int kFirstOctave = 9;              // 2^9 ns = 512 ns holds kLowest
  static constexpr int kOctaves = 33;  // up to 2^42 ns = 73 min, which holds kHighest
  static constexpr std::uint32_t kBuckets = kOctaves * kSubBuckets;
  static_assert(kBuckets <= std::numeric_limits<std::uint16_t>::max());

  // What a bucket holds: durations from low up to, but not including, high.
  struct Edges {
    Nanoseconds low;
    Nanoseconds high;
  };

  struct Bucket {
    std::uint16_t index;
    std::uint64_t count;
  };

  // The bucket of a duration; what lies below kLowest or above kHighest goes to the buckets that
  // hold those.
  static std::uint16_t IndexOf(Nanoseconds value) {
    std::int64_t ns = value.count();
    ns = ns < kLowest.count() ? kLowest.count() : ns;
    ns = ns > kHighest.count() ? kHighest.count() : ns;
    const auto n = static_cast<std::uint64_t>(ns);
    const int octave = 63 - std::countl_zero(n);
    const std::uint64_t scaled = (n << 10) >> octave;  // 1,024 to 2,047
    return static_cast<std::uint16_t>(
        static_cast<std::uint64_t>(octave - kFirstOctave) * kSubBuckets + scaled - kSubBuckets);
  }

  static Edges EdgesOf(std::uint16_t index);

  void Record(Nanoseconds value) {
    ++CounterAt(IndexOf(value));
    Keep(1, value, value, value);
  }

  // Records samples that were already put into buckets, with their exact sum, least and largest.
  void RecordIndexes(const std::vector<std::uint16_t>& indexes, Nanoseconds sum, Nanoseconds min,
                     Nanoseconds max);

  void Merge(const Histogram& other);

  // Takes a bucket's count and, with Restore, the exact values as a result file holds them.
  void AddBucket(std::uint16_t index, std::uint64_t count) { CounterAt(index) += count; }
  void Restore(std::uint64_t count, Nanoseconds sum, Nanoseconds min, Nanoseconds max) {
    Keep(count, sum, min, max);
  }

  std::uint64_t count() const { return count_; }
  bool empty() const { return count_ == 0; }

  // Exact. Of an empty histogram: zero.
  Nanoseconds sum() const { return Nanoseconds(sum_); }
  Nanoseconds min() const { return Nanoseconds(empty() ? 0 : min_); }
  Nanoseconds max() const { return Nanoseconds(empty() ? 0 : max_); }
  Nanoseconds Mean() const;

  // The least value that at least a share q (0 to 1) of the samples does not exceed, as the middle
  // of its bucket; never below min() nor above max(). Zero when empty.
  Nanoseconds Quantile(double q) const;

  // The edges of the bucket of Quantile(q), no further out than min() and max(). For intervals,
  // which take outer edges.
  Edges QuantileEdges(double q) const;

  // The same for the sample of that rank, 1 being the least.
  Edges RankEdges(std::uint64_t rank) const;

  // Samples in buckets up to and including the value's own.
  std::uint64_t CountAtOrBelow(Nanoseconds value) const;

  // Calls f(Bucket) for each bucket that is not empty, lowest first.
  template <class F>
  void ForEachBucket(F&& f) const {
    for (std::uint32_t page = 0; page < kOctaves; ++page) {
      for (std::uint32_t i = 0; i < pages_[page].size(); ++i) {
        const std::uint64_t n = pages_[page][i];
        if (n != 0) f(Bucket{static_cast<std::uint16_t>(page * kSubBuckets + i), n});
      }
    }
  }

 private:
  // A page is one octave's counters. A series touches few of the 33 octaves, and there are
  // thousands of series: whole arrays would take 264 kB each. It is allocated when its first sample
  // comes, so not in the steady state.
  using Page = std::vector<std::uint64_t>;

  std::uint64_t& CounterAt(std::uint16_t index) {
    Page& page = pages_[index / kSubBuckets];
    if (page.empty()) page.resize(kSubBuckets);
    return page[index % kSubBuckets];
  }

  void Keep(std::uint64_t count, Nanoseconds sum, Nanoseconds min, Nanoseconds max) {
    count_ += count;
    sum_ += sum.count();
    min_ = min.count() < min_ ? min.count() : min_;
    max_ = max.count() > max_ ? max.count() : max_;
  }

  std::uint16_t IndexAtRank(std::uint64_t rank) const;

  std::array<Page, kOctaves> pages_;
  std::uint64_t count_ = 0;
  std::int64_t sum_ = 0;  // enough for 292 years of waiting
  std::int64_t min_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t max_ = std::numeric_limits<std::int64_t>::min();
};

}  // namespace clamor
