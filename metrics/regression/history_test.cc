// SPDX-License-Identifier: Apache-2.0
#include "metrics/regression/history.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "base/atomic_file.h"
#include "metrics/iso_time.h"
#include "metrics/regression/history_line.h"
#include "metrics/regression/test_history.h"

namespace clamor {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

// In which every member is set.
NightlyRun FullNight() {
  NightlyRun run = NightOf(3, 0.25);
  run.confirms = true;
  NightlyTest& test = run.tests[0];
  test.setting.duration_scale = 0.1;
  test.setting.rate_scale = 0.5;
  test.setting.options = {{"users", "55"}, {"reuse", "per_turn"}};
  test.measures.push_back({"error_rate", Unit::kRatio, 0.0125, 800});
  run.tests.push_back(test);
  run.tests[1].test = "Chat.\"Odd\"\n\xff";
  run.tests[1].not_judged = "void: out of ports";
  run.tests[1].measures.clear();
  return run;
}

std::string What(const std::string& text) {
  try {
    ReadHistory(text, "h.ndjson");
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

std::string With(std::string line, const std::string& from, const std::string& to) {
  line.replace(line.find(from), from.size(), to);
  return line + "\n";
}

TEST(History, ComesBackAsItWasWritten) {
  const std::string line = HistoryLineOf(FullNight());
  EXPECT_THAT(line, Not(HasSubstr("\n")));
  const History history = ReadHistory(line + "\n\n", "h.ndjson");
  ASSERT_THAT(history.lines, SizeIs(1));
  const NightlyRun& run = history.lines[0].run;
  EXPECT_EQ(IsoTime(run.started), "2026-01-04T02:17:00.000000Z");
  EXPECT_EQ(run.commit, "000000300000");
  EXPECT_EQ(run.clamor_version, "0.1.0");
  EXPECT_TRUE(run.confirms);
  ASSERT_THAT(run.tests, SizeIs(2));
  const NightlyTest& test = run.tests[0];
  EXPECT_EQ(test.test, "Chat.Basic");
  EXPECT_EQ(test.setting.machine, "Linux 6.1.0, 4 x CPU, 16 GB");
  EXPECT_EQ(test.setting.duration_scale, 0.1);
  EXPECT_EQ(test.setting.rate_scale, 0.5);
  EXPECT_EQ(test.setting.profile, "10/s for 60 s");
  EXPECT_EQ(test.setting.conversations, "2 conversations");
  EXPECT_EQ(test.setting.options, FullNight().tests[0].setting.options);
  EXPECT_THAT(test.not_judged, IsEmpty());
  ASSERT_THAT(test.measures, SizeIs(2));
  EXPECT_EQ(test.measures[0].name, "p95(response_time)");
  EXPECT_EQ(test.measures[0].value, 0.25);
  EXPECT_EQ(test.measures[0].samples, 400U);
  EXPECT_EQ(test.measures[1].unit, Unit::kRatio);
  EXPECT_EQ(run.tests[1].test, "Chat.\"Odd\"\n\xEF\xBF\xBD");
  EXPECT_EQ(run.tests[1].not_judged, "void: out of ports");
}

TEST(History, PassesOverWhatANewerVersionAdds) {
  const std::string line = With(HistoryLineOf(NightOf(0, 0.2)), "\"time\"", "\"x\":[{}],\"time\"");
  const History history =
      ReadHistory(With(line, "\"samples\":400", "\"samples\":400,\"low\":[0.1]"), "h.ndjson");
  ASSERT_THAT(history.lines, SizeIs(1));
  EXPECT_EQ(history.lines[0].run.tests[0].measures[0].value, 0.2);
  EXPECT_THAT(history.lines[0].text, HasSubstr("\"x\":[{}]")) << "and keeps it";
}

TEST(History, RefusesALineThatIsNone) {
  const std::string good = HistoryLineOf(NightOf(0, 0.2));
  EXPECT_EQ(What("\n{\"clamor_history\":1\n" + good),
            "h.ndjson:2: not JSON at byte 19: Missing a comma or '}' after an object member.");
  EXPECT_EQ(What(good + "\n[1]\n"), "h.ndjson:2: run: expected an object");
  EXPECT_EQ(What("{\"clamor_result\":1}\n"),
            "h.ndjson:1: run: this is no line of a history, \"clamor_history\" is missing");
  EXPECT_EQ(What(With(good, "history\":1", "history\":2")),
            "h.ndjson:1: run: of format version 2, expected 1");
  EXPECT_EQ(What(With(good, "2026-01-01T02", "yesterday")),
            "h.ndjson:1: run.time: expected a time such as 2026-11-21T12:00:43.123456Z");
  const std::string place = "h.ndjson:1: run.tests[0].measures.p95(response_time)";
  EXPECT_EQ(What(With(good, "\"samples\"", "\"s\"")), place + ": \"samples\" is missing");
  EXPECT_EQ(What(With(good, "0.2,", "-1,")), place + ".value: expected a number from 0 on");
  EXPECT_EQ(What(With(good, "\"s\"", "\"h\"")),
            place + ".unit: \"h\" is not known to this version");
  EXPECT_EQ(What(With(good, "400}", "400},\"p95(response_time)\":{}")),
            place + ": it stands there twice");
  EXPECT_EQ(What(With(good, "\"machine\"", "\"mashine\"")),
            "h.ndjson:1: run.tests[0]: \"machine\" is missing");
}

TEST(History, ShowsHostileTextOfALineAsText) {
  const std::string good = HistoryLineOf(NightOf(0, 0.2));
  const std::string name = "\\u001b[31m\\n::error::" + std::string(5000, 'x');
  const std::string what = What(With(good, "\"options\":{", "\"options\":{\"" + name + "\":1"));
  EXPECT_THAT(what, AllOf(StartsWith("h.ndjson:1: run.tests[0].options.\\x1b[31m\\n::error"),
                          Not(HasSubstr("\x1b")), Not(HasSubstr("\n"))));
  EXPECT_LT(what.size(), 500U);
  EXPECT_THAT(What(std::string(1'000'000, '[') + "\n"), HasSubstr("not JSON"));
}

TEST(History, LeavesOutALastLineThatWasCut) {
  const std::string good = HistoryLineOf(NightOf(0, 0.2));
  for (const std::size_t bytes : {std::size_t{1}, good.size() / 2, good.size() - 1}) {
    const History history = ReadHistory(good + "\n" + good.substr(0, bytes), "h.ndjson");
    EXPECT_THAT(history.lines, SizeIs(1)) << bytes;
    EXPECT_EQ(history.torn,
              "h.ndjson:2: the last line was cut while it was written; it is left out");
  }
  const History whole = ReadHistory(good + "\n" + good, "h.ndjson");
  EXPECT_THAT(whole.lines, SizeIs(2)) << "only its line feed is missing";
  EXPECT_THAT(whole.torn, IsEmpty());
}

TEST(History, TakesTheSameResultsOnce) {
  History history;
  Append(history, NightOf(0, 0.2));
  Append(history, NightOf(1, 0.2));
  Append(history, NightOf(0, 0.3));
  ASSERT_THAT(history.lines, SizeIs(2));
  EXPECT_EQ(history.lines[0].run.tests[0].measures[0].value, 0.3);
  EXPECT_THAT(history.lines[0].text, HasSubstr("0.3"));
  NightlyRun itself = NightOf(1, 0.2);
  itself.confirms = true;
  EXPECT_THROW(Append(history, itself), std::invalid_argument);
}

TEST(History, TakesTheSameCommitOnSeveralNights) {
  History history;
  for (int night = 0; night < 3; ++night) {
    NightlyRun run = NightOf(night, 0.2);
    run.commit = "abc";
    Append(history, run);
  }
  EXPECT_THAT(history.lines, SizeIs(3));
}

class HistoryFile : public testing::Test {
 protected:
  HistoryFile() { std::filesystem::create_directories(folder_); }
  ~HistoryFile() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / ("history_" + std::to_string(::getpid()));
  std::filesystem::path file_ = folder_ / "h.ndjson";
};

TEST_F(HistoryFile, BeginsEmptyAndGrows) {
  History history = LoadHistory(file_);
  EXPECT_THAT(history.lines, IsEmpty());
  Append(history, NightOf(0, 0.2));
  StoreHistory(file_, history);
  history = LoadHistory(file_);
  Append(history, NightOf(1, 0.2));
  StoreHistory(file_, history);
  EXPECT_EQ(ReadFile(file_),
            HistoryLineOf(NightOf(0, 0.2)) + "\n" + HistoryLineOf(NightOf(1, 0.2)) + "\n");
}

TEST_F(HistoryFile, DropsTheCutLineWhenItIsWrittenAnew) {
  WriteWhole(file_, HistoryLineOf(NightOf(0, 0.2)) + "\n{\"clamor_hi");
  StoreHistory(file_, LoadHistory(file_));
  EXPECT_THAT(LoadHistory(file_).torn, IsEmpty());
}

TEST_F(HistoryFile, KeepsTheNewestLines) {
  History history;
  const std::string line = HistoryLineOf(NightOf(0, 0.2));
  history.lines.resize(History::kMostLines + 5, {NightOf(0, 0.2), line});
  StoreHistory(file_, history);
  EXPECT_THAT(LoadHistory(file_).lines, SizeIs(History::kMostLines));
  history.lines.assign(5, {NightOf(0, 0.2), line + std::string(History::kMostBytes / 4, ' ')});
  StoreHistory(file_, history);
  EXPECT_THAT(LoadHistory(file_).lines, SizeIs(3));
  history.lines.assign(2, {NightOf(0, 0.2), line + std::string(2 * History::kMostBytes, ' ')});
  StoreHistory(file_, history);
  EXPECT_THAT(LoadHistory(file_).lines, SizeIs(1)) << "the newest is kept in any case";
}

TEST_F(HistoryFile, TellsWhatCannotBeReadOrWritten) {
  EXPECT_THROW(LoadHistory(folder_), std::runtime_error) << "a folder";
  EXPECT_THROW(StoreHistory(folder_ / "none" / "h.ndjson", {}), std::runtime_error);
  std::filesystem::resize_file((WriteWhole(file_, ""), file_), 11 * History::kMostBytes);
  try {
    LoadHistory(file_);
    FAIL() << "read a file of 110 MB";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("h.ndjson: of 110000000 bytes, expected a history"));
  }
}

}  // namespace
}  // namespace clamor
