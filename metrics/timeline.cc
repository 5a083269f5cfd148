// SPDX-License-Identifier: Apache-2.0
// Timeline: samples of the present second as they come, those of earlier ones as sorted varints. A
// dense histogram per second and series would take gigabytes.
#include "metrics/timeline.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace clamor {
namespace {

void AppendVarint(std::vector<unsigned char>& out, std::uint32_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<unsigned char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<unsigned char>(value));
}

std::uint32_t TakeVarint(const std::vector<unsigned char>& in, std::uint32_t& at) {
  std::uint32_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    const unsigned char byte = in[at++];
    value |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
}

// Adds the second's buckets to the first's; both lowest first.
void MergeBuckets(std::vector<Timeline::Bucket>& into, const std::vector<Timeline::Bucket>& from) {
  std::vector<Timeline::Bucket> merged;
  merged.reserve(into.size() + from.size());
  auto a = into.cbegin();
  auto b = from.cbegin();
  while (a != into.cend() || b != from.cend()) {
    if (b == from.cend() || (a != into.cend() && a->index < b->index)) {
      merged.push_back(*a++);
    } else if (a == into.cend() || b->index < a->index) {
      merged.push_back(*b++);
    } else {
      merged.push_back({a->index, a->count + b->count});
      ++a;
      ++b;
    }
  }
  into = std::move(merged);
}

// Counts into one dense array, to be read out as a sparse cell: windows and blocks of many seconds.
class Accumulator {
 public:
  void Add(const Timeline::Cell& cell) {
    for (const auto& bucket : cell.buckets) counts_[bucket.index] += bucket.count;
  }

  void Add(int coarse_index) { ++counts_[static_cast<std::size_t>(coarse_index)]; }

  void MoveTo(Timeline::Cell& cell) {
    cell.buckets.clear();
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      if (counts_[i] == 0) continue;
      cell.buckets.push_back({static_cast<std::uint16_t>(i), counts_[i]});
      counts_[i] = 0;
    }
  }

 private:
  std::vector<std::uint32_t> counts_ = std::vector<std::uint32_t>(kTimelineBuckets);
};

}  // namespace

std::uint64_t Timeline::Cell::Count() const {
  std::uint64_t n = 0;
  for (const Bucket& bucket : buckets) n += bucket.count;
  return n;
}

void Timeline::Add(std::uint32_t second, std::uint16_t index) {
  if (second != pending_second_) Flush();
  pending_second_ = second;
  pending_.push_back(index);
}

void Timeline::Add(std::uint32_t second, std::span<const std::uint16_t> indexes) {
  if (second != pending_second_) Flush();
  pending_second_ = second;
  pending_.insert(pending_.end(), indexes.begin(), indexes.end());
}

Timeline::Cell Timeline::PendingCell() const {
  Cell cell;
  cell.second = pending_second_;
  if (pending_.empty()) return cell;
  // Counting beats sorting from a few hundred samples on.
  constexpr std::size_t kFew = 256;
  if (pending_.size() > kFew) {
    Accumulator counts;
    for (const std::uint16_t index : pending_) counts.Add(index >> kTimelineShift);
    counts.MoveTo(cell);
    return cell;
  }
  std::vector<std::uint16_t> sorted(pending_);
  std::sort(sorted.begin(), sorted.end());
  for (const std::uint16_t index : sorted) {
    const auto coarse = static_cast<std::uint16_t>(index >> kTimelineShift);
    if (!cell.buckets.empty() && cell.buckets.back().index == coarse) {
      ++cell.buckets.back().count;
    } else {
      cell.buckets.push_back({coarse, 1});
    }
  }
  return cell;
}

// Once a second and series; it may allocate.
void Timeline::Flush() {
  if (pending_.empty()) return;
  AddCell(PendingCell());
  pending_.clear();
}

void Timeline::AddCell(const Cell& cell) {
  if (cell.buckets.empty()) return;
  const auto place = std::lower_bound(
      cells_.begin(), cells_.end(), cell.second,
      [](const Entry& entry, std::uint32_t second) { return entry.second < second; });
  if (place == cells_.end()) {
    cells_.push_back(Encode(cell));
    return;
  }
  if (place->second != cell.second) {
    cells_.insert(place, Encode(cell));
    return;
  }
  // Late samples: the cell is written anew at the end. Unless it was the last one there, its old
  // bytes stay, unused, until the next merge.
  Cell merged;
  Decode(*place, merged);
  MergeBuckets(merged.buckets, cell.buckets);
  if (place->end == bytes_.size()) bytes_.resize(place->begin);
  *place = Encode(merged);
}

Timeline::Entry Timeline::Encode(const Cell& cell) {
  // Grown by a quarter rather than doubled: thousands of series would otherwise hold half their
  // memory empty.
  const std::size_t most = bytes_.size() + cell.buckets.size() * 8;
  if (most > bytes_.capacity()) bytes_.reserve(most + bytes_.size() / 4);
  const auto begin = static_cast<std::uint32_t>(bytes_.size());
  std::uint32_t last = 0;
  for (const Bucket& bucket : cell.buckets) {
    AppendVarint(bytes_, bucket.index - last);
    AppendVarint(bytes_, bucket.count);
    last = bucket.index;
  }
  return {cell.second, begin, static_cast<std::uint32_t>(bytes_.size())};
}

void Timeline::Decode(const Entry& entry, Cell& cell) const {
  cell.second = entry.second;
  cell.buckets.clear();
  std::uint32_t index = 0;
  for (std::uint32_t at = entry.begin; at < entry.end;) {
    index += TakeVarint(bytes_, at);
    const std::uint32_t count = TakeVarint(bytes_, at);
    cell.buckets.push_back({static_cast<std::uint16_t>(index), count});
  }
}

void Timeline::Merge(const Timeline& other, std::uint32_t offset_seconds) {
  Flush();
  if (other.empty()) return;
  Timeline merged(std::max(cell_seconds_, other.cell_seconds_));
  const auto add = [&merged](Cell& cell, std::uint32_t offset) {
    cell.second = (cell.second + offset) / merged.cell_seconds_ * merged.cell_seconds_;
    merged.AddCell(cell);
  };
  auto own = cells_.cbegin();
  Cell cell;
  const auto add_own_until = [&](std::uint64_t second) {
    for (; own != cells_.cend() && own->second <= second; ++own) {
      Decode(*own, cell);
      add(cell, 0);
    }
  };
  other.ForEachCell([&](const Cell& theirs) {
    add_own_until(theirs.second + offset_seconds);
    Cell next = theirs;
    add(next, offset_seconds);
  });
  add_own_until(std::numeric_limits<std::uint64_t>::max());
  *this = std::move(merged);
}

std::uint32_t Timeline::EndSecond() const {
  std::uint32_t end = cells_.empty() ? 0 : cells_.back().second + cell_seconds_;
  if (!pending_.empty()) end = std::max(end, pending_second_ + 1);
  return end;
}

void Timeline::ForEachCell(const std::function<void(const Cell&)>& f) const {
  Cell pending = PendingCell();
  bool waiting = !pending.buckets.empty();
  Cell cell;
  for (const Entry& entry : cells_) {
    if (waiting && pending.second < entry.second) {
      f(pending);
      waiting = false;
    }
    Decode(entry, cell);
    if (waiting && pending.second == entry.second) {
      MergeBuckets(cell.buckets, pending.buckets);
      waiting = false;
    }
    f(cell);
  }
  if (waiting) f(pending);
}

void Timeline::ForEachWindow(std::uint32_t seconds,
                             const std::function<void(const Cell&)>& f) const {
  const std::uint32_t length = WindowFor(seconds);
  Accumulator sum;
  Cell window;
  bool any = false;
  ForEachCell([&](const Cell& cell) {
    const std::uint32_t begin = cell.second / length * length;
    if (any && begin != window.second) {
      sum.MoveTo(window);
      f(window);
    }
    window.second = begin;
    any = true;
    sum.Add(cell);
  });
  if (!any) return;
  sum.MoveTo(window);
  f(window);
}

std::uint32_t Timeline::WindowFor(std::uint32_t seconds) const {
  const std::uint32_t cells = (seconds + cell_seconds_ - 1) / cell_seconds_;
  return std::max(cells, 1U) * cell_seconds_;
}

std::size_t Timeline::MemoryBytes() const {
  return sizeof(*this) + pending_.capacity() * sizeof(std::uint16_t) +
         cells_.capacity() * sizeof(Entry) + bytes_.capacity();
}

Histogram::Edges TimelineEdges(std::uint16_t coarse_index) {
  const int first = coarse_index << kTimelineShift;
  const int last = first + (1 << kTimelineShift) - 1;
  return {Histogram::EdgesOf(static_cast<std::uint16_t>(first)).low,
          Histogram::EdgesOf(static_cast<std::uint16_t>(last)).high};
}

namespace {
std::chrono::nanoseconds Middle(std::uint16_t coarse_index) {
  const auto edges = TimelineEdges(coarse_index);
  return (edges.low + edges.high) / 2;
}
}  // namespace

std::chrono::nanoseconds QuantileOf(const Timeline::Cell& cell, double q) {
  if (cell.buckets.empty()) return std::chrono::nanoseconds(0);
  const double rank = std::max(1.0, std::ceil(q * static_cast<double>(cell.Count()) - 1e-6));
  double seen = 0;
  for (const Timeline::Bucket& bucket : cell.buckets) {
    seen += bucket.count;
    if (seen >= rank) return Middle(bucket.index);
  }
  return Middle(cell.buckets.back().index);
}

std::chrono::nanoseconds MeanOf(const Timeline::Cell& cell) {
  double sum = 0;
  double n = 0;
  for (const Timeline::Bucket& bucket : cell.buckets) {
    sum += static_cast<double>(Middle(bucket.index).count()) * bucket.count;
    n += bucket.count;
  }
  return std::chrono::nanoseconds(n > 0 ? std::llround(sum / n) : 0);
}

}  // namespace clamor
