// SPDX-License-Identifier: Apache-2.0
// One line of JSON per turn, for --clamor_turns: raw data for one's own analysis, written while the
// load goes on.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "metrics/series_plan.h"
#include "metrics/turn_record.h"

namespace clamor {

// What is known of a turn beside its record. The views must live while the line is written.
struct TurnLine {
  const TurnRecord& turn;
  const Tags& tags;
  const SeriesPlan& series;  // what its checks and the suite's own metrics are called
  std::chrono::system_clock::time_point ended{};  // TurnRecord::ended on the wall clock
  std::string_view scenario{};                    // "Assistant.DrainsTheQueue"
  std::string_view conversation{};
  std::string_view session{};
  std::string_view trace_id{};  // empty: none
  int place = 1;                // of the turn in its conversation
  bool counted = true;          // false: warm-up
};

// Appends the line with its end:
//   {"time":"2026-03-01T12:00:00.123456Z","scenario":...,"conversation":...,"tags":{...},
//    "session":...,"trace_id":...,"turn":1,"counted":true,"outcome":"failed","reason":"reset",
//    "stream_end":"dropped","attempts":1,"response_time_ns":612345678,...,"content_events":12,
//    "prompt_tokens":9,"completion_tokens":40,"bytes_sent":1,"bytes_received":2,"stamped":true,
//    "time_to_first_audio_ns":412345678,"audio_chunks":52,"failed_checks":["audio_is_whole"],
//    "message":...}
// A duration is there only where the turn has it, as whole nanoseconds; so are the metrics that the
// suite defined, reason, message, trace_id, tokens and failed_checks. Nothing is allocated beyond
// the growth of `out`, which the caller reuses.
void AppendTurnLine(const TurnLine& line, std::string& out);

}  // namespace clamor
