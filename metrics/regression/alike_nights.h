// SPDX-License-Identifier: Apache-2.0
// A history as series, a value a night: like with like, so that another machine, another load or
// other options are no change of the server under test.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "metrics/regression/history.h"

namespace clamor {

// A measure's value of one run.
struct NightlyValue {
  std::chrono::system_clock::time_point started;
  std::string commit;
  std::string clamor_version;
  std::string machine;
  double value = 0;
  std::uint64_t samples = 0;
};

struct NightSeries {
  std::string test;
  std::string measure;
  Unit unit = Unit::kSeconds;
  std::vector<NightlyValue> nights;         // in order of time
  std::vector<NightlyValue> confirmations;  // second looks, in order of time
};

// What readers must know of load tests beside their numbers. From files: not escaped.
struct NightNote {
  std::string text;
  std::vector<std::string> tests;  // of which it is true
};

struct AlikeNights {
  std::vector<NightSeries> series;
  std::vector<NightNote> notes;
};

// The series of each load test of the newest night: `run`, or where it confirms, the night before
// it. They hold the last `most_nights` nights up to then in which the load test was played by the
// same settings on the same machine (another release of its kernel is no other machine) and was
// judged. Notes tell where a history began anew and why, which load tests were not judged, were
// not played, or were played otherwise by a run that was to confirm them.
AlikeNights AlikeNightsOf(const History& history, const NightlyRun& run, std::size_t most_nights);

namespace internal {

// What makes the two unlike, a clause each; empty: they are alike.
std::vector<std::string> DifferencesOf(const TestSetting& from, const TestSetting& to);

}  // namespace internal

}  // namespace clamor
