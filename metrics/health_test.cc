// SPDX-License-Identifier: Apache-2.0
#include "metrics/health.h"

#include <gmock/gmock.h>

#include <string>

#include "metrics/judge.h"
#include "metrics/test_runs.h"

namespace clamor {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// So many of 1,000 turns fail.
Health WithFailures(int failed, Failure reason) {
  RunBuilder builder;
  for (int i = 0; i < 1000; ++i) {
    if (i < failed) {
      builder.Fail(i % 50, reason);
    } else {
      builder.Succeed(i % 50, 100ms);
    }
  }
  RunData run = builder.Run(50);
  JudgeRun(run, {});
  return run.health.value();
}

TEST(Health, GradesTheShareOfFailedTurns) {
  EXPECT_EQ(WithFailures(0, Failure::kReset).grade, Grade::kHealthy);
  EXPECT_THAT(WithFailures(9, Failure::kReset).reasons, IsEmpty());
  EXPECT_EQ(WithFailures(10, Failure::kReset).grade, Grade::kWarning);
  EXPECT_THAT(WithFailures(12, Failure::kReset).reasons,
              ElementsAre("1.2 % of turns failed, healthy is less than 1 %"));
  EXPECT_EQ(WithFailures(50, Failure::kReset).grade, Grade::kWarning);
  EXPECT_EQ(WithFailures(51, Failure::kReset).grade, Grade::kCritical);
  EXPECT_THAT(WithFailures(60, Failure::kReset).reasons,
              ElementsAre("6 % of turns failed, more than 5 %"));
}

TEST(Health, IsCriticalWithManyServerErrors) {
  EXPECT_EQ(WithFailures(10, Failure::kServerError).grade, Grade::kWarning);
  const Health health = WithFailures(12, Failure::kServerError);
  EXPECT_EQ(health.grade, Grade::kCritical);
  EXPECT_THAT(health.reasons.back(), HasSubstr("1.2 % of turns failed by a server error"));
}

Health Promising(const std::string& sla, bool warns = false) {
  RunData run = SteadyRun(60);  // p95 190 ms
  run.promised = {{sla, "a.cc", 1, warns}};
  JudgeRun(run, {});
  return run.health.value();
}

TEST(Health, GradesPromisedLimitsOfLatencies) {
  EXPECT_EQ(Promising("p95(response_time) < 300ms").grade, Grade::kHealthy);
  EXPECT_THAT(Promising("p95(response_time) < 200ms").reasons,
              ElementsAre("p95(response_time) < 200ms is nearly broken: 190 ms, above 90 % of the "
                          "limit"));
  EXPECT_EQ(Promising("p95(response_time) < 200ms").grade, Grade::kWarning);
  const Health broken = Promising("p95(response_time) <= 150ms");
  EXPECT_EQ(broken.grade, Grade::kCritical);
  EXPECT_THAT(broken.reasons, ElementsAre("p95(response_time) <= 150ms is broken: 190 ms"));
  EXPECT_EQ(Promising("p95(response_time) < 200ms over 10s").grade, Grade::kWarning);
  EXPECT_EQ(Promising("p95(tls_handshake) < 1s").grade, Grade::kCritical);
}

TEST(Health, LeavesOtherPromisesAlone) {
  EXPECT_EQ(Promising("p95(response_time) > 200ms").grade, Grade::kHealthy);
  EXPECT_EQ(Promising("throughput > 50/s").grade, Grade::kHealthy);
  EXPECT_EQ(Promising("p95(response_time) / p50(response_time) < 1").grade, Grade::kHealthy);
  EXPECT_EQ(Promising("p95(response_time) < 150ms", true).grade, Grade::kHealthy);
  EXPECT_EQ(Promising("p95(nonsense) < 150ms").grade, Grade::kHealthy);
}

TEST(Health, WarnsOfResponseTimesThatGrow) {
  RunBuilder builder;
  for (int s = 0; s < 120; ++s) {
    for (int i = 0; i < 5; ++i) builder.Succeed(s, (100 + 2 * s + (s * 7 + i * 3) % 11) * 1ms);
  }
  RunData run = builder.Run(120);
  JudgeRun(run, {});
  EXPECT_EQ(run.health->grade, Grade::kWarning);
  EXPECT_THAT(run.health->reasons, ElementsAre("response times grew over the run"));
}

TEST(Health, WarnsOfStreamsThatTakeTwiceAsLong) {
  for (const auto streamed : {199ms, 200ms}) {
    RunBuilder builder(PlanSeries({{{"stream", "true"}}, {{"stream", "false"}}}, {}, {}));
    for (int s = 0; s < 10; ++s) {
      builder.Succeed(s, streamed, {{"stream", "true"}});
      builder.Succeed(s, 100ms, {{"stream", "false"}});
    }
    RunData run = builder.Run(10);
    JudgeRun(run, {});
    EXPECT_EQ(run.health->grade, streamed < 200ms ? Grade::kHealthy : Grade::kWarning);
  }
}

TEST(Health, IsNotToldOfWhatNobodyBelievesOrMeasured) {
  RunData run = RunBuilder().Run(10);
  JudgeRun(run, {});
  EXPECT_FALSE(run.health);
  run = SteadyRun(60);
  run.generator.void_because = {"out of local ports"};
  JudgeRun(run, {});
  EXPECT_FALSE(run.health);
}

}  // namespace
}  // namespace clamor
