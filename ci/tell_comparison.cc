// SPDX-License-Identifier: Apache-2.0
#include "ci/tell_comparison.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "base/atomic_file.h"
#include "ci/command_line.h"
#include "metrics/regression/comparison_json.h"
#include "reporters/all.h"
#include "reporters/regression/comparison_annotations.h"
#include "reporters/regression/comparison_console.h"
#include "reporters/regression/comparison_junit.h"
#include "reporters/regression/comparison_markdown.h"
#include "reporters/terminal.h"

namespace clamor {
namespace {

std::string_view Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

void WriteFiles(const BuildComparison& comparison, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  WriteWhole(folder / "comparison.json", ComparisonJson(comparison));
  WriteWhole(folder / "comparison.md", ComparisonMarkdown(comparison));
  WriteWhole(folder / "comparison.xml", ComparisonJunit(comparison));
}

}  // namespace

int TellComparison(const BuildComparison& comparison, const std::filesystem::path& folder) {
  const Style style = StyleFor(STDOUT_FILENO, std::getenv("NO_COLOR"));
  fmt::print("{}", ComparisonText(comparison, style));
  if (Variable("GITHUB_ACTIONS") == "true") {
    fmt::print("{}", ComparisonAnnotations(comparison));
  }
  if (!folder.empty()) WriteFiles(comparison, folder);
  const std::string_view summary = Variable("GITHUB_STEP_SUMMARY");
  if (!summary.empty()) AppendToStepSummary(summary, ComparisonMarkdown(comparison));
  if (comparison.changes.empty() || !comparison.server_ended.empty()) return kExitError;
  return comparison.IsWorse() ? kExitBad : kExitGood;
}

}  // namespace clamor
