// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/test_history.h"

#include <fmt/format.h>

#include <chrono>

#include "base/random.h"

namespace clamor {

NightlyRun NightOf(int night, double value) {
  NightlyRun run;
  run.started = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1) +
                std::chrono::minutes(2 * 60 + 17) + std::chrono::days(night);
  run.commit = fmt::format("{:07x}00000", night);
  run.clamor_version = "0.1.0";
  NightlyTest test;
  test.test = "Chat.Basic";
  test.setting.machine = "Linux 6.1.0, 4 x CPU, 16 GB";
  test.setting.profile = "10/s for 60 s";
  test.setting.conversations = "2 conversations";
  test.measures = {{"p95(response_time)", Unit::kSeconds, value, 400}};
  run.tests.push_back(test);
  return run;
}

void NightlyHistory::Add(int nights, double level) {
  for (int i = 0; i < nights; ++i, ++night_) {
    Random random(static_cast<std::uint64_t>(night_));
    NightlyRun run = NightOf(night_, level * (0.95 + 0.1 * random.Uniform()));
    run.tests[0].setting.machine = machine;
    Append(history, run);
  }
}

void NightlyHistory::LookAgain(double value) {
  NightlyRun second = newest();
  second.started += std::chrono::hours(1);
  second.confirms = true;
  second.tests[0].measures[0].value = value;
  Append(history, second);
}

}  // namespace clamor
