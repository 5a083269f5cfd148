// SPDX-License-Identifier: Apache-2.0
#include "ci/run_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

#include "base/atomic_file.h"
#include "metrics/result_json.h"

namespace clamor {
namespace {

class RunFolder : public testing::Test {
 protected:
  ~RunFolder() override { std::filesystem::remove_all(folder_); }

  void Put(const std::string& name, const std::string& content) {
    std::filesystem::create_directories((folder_ / name).parent_path());
    WriteWhole(folder_ / name, content);
  }
  bool Has(const std::string& name) const { return std::filesystem::exists(folder_ / name); }

  std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / ("run_folder_" + std::to_string(::getpid()));
};

std::string ResultText() {
  RunData run;
  run.suite = "Assistant";
  run.test = "Drains";
  std::string text;
  WriteResultJson(run, [&text](std::string_view piece) { text += piece; });
  return text;
}

TEST_F(RunFolder, IsMadeWithTheFoldersAboveIt) {
  BeginRunFolder(folder_ / "a" / "b");
  EXPECT_TRUE(std::filesystem::is_directory(folder_ / "a" / "b"));
}

TEST_F(RunFolder, LosesStaleResultsAndReports) {
  Put("Assistant.Drains.json", ResultText());
  Put("junit.xml", "<testsuites/>");
  Put("summary.md", "old");
  Put("benchmark.json", "{}");
  Put("benchmark-blocks.json", "{}");
  Put("trend.md", "old");
  Put("trend.json", "{}");
  Put(".junit.xml.12-3.tmp", "<testsui");
  Put(".Assistant.Drains.json.12-3.tmp", "{");
  BeginRunFolder(folder_);
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(RunFolder, KeepsWhateverElseLiesInIt) {
  for (const char* name : {"package.json", "notes.txt", "empty.json", "report.csv", ".hidden",
                           "deeper/junit.xml", ".junit.xml.swp", ".other.12-3.tmp"}) {
    Put(name, name == std::string("empty.json") ? "" : "{\"name\": \"clamor\"}");
  }
  Put("deeper/old.json", ResultText());
  std::filesystem::create_directory(folder_ / "summary.md");
  BeginRunFolder(folder_);
  for (const char* name :
       {"package.json", "notes.txt", "empty.json", "report.csv", ".hidden", "deeper/junit.xml",
        "deeper/old.json", ".junit.xml.swp", ".other.12-3.tmp", "summary.md"}) {
    EXPECT_TRUE(Has(name)) << name;
  }
}

TEST_F(RunFolder, FollowsNoLinkOutOfTheFolder) {
  Put("elsewhere/result.json", ResultText());
  std::filesystem::create_directories(folder_ / "run");
  std::filesystem::create_symlink(folder_ / "elsewhere" / "result.json",
                                  folder_ / "run" / "result.json");
  BeginRunFolder(folder_ / "run");
  EXPECT_TRUE(Has("elsewhere/result.json"));
}

TEST_F(RunFolder, IsNamedWhenAFileStandsInItsPlace) {
  Put("file", "");
  try {
    BeginRunFolder(folder_ / "file");
    FAIL() << "made a folder over a file";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find((folder_ / "file").string()), std::string::npos);
  }
}

}  // namespace
}  // namespace clamor
