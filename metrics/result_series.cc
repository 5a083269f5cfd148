// SPDX-License-Identifier: Apache-2.0
// Histograms and timelines in result files: sparse, and as distances, which keeps numbers short.
#include "metrics/result_series.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>

#include "metrics/trend_summary.h"

namespace clamor {
namespace {

// Buckets to the octave; in memory there are 128.
constexpr std::uint32_t kWholeRunOctave = 32;
constexpr std::uint32_t kTagOctave = 16;
constexpr std::uint32_t kMemoryOctave = Histogram::kSubBuckets >> kTimelineShift;

constexpr std::uint32_t kMostTagCells = 32;

// The shortest cells, a power of two of seconds so that shards merge exactly, of which there are
// not too many.
std::uint32_t TagCellSeconds(const Timeline& timeline) {
  std::uint32_t seconds = timeline.cell_seconds();
  while (timeline.EndSecond() > kMostTagCells * seconds) seconds *= 2;
  return seconds;
}

// Sums for the file's buckets, written as distance and count.
void WriteCoarse(JsonWriter& out, const Timeline::Cell& cell, std::uint32_t octave) {
  const std::uint32_t width = kMemoryOctave / octave;
  std::uint32_t last = 0;
  for (std::size_t i = 0; i < cell.buckets.size();) {
    const std::uint32_t index = cell.buckets[i].index / width;
    std::uint32_t count = 0;
    while (i < cell.buckets.size() && cell.buckets[i].index / width == index) {
      count += cell.buckets[i++].count;
    }
    out.Number(index - last);
    out.Number(count);
    last = index;
  }
}

// The distances of a sparse list from `first` on, as pairs of index and count.
template <class Take>
void ReadSparse(const JsonReader& in, std::size_t first, std::uint64_t buckets, const Take& take) {
  if ((in.Size() - first) % 2 != 0) in.Fail("expected pairs of distance and count");
  std::uint64_t index = 0;
  for (std::size_t i = first; i < in.Size(); i += 2) {
    const std::uint64_t distance = in.Uint64At(i);
    if (distance >= buckets || index + distance >= buckets) in.Fail("a bucket that does not exist");
    index += distance;
    take(static_cast<std::uint16_t>(index), in.Uint64At(i + 1));
  }
}

void WriteInterval(JsonWriter& out, const Interval& interval, double scale) {
  const auto end = [&](const std::optional<double>& value) {
    if (value) {
      out.Number(*value * scale);
    } else {
      out.Null();
    }
  };
  out.Array([&] {
    end(interval.low);
    end(interval.high);
  });
}

}  // namespace

void WriteSummary(JsonWriter& out, const Histogram& histogram, const Timeline& timeline,
                  double scale) {
  const auto value = [scale](std::chrono::nanoseconds duration) {
    return std::chrono::duration<double>(duration).count() * scale;
  };
  out.Key("summary");
  out.Object([&] {
    out.Member("count", histogram.count());
    out.Member("min", value(histogram.min()));
    out.Member("mean", value(histogram.Mean()));
    out.Member("max", value(histogram.max()));
    for (const auto& [q, name] : kReportedQuantiles) {
      out.Member(name, value(histogram.Quantile(q)));
    }
    const auto intervals = QuantileIntervals(histogram, timeline);
    out.Key("intervals_95");
    out.Object([&] {
      for (std::size_t i = 0; i < intervals.size(); ++i) {
        out.Key(kReportedQuantiles[i].name);
        WriteInterval(out, intervals[i], scale);
      }
    });
  });
}

void WriteHistogram(JsonWriter& out, const Histogram& histogram) {
  out.Object([&] {
    out.Member("count", histogram.count());
    out.Member("sum_ns", histogram.sum().count());
    out.Member("min_ns", histogram.min().count());
    out.Member("max_ns", histogram.max().count());
    out.Key("buckets");
    out.Array([&] {
      std::uint32_t last = 0;
      histogram.ForEachBucket([&](const Histogram::Bucket& bucket) {
        out.Number(bucket.index - last);
        out.Number(bucket.count);
        last = bucket.index;
      });
    });
  });
}

Histogram ReadHistogram(const JsonReader& in) {
  using std::chrono::nanoseconds;
  Histogram histogram;
  std::uint64_t sum = 0;
  ReadSparse(in["buckets"], 0, Histogram::kBuckets, [&](std::uint16_t index, std::uint64_t count) {
    if (count == 0) in.Fail("a bucket without a count");
    histogram.AddBucket(index, count);
    sum += count;
  });
  const std::uint64_t count = in["count"].Uint64();
  const nanoseconds min(in["min_ns"].Int64());
  const nanoseconds max(in["max_ns"].Int64());
  if (sum != count) in.Fail("\"count\" is not the sum of the buckets");
  if (min > max) in.Fail("\"min_ns\" is above \"max_ns\"");
  if (count > 0) histogram.Restore(count, nanoseconds(in["sum_ns"].Int64()), min, max);
  return histogram;
}

void WriteTimeline(JsonWriter& out, const Timeline& timeline, bool whole_run) {
  const std::uint32_t cell_seconds = whole_run ? timeline.cell_seconds() : TagCellSeconds(timeline);
  const std::uint32_t octave = whole_run ? kWholeRunOctave : kTagOctave;
  out.Object([&] {
    out.Member("cell_seconds", cell_seconds);
    out.Member("octave", octave);
    out.Key("cells");
    out.Array([&] {
      std::uint32_t last = 0;
      timeline.ForEachWindow(cell_seconds, [&](const Timeline::Cell& cell) {
        out.Array([&] {
          out.Number(cell.second - last);
          WriteCoarse(out, cell, octave);
        });
        last = cell.second;
      });
    });
  });
}

Timeline ReadTimeline(const JsonReader& in) {
  const std::uint32_t cell_seconds = in["cell_seconds"].Uint32();
  if (cell_seconds == 0) in.Fail("\"cell_seconds\" is nought");
  const std::uint32_t octave = in["octave"].Uint32();
  if (octave == 0 || kMemoryOctave % octave != 0) in.Fail("\"octave\" is no part of 128");
  const std::uint32_t width = kMemoryOctave / octave;
  Timeline timeline(cell_seconds);
  constexpr std::uint64_t kMostSeconds = std::numeric_limits<std::uint32_t>::max() / 2;
  std::uint64_t second = 0;
  in["cells"].ForEach([&](const JsonReader& cell) {
    if (cell.Size() == 0) cell.Fail("a cell without its second");
    second += std::min(cell.Uint64At(0), kMostSeconds);
    if (second > kMostSeconds) cell.Fail("a second beyond any run");
    Timeline::Cell read;
    read.second = static_cast<std::uint32_t>(second);
    ReadSparse(cell, 1, kTimelineBuckets / width, [&](std::uint16_t index, std::uint64_t count) {
      if (count > std::numeric_limits<std::uint32_t>::max()) cell.Fail("a count too large");
      // The middle of the file's bucket.
      const std::uint32_t middle = index * width + width / 2;
      read.buckets.push_back(
          {static_cast<std::uint16_t>(middle), static_cast<std::uint32_t>(count)});
    });
    timeline.AddCell(read);
  });
  return timeline;
}

}  // namespace clamor
