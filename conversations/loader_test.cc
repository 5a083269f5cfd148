// SPDX-License-Identifier: Apache-2.0
#include "conversations/loader.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "base/atomic_file.h"

namespace clamor {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kGood =
    R"({"invocations": 2, "conversation": [{"role": "user", "content": "Hello"}]})";

class LoadFolderTest : public testing::Test {
 protected:
  LoadFolderTest() : folder_(fs::path(testing::TempDir()) / "clamor_loader_test") {
    fs::remove_all(folder_);
    fs::create_directory(folder_);
  }
  ~LoadFolderTest() override { fs::remove_all(folder_); }

  void Write(const std::string& name, std::string_view text) const {
    WriteWhole(folder_ / name, text);
  }
  std::string Path(const std::string& name) const { return (folder_ / name).string(); }

  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const LoadedFile& file : LoadFolder(folder_)) names.push_back(file.conversation.name);
    return names;
  }

  fs::path folder_;
};

TEST_F(LoadFolderTest, ReadsTheFilesInOrderOfTheirNames) {
  Write("b.json", kGood);
  Write("a.json", kGood);
  Write("c.json", kGood);
  EXPECT_THAT(Names(), ElementsAre("a", "b", "c"));
  EXPECT_EQ(LoadFolder(folder_)[0].problem, "");
  EXPECT_EQ(LoadFolder(folder_)[0].conversation.file, Path("a.json"));
}

TEST_F(LoadFolderTest, LeavesOutWhatIsNoConversation) {
  Write("a.json", kGood);
  Write("notes.txt", "");
  Write("._a.json", "what a Mac leaves behind");
  fs::create_directory(folder_ / "d.json");
  EXPECT_THAT(Names(), ElementsAre("a"));
}

TEST_F(LoadFolderTest, KeepsTheGoodFilesBesideABadOne) {
  Write("a.json", kGood);
  Write("bad-one.json", "{\n  \"name\" 1 }");
  const auto files = LoadFolder(folder_);
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].problem, "");
  EXPECT_EQ(files[1].conversation.name, "bad_one");
  EXPECT_EQ(files[1].conversation.file, Path("bad-one.json"));
  EXPECT_EQ(files[1].problem,
            Path("bad-one.json") + ":2:10: found '1', expected ':' behind the key");
}

TEST_F(LoadFolderTest, TellsWhenTwoFilesWouldBeOneTest) {
  Write("a b.json", kGood);
  Write("a-b.json", kGood);
  Write("a_b.json", kGood);
  EXPECT_THAT(Names(), ElementsAre("a_b", "a_b_2", "a_b_3"));
  const auto files = LoadFolder(folder_);
  EXPECT_EQ(files[0].problem, "");
  EXPECT_EQ(files[1].problem, Path("a-b.json") + ":1:1: the test name a_b is taken by " +
                                  Path("a b.json") +
                                  ", expected file names that differ in letters, digits or "
                                  "underscores");
  EXPECT_NE(files[2].problem, "");
}

TEST_F(LoadFolderTest, SaysWhatToDoAboutAnEmptyFolder) {
  const auto files = LoadFolder(folder_);
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].conversation.name, "no_conversations");
  EXPECT_EQ(files[0].problem, "no conversation file found in " + folder_.string() +
                                  ": it has no *.json; choose the folder above it with "
                                  "--clamor_conversations=DIR");
}

TEST_F(LoadFolderTest, SaysWhatToDoAboutAMissingFolder) {
  const auto files = LoadFolder(folder_ / "assistant");
  ASSERT_EQ(files.size(), 1U);
  EXPECT_THAT(files[0].problem, testing::AllOf(HasSubstr("no conversation file found in "),
                                               HasSubstr(": No such file or directory; "),
                                               HasSubstr("--clamor_conversations=DIR")));
}

TEST_F(LoadFolderTest, ReportsWhatCannotBeReadAndGoesOn) {
  fs::create_symlink(folder_ / "nowhere", folder_ / "a.json");
  ASSERT_EQ(::mkfifo(Path("b.json").c_str(), 0600), 0);
  Write("c.json", kGood);
  const auto files = LoadFolder(folder_);
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(files[0].problem, Path("a.json") +
                                  ":1:1: cannot be read, expected a conversation: it "
                                  "is no regular file");
  EXPECT_THAT(files[1].problem, HasSubstr("it is no regular file")) << "a pipe would never end";
  EXPECT_EQ(files[2].problem, "");
}

std::vector<std::string> Texts(const TagValues& values) {
  std::vector<std::string> texts;
  for (const Weight& w : values.values) texts.push_back(w.value);
  return texts;
}

TEST_F(LoadFolderTest, ReadsTheValuesOfATagFromAFolderInside) {
  Write("a.json", kGood);
  fs::create_directory(folder_ / "values");
  Write("values/model.json", R"({"values": ["gpt-4", "gpt-4-turbo"]})");
  const TagValues values = LoadTagValues(Path("values/model.json"));
  EXPECT_THAT(values.problems, IsEmpty());
  EXPECT_THAT(Texts(values), ElementsAre("gpt-4", "gpt-4-turbo"));
  EXPECT_THAT(Names(), ElementsAre("a")) << "values are no conversations";
}

TEST_F(LoadFolderTest, TellsWhatIsWrongWithTheValuesOfATag) {
  Write("model.json", "{\n  \"values\": [] }");
  const TagValues values = LoadTagValues(Path("model.json"));
  EXPECT_THAT(values.values, IsEmpty());
  EXPECT_THAT(values.problems,
              ElementsAre(Path("model.json") +
                          ":2:13: \"values\" is empty, expected at least one value, such as "
                          "\"gpt-4\""));
  EXPECT_THAT(LoadTagValues(folder_).problems,
              ElementsAre(folder_.string() +
                          ":1:1: cannot be read, expected values of a tag: it is no regular file"));
}

TEST_F(LoadFolderTest, SaysWhatToDoAboutMissingValuesOfATag) {
  EXPECT_THAT(
      LoadTagValues(Path("values/model.json")).problems,
      ElementsAre("no values of a tag found: there is no file " + Path("values/model.json") +
                  "; choose the folder that it is named from with "
                  "--clamor_conversations=DIR"));
}

TEST_F(LoadFolderTest, GivesASetWithItsProblems) {
  Write("a.json", kGood);
  Write("b.json", "");
  const Conversations set = AsSet(LoadFolder(folder_));
  ASSERT_EQ(set.all().size(), 1U);
  EXPECT_EQ(set.all()[0].name, "a");
  EXPECT_THAT(set.problems(),
              ElementsAre(Path("b.json") + ":1:1: the file is empty, expected a JSON value"));
}

Conversation WithRole(const std::string& role) {
  Conversation c;
  c.name = "c";
  c.file = "d/c.json";
  c.turns.push_back({"user", "Hello", {}, 5, 5});
  c.turns.push_back({role, "Hello", {}, 6, 7});
  return c;
}

TEST(CheckRoles, NamesTheDialectThatCannotSendTheRole) {
  EXPECT_EQ(CheckRoles(WithRole("user"), "assistant", {"user"}), std::nullopt);
  EXPECT_EQ(CheckRoles(WithRole("system"), "assistant", {"user"}),
            "d/c.json:6:7: role \"system\": the assistant dialect sends user turns only");
  EXPECT_EQ(
      CheckRoles(WithRole("usr"), "chat", {"system", "user"}),
      "d/c.json:6:7: role \"usr\": the chat dialect sends system and user turns only; did you "
      "mean \"user\"?");
}

TEST(CheckRoles, NamesTheConversationWhereThereIsNoFile) {
  Conversation c = WithRole("tool");
  c.turns[1].line = 0;
  EXPECT_EQ(CheckRoles(c, "assistant", {"user"}),
            "c: role \"tool\": the assistant dialect sends user turns only");
}

}  // namespace
}  // namespace clamor
