// SPDX-License-Identifier: Apache-2.0
#include "reporters/turn_file.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "base/atomic_file.h"

namespace clamor {
namespace {

class TurnFileTest : public testing::Test {
 protected:
  TurnFileTest() { std::filesystem::create_directories(folder_); }
  ~TurnFileTest() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / ("turn_file_" + std::to_string(::getpid()));
};

std::string Unzipped(const std::filesystem::path& path) {
  const gzFile file = ::gzopen(path.c_str(), "rb");
  std::string text;
  std::array<char, 4096> block;
  for (int got = 0; (got = ::gzread(file, block.data(), block.size())) > 0;) {
    text.append(block.data(), static_cast<std::size_t>(got));
  }
  ::gzclose(file);
  return text;
}

TEST_F(TurnFileTest, WritesPlainText) {
  const auto path = folder_ / "turns.ndjson";
  TurnFile file(path);
  file.Write("{\"a\":1}\n");
  file.Write("");
  file.Write("{\"a\":2}\n");
  file.Close();
  EXPECT_EQ(ReadFile(path), "{\"a\":1}\n{\"a\":2}\n");
}

TEST_F(TurnFileTest, CompressesByItsName) {
  const auto path = folder_ / "turns.ndjson.gz";
  std::string all;
  {
    TurnFile file(path);
    for (int i = 0; i < 10'000; ++i) {
      const std::string line = "{\"turn\":" + std::to_string(i) + "}\n";
      file.Write(line);
      all += line;
    }
  }
  EXPECT_LT(std::filesystem::file_size(path), all.size() / 3);
  EXPECT_EQ(Unzipped(path), all);
}

TEST_F(TurnFileTest, BeginsAnOldFileAnew) {
  const auto path = folder_ / "turns.ndjson";
  WriteWhole(path, "old old old old old");
  TurnFile file(path);
  file.Write("new");
  file.Close();
  EXPECT_EQ(ReadFile(path), "new");
}

TEST_F(TurnFileTest, NamesTheFileThatCannotBeWritten) {
  try {
    TurnFile file(folder_ / "nowhere" / "turns.ndjson");
    FAIL() << "opened a file in a folder that does not exist";
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(error.what(), "cannot write " + (folder_ / "nowhere" / "turns.ndjson").string() +
                                ": No such file or directory");
  }
}

TEST_F(TurnFileTest, TellsAtTheLatestOnClosingThatTheDiskIsFull) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  TurnFile file("/dev/full");
  file.Write("{}\n");
  EXPECT_THROW(file.Close(), std::runtime_error);
}

}  // namespace
}  // namespace clamor
