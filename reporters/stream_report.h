// SPDX-License-Identifier: Apache-2.0
// The JSON file of testers of event streams: an entry for each stream, then what they come to.
//   {"individual_metrics": [{"connection_id": "0", "success": true, "events_received": 5,
//      "first_event_latency_ms": 42.1, "duration_ms": 812.4, "error": null}, ...],
//    "results": {"total_connections": 10, "successful_connections": 9, "failed_connections": 1,
//      "total_events": 52, "avg_events_per_connection": 5.2, "avg_first_event_latency_ms": 45.2,
//      "median_first_event_latency_ms": 44.0, "p95_first_event_latency_ms": 61.3,
//      "error_rate": 10.0, "throughput_events_per_second": 15.3, "avg_duration_ms": 812.4}}
// Entries are written while the load goes on: however many there are, they take no memory. The
// error rate is in percent; what is not known is null.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>

#include "metrics/run_data.h"
#include "metrics/turn_record.h"
#include "reporters/turn_file.h"

namespace clamor {

class StreamReport {
 public:
  // Begins the file anew and makes its folder. Throws std::runtime_error when it cannot be written.
  explicit StreamReport(const std::filesystem::path& path);

  // Of a turn that the end of the run has cut there is no entry. Safe from several threads. The
  // first error of the disk is kept and ends the writing.
  void Add(const TurnRecord& turn);

  // Ends the file with what the run has come to. Throws std::runtime_error with the first error
  // there was.
  void Close(const RunData& run);

 private:
  void Write(std::string_view text);

  std::mutex mutex_;
  TurnFile file_;
  std::uint64_t entries_ = 0;
  std::uint64_t events_ = 0;
  std::string line_;  // keeps its memory
  std::string failed_;
};

}  // namespace clamor
