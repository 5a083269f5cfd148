// SPDX-License-Identifier: Apache-2.0
// RunResult and the reading of results folders.
#include "clamor/result.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/atomic_file.h"
#include "metrics/judge.h"
#include "metrics/merge_runs.h"
#include "metrics/result_files.h"
#include "metrics/result_json.h"
#include "metrics/run_data.h"
#include "metrics/sla_grammar.h"

namespace clamor {
namespace {

double ValueOf(const std::string& measure, const RunData& run) {
  return Evaluate(ParseValue(measure, run.defined), run);
}

// The folder's result files by name; reports and other people's JSON are left alone.
std::vector<std::filesystem::path> ResultFilesIn(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".json") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool IsResult(std::string_view text) {
  constexpr std::size_t kHead = 64;
  return text.substr(0, kHead).find(kResultMark) != std::string_view::npos;
}

// Puts the run to the shards of the same test, where there are any.
void AddShard(std::vector<std::vector<RunData>>& tests, RunData run) {
  const auto same = std::find_if(tests.begin(), tests.end(), [&run](const auto& shards) {
    const RunData& other = shards.front();
    return run.shard && other.shard && other.FullName() == run.FullName() &&
           other.repetition == run.repetition;
  });
  auto& shards = same == tests.end() ? tests.emplace_back() : *same;
  shards.push_back(std::move(run));
}

RunResult WholeOf(std::vector<RunData> shards) {
  const bool several = shards.size() > 1;
  RunData run = MergeInTime(std::move(shards));
  if (several) JudgeRun(run, OptionsOf(run));
  return RunResult(std::make_shared<const RunData>(std::move(run)));
}

}  // namespace

RunResult::RunResult() : data_(std::make_shared<const RunData>()) {}
RunResult::RunResult(std::shared_ptr<const RunData> data) : data_(std::move(data)) {
  name_ = data_->FullName();
}

Seconds RunResult::Value(const Measure<Seconds>& measure) const {
  return Seconds(ValueOf(measure.text(), *data_));
}
Ratio RunResult::Value(const Measure<Ratio>& measure) const {
  return {ValueOf(measure.text(), *data_)};
}
Rate RunResult::Value(const Measure<Rate>& measure) const {
  return {ValueOf(measure.text(), *data_)};
}
Bytes RunResult::Value(const Measure<Bytes>& measure) const {
  return {static_cast<std::uint64_t>(ValueOf(measure.text(), *data_))};
}
ByteRate RunResult::Value(const Measure<ByteRate>& measure) const {
  return {ValueOf(measure.text(), *data_)};
}
Count RunResult::Value(const Measure<Count>& measure) const {
  return {ValueOf(measure.text(), *data_)};
}
double RunResult::Value(const Measure<double>& measure) const {
  return ValueOf(measure.text(), *data_);
}

const std::string& RunResult::test() const { return name_; }
const std::vector<Verdict>& RunResult::verdicts() const { return data_->verdicts; }

long RunResult::turns() const {
  return static_cast<long>(data_->Value(Counter::kTurnsSucceeded) +
                           data_->Value(Counter::kTurnsFailed));
}
long RunResult::failures() const { return static_cast<long>(data_->Value(Counter::kTurnsFailed)); }

bool RunResult::passed() const {
  return std::all_of(data_->verdicts.begin(), data_->verdicts.end(), [](const Verdict& verdict) {
    return verdict.warns || verdict.kind == VerdictKind::kPassed;
  });
}

std::vector<RunResult> ReadResults(const std::string& folder) {
  std::vector<std::vector<RunData>> tests;
  for (const std::filesystem::path& path : ResultFilesIn(folder)) {
    const std::string text = ReadFile(path);
    if (IsResult(text)) AddShard(tests, ReadResultJson(text, path.string()));
  }
  std::vector<RunResult> results;
  results.reserve(tests.size());
  for (std::vector<RunData>& shards : tests) results.push_back(WholeOf(std::move(shards)));
  return results;
}

}  // namespace clamor
