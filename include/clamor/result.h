// SPDX-License-Identifier: Apache-2.0
// Everything known of one run. No GoogleTest here: clamor-report and users' own tools read it too
// (clamor::results).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "clamor/metric.h"
#include "clamor/units.h"

namespace clamor {

struct RunData;  // the whole of it, for Clamor's own rooms: metrics/run_data.h

enum class VerdictKind {
  kPassed,
  kFailed,
  kVoid,  // the generator was the bottleneck: the number is not believed
};

// What a verdict rests on, in the base unit of its SLA: seconds, bytes, shares of 1, per second. Of
// an SLA over windows, its worst window's.
struct Evidence {
  std::optional<double> value;  // none: nothing was measured
  std::optional<double> limit;  // none: the SLA could not be read
  std::uint64_t samples = 0;    // 0: of what is merely counted
  std::optional<double> low;    // the ends of the value's confidence interval, where known
  std::optional<double> high;
  double level = 0;    // of that interval; 0: it has none
  std::string remark;  // what the numbers do not say: why it is uncertain, void, or not measured
};

// One SLA held against the run.
struct Verdict {
  std::string sla;   // as the grammar prints it
  std::string file;  // where it was promised
  int line = 0;
  VerdictKind kind = VerdictKind::kFailed;
  bool uncertain = false;  // judged on the value, but the samples do not settle it
  std::string message;     // one line: value, limit, samples, interval, and what is uncertain
  bool warns = false;      // promised as a warning: a broken one fails nothing
  Evidence evidence = {};
};

class RunResult {
 public:
  RunResult();
  explicit RunResult(std::shared_ptr<const RunData> data);

  // The value of a measure over the counted part of the run. Throws std::out_of_range when nothing
  // was measured (an empty answer would compare as smaller than any limit) and
  // std::invalid_argument when there is no such metric or series.
  Seconds Value(const Measure<Seconds>& measure) const;
  Ratio Value(const Measure<Ratio>& measure) const;
  Rate Value(const Measure<Rate>& measure) const;
  Bytes Value(const Measure<Bytes>& measure) const;
  ByteRate Value(const Measure<ByteRate>& measure) const;
  Count Value(const Measure<Count>& measure) const;
  double Value(const Measure<double>& measure) const;

  const std::string& test() const;  // "Assistant.DrainsTheQueueWhileEveryoneTalks"
  const std::vector<Verdict>& verdicts()
      const;           // empty until the listener or clamor-report has judged
  long turns() const;  // that ended, well or not
  long failures() const;
  bool passed() const;  // every verdict passed, but for those that only warn

  const RunData& data() const { return *data_; }

 private:
  std::shared_ptr<const RunData> data_;
  std::string name_;
};

// Reads every result file of a folder (not of folders in it), checks it, and merges shards of one
// load test. Throws std::runtime_error with one line that names the file and what is wrong with it.
std::vector<RunResult> ReadResults(const std::string& folder);

}  // namespace clamor
