// SPDX-License-Identifier: Apache-2.0
// What is known of one turn when it has ended: what protocols measure and the recorder counts.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "clamor/failure.h"
#include "metrics/catalogue.h"
#include "metrics/pending_samples.h"

namespace clamor {

enum class Outcome : unsigned char {
  kSuccess,
  kFailed,
  kUnfinished,  // cut by the end of the run: neither
};

// How the answer's stream ended; only the first is success, whatever the HTTP status was.
enum class StreamEnd : unsigned char {
  kNone,      // there was no stream: refused, an error status, ...
  kComplete,  // its terminal marker, or its whole body where the API has no marker
  kErrorInside,
  kTruncated,  // a clean end without the terminal marker
  kDropped,    // by the transport
  kStalled,
};

// Why the model stopped, as the server says it.
enum class Finish : unsigned char {
  kNone,  // not said
  kStop,
  kLength,
  kContentFilter,
  kToolCalls,
  kOther,
};
inline constexpr std::size_t kFinishes = static_cast<std::size_t>(Finish::kOther) + 1;

// What a suite's own hook measured.
struct DefinedSample {
  std::uint16_t metric;  // its place in SeriesPlan::defined
  double value;          // in its unit
};

// The durations of one turn by metric; absent where the turn has none.
class TrendValues {
 public:
  TrendValues() { values_.fill(kAbsent); }
  void Set(Trend trend, std::chrono::nanoseconds value) {
    values_[static_cast<std::size_t>(trend)] = value.count() < 0 ? 0 : value.count();
  }
  std::optional<std::chrono::nanoseconds> Get(Trend trend) const {
    const std::int64_t value = values_[static_cast<std::size_t>(trend)];
    if (value == kAbsent) return std::nullopt;
    return std::chrono::nanoseconds(value);
  }
  bool operator==(const TrendValues&) const = default;

 private:
  static constexpr std::int64_t kAbsent = -1;
  std::array<std::int64_t, kTrends> values_;
};

struct TurnRecord {
  Outcome outcome = Outcome::kUnfinished;
  Failure failure = Failure::kProtocol;  // meaningful when the outcome is kFailed
  StreamEnd stream_end = StreamEnd::kNone;
  std::chrono::steady_clock::time_point ended{};
  std::chrono::steady_clock::time_point freed{};  // the connection could take the next turn
  TrendValues
      trends;  // a successful turn's latencies; of a failed one only the failed response time
  PendingSamples gaps;  // inter_event_gap, one per content event but the first
  std::uint64_t content_events = 0;
  std::uint64_t lost_events = 0;  // of an answer that was cut and resumed
  std::uint64_t repeated_events = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  std::uint32_t attempts = 1;
  std::uint32_t resumptions = 0;  // requests for the rest of an answer that was cut
  Finish finish = Finish::kNone;
  std::uint64_t checks_made = 0;  // a bit for each of SeriesPlan::checks
  std::uint64_t checks_passed = 0;
  std::vector<DefinedSample> defined;          // empty, and unallocated, where a suite defines none
  std::optional<std::uint64_t> prompt_tokens;  // from the server's last usage report
  std::optional<std::uint64_t> completion_tokens;
  bool stamped = true;  // every read carried the kernel's receive stamp
  // What user space would have measured: without kernel stamps equal to the trends. They tell how
  // far reading late would have moved a percentile, and thereby whether the generator kept up.
  std::chrono::nanoseconds first_token_lag{0};
  std::chrono::nanoseconds response_lag{0};
  std::string message;  // one line on a failure, bounded; empty (and unallocated) otherwise
  std::string
      repeat_command;  // a curl line that repeats the failed request, its token as $AUTH_TOKEN

  // Makes it a new turn's, keeping allocated memory.
  void Clear();

  void EndAt(std::chrono::steady_clock::time_point time) { ended = freed = time; }
};

}  // namespace clamor
