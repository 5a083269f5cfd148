// SPDX-License-Identifier: Apache-2.0
// For tests: histories of made-up nights.
#pragma once

#include <string>

#include "metrics/regression/history.h"

namespace clamor {

// Nights from 2026-01-01 on, at 02:17 UTC, of the load test Chat.Basic with one measure,
// p95(response_time), of 400 samples. The commit of the tenth night begins with "000000a".
class NightlyHistory {
 public:
  // The next nights, each somewhere within 5 % of the level, the same on every machine.
  void Add(int nights, double level);
  // Nights on which nothing was played.
  void Skip(int nights) { night_ += nights; }

  // A second run, an hour after the newest one.
  void LookAgain(double value);

  // Later nights are played on it.
  std::string machine = "Linux 6.1.0, 4 x CPU, 16 GB";

  NightlyRun& newest() { return history.lines.back().run; }

  History history;

 private:
  int night_ = 0;
};

// The run of that night, 0 being the first.
NightlyRun NightOf(int night, double value);

}  // namespace clamor
