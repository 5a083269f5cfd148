// SPDX-License-Identifier: Apache-2.0
#include "metrics/definitions.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace clamor {
namespace {

using testing::HasSubstr;

std::string OfMetric(const std::string& name) {
  return WhatIsWrongWith({}, {{name, SampleKind::kTrend, Unit::kCount}}).value_or("");
}

TEST(Definitions, MayHaveNamesOfTheirOwn) {
  EXPECT_EQ(WhatIsWrongWith({{"status_200"}, {"words"}}, {{"words"}, {"depth2"}}), std::nullopt);
}

TEST(Definitions, MayNotHaveANameThatTheGrammarReadsOtherwise) {
  for (const char* name : {"response_time", "checks", "requests", "p95", "mean", "max"}) {
    EXPECT_THAT(OfMetric(name), HasSubstr("SLAs know this name already")) << name;
  }
  for (const char* name : {"", "answer words", "a-b", "a{b}"}) {
    EXPECT_THAT(OfMetric(name), HasSubstr("expected a name of letters, digits and _")) << name;
  }
  EXPECT_EQ(OfMetric("p"), "");
  EXPECT_EQ(OfMetric("p95_words"), "");
}

TEST(Definitions, StandOnce) {
  EXPECT_EQ(WhatIsWrongWith({{"a"}, {"a"}}, {}),
            "the check \"a\" is defined twice, expected one definition");
  EXPECT_EQ(WhatIsWrongWith({}, {{"a"}, {"a"}}),
            "the metric \"a\" is defined twice, expected one definition");
}

TEST(Definitions, AreAtMostSoManyChecks) {
  std::vector<NamedCheck> checks;
  for (int i = 0; i < 64; ++i) checks.push_back({"check_" + std::to_string(i)});
  EXPECT_EQ(WhatIsWrongWith(checks, {}), std::nullopt);
  checks.push_back({"one_more"});
  EXPECT_EQ(WhatIsWrongWith(checks, {}),
            "65 checks, the protocol's own included, expected at most 64");
}

}  // namespace
}  // namespace clamor
