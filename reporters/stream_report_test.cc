// SPDX-License-Identifier: Apache-2.0
#include "reporters/stream_report.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>

#include "base/json_text.h"
#include "metrics/recorder.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TurnRecord Stream(Outcome outcome, std::uint64_t events, std::chrono::nanoseconds first) {
  TurnRecord turn;
  turn.outcome = outcome;
  turn.content_events = events;
  if (outcome == Outcome::kSuccess) {
    turn.trends.Set(Trend::kTimeToFirstEvent, first);
    turn.trends.Set(Trend::kResponseTime, 10 * first);
  } else {
    turn.failure = Failure::kReset;
    turn.trends.Set(Trend::kFailedResponseTime, first);
    turn.message = "reset by \"peer\"\n";
  }
  return turn;
}

class StreamReportTest : public testing::Test {
 protected:
  ~StreamReportTest() override { std::filesystem::remove_all(folder_); }

  // The report of these streams, which took two seconds in all.
  JsonValue Report(const std::vector<TurnRecord>& streams) {
    const auto began = std::chrono::steady_clock::now();
    const SeriesPlan plan;
    constexpr std::array<SliceId, 1> kWholeRun{0};
    Recorder recorder(plan, began);
    StreamReport report(path_);
    for (TurnRecord turn : streams) {
      report.Add(turn);
      turn.EndAt(began + 1s);
      recorder.AddTurn(turn, kWholeRun);
    }
    RunData run;
    std::move(recorder).WriteTo(run);
    run.counted = 2s;
    report.Close(run);
    std::ostringstream text;
    text << std::ifstream(path_).rdbuf();
    return ParseJson(text.str(), "report");
  }

  static std::string Result(const JsonValue& report, const char* key) {
    return report.Find("results")->Find(key)->text;
  }

  const std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / ("stream_report_" + std::to_string(::getpid()));
  const std::filesystem::path path_ = folder_ / "made" / "report.json";
};

TEST_F(StreamReportTest, HasAnEntryForEachStreamAndTheirSum) {
  const JsonValue report =
      Report({Stream(Outcome::kSuccess, 5, 40ms), Stream(Outcome::kFailed, 1, 7ms),
              Stream(Outcome::kSuccess, 6, 50ms), Stream(Outcome::kUnfinished, 3, 1ms)});
  const std::vector<JsonValue>& entries = report.Find("individual_metrics")->elements;
  ASSERT_EQ(entries.size(), 3U) << "what the end of the run has cut is none";
  EXPECT_EQ(CompactJson(entries[0]),
            R"({"connection_id":"0","success":true,"events_received":5,)"
            R"("first_event_latency_ms":40.000,"duration_ms":400.000,"error":null})");
  EXPECT_EQ(CompactJson(entries[1]),
            R"({"connection_id":"1","success":false,"events_received":1,)"
            R"("first_event_latency_ms":null,"duration_ms":7.000,"error":"reset by \"peer\"\n"})");
  EXPECT_EQ(Result(report, "total_connections"), "3");
  EXPECT_EQ(Result(report, "successful_connections"), "2");
  EXPECT_EQ(Result(report, "failed_connections"), "1");
  EXPECT_EQ(Result(report, "total_events"), "12");
  EXPECT_EQ(Result(report, "avg_events_per_connection"), "4.000");
  EXPECT_EQ(Result(report, "error_rate"), "33.333");
  EXPECT_EQ(Result(report, "throughput_events_per_second"), "6.000");
  EXPECT_EQ(Result(report, "avg_first_event_latency_ms"), "45.000");
  EXPECT_NEAR(std::stod(Result(report, "p95_first_event_latency_ms")), 50, 0.5);
  EXPECT_NEAR(std::stod(Result(report, "avg_duration_ms")), 450, 1);
}

TEST_F(StreamReportTest, OfNoStreamKnowsNothing) {
  const JsonValue report = Report({});
  EXPECT_TRUE(report.Find("individual_metrics")->elements.empty());
  EXPECT_EQ(Result(report, "total_connections"), "0");
  EXPECT_EQ(Result(report, "error_rate"), "null");
  EXPECT_EQ(Result(report, "avg_first_event_latency_ms"), "null");
}

TEST_F(StreamReportTest, SaysWhyItCannotBeWritten) {
  std::filesystem::create_directories(path_);
  try {
    const StreamReport report(path_);
    FAIL() << "a folder is no file";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("report.json"));
  }
}

}  // namespace
}  // namespace clamor
