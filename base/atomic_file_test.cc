// SPDX-License-Identifier: Apache-2.0
#include "base/atomic_file.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <stdexcept>

namespace clamor {
namespace {

namespace fs = std::filesystem;

class AtomicFile : public testing::Test {
 protected:
  AtomicFile() : folder_(fs::path(testing::TempDir()) / "clamor_atomic_file_test") {
    fs::remove_all(folder_);
    fs::create_directory(folder_);
  }
  ~AtomicFile() override { fs::remove_all(folder_); }

  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      names.push_back(entry.path().filename());
    }
    return names;
  }

  fs::path folder_;
};

TEST_F(AtomicFile, IsThereWithItsContent) {
  constexpr std::string_view kContent("one\0two\r\n", 9);
  WriteWhole(folder_ / "a.txt", kContent);
  EXPECT_EQ(ReadFile(folder_ / "a.txt"), kContent);
  EXPECT_THAT(Names(), testing::ElementsAre("a.txt"));
}

TEST_F(AtomicFile, ReplacesWhatWasThere) {
  WriteWhole(folder_ / "a.txt", "old and long");
  WriteWhole(folder_ / "a.txt", "new");
  EXPECT_EQ(ReadFile(folder_ / "a.txt"), "new");
}

TEST_F(AtomicFile, KeepsTheOldFileUntilCommit) {
  WriteWhole(folder_ / "a.txt", "old");
  WholeFile file(folder_ / "a.txt");
  file.Write(std::string(200'000, 'x'));
  EXPECT_EQ(ReadFile(folder_ / "a.txt"), "old");
  file.Commit();
  EXPECT_EQ(fs::file_size(folder_ / "a.txt"), 200'000U);
}

TEST_F(AtomicFile, LeavesNoTraceWithoutCommit) {
  { WholeFile(folder_ / "a.txt").Write("half"); }
  EXPECT_THAT(Names(), testing::IsEmpty());
}

TEST_F(AtomicFile, CanBeReadByOthersAsTheUmaskSays) {
  const auto before = ::umask(022);
  WriteWhole(folder_ / "a.txt", "");
  ::umask(before);
  EXPECT_EQ(fs::status(folder_ / "a.txt").permissions(), fs::perms(0644));
}

TEST_F(AtomicFile, NamesPathAndReasonWhenItCannotBeWritten) {
  const fs::path path = folder_ / "missing" / "a.txt";
  try {
    WriteWhole(path, "x");
    FAIL() << "expected an error";
  } catch (const std::runtime_error& e) {
    EXPECT_EQ(e.what(), "cannot write " + path.string() + ": No such file or directory");
  }
}

TEST_F(AtomicFile, NamesTheReasonWhenAFolderStandsInItsPlace) {
  fs::create_directory(folder_ / "a.txt");
  EXPECT_THROW(WriteWhole(folder_ / "a.txt", "x"), std::runtime_error);
  EXPECT_THAT(Names(), testing::ElementsAre("a.txt"));
}

TEST_F(AtomicFile, ReplacesALinkRatherThanItsTarget) {
  fs::create_symlink(folder_ / "target", folder_ / "full");
  WriteWhole(folder_ / "full", "x");
  EXPECT_THAT(Names(), testing::ElementsAre("full"));
}

TEST_F(AtomicFile, ReadFileNamesPathAndReason) {
  const auto reading = [](const fs::path& path) {
    try {
      ReadFile(path);
      return std::string("no error");
    } catch (const std::runtime_error& e) {
      return std::string(e.what());
    }
  };
  EXPECT_EQ(reading(folder_ / "none"),
            "cannot read " + (folder_ / "none").string() + ": No such file or directory");
  EXPECT_EQ(reading(folder_), "cannot read " + folder_.string() + ": Is a directory");
}

}  // namespace
}  // namespace clamor
