// SPDX-License-Identifier: Apache-2.0
// Counts turns while the load goes on. One recorder per worker thread, shared with nobody; they are
// merged at the end.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>

#include "metrics/exemplar.h"
#include "metrics/run_data.h"
#include "metrics/series_plan.h"
#include "metrics/turn_record.h"

namespace clamor {

// What a live line shows of a run so far.
struct LiveCounts {
  std::uint64_t turns = 0;
  std::uint64_t failures = 0;
  std::uint64_t conversations = 0;
  Histogram response_time;  // coarse is enough

  void Add(const LiveCounts& other);
};

class Recorder {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // `start` is second 0 of the timeline; the plan must outlive the recorder.
  Recorder(const SeriesPlan& plan, Time start);
  ~Recorder();
  Recorder(Recorder&&) noexcept;
  Recorder& operator=(Recorder&&) noexcept;

  // Counts an ended turn in each of its slices. Failure examples: the first five of each reason are
  // kept, bounded; so is who the slowest turns were.
  void AddTurn(const TurnRecord& turn, std::span<const SliceId> slices,
               const TurnIdentity& who = {});

  void AddConversation(bool whole, std::chrono::nanoseconds time, std::uint64_t turns_not_held,
                       Time ended, std::span<const SliceId> slices);

  void AddDroppedIteration(Time at, std::span<const SliceId> slices);

  // So far; cheap enough for once a second.
  LiveCounts Live() const;

  // Takes over everything that the other counted. Both were made with the same plan and start.
  void Merge(const Recorder& other);
  // The same without a second copy of its series, which is to be preferred at the end of a run;
  // leaves the other empty.
  void Merge(Recorder&& other);

  // Writes series, timelines, failures, stream ends and exemplars into `run`, of which `counted` is
  // the measured time.
  void WriteTo(RunData& run) const&;
  // The same, giving away the series rather than copying them.
  void WriteTo(RunData& run) &&;

  // The same with the histograms of some slices only, without exemplars: cheap enough for once a
  // second, for what a promise is judged by while the load still goes on.
  void WriteExcerptTo(RunData& run, std::span<const SliceId> slices) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace clamor
