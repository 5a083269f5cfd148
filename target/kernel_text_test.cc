// SPDX-License-Identifier: Apache-2.0
#include "target/kernel_text.h"

#include <gmock/gmock.h>

#include <cerrno>
#include <fstream>

#include "target/temporary_folder.h"

namespace clamor::internal {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;
using ::testing::StrEq;
using ::testing::UnorderedElementsAre;

class KernelText : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = folder_.path() / name;
    std::ofstream(path) << text;
    return path;
  }

  TemporaryFolder folder_;
};

TEST(KernelPath, IsCutWhereItIsTooLong) {
  EXPECT_THAT(KernelPath("/proc/{}/task/{}", 12, 13).c_str(), StrEq("/proc/12/task/13"));
  EXPECT_EQ(std::string(KernelPath("{}", std::string(100, 'a')).c_str()), std::string(63, 'a'));
}

TEST_F(KernelText, IsReadAsFarAsThereIsMemory) {
  const std::string file = Write("file", "0123456789");
  std::array<char, 4> memory;
  EXPECT_EQ(ReadText(file.c_str(), memory), "0123");
  EXPECT_EQ(ReadText("/no/such/file", memory), "");
}

TEST_F(KernelText, IsReadWholeHoweverLong) {
  const std::string long_text(10'000, 'a');
  std::string text = "of before";
  EXPECT_TRUE(ReadWhole(Write("file", long_text).c_str(), text));
  EXPECT_EQ(text, long_text);
  EXPECT_FALSE(ReadWhole("/no/such/file", text));
}

TEST_F(KernelText, GivesTheEntriesThatAreNumbers) {
  for (const char* name : {"7", "12", "self", "3a"}) Write(name, "");
  EXPECT_THAT(NumbersIn(folder_.path().c_str()), Optional(UnorderedElementsAre(7, 12)));
  EXPECT_FALSE(NumbersIn("/no/such/folder"));
  EXPECT_EQ(errno, ENOENT);
}

TEST_F(KernelText, GivesTheEntriesOfALargeFolder) {
  for (int i = 0; i < 500; ++i) Write(std::to_string(i), "");
  EXPECT_EQ(NumbersIn(folder_.path().c_str())->size(), 500u);
}

TEST(Numbers, AreReadAsManyAsAreAskedFor) {
  std::array<std::int64_t, 3> numbers{};
  EXPECT_TRUE(ReadNumbers("1 -2 3 4\n", numbers));
  EXPECT_THAT(numbers, ElementsAre(1, -2, 3));
  for (const char* text : {"", "1 2", "1 2 ", "1 x 3", "max 1 2", "1  2 3"}) {
    EXPECT_FALSE(ReadNumbers(text, numbers)) << text;
  }
}

}  // namespace
}  // namespace clamor::internal
