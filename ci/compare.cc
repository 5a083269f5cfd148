// SPDX-License-Identifier: Apache-2.0
// clamor-compare: two builds of a server held against each other by the results that load tests
// left of each. Exit code 0: nothing is slower; 1: something is; 2: bad usage, nothing to compare,
// or something that cannot be read or written.
#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "ci/command_line.h"
#include "ci/gather.h"
#include "ci/paired_folder.h"
#include "ci/tell_comparison.h"
#include "metrics/regression/compare_runs.h"
#include "metrics/regression/comparison_json.h"
#include "metrics/result_json.h"

namespace clamor {
namespace {

struct Arguments {
  std::vector<std::string> results;
  std::string out;
};

void Declare(CommandLine& line, Arguments& arguments) {
  line.Required("RESULTS", arguments.results,
                "BASE HEAD: of each build a result file or a folder of them (--clamor_out), or the "
                "base and head folders that clamor-paired left; or one comparison.json, to tell it "
                "again");
  line.Option("--out", arguments.out,
              "folder for comparison.json, comparison.md and comparison.xml (JUnit); without it "
              "nothing is written");
}

std::vector<RunData> ReadSide(const std::filesystem::path& path) {
  if (std::filesystem::is_regular_file(path)) {
    return {ReadResultJson(ReadFile(path), path.string())};
  }
  std::vector<RunData> runs;
  for (const RunResult& result : Gather({path})) runs.push_back(result.data());
  return runs;
}

BuildComparison Compare(const std::vector<std::string>& results) {
  if (results.size() == 1) {
    return ReadComparisonJson(ReadFile(results.front()), results.front());
  }
  if (results.size() != 2) {
    throw std::runtime_error(
        fmt::format("{} paths, expected BASE and HEAD, or one comparison.json", results.size()));
  }
  if (const auto folder = PairedFolderOf(results[0], results[1])) {
    return ComparePairedFolder(*folder);
  }
  return CompareRuns(ReadSide(results[0]), ReadSide(results[1]), {});
}

}  // namespace
}  // namespace clamor

int main(int argc, char** argv) {
  clamor::CommandLine line("clamor-compare", "Holds two builds of a server against each other.",
                           "Exit code: 0 nothing is slower, 1 something is, 2 bad usage, nothing "
                           "to compare or unreadable "
                           "input.");
  clamor::Arguments arguments;
  clamor::Declare(line, arguments);
  return line.Run(argc, argv, [&arguments] {
    return clamor::TellComparison(clamor::Compare(arguments.results), arguments.out);
  });
}
