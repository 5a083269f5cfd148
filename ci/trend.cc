// SPDX-License-Identifier: Apache-2.0
// clamor-trend: keeps a history of what runs measured, and tells what changed over nights and
// stayed so. Exit code 0: nothing is worse than it was; 1: something is, or with --confirm is
// confirmed to be; 2: bad usage, or something that cannot be read or written.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "ci/command_line.h"
#include "ci/gather.h"
#include "metrics/regression/history.h"
#include "metrics/regression/judge_nights.h"
#include "metrics/regression/nightly_run.h"
#include "reporters/all.h"
#include "reporters/html/html_reporter.h"
#include "reporters/regression/trend_console.h"
#include "reporters/regression/trend_json.h"
#include "reporters/regression/trend_markdown.h"
#include "reporters/terminal.h"

namespace clamor {
namespace {

struct Arguments {
  std::string history;
  std::vector<std::string> folders;
  std::vector<std::string> sla_files;
  std::string out;
  bool confirm = false;
  double floor = 5;
  int nights = 40;
  int seed = 1;
};

void Declare(CommandLine& line, Arguments& arguments) {
  line.Required("HISTORY", arguments.history,
                "file of earlier runs, a line each; this run is added, and the file made where "
                "there is none");
  line.Required("DIR", arguments.folders, "folders that hold this run's results (--clamor_out)");
  line.Flag("--confirm", arguments.confirm,
            "the results are of a second run, made to confirm what the last night gave reason to "
            "suspect; it is no night of its own");
  line.Option("--floor", arguments.floor, 0.1, 1000,
              "percent by which a duration's level must change");
  line.Option("--nights", arguments.nights, static_cast<int>(kLeastNights), 200,
              "how many of the newest nights are judged");
  line.Option("--seed", arguments.seed, 0, 1'000'000'000, "seed of the random orders");
  line.Option("--sla", arguments.sla_files,
              "file of SLAs, as clamor-report takes it: report.html is written anew, and holds "
              "their verdicts too");
  line.Option("--out", arguments.out, "folder for the reports (default: the first DIR)");
}

bool HasNightUpTo(const History& history, const NightlyRun& run) {
  return std::any_of(history.lines.begin(), history.lines.end(), [&run](const HistoryLine& line) {
    return !line.run.confirms && line.run.started <= run.started;
  });
}

// The history with the run, as it stands in the file from now on.
History Remember(const NightlyRun& run, const Arguments& arguments, const CommandLine& line) {
  History history = LoadHistory(arguments.history);
  if (!history.torn.empty()) line.Complain(history.torn);
  if (run.confirms && !HasNightUpTo(history, run)) {
    throw std::invalid_argument(fmt::format(
        "{}: it holds no night that these results could confirm, expected one of before them",
        arguments.history));
  }
  Append(history, run);
  StoreHistory(arguments.history, history);
  return history;
}

void Write(const std::filesystem::path& folder, const JudgedNights& nights,
           const std::vector<RunResult>& runs) {
  std::filesystem::create_directories(folder);
  const std::string markdown = MarkdownOf(nights);
  WriteWhole(folder / kTrendMarkdownFile, markdown);
  WriteWhole(folder / kTrendJsonFile, JsonOf(nights));
  const HtmlReporter page(nights);
  std::ostringstream html;
  page.Write(runs, html);
  WriteWhole(folder / page.FileName(), html.str());
  const char* const summary = std::getenv("GITHUB_STEP_SUMMARY");
  if (summary != nullptr && *summary != '\0') AppendToStepSummary(summary, markdown);
}

int Judge(const Arguments& arguments, const CommandLine& line) {
  const Gathered gathered = GatherAndJudge(arguments.folders, arguments.sla_files);
  const NightlyRun run = NightlyRunOf(gathered.tests, arguments.confirm);
  const History history = Remember(run, arguments, line);
  const JudgedNights nights = JudgeNights(history, run,
                                          {.floor = arguments.floor / 100,
                                           .nights = static_cast<std::size_t>(arguments.nights),
                                           .seed = static_cast<std::uint64_t>(arguments.seed)});
  fmt::print("{}", ConsoleTextOf(nights, StyleFor(STDOUT_FILENO, std::getenv("NO_COLOR"))));
  Write(arguments.out.empty() ? arguments.folders.front() : arguments.out, nights, gathered.All());
  const bool is_worse = arguments.confirm ? nights.HasConfirmedAlert() : nights.HasAlert();
  return is_worse ? kExitBad : kExitGood;
}

}  // namespace
}  // namespace clamor

int main(int argc, char** argv) {
  clamor::CommandLine line(
      "clamor-trend", "Tells what changed over nights, from a history of load tests' results.",
      "Exit code: 0 nothing is worse than it was, 1 something is (with --confirm: is confirmed to "
      "be), 2 bad usage or unreadable input.");
  clamor::Arguments arguments;
  clamor::Declare(line, arguments);
  return line.Run(argc, argv, [&] { return clamor::Judge(arguments, line); });
}
