// SPDX-License-Identifier: Apache-2.0
#include "reporters/definitions.h"

#include <gmock/gmock.h>

namespace clamor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

RunData Judged(std::initializer_list<const char*> slas) {
  RunData run;
  for (const char* sla : slas) {
    Verdict verdict;
    verdict.sla = sla;
    run.verdicts.push_back(verdict);
  }
  run.defined = {{"answer_words", SampleKind::kTrend, Unit::kCount, "Words per answer"},
                 {"undefined", SampleKind::kTrend, Unit::kCount}};
  return run;
}

std::vector<std::string> NamesOf(const RunData& run) {
  std::vector<std::string> names;
  for (const Figure& metric : DefinitionsOf(run)) names.push_back(metric.name);
  return names;
}

TEST(Definitions, AreOfWhatIsPromised) {
  EXPECT_THAT(DefinitionsOf(Judged({})), IsEmpty());
  EXPECT_THAT(NamesOf(Judged({"error_rate < 1%"})), IsEmpty()) << "it says so itself";
  EXPECT_THAT(NamesOf(Judged({"p95(response_time) < 1s", "p50(answer_words) > 3",
                              "p95(time_to_first_token){stream=true} < 500ms",
                              "p50(response_time) < 2s", "max(undefined) < 1"})),
              ElementsAre("time_to_first_token", "response_time", "answer_words"));
}

TEST(Definitions, DoNotTakeAMetricForAnother) {
  EXPECT_THAT(NamesOf(Judged({"p95(scheduled_response_time) < 1s"})),
              ElementsAre("scheduled_response_time"));
}

TEST(Definitions, AreOfWhatTheSuiteNames) {
  RunData run = Judged({});
  run.named = {{"ttft", "*(time_to_first_event){stream=true}"}};
  ASSERT_THAT(NamesOf(run), ElementsAre("time_to_first_event"));
  EXPECT_THAT(DefinitionsOf(run).front().value, HasSubstr("until the first data: event"));
}

}  // namespace
}  // namespace clamor
