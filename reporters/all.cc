// SPDX-License-Identifier: Apache-2.0
#include "reporters/all.h"

#include <fmt/format.h>

#include <exception>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "base/atomic_file.h"
#include "reporters/google_benchmark.h"
#include "reporters/html/html_reporter.h"
#include "reporters/junit.h"
#include "reporters/markdown.h"

namespace clamor {
namespace {

// Into the folder and nowhere else, whatever a reporter of one's own says.
std::filesystem::path PlaceOf(const Reporter& reporter, const std::filesystem::path& folder) {
  const std::filesystem::path name = reporter.FileName();
  if (name.empty() || name != name.filename() || name == "." || name == "..") {
    throw std::runtime_error(
        fmt::format("cannot write \"{}\": a reporter's file name must be a plain name, such as "
                    "report.csv",
                    name.string()));
  }
  return folder / name;
}

// Throws what the reporter or the file system throws.
void WriteReport(const Reporter& reporter, const std::vector<RunResult>& runs,
                 const std::filesystem::path& folder) {
  const std::filesystem::path path = PlaceOf(reporter, folder);
  std::ostringstream text;
  try {
    reporter.Write(runs, text);
  } catch (const std::exception& error) {
    throw std::runtime_error(fmt::format("cannot write {}: {}", path.string(), error.what()));
  }
  WriteWhole(path, text.str());
}

void Try(const Reporter& reporter, const std::vector<RunResult>& runs,
         const std::filesystem::path& folder, std::vector<std::string>& problems) {
  try {
    WriteReport(reporter, runs, folder);
  } catch (const std::exception& error) {
    problems.emplace_back(error.what());
  }
}

}  // namespace

std::vector<std::unique_ptr<Reporter>> StandardReporters() {
  std::vector<std::unique_ptr<Reporter>> reporters;
  reporters.push_back(std::make_unique<JUnitReporter>());
  reporters.push_back(std::make_unique<MarkdownReporter>());
  reporters.push_back(std::make_unique<HtmlReporter>());
  reporters.push_back(std::make_unique<GoogleBenchmarkReporter>());
  reporters.push_back(std::make_unique<GoogleBenchmarkBlocksReporter>());
  return reporters;
}

std::vector<std::string> WriteReports(const std::filesystem::path& folder,
                                      const std::vector<RunResult>& runs,
                                      const std::vector<std::shared_ptr<Reporter>>& extra) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return {fmt::format("cannot create the folder {}: {}", folder.string(), error.message())};
  }
  std::vector<std::string> problems;
  for (const auto& reporter : StandardReporters()) Try(*reporter, runs, folder, problems);
  for (const auto& reporter : extra) Try(*reporter, runs, folder, problems);
  return problems;
}

void AppendToStepSummary(const std::filesystem::path& file, std::string_view markdown) {
  std::ofstream out(file, std::ios::app);
  out << markdown << '\n';
  out.flush();
  if (!out) throw std::runtime_error(fmt::format("cannot append to {}", file.string()));
}

void AppendToStepSummary(const std::filesystem::path& file, const std::vector<RunResult>& runs) {
  std::ostringstream markdown;
  MarkdownReporter().Write(runs, markdown);
  AppendToStepSummary(file, markdown.str());
}

}  // namespace clamor
