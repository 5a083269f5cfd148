// SPDX-License-Identifier: Apache-2.0
// What runs measured, night after night: a file of one JSON object a line. It may come out of an
// artefact, so that nothing in it is trusted: who shows a text of it escapes and bounds it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "clamor/units.h"

namespace clamor {

// What a load test was played by and on: nights are alike where all of it is.
struct TestSetting {
  std::string machine;  // as RunSettings has it, the kernel's release included
  double duration_scale = 1;
  double rate_scale = 1;
  std::string profile;
  std::string conversations;
  std::map<std::string, std::string> options;  // those that change what is measured
};

// "p95(response_time)" came to 0.24 s, by 812 samples. The larger, the worse.
struct NightlyMeasure {
  std::string name;
  Unit unit = Unit::kSeconds;
  double value = 0;
  std::uint64_t samples = 0;  // 0: of what is merely counted
};

struct NightlyTest {
  std::string test;  // its full name
  TestSetting setting;
  std::string not_judged;                // why its numbers are not believed; empty: they are
  std::vector<NightlyMeasure> measures;  // none where they are not believed
};

struct NightlyRun {
  std::chrono::system_clock::time_point started;
  std::string commit;  // of the code under test; may be empty
  std::string clamor_version;
  bool confirms = false;           // a second look at a night, no night of its own
  std::vector<NightlyTest> tests;  // no name twice

  // The load test of that name, or null.
  const NightlyTest* Find(std::string_view test) const;
};

struct HistoryLine {
  NightlyRun run;
  std::string text;  // as it stands in the file, with members that a newer version put there
};

struct History {
  static constexpr int kFormatVersion = 1;
  static constexpr std::size_t kMostLines = 1000;
  static constexpr std::size_t kMostBytes = 10'000'000;

  std::vector<HistoryLine> lines;  // in the order in which they were added
  std::string torn;                // one line on a last line that was cut; empty: there is none
};

// Reads a history; `file` is only named in messages. Blank lines and members that it does not know
// are passed over. A last line without its line feed that is no JSON was cut, by a writer that was
// killed or a full disk: it is left out and told in `torn`. Throws std::runtime_error, "FILE:LINE:
// what is wrong, what was expected", for any other line that is none of a history.
History ReadHistory(std::string_view text, const std::string& file);

// The history in the file; empty where there is no such file yet. Throws as ReadHistory, and for a
// file that cannot be read or is more than ten times as large as a history grows.
History LoadHistory(const std::filesystem::path& file);

// Puts the run behind the others. One that began at the same moment and is of the same kind is the
// same run, and is replaced. Throws std::invalid_argument with one line where it is to confirm
// itself.
void Append(History& history, const NightlyRun& run);

// Writes the history whole or not at all: the newest lines, as many as kMostLines and kMostBytes
// allow. Throws std::runtime_error naming the file.
void StoreHistory(const std::filesystem::path& file, const History& history);

}  // namespace clamor
