// SPDX-License-Identifier: Apache-2.0
// What several processes left, put together: one list of load tests, and one run that holds them
// all.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "clamor/result.h"
#include "metrics/run_data.h"
#include "metrics/sla_file.h"

namespace clamor {

// The load tests of all folders. Shards of one test are one run, also when they lie in different
// folders, and what it promised is judged anew over the whole. Throws std::runtime_error with one
// line for a folder that cannot be read or holds no result.
std::vector<RunResult> Gather(const std::vector<std::filesystem::path>& folders);

// The metrics that their suites defined: what SLAs over all of them may name.
std::vector<DefinedMetric> DefinedIn(const std::vector<RunResult>& runs);

// All of them as one run, named after the pattern of tests that they match where they are not all,
// held against the SLAs. Throws std::runtime_error, "FILE:LINE: what is
// wrong", for an SLA over a tag or a check that no run knows, and for a metric that two suites
// define differently. There must be at least one run.
RunResult JudgeWhole(const std::vector<RunResult>& runs, const std::vector<PromisedSla>& slas,
                     const std::string& tests = "");

struct JudgedSections {
  std::vector<RunResult> wholes;        // one for each pattern of tests, as they come in the files
  std::vector<std::string> not_judged;  // a line for each pattern that no run matches
};

// Holds the SLAs of each pattern against the runs that match it as one run. A pattern without runs
// is no failure: a pipeline may run a part of its load tests. Throws as JudgeWhole and for an SLA
// that cannot be read.
JudgedSections JudgeSections(const std::vector<RunResult>& runs,
                             const std::vector<SlaSection>& sections);

struct Gathered {
  std::vector<RunResult> tests;         // the load tests of all folders
  std::vector<RunResult> wholes;        // what SLA files were held against together
  std::vector<std::string> not_judged;  // a line for each section of an SLA file without results

  // Both, as reports show them.
  std::vector<RunResult> All() const;
};

// The folders' load tests, held against the SLA files. Throws as Gather and JudgeSections, and for
// an SLA file that cannot be read.
Gathered GatherAndJudge(const std::vector<std::string>& folders,
                        const std::vector<std::string>& sla_files);

}  // namespace clamor
