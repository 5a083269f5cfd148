// SPDX-License-Identifier: Apache-2.0
// clamor-report: one report of the results that several load tests, processes or machines left, and
// SLAs held against all of them, or those of one section, together. Exit code 0: everything
// promised was kept; 1: it was not; 2: bad usage, or something that cannot be read or written.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "ci/command_line.h"
#include "ci/gather.h"
#include "ci/run_folder.h"
#include "reporters/all.h"
#include "reporters/console_summary.h"
#include "reporters/standing.h"
#include "reporters/terminal.h"

namespace clamor {
namespace {

struct Arguments {
  bool begin = false;
  std::vector<std::string> folders;
  std::vector<std::string> sla_files;
  std::string out;
};

void Declare(CommandLine& line, Arguments& arguments) {
  line.Required("DIR", arguments.folders, "folders that hold results (--clamor_out)");
  line.Option("--sla", arguments.sla_files,
              "file of SLAs, one per line, held against all results together, or against those of "
              "the tests that a line [Chat.*] above them names");
  line.Option("--out", arguments.out, "folder for the reports (default: the first DIR)");
  line.Flag("--begin", arguments.begin,
            "begin a run: make DIR and remove an earlier run's results and reports from it");
}

// False when a report could not be written; each was complained of.
bool Write(const std::filesystem::path& folder, const std::vector<RunResult>& runs,
           const CommandLine& line) {
  const std::vector<std::string> problems = WriteReports(folder, runs);
  for (const std::string& problem : problems) line.Complain(problem);
  const char* step_summary = std::getenv("GITHUB_STEP_SUMMARY");
  if (step_summary != nullptr && *step_summary != '\0') AppendToStepSummary(step_summary, runs);
  return problems.empty();
}

int Report(const Arguments& arguments, const CommandLine& line) {
  const Gathered gathered = GatherAndJudge(arguments.folders, arguments.sla_files);
  const std::vector<RunResult> runs = gathered.All();
  const Style style = StyleFor(STDOUT_FILENO, std::getenv("NO_COLOR"));
  for (const RunResult& run : runs) fmt::print("{}\n", Summary(run, style));
  for (const std::string& section : gathered.not_judged) fmt::print("{}\n", section);
  fmt::print("{}", Totals(runs, style));
  const auto& folder = arguments.out.empty() ? arguments.folders.front() : arguments.out;
  if (!Write(folder, runs, line)) return kExitError;
  return IsGood(WorstOf(runs)) ? kExitGood : kExitBad;
}

int Begin(const Arguments& arguments) {
  for (const std::string& folder : arguments.folders) BeginRunFolder(folder);
  return kExitGood;
}

}  // namespace
}  // namespace clamor

int main(int argc, char** argv) {
  clamor::CommandLine line(
      "clamor-report", "Gathers results of load tests into one report.",
      "Exit code: 0 promises kept, 1 a promise broken or void, 2 bad usage or unreadable input.");
  clamor::Arguments arguments;
  clamor::Declare(line, arguments);
  return line.Run(argc, argv, [&] {
    return arguments.begin ? clamor::Begin(arguments) : clamor::Report(arguments, line);
  });
}
