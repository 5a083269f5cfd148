// SPDX-License-Identifier: Apache-2.0
// A distribution per second of a run, for charts, for SLAs over windows and for confidence
// intervals by blocks of time. Sparse and coarse (128 buckets per octave, 0.8 %): thousands of
// series over half an hour must fit in memory.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "metrics/histogram.h"

namespace clamor {

// How coarse a timeline is: a coarse bucket is 2^shift buckets of Histogram.
inline constexpr int kTimelineShift = 3;
inline constexpr std::size_t kTimelineBuckets = Histogram::kBuckets >> kTimelineShift;

class Timeline {
 public:
  struct Bucket {
    std::uint16_t index;  // of Histogram, >> kTimelineShift
    std::uint32_t count;
  };

  // A stretch of time that has samples.
  struct Cell {
    std::uint32_t second = 0;     // its first, of the run
    std::vector<Bucket> buckets;  // lowest first
    std::uint64_t Count() const;
  };

  // `cell_seconds`: how long a cell lasts. Recorders keep single seconds; result files hold longer
  // ones for tagged series.
  explicit Timeline(std::uint32_t cell_seconds = 1) : cell_seconds_(cell_seconds) {}

  // Counts a sample, as Histogram::IndexOf gives it. Seconds come mostly in order; one that comes
  // late costs more but is counted in its place. Two bytes are appended to a buffer, which the next
  // second's first sample turns into the compact form.
  void Add(std::uint32_t second, std::uint16_t index);
  void Add(std::uint32_t second, std::span<const std::uint16_t> indexes);

  // Adds a whole cell, as a result file holds it.
  void AddCell(const Cell& cell);

  // Adds the other's samples, its second 0 being this one's `offset_seconds`. Cells are then as
  // long as the longer of both.
  void Merge(const Timeline& other, std::uint32_t offset_seconds = 0);

  bool empty() const { return cells_.empty() && pending_.empty(); }
  std::uint32_t cell_seconds() const { return cell_seconds_; }

  // One past the last second that has a sample; 0 when empty.
  std::uint32_t EndSecond() const;

  // Calls f for each cell that has samples, in order. The cell is reused between calls.
  void ForEachCell(const std::function<void(const Cell&)>& f) const;

  // The same for windows from second 0 on, each WindowFor(seconds) long; those without samples are
  // left out.
  void ForEachWindow(std::uint32_t seconds, const std::function<void(const Cell&)>& f) const;

  // The window of at least that many seconds which whole cells make up.
  std::uint32_t WindowFor(std::uint32_t seconds) const;

  std::size_t MemoryBytes() const;

 private:
  struct Entry {
    std::uint32_t second;
    std::uint32_t begin;  // in bytes_
    std::uint32_t end;
  };

  Cell PendingCell() const;
  void Flush();
  Entry Encode(const Cell& cell);
  void Decode(const Entry& entry, Cell& cell) const;

  std::uint32_t cell_seconds_;
  std::uint32_t pending_second_ = 0;
  std::vector<std::uint16_t> pending_;
  std::vector<Entry> cells_;          // by second
  std::vector<unsigned char> bytes_;  // varints: index's distance to the one before, count
};

// The edges of a coarse bucket.
Histogram::Edges TimelineEdges(std::uint16_t coarse_index);

// The least value that at least a share q of the cell's samples does not exceed, as the middle of
// its coarse bucket.
std::chrono::nanoseconds QuantileOf(const Timeline::Cell& cell, double q);

// From the middles of the buckets.
std::chrono::nanoseconds MeanOf(const Timeline::Cell& cell);

}  // namespace clamor
