// SPDX-License-Identifier: Apache-2.0
// clamor-report: one report of the results that several load tests, processes or machines left, and
// SLAs held against all of them, or those of one section, together. Exit code 0: everything
// promised was kept; 1: it was not; 2: bad usage, or something that cannot be read or written.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "ci/gather.h"
#include "ci/run_folder.h"
#include "metrics/sla_file.h"
#include "reporters/all.h"
#include "reporters/console_summary.h"
#include "reporters/standing.h"
#include "reporters/terminal.h"

namespace clamor {
namespace {

constexpr int kKept = 0;
constexpr int kBroken = 1;
constexpr int kError = 2;

struct Arguments {
  bool begin = false;
  std::vector<std::filesystem::path> folders;
  std::vector<std::string> sla_files;
  std::filesystem::path out;
};

void Complain(const std::string& line) { fmt::print(stderr, "clamor-report: {}\n", line); }

void Declare(CLI::App& app, Arguments& arguments) {
  app.add_option("DIR", arguments.folders, "folders that hold results (--clamor_out)")->required();
  app.add_option("--sla", arguments.sla_files,
                 "file of SLAs, one per line, held against all results together, or against those "
                 "of the tests that a line [Chat.*] above them names")
      ->expected(1)
      ->take_all();
  app.add_option("--out", arguments.out, "folder for the reports (default: the first DIR)");
  app.add_flag("--begin", arguments.begin,
               "begin a run: make DIR and remove an earlier run's results and reports from it");
  app.footer(
      "Exit code: 0 promises kept, 1 a promise broken or void, 2 bad usage or unreadable input.");
}

struct Gathered {
  std::vector<RunResult> runs;          // the load tests, then what SLAs were held against together
  std::vector<std::string> not_judged;  // a line for each section of an SLA file without results
};

Gathered GatherAndJudge(const Arguments& arguments) {
  std::vector<RunResult> runs = Gather(arguments.folders);
  std::vector<SlaSection> sections;
  for (const std::string& file : arguments.sla_files) {
    for (SlaSection& section : ReadSlaFile(file)) sections.push_back(std::move(section));
  }
  JudgedSections judged = JudgeSections(runs, sections);
  runs.insert(runs.end(), judged.wholes.begin(), judged.wholes.end());
  return {std::move(runs), std::move(judged.not_judged)};
}

// False when a report could not be written; each was complained of.
bool Write(const std::filesystem::path& folder, const std::vector<RunResult>& runs) {
  const std::vector<std::string> problems = WriteReports(folder, runs);
  for (const std::string& problem : problems) Complain(problem);
  const char* step_summary = std::getenv("GITHUB_STEP_SUMMARY");
  if (step_summary != nullptr && *step_summary != '\0') AppendToStepSummary(step_summary, runs);
  return problems.empty();
}

int Report(const Arguments& arguments) {
  const auto [runs, not_judged] = GatherAndJudge(arguments);
  const Style style = StyleFor(STDOUT_FILENO, std::getenv("NO_COLOR"));
  for (const RunResult& run : runs) fmt::print("{}\n", Summary(run, style));
  for (const std::string& line : not_judged) fmt::print("{}\n", line);
  fmt::print("{}", Totals(runs, style));
  const auto& folder = arguments.out.empty() ? arguments.folders.front() : arguments.out;
  if (!Write(folder, runs)) return kError;
  return IsGood(WorstOf(runs)) ? kKept : kBroken;
}

int Run(const Arguments& arguments) {
  if (!arguments.begin) return Report(arguments);
  for (const std::filesystem::path& folder : arguments.folders) BeginRunFolder(folder);
  return kKept;
}

int Main(int argc, char** argv) {
  CLI::App app("Gathers results of load tests into one report.", "clamor-report");
  Arguments arguments;
  Declare(app, arguments);
  try {
    app.parse(argc, argv);
    return Run(arguments);
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}\n", app.help());
    return kKept;
  } catch (const CLI::ParseError& error) {
    Complain(fmt::format("{}; clamor-report --help lists the options", error.what()));
  } catch (const std::exception& error) {
    Complain(error.what());
  }
  return kError;
}

}  // namespace
}  // namespace clamor

int main(int argc, char** argv) { return clamor::Main(argc, argv); }
