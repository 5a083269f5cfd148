// SPDX-License-Identifier: Apache-2.0
// For the room's tests: runs made of a few plain numbers.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "metrics/recorder.h"
#include "metrics/run_data.h"

namespace clamor {

// Turns of an imaginary run, recorded one after another.
class RunBuilder {
 public:
  explicit RunBuilder(SeriesPlan plan = SeriesPlan());
  RunBuilder(const RunBuilder&) = delete;
  RunBuilder& operator=(const RunBuilder&) = delete;

  // A successful turn that ended in that second.
  void Succeed(int second, std::chrono::nanoseconds response_time, const Tags& tags = {});
  void Fail(int second, Failure reason, const Tags& tags = {});
  void Add(int second, TurnRecord turn, const Tags& tags, const TurnIdentity& who = {});

  // The run of so many seconds.
  RunData Run(int seconds) const;

 private:
  SeriesPlan plan_;
  Recorder recorder_;
};

// The plan of a suite that asks checks and defines metrics.
SeriesPlan WithDefinitions(SeriesPlan plan, std::vector<NamedCheck> checks,
                           std::vector<DefinedMetric> defined);

// So many seconds with ten turns each, response times from 100 ms to 190 ms, the first token after
// half of them.
RunData SteadyRun(int seconds);

// A run in which every member is set to something that no other is.
RunData FullRun();

}  // namespace clamor
