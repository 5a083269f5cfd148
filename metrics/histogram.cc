// SPDX-License-Identifier: Apache-2.0
// Histogram's parts that are not on the recording path.
#include "metrics/histogram.h"

#include <algorithm>
#include <cmath>

namespace clamor {
namespace {

// The rank of a quantile among n samples, from 1. A product such as 0.07 * 100 lies a little above
// its whole number; the tolerance keeps it there.
std::uint64_t RankOf(double q, std::uint64_t n) {
  const double rank = std::ceil(std::clamp(q, 0.0, 1.0) * static_cast<double>(n) - 1e-6);
  return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(std::max(rank, 1.0)), 1, n);
}

}  // namespace

Histogram::Edges Histogram::EdgesOf(std::uint16_t index) {
  const int octave = kFirstOctave + index / static_cast<int>(kSubBuckets);
  const std::int64_t scaled = kSubBuckets + index % kSubBuckets;
  // The inverse of IndexOf: the least n with (n << 10) >> octave == scaled. Rounded up, because
  // below 2^10 ns a bucket is narrower than a nanosecond.
  const auto edge = [octave](std::int64_t s) {
    const std::int64_t shifted = s << octave;
    return (shifted + kSubBuckets - 1) / kSubBuckets;
  };
  return {Nanoseconds(edge(scaled)), Nanoseconds(edge(scaled + 1))};
}

void Histogram::RecordIndexes(const std::vector<std::uint16_t>& indexes, Nanoseconds sum,
                              Nanoseconds min, Nanoseconds max) {
  for (const std::uint16_t index : indexes) ++CounterAt(index);
  Keep(indexes.size(), sum, min, max);
}

void Histogram::Merge(const Histogram& other) {
  if (other.empty()) return;
  for (std::size_t p = 0; p < pages_.size(); ++p) {
    const Page& from = other.pages_[p];
    if (from.empty()) continue;
    if (pages_[p].empty()) {
      pages_[p] = from;
    } else {
      std::transform(from.begin(), from.end(), pages_[p].begin(), pages_[p].begin(), std::plus<>());
    }
  }
  Keep(other.count_, other.sum(), other.min(), other.max());
}

Histogram::Nanoseconds Histogram::Mean() const {
  if (empty()) return Nanoseconds(0);
  return Nanoseconds(std::llround(static_cast<double>(sum_) / static_cast<double>(count_)));
}

std::uint16_t Histogram::IndexAtRank(std::uint64_t rank) const {
  std::uint64_t seen = 0;
  std::uint32_t index = 0;
  for (std::uint32_t page = 0; page < kOctaves; ++page) {
    for (std::uint32_t i = 0; i < pages_[page].size(); ++i) {
      if (pages_[page][i] == 0) continue;
      seen += pages_[page][i];
      index = page * kSubBuckets + i;
      if (seen >= rank) return static_cast<std::uint16_t>(index);
    }
  }
  return static_cast<std::uint16_t>(index);
}

Histogram::Nanoseconds Histogram::Quantile(double q) const {
  if (empty()) return Nanoseconds(0);
  const std::uint64_t rank = RankOf(q, count_);
  if (rank == count_) return max();
  if (rank == 1) return min();
  const Edges edges = EdgesOf(IndexAtRank(rank));
  return std::clamp((edges.low + edges.high) / 2, min(), max());
}

Histogram::Edges Histogram::QuantileEdges(double q) const {
  return empty() ? Edges{} : RankEdges(RankOf(q, count_));
}

Histogram::Edges Histogram::RankEdges(std::uint64_t rank) const {
  if (empty()) return {};
  if (rank >= count_) return {max(), max()};
  if (rank <= 1) return {min(), min()};
  const Edges edges = EdgesOf(IndexAtRank(rank));
  return {std::clamp(edges.low, min(), max()), std::clamp(edges.high, min(), max())};
}

std::uint64_t Histogram::CountAtOrBelow(Nanoseconds value) const {
  const std::uint16_t last = IndexOf(value);
  std::uint64_t seen = 0;
  for (std::uint32_t page = 0; page <= last / kSubBuckets; ++page) {
    for (std::uint32_t i = 0; i < pages_[page].size(); ++i) {
      if (page * kSubBuckets + i <= last) seen += pages_[page][i];
    }
  }
  return seen;
}

}  // namespace clamor
