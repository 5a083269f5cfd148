// SPDX-License-Identifier: Apache-2.0
// A distribution per second of a run, for charts, for SLAs over windows and for confidence
// intervals by blocks of time. Sparse and coarse (128 buckets per octave, 0.8 %): thousands of
// series over half an hour must fit in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "metrics/histogram.h"

namespace clamor {

// How coarse a timeline is: the bucket of a coarse index is 2^shift buckets of Histogram.
inline constexpr int kTimelineShift = 3;

class Timeline {
 public:
  struct Bucket {
    std::uint16_t index;  // of Histogram, >> kTimelineShift
    std::uint32_t count;
  };

  // A stretch of time that has samples.
  struct Cell {
    std::uint32_t second = 0;     // of the run; with WindowsOf the window's first
    std::vector<Bucket> buckets;  // lowest first
    std::uint64_t Count() const;
  };

  // Counts a sample, as Histogram::IndexOf gives it. Seconds come mostly in order; one that comes
  // late costs more but is counted in its place. Two bytes are appended to a buffer, which the next
  // second sorts into the compact form.
  void Add(std::uint32_t second, std::uint16_t index);
  void Add(std::uint32_t second, std::span<const std::uint16_t> indexes);

  // Adds whole cells, as a result file holds them.
  void AddCell(const Cell& cell);

  // Adds the other's samples, its second 0 being this one's `offset_seconds`.
  void Merge(const Timeline& other, std::uint32_t offset_seconds = 0);

  bool empty() const { return cells_.empty() && pending_.empty(); }

  // One past the last second that has a sample; 0 when empty.
  std::uint32_t EndSecond() const;

  // Calls f for each second that has samples, in order. The cell is reused between calls.
  void ForEachSecond(const std::function<void(const Cell&)>& f) const;

  // The same for windows of n seconds from second 0 on.
  void ForEachWindow(std::uint32_t seconds, const std::function<void(const Cell&)>& f) const;

  std::size_t MemoryBytes() const;

 private:
  struct Entry {
    std::uint32_t second;
    std::uint32_t begin;  // in bytes_
    std::uint32_t end;
  };

  void Flush();
  void Put(const Cell& cell);
  void Decode(const Entry& entry, Cell& cell) const;

  std::uint32_t pending_second_ = 0;
  std::vector<std::uint16_t> pending_;
  std::vector<Entry> cells_;          // by second
  std::vector<unsigned char> bytes_;  // varints: index delta, count
};

// The edges of a coarse bucket.
Histogram::Edges TimelineEdges(std::uint16_t coarse_index);

// The least value that a share q of the cell's samples does not exceed, as the middle of its coarse
// bucket.
std::chrono::nanoseconds QuantileOf(const Timeline::Cell& cell, double q);

// From the middles of the buckets.
std::chrono::nanoseconds MeanOf(const Timeline::Cell& cell);

}  // namespace clamor
