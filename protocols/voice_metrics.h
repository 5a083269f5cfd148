// SPDX-License-Identifier: Apache-2.0
// The metrics of clamor/voice.h, and their way into a turn's record.
#pragma once

#include <chrono>
#include <vector>

#include "clamor/metric.h"
#include "metrics/series_plan.h"
#include "metrics/turn_record.h"
#include "protocols/probes.h"

namespace clamor {

// What VoiceTest defines.
std::vector<DefinedMetric> VoiceMetrics();

// Puts samples into a record, where the test has defined their metric.
class VoiceSamples {
 public:
  VoiceSamples(const std::vector<DefinedMetric>& defined, TurnRecord& record)
      : defined_(defined), record_(record) {}

  template <class U>
  void Add(Metric<U> metric, double value) {
    AddSample(defined_, metric.name, value, record_);
  }
  void Add(Metric<Seconds> metric, std::chrono::nanoseconds value) {
    AddSample(defined_, metric.name, Seconds(value).count(), record_);
  }

 private:
  const std::vector<DefinedMetric>& defined_;
  TurnRecord& record_;
};

}  // namespace clamor
