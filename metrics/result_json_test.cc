// SPDX-License-Identifier: Apache-2.0
#include "metrics/result_json.h"

#include <gmock/gmock.h>
#include <rapidjson/document.h>

#include <stdexcept>
#include <string>

#include "metrics/exemplar_table.h"
#include "metrics/iso_time.h"
#include "metrics/judge.h"
#include "metrics/test_runs.h"
#include "metrics/test_schema.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

std::string Json(const RunData& run) {
  std::string text;
  WriteResultJson(run, [&text](std::string_view piece) { text += piece; });
  return text;
}

std::string ErrorOf(const std::string& text) {
  try {
    ReadResultJson(text, "a.json");
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no error";
}

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(ResultJson, ComesBackAsItWasWritten) {
  const std::string text = Json(FullRun());
  const RunData read = ReadResultJson(text, "a.json");
  EXPECT_EQ(Json(read), text);
}

TEST(ResultJson, KeepsWhatIsJudged) {
  const RunData run = FullRun();
  const RunData read = ReadResultJson(Json(run), "a.json");
  EXPECT_EQ(read.started, run.started);
  EXPECT_EQ(read.counted, run.counted);
  EXPECT_EQ(read.shard, 3);
  EXPECT_EQ(read.settings.seed, run.settings.seed);
  EXPECT_EQ(read.settings.options, run.settings.options);
  EXPECT_EQ(read.verdicts[0].kind, VerdictKind::kVoid);
  EXPECT_EQ(read.slices, run.slices);
  const auto& histogram = read.FindTrend(Trend::kResponseTime, {})->histogram;
  EXPECT_EQ(histogram.count(), 300U);
  EXPECT_EQ(histogram.max(), 190ms);
  EXPECT_EQ(histogram.Quantile(0.5),
            run.FindTrend(Trend::kResponseTime, {})->histogram.Quantile(0.5));
  EXPECT_EQ(read.FindTrend(Trend::kResponseTime, {})->timeline.EndSecond(), 30U);
  const auto& tagged = read.FindTrend(Trend::kResponseTime, {{"stream", "true"}})->timeline;
  EXPECT_EQ(tagged.cell_seconds(), 1U);
  EXPECT_EQ(tagged.EndSecond(), 30U);
  EXPECT_EQ(read.FindCounter(Counter::kTurnsFailed, {})->per_second.size(), 8U);
  EXPECT_EQ(read.failures[0].examples[0].message, "the server said \"no\"");
  EXPECT_EQ(read.generator.response_as_read.count(), 300U);
  EXPECT_TRUE(read.promised[0].warns);
  EXPECT_TRUE(read.verdicts[0].warns);
  EXPECT_EQ(read.verdicts[0].evidence.value, 0.02);
  EXPECT_EQ(read.verdicts[0].evidence.low, 0.01);
  EXPECT_FALSE(read.verdicts[0].evidence.high);
  EXPECT_EQ(read.verdicts[0].evidence.remark, "why");
  EXPECT_EQ(read.finishes, run.finishes);
  EXPECT_EQ(read.breaking_point->held, 47.5);
  EXPECT_EQ(read.breaking_point->sla, "error_rate < 1%");
  EXPECT_EQ(read.breaking_point->second, 20U);
  EXPECT_EQ(read.health->grade, Grade::kWarning);
  EXPECT_EQ(read.health->reasons, run.health->reasons);
  ASSERT_EQ(read.scenarios.size(), 2U);
  EXPECT_EQ(read.scenarios[0].planned_turns, 200U);
  EXPECT_EQ(read.scenarios[1].started, 20s);
  EXPECT_EQ(read.checks[1].on, CheckOn::kTime);
  EXPECT_EQ(FindShare(read.check_rates, "status_200", {{"conversation", "hello"}})->yes, 1U);
  EXPECT_EQ(read.defined, run.defined);
  EXPECT_EQ(read.FindDefinedTrend("answer_words", {})->histogram.count(), 1U);
  EXPECT_DOUBLE_EQ(read.FindDefinedLevels("cost", {})->sum, 0.25);
  EXPECT_DOUBLE_EQ(read.FindDefinedLevels("depth", {})->per_second.at(0).value, -4);
  EXPECT_EQ(FindShare(read.defined_rates, "cited", {})->of, 1U);
}

TEST(ResultJson, WritesATurnThatIsSlowInSeveralWaysOnce) {
  rapidjson::Document document;
  document.Parse(Json(SteadyRun(1)).c_str());
  ASSERT_EQ(document["exemplars"].Size(), 2U);
  const auto& slowest = document["exemplars"][0];
  EXPECT_EQ(slowest["slow_by"].Size(), 3U);  // first token, longest stall, response time
  EXPECT_EQ(slowest["durations"]["response_time_ns"].GetInt64(), 190'000'000);
  EXPECT_NEAR(slowest["gaps_us"][0].GetDouble(), 95'000, 95);
}

TEST(ResultJson, KeepsTheSlowestTurns) {
  const RunData run = FullRun();
  const RunData read = ReadResultJson(Json(run), "a.json");
  EXPECT_EQ(read.settings.trace_url, run.settings.trace_url);
  ASSERT_EQ(read.exemplars.size(), run.exemplars.size());
  for (std::size_t i = 0; i < run.exemplars.size(); ++i) {
    EXPECT_TRUE(AreOneTurn(read.exemplars[i], run.exemplars[i]));
    EXPECT_EQ(read.exemplars[i].trend, run.exemplars[i].trend);
  }
  const Exemplar& failed = read.exemplars.back();
  EXPECT_EQ(failed.trend, Trend::kFailedResponseTime);
  EXPECT_EQ(failed.second, 7U);
  EXPECT_EQ(failed.Value(), 50ms);
  EXPECT_EQ(failed.failure, Failure::kReset);
  EXPECT_EQ(failed.scenario, "basic");
  EXPECT_EQ(failed.conversation, "hello");
  EXPECT_EQ(failed.session, "s-7");
  EXPECT_EQ(failed.trace_id, "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(failed.place, 2);
}

TEST(ResultJson, NeedsNothingThatEarlierFilesDoNotHold) {
  std::string text = Json(FullRun());
  for (const char* part : {R"("command":"assistant_load --clamor_users=55",)",
                           R"(,"evidence":{"value":0.02,"limit":0.01,"samples":600,"low":0.01,)"
                           R"("level":0.95,"remark":"why"})"}) {
    ASSERT_NE(text.find(part), std::string::npos) << text;
    text.erase(text.find(part), std::string_view(part).size());
  }
  EXPECT_EQ(SchemaError(text), "");
  const RunData read = ReadResultJson(text, "a.json");
  EXPECT_EQ(read.settings.command, "");
  EXPECT_FALSE(read.verdicts[0].evidence.value);
}

TEST(ResultJson, NeedsNoExemplars) {
  const std::string text = Json(FullRun());
  const std::size_t at = text.find(",\"exemplars\":[");
  ASSERT_NE(at, std::string::npos);
  const RunData read = ReadResultJson(text.substr(0, at) + "}", "a.json");
  EXPECT_TRUE(read.exemplars.empty());
}

TEST(ResultJson, TakesNoMoreOfExemplarsThanIsEverWritten) {
  RunData run = FullRun();
  const Exemplar one = run.exemplars.back();
  run.exemplars.clear();
  for (std::uint32_t s = 0; s < 1000; ++s) {
    run.exemplars.push_back(one);
    run.exemplars.back().second = s;
    run.exemplars.back().session = std::string(1000, 'x');
    run.exemplars.back().gaps.assign(1000, 1ms);
  }
  const RunData read = ReadResultJson(Json(run), "a.json");
  EXPECT_LE(read.exemplars.size(), ExemplarTable::kMostWindows * ExemplarTable::kPerWindow);
  EXPECT_GE(read.exemplars.size(), ExemplarTable::kMostWindows);
  EXPECT_EQ(read.exemplars[0].session.size(), Exemplar::kNameBytes);
  EXPECT_EQ(read.exemplars[0].gaps.size(), Exemplar::kMostGaps);
}

TEST(ResultJson, KeepsAtMost32CellsOfATag) {
  const Tags stream{{"stream", "true"}};
  RunBuilder builder(PlanSeries({stream}, {}, {}));
  for (int s = 0; s < 200; ++s) builder.Succeed(s, 100ms, stream);
  const RunData read = ReadResultJson(Json(builder.Run(200)), "a.json");
  EXPECT_EQ(read.FindTrend(Trend::kResponseTime, {})->timeline.cell_seconds(), 1U);
  const Timeline& tagged = read.FindTrend(Trend::kResponseTime, stream)->timeline;
  EXPECT_EQ(tagged.cell_seconds(), 8U);
  std::uint64_t samples = 0;
  tagged.ForEachCell([&samples](const auto& cell) { samples += cell.Count(); });
  EXPECT_EQ(samples, 200U);
}

TEST(ResultJson, KeepsASeriesOfAnEmptyTagValueApart) {
  const Tags none{{"system", ""}};
  const Tags some{{"system", "Be brief."}};
  RunBuilder builder(PlanSeries({none, some}, {}, {}));
  builder.Succeed(0, 100ms, none);
  builder.Succeed(0, 300ms, some);
  const std::string text = Json(builder.Run(1));
  EXPECT_EQ(SchemaError(text), "");
  const RunData read = ReadResultJson(text, "a.json");
  const auto value = [&read](std::string_view sla) { return Evaluate(ParseValue(sla), read); };
  EXPECT_DOUBLE_EQ(value("max(response_time){system=\"\"}"), 0.1);
  EXPECT_DOUBLE_EQ(value("max(response_time){system=\"Be brief.\"}"), 0.3);
}

TEST(ResultJson, IsValidBySchema) {
  EXPECT_EQ(SchemaError(Json(FullRun())), "");
  EXPECT_EQ(SchemaError(Json(RunData())), "");
}

TEST(ResultJson, IsHeldAgainstASchemaThatRefuses) {
  const std::string text = Json(FullRun());
  EXPECT_NE(SchemaError(Replaced(text, "\"clamor_result\":1", "\"clamor_result\":2")), "");
  EXPECT_NE(SchemaError(Replaced(text, "\"suite\":", "\"suit\":")), "");
  EXPECT_NE(SchemaError(Replaced(text, "\"verdict\":\"void\"", "\"verdict\":\"maybe\"")), "");
  EXPECT_NE(SchemaError(Replaced(text, "\"cell_seconds\":1", "\"cell_seconds\":0")), "");
}

TEST(ResultJson, TellsPeopleThePercentilesAndTheirIntervals) {
  rapidjson::Document document;
  document.Parse(Json(SteadyRun(60)).c_str());
  for (const auto& trend : document["trends"].GetArray()) {
    if (std::string(trend["metric"].GetString()) != "response_time") continue;
    const auto& summary = trend["summary"];
    EXPECT_EQ(summary["count"].GetUint(), 600U);
    EXPECT_NEAR(summary["p50"].GetDouble(), 0.14, 0.00014);
    EXPECT_DOUBLE_EQ(summary["max"].GetDouble(), 0.19);
    EXPECT_NEAR(summary["intervals_95"]["p95"][0].GetDouble(), 0.19, 0.0002);
    EXPECT_TRUE(summary["intervals_95"]["p99.9"][1].IsNull());
  }
}

TEST(ResultJson, TellsDefinedTrendsInTheirUnit) {
  rapidjson::Document document;
  document.Parse(Json(FullRun()).c_str());
  const auto& trend = document["defined_trends"][0];
  EXPECT_STREQ(trend["metric"].GetString(), "answer_words");
  EXPECT_STREQ(trend["unit"].GetString(), "1");
  EXPECT_DOUBLE_EQ(trend["summary"]["max"].GetDouble(), 37.5);
  EXPECT_DOUBLE_EQ(trend["summary"]["p50"].GetDouble(), 37.5);
}

TEST(ResultJson, MakesTextThatIsNotUtf8Valid) {
  RunData run = FullRun();
  run.failures[0].examples[0].message = "caf\xE9 \x01 \"";
  const std::string text = Json(run);
  EXPECT_EQ(SchemaError(text), "");
  EXPECT_EQ(ReadResultJson(text, "a.json").failures[0].examples[0].message,
            "caf\xEF\xBF\xBD \x01 \"");
}

TEST(ResultJson, BeginsWithItsMark) {
  EXPECT_THAT(Json(FullRun()), StartsWith("{\"clamor_result\":1,"));
}

TEST(ReadResultJson, SaysInOneLineWhatIsWrong) {
  const std::string text = Json(FullRun());
  EXPECT_THAT(ErrorOf(""), StartsWith("a.json: not JSON at byte 0: "));
  EXPECT_THAT(ErrorOf(text.substr(0, text.size() / 2)), StartsWith("a.json: not JSON at byte"));
  EXPECT_EQ(ErrorOf("{}"),
            "a.json: this is no result of a load test, \"clamor_result\" is missing");
  EXPECT_EQ(ErrorOf("[]"), "a.json: expected an object");
  EXPECT_EQ(ErrorOf(Replaced(text, "\"clamor_result\":1", "\"clamor_result\":9")),
            "a.json: a result of format version 9, expected 1");
  EXPECT_EQ(ErrorOf(Replaced(text, "\"suite\":", "\"suit\":")), "a.json: \"suite\" is missing");
  EXPECT_EQ(ErrorOf(Replaced(text, "\"sum_ns\":", "\"sum\":")),
            "a.json.generator.first_token_as_read: \"sum_ns\" is missing");
  EXPECT_EQ(ErrorOf(Replaced(text, "\"line\":21", "\"line\":\"x\"")),
            "a.json.line: expected a whole number");
  EXPECT_EQ(ErrorOf(Replaced(text, "\"reason\":\"reset\"", "\"reason\":\"resets\"")),
            "a.json.failures[0].reason: \"resets\" is not known to this version");
  EXPECT_THAT(ErrorOf(Replaced(text, "\"buckets\":[", "\"buckets\":[40000,1,")),
              HasSubstr("a bucket that does not exist"));
  EXPECT_THAT(ErrorOf(Replaced(text, "\"buckets\":[", "\"buckets\":[1,1,")),
              HasSubstr("\"count\" is not the sum of the buckets"));
  EXPECT_THAT(ErrorOf(Replaced(text, "\"buckets\":[", "\"buckets\":[7,")),
              HasSubstr("expected pairs"));
  EXPECT_THAT(ErrorOf(Replaced(text, "\"counted_s\":30.0", "\"counted_s\":1e12")),
              HasSubstr("a duration that no run has"));
  EXPECT_THAT(ErrorOf(Replaced(text, "\"metric\":\"cost\"", "\"metric\":\"costs\"")),
              HasSubstr("\"costs\" is not defined"));
  EXPECT_THAT(ErrorOf(Replaced(text, "\"kind\":\"gauge\"", "\"kind\":\"gage\"")),
              HasSubstr("\"gage\" is not known to this version"));
  EXPECT_THAT(ErrorOf(Replaced(text, "[7,0.25]", "[7]")),
              HasSubstr("expected a second and its value"));
  EXPECT_THAT(ErrorOf(Replaced(text, "\"measure\":\"*(response_time)", "\"measure\":\"*(respons)")),
              HasSubstr("a.json.named[1].measure: "));
  EXPECT_THAT(ErrorOf(Replaced(text, "\"trace_id\":\"0af7", "\"trace_id\":\"../7")),
              HasSubstr(".trace_id: expected 32 hexadecimal digits"));
  EXPECT_THAT(ErrorOf(Replaced(text, "\"https://traces", "\"javascript:traces")),
              HasSubstr("a.json.settings.trace_url: no URL with {trace_id} in it"));
  EXPECT_THAT(ErrorOf(Replaced(text, "\"slow_by\":[", "\"slow_by\":[\"tls_handshake\",")),
              HasSubstr("slow_by[0]: the turn has no such duration"));
  EXPECT_THAT(ErrorOf(Replaced(text, "\"gaps_us\":[", "\"gaps_us\":[99999999999999,")),
              HasSubstr("gaps_us: a gap that no answer has"));
  EXPECT_THAT(ErrorOf(Replaced(text, "\"response_time_ns\":", "\"response_tim_ns\":")),
              HasSubstr("response_tim_ns: no duration of that name"));
  EXPECT_THAT(ErrorOf(Replaced(text, "\"started\":\"2023", "\"started\":\"23")),
              HasSubstr("expected a time"));
}

TEST(ReadResultJson, DoesNotOverflowTheStackOnDeepNesting) {
  EXPECT_THAT(ErrorOf(std::string(1'000'000, '[')), StartsWith("a.json: not JSON"));
}

TEST(IsoTime, ComesBackToTheMicrosecond) {
  const auto time = std::chrono::system_clock::time_point(1'700'000'000s + 123'456us);
  EXPECT_EQ(IsoTime(time), "2023-11-14T22:13:20.123456Z");
  EXPECT_EQ(ReadIsoTime("2023-11-14T22:13:20.123456Z"), time);
  EXPECT_EQ(ReadIsoTime(IsoTime({})), std::chrono::system_clock::time_point());
  for (const char* wrong :
       {"", "2023-11-14", "2023-02-30T22:13:20.123456Z", "2023-11-14T25:13:20.123456Z",
        "2023-11-14T22:13:20.123456Zx", "2023-11-14 22:13:20.123456Z"}) {
    EXPECT_FALSE(ReadIsoTime(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace clamor
