// SPDX-License-Identifier: Apache-2.0
#include "target/log_tail.h"

#include <gmock/gmock.h>

#include <fstream>

#include "target/temporary_folder.h"

namespace clamor {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LogTail : public ::testing::Test {
 protected:
  std::vector<std::string> Last(std::size_t count, const std::string& text) {
    std::ofstream(file_, std::ios::binary) << text;
    return LastLines(file_, count);
  }
  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "log";
};

TEST_F(LogTail, GivesTheLastLinesInTheirOrder) {
  EXPECT_THAT(Last(2, "one\ntwo\nthree\n"), ElementsAre("two", "three"));
}

TEST_F(LogTail, GivesAllWhenThereAreFewer) {
  EXPECT_THAT(Last(9, "one\r\n\ntwo"), ElementsAre("one", "", "two"));
}

TEST_F(LogTail, GivesNothingForAnEmptyOrMissingFile) {
  EXPECT_THAT(LastLines(file_, 5), IsEmpty());
  EXPECT_THAT(Last(5, ""), IsEmpty());
}

TEST_F(LogTail, ShowsControlCharactersInPlaceOfActing) {
  EXPECT_THAT(Last(1, "\x1b[2Jgone\n"), ElementsAre("\\x1b[2Jgone"));
}

TEST_F(LogTail, ReadsOnlyTheEndOfALargeFileAndNoHalfLine) {
  std::string text;
  for (int line = 0; line < 200'000; ++line) text += "line " + std::to_string(line) + "\n";
  const std::vector<std::string> lines = Last(1'000'000, text);
  EXPECT_LT(lines.size(), 10'000U);
  EXPECT_THAT(lines.front(), ::testing::StartsWith("line "));
  EXPECT_EQ(lines.back(), "line 199999");
}

TEST_F(LogTail, CutsALineWithoutEnd) {
  const std::vector<std::string> lines = Last(3, std::string(200'000, 'x'));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_LE(lines.front().size(), 500U);
}

}  // namespace
}  // namespace clamor
