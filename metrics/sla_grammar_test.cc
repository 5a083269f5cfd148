// SPDX-License-Identifier: Apache-2.0
#include "metrics/sla_grammar.h"

#include <gmock/gmock.h>

#include <string>

#include "clamor/metric.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Pair;

std::string Canonical(std::string_view text) { return ParseSla(text).ToString(); }

std::string GrammarErrorOf(std::string_view text) {
  try {
    return "read as: " + ParseSla(text).ToString();
  } catch (const SlaError& error) {
    return error.what();
  }
}

TEST(ParseSla, ReadsEveryPart) {
  const ParsedSla sla =
      ParseSla("p95(time_to_first_token){stream=true} < 500ms over 10s abort after 30s");
  EXPECT_EQ(sla.value.measure.function, Function::kQuantile);
  EXPECT_DOUBLE_EQ(sla.value.measure.quantile, 0.95);
  EXPECT_EQ(sla.value.measure.trend, Trend::kTimeToFirstToken);
  EXPECT_THAT(sla.value.measure.tags, testing::ElementsAre(Pair("stream", "true")));
  EXPECT_EQ(sla.comparison, Comparison::kLess);
  EXPECT_DOUBLE_EQ(sla.limit, 0.5);
  EXPECT_EQ(sla.over, Seconds(10));
  EXPECT_EQ(sla.abort_after, Seconds(30));
}

TEST(ParseSla, PrintsWhatItReadsInOneWay) {
  for (const auto& [text, canonical] : std::vector<std::pair<std::string, std::string>>{
           {"p95( response_time )<0.5s", "p95(response_time) < 500ms"},
           {"p99.9(response_time) <= 90s", "p99.9(response_time) <= 90s"},
           {"p50(response_time) < 120s", "p50(response_time) < 2min"},
           {"mean(inter_event_gap) < 1500us", "mean(inter_event_gap) < 1500us"},
           {"error_rate < 0.5 %", "error_rate < 0.5%"},
           {"error_rate<7%", "error_rate < 7%"},
           {"failures(reset)<=3", "failures(reset) <= 3"},
           {"failures < 5", "failures < 5"},
           {"throughput > 50/s", "throughput > 50/s"},
           {"sent_rate>1.5MB/s", "sent_rate > 1500kB/s"},
           {"received_rate < 2000000B/s", "received_rate < 2MB/s"},
           {"checks>99%", "checks > 99%"},
           {"checks( status_200 ){stream=true} > 99 %", "checks(status_200){stream=true} > 99%"},
           {"conversation_success_rate > 99%", "conversation_success_rate > 99%"},
           {"dropped_iterations < 5 over 10s", "dropped_iterations < 5 over 10s"},
           {"max(arrival_rate) < 50/s", "max(arrival_rate) < 50/s"},
           {"bytes_sent < 1.5GB", "bytes_sent < 1500MB"},
           {"bytes_sent < 1GiB", "bytes_sent < 1GiB"},
           {"max(active_users) >= 55", "max(active_users) >= 55"},
           {"p0.00001(response_time) < 1s", "p0.00001(response_time) < 1s"},
           {"error_rate < 0.00001%", "error_rate < 0.00001%"},
           {"error_rate < 0%", "error_rate < 0%"},
           {"error_rate < 33.3333333333%", "error_rate < 33.3333333333%"},
           {"p95(response_time) < 0.00025ns", "p95(response_time) < 0.00025ns"},
           {"throughput < 1000000000000/s", "throughput < 1000000000000/s"},
           {"requests < 123456789012345678", "requests < 123456789012345680"},
           {"bytes_sent < 12345678901234B", "bytes_sent < 12345678901234B"},
           {"p95(response_time) / p50(response_time)<5",
            "p95(response_time) / p50(response_time) < 5"},
           {"requests > 100 abort after 5s", "requests > 100 abort after 5s"},
           {"p95(response_time){stream=true, model=\"gpt-4 turbo\"} < 1s",
            "p95(response_time){model=\"gpt-4 turbo\",stream=true} < 1s"},
           {"p95(response_time){a=\"\\\"\\\\\"} < 1s", "p95(response_time){a=\"\\\"\\\\\"} < 1s"},
           {"p95(response_time){ system = \"\" } < 1s", "p95(response_time){system=\"\"} < 1s"},
           {"goodput(time_to_first_token<1s,response_time<5s){m=x}>95%",
            "goodput(time_to_first_token < 1s, response_time < 5s){m=x} > 95%"},
       }) {
    EXPECT_EQ(Canonical(text), canonical);
    EXPECT_EQ(Canonical(canonical), canonical);
  }
}

TEST(ParseSla, ReadsBackTheTypedSpelling) {
  for (const Sla& sla : {
           P95(kTimeToFirstToken) < 500ms,
           P999(kResponseTime).Where("stream", "true").Where("model", "gpt-4 turbo") <= 1.5s,
           P95(kResponseTime) / P50(kResponseTime) < 2.5,
           (P95(kResponseTime) / P50(kResponseTime)).Where("stream", "true") < 2.0,
           ErrorRate() < 1_percent,
           SuccessRate().Where("workflow", "a\"b\\c, d") >= 99.9_percent,
           P95(kResponseTime).Where("system", "") < 1s,
           Throughput() > 50_per_s,
           Failures(Failure::kReset) <= Count{3},
           Peak(kActiveUsers) >= Count{55},
           Mean(kInterEventGap) < 1500us,
           Lowest(kResponseTime) > 2min,
           Goodput(kTimeToFirstToken < 1s, kResponseTime < 5s) > 95_percent,
           CheckRate() > 99_percent,
           CheckRate("status_200").Where("stream", "true") >= 99.5_percent,
           ConversationSuccessRate() > 99_percent,
           ConnectionStability().Where("stream", "true") > 99.9_percent,
           SentRate() < 2_MB_per_s,
           ReceivedRate() > 500_kB_per_s,
           DroppedIterations() < Count{5},
           ErrorRate() < Ratio{1e-7},
           Failures(Failure::kReset) < Count{1e15},
       }) {
    EXPECT_EQ(Canonical(sla.text), sla.text);
  }
}

constexpr Metric<Count> kWords{"answer_words"};
constexpr Metric<Count> kCost{"cost"};
constexpr Metric<Bytes> kDepth{"depth"};
constexpr Metric<Ratio> kCited{"cited"};
const std::vector<DefinedMetric> kDefined{{"answer_words", SampleKind::kTrend, Unit::kCount},
                                          {"cost", SampleKind::kCounter, Unit::kCount},
                                          {"depth", SampleKind::kGauge, Unit::kBytes},
                                          {"cited", SampleKind::kRate, Unit::kCount}};

TEST(ParseSla, KnowsTheMetricsThatTheSuiteDefined) {
  for (const Sla& sla : {
           P95(kWords) < Count{200},
           P95(kWords).Where("stream", "true").Where("model", "a b") < Count{200},
           Total(kCost) < Count{5},
           Total(kCost).Where("stream", "true").Where("model", "a") < Count{5},
           Peak(kDepth) < 500_MB,
           Mean(kDepth).Where("a", "b") < 1_MiB,
           Share(kCited) > 50_percent,
           P95(kWords) / P50(kWords) < 3.0,
           (P95(kWords) / P50(kWords)).Where("a", "b") < 3.0,
       }) {
    const ParsedSla parsed = ParseSla(sla.text, kDefined);
    EXPECT_EQ(parsed.ToString(), sla.text);
    EXPECT_FALSE(CheckAgainst(
        parsed, {{{{"stream", "true"}, {"model", "a b"}}, {{"model", "a"}, {"a", "b"}}}, {}, {}}))
        << sla.text;
    EXPECT_THROW(ParseSla(sla.text), SlaError) << sla.text;
  }
}

TEST(ParseSla, SaysWhatIsWrongWithADefinedMetric) {
  const auto error = [](std::string_view text) {
    try {
      return "read as: " + ParseSla(text, kDefined).ToString();
    } catch (const SlaError& e) {
      return std::string(e.what());
    }
  };
  EXPECT_THAT(error("p95(anser_words) < 3"), HasSubstr("did you mean \"answer_words\"?"));
  EXPECT_THAT(error("costs < 3"), HasSubstr("did you mean \"cost\"?"));
  EXPECT_THAT(error("answer_words < 3"),
              HasSubstr("answer_words is a distribution, expected what of it is meant, such as "
                        "p95(answer_words)"));
  EXPECT_THAT(error("p95(cost) < 3"), HasSubstr("cost is one number, expected it alone"));
  EXPECT_THAT(error("max(cited) < 3%"), HasSubstr("cited is one number"));
  EXPECT_THAT(error("max(depth) < 3"), HasSubstr("expected a size such as 500MB"));
  EXPECT_THAT(error("cited > 3"), HasSubstr("expected a percentage such as 1%"));
  EXPECT_THAT(error("cost{a=b} < 3 over 10s"), HasSubstr("is not kept by the second"));
  EXPECT_THAT(error("max(depth) / max(active_users) < 3"), HasSubstr("have different units"));
}

TEST(ParseSla, SaysWhatIsWrongAndWhere) {
  for (const auto& [text, error] : std::vector<std::pair<std::string, std::string>>{
           {"", "column 1: the text ends here, expected a measure"},
           {"p95(respons_time) < 1s",
            "column 5: there is no metric \"respons_time\", expected one such as response_time; "
            "did you mean \"response_time\"?"},
           {"eror_rate < 1%", "did you mean \"error_rate\"?"},
           {"p95(response_time) < 5%",
            "column 22: \"5%\" does not fit p95(response_time), expected a duration such as 500ms"},
           {"p95(response_time) < 500",
            "\"500\" does not fit p95(response_time), expected a duration"},
           {"error_rate < 1s", "expected a percentage such as 1%"},
           {"error_rate < 1", "expected a percentage such as 1%"},
           {"requests > 5s", "expected a plain number such as 3"},
           {"throughput > 50", "expected a rate such as 50/s"},
           {"p95(response_time) < 5 parsec", "column 24: there is no unit \"parsec\""},
           {"p95(requests) < 1", "column 5: requests is one number, expected it alone"},
           {"p95(error_rate) < 1%", "error_rate is one number"},
           {"response_time < 1s",
            "column 1: response_time is a distribution, expected what of it is meant, such as "
            "p95(response_time)"},
           {"p0(response_time) < 1s", "expected one between p0 and p100"},
           {"p100(response_time) < 1s", "expected one between p0 and p100"},
           {"failures(resets) < 1", "did you mean \"reset\"?"},
           {"p95(response_time){stream} < 1s",
            "column 26: \"} < 1s\" is not expected here, expected \"=\""},
           {"p95(response_time){a=1,a=2} < 1s", "column 24: the tag \"a\" stands twice"},
           {"p95(response_time){a=\"1} < 1s", "expected a closing quote"},
           {"p95(response_time){a=\"1\\", "expected a closing quote"},
           {"p95(response_time){} < 1s", "expected a tag's name"},
           {"p95(response_time) = 1s", "expected <, <=, > or >="},
           {"p95(response_time) < -1s", "expected a duration"},
           {"p95(response_time) < 1s over", "the text ends here, expected a duration"},
           {"p95(response_time) < 1s over 0s", "a window of no length"},
           {"p95(response_time) < 1s over 1s over 2s", "\"over 2s\" is not expected here"},
           {"p95(response_time) < 1s abort 5s", "expected \"after\""},
           {"p95(response_time) < 1s and more", "\"and more\" is not expected here"},
           {"p95(response_time) / error_rate < 2",
            "column 22: p95(response_time) and error_rate have different units"},
           {"failures(reset) < 1 over 10s", "column 21: failures(reset) is not kept by the second"},
           {"max(active_users){a=b} < 1", "is kept for the whole run only"},
           {"failures(reset){a=b} < 1",
            "column 16: failures(reset) is kept for the whole run only, expected no tags"},
           {(Failures(Failure::kReset).Where("a", "b") < Count{1}).text,
            "column 16: failures(reset) is kept for the whole run only, expected no tags"},
           {(Failures(Failure::kReset).Where("a", "b").Where("c", "d") < Count{1}).text,
            "column 16: failures(reset) is kept for the whole run only, expected no tags"},
           {"goodput(response_time > 1s) > 9%", "expected \"<\""},
           {"goodput(inter_event_gap < 1s) > 9%", "is not one duration of a turn"},
           {"goodput() > 9%", "there is no duration \"\""},
           {"checks() > 9%", "expected a check's name"},
           {"checks(a > 9%", "expected \")\""},
           {"sent_rate < 5", "expected a rate such as 2MB/s"},
           {"conversation_success_rate{a=b} > 9% over 10s", "is not kept by the second"},
           {"token_rate{a=b} > 9/s over 10s", "is not kept by the second"},
           {"bytes_sent{a=b} > 9B over 10s", "is not kept by the second"},
       }) {
    EXPECT_THAT(GrammarErrorOf(text), HasSubstr(error));
  }
}

TEST(CheckAgainst, NamesTheTagsAndValuesThatExist) {
  const std::vector<Tags> known{{{"model", "a"}, {"stream", "true"}}, {{"model", "b"}}};
  const auto check = [&known](std::string_view text) {
    return CheckAgainst(ParseSla(text), {known, {}, {}}).value_or("");
  };
  EXPECT_EQ(check("p95(response_time){stream=true} < 1s"), "");
  EXPECT_EQ(check("p95(response_time) < 1s"), "");
  EXPECT_EQ(check("p95(response_time){streem=true} < 1s"),
            "p95(response_time){streem=true}: there is no tag \"streem\", expected one of model, "
            "stream; did you mean \"stream\"?");
  EXPECT_EQ(check("error_rate / error_rate{model=c} < 2"),
            "error_rate{model=c}: the tag \"model\" never has the value \"c\", expected one of a, "
            "b; did you mean \"a\"?");
  EXPECT_EQ(CheckAgainst(ParseSla("error_rate{a=b} < 1%"), {}),
            "error_rate{a=b}: there is no tag \"a\", these conversations have none");
}

TEST(CheckAgainst, TakesAnEmptyValueForOneOfTheTagsValues) {
  const std::vector<Tags> known{{{"system", ""}}, {{"system", "Be brief."}}};
  EXPECT_EQ(CheckAgainst(ParseSla("p95(response_time){system=\"\"} < 1s"), {known, {}, {}}),
            std::nullopt);
  EXPECT_EQ(
      CheckAgainst(ParseSla("error_rate{system=none} < 1%"), {known, {}, {}}),
      "error_rate{system=none}: the tag \"system\" never has the value \"none\", expected one "
      "of \"\", \"Be brief.\"");
}

TEST(CheckAgainst, NamesTheChecksThatExist) {
  const auto check = [](std::string_view text, std::vector<NamedCheck> checks) {
    return CheckAgainst(ParseSla(text), {{}, std::move(checks), {}}).value_or("");
  };
  EXPECT_EQ(check("checks > 99%", {{"status_200"}}), "");
  EXPECT_EQ(check("checks(status_200) > 99%", {{"status_200"}}), "");
  EXPECT_EQ(check("checks(status_20) > 99%", {{"status_200"}, {"json"}}),
            "checks(status_20): there is no check \"status_20\", expected one of json, "
            "status_200; did you mean \"status_200\"?");
  EXPECT_THAT(check("checks > 99%", {}), HasSubstr("nothing is checked here"));
}

TEST(CheckAgainst, RefusesWhatARunNeverRecords) {
  const Recordable run{{},
                       {},
                       {{"tls_handshake", "the target is http://, without TLS"},
                        {"dropped_iterations", "no profile of the open model"},
                        {"token_rate", "this API reports no tokens"}}};
  const auto check = [&run](std::string_view text) {
    return CheckAgainst(ParseSla(text), run).value_or("");
  };
  EXPECT_EQ(check("p95(tls_handshake) < 1s"),
            "p95(tls_handshake): tls_handshake is never recorded here: the target is http://, "
            "without TLS");
  EXPECT_THAT(check("dropped_iterations < 5"), HasSubstr("no profile of the open model"));
  EXPECT_THAT(check("token_rate > 5/s"), HasSubstr("reports no tokens"));
  EXPECT_THAT(check("goodput(response_time < 1s, tls_handshake < 1s) > 5%"), HasSubstr("never"));
  EXPECT_THAT(check("p95(response_time) / p95(tls_handshake) < 5"), HasSubstr("never"));
  EXPECT_EQ(check("p95(response_time) < 1s"), "");
}

TEST(CheckAgainst, RefusesClausesThatTheGrammarDoesNotHave) {
  ParsedSla sla = ParseSla("failures(reset) < 1");
  sla.over = std::chrono::seconds(10);
  EXPECT_TRUE(CheckAgainst(sla, {}));
  sla = ParseSla("p95(response_time) < 1s");
  sla.over = std::chrono::seconds(0);
  EXPECT_TRUE(CheckAgainst(sla, {}));
  sla.over = std::chrono::seconds(10);
  EXPECT_FALSE(CheckAgainst(sla, {}));
}

TEST(CheckAgainst, RefusesToAbortOnALevel) {
  EXPECT_EQ(CheckAgainst(ParseSla("max(active_users) < 5 abort after 1s"), {}),
            "max(active_users) is known only after the run, expected no \"abort after\"");
  EXPECT_TRUE(
      CheckAgainst(ParseSla("mean(active_users) / max(active_users) < 5 abort after 1s"), {}));
  EXPECT_FALSE(CheckAgainst(ParseSla("max(active_users) < 5"), {}));
  EXPECT_FALSE(CheckAgainst(ParseSla("error_rate < 5% abort after 1s"), {}));
}

TEST(WithTag, KeepsATextThatNobodyCanRead) {
  EXPECT_EQ(internal::WithTag("p95(nonsense)", "a", "b c"), "p95(nonsense){a=\"b c\"}");
}

}  // namespace
}  // namespace clamor
