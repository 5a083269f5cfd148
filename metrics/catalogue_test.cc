// SPDX-License-Identifier: Apache-2.0
#include "metrics/catalogue.h"

#include <gmock/gmock.h>

#include <set>
#include <string>

#include "clamor/failure.h"
#include "clamor/metric.h"

namespace clamor {
namespace {

TEST(Catalogue, NamesEachMetricOnceAndDefinesIt) {
  std::set<std::string_view> names;
  for (const MetricInfo& info : Catalogue()) {
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_GE(info.definition.size(), 20U) << info.name;
    EXPECT_EQ(FindMetric(info.name), &info);
  }
  EXPECT_EQ(FindMetric("time_to_first_tokens"), nullptr);
}

TEST(Catalogue, KeepsTheOrderOfItsEnums) {
  EXPECT_EQ(Info(Trend::kConnectionLatency).name, "connection_latency");
  EXPECT_EQ(Info(Trend::kTimeToFirstToken).name, "time_to_first_token");
  EXPECT_EQ(Info(Trend::kResponseTime).name, "response_time");
  EXPECT_EQ(Info(Trend::kGeneratorLag).name, "generator_lag");
  EXPECT_EQ(Info(Counter::kTurnsFailed).name, "turns_failed");
  EXPECT_EQ(Info(Counter::kCompletionTokens).name, "completion_tokens");
  EXPECT_EQ(Info(Counter::kUnstampedTurns).name, "unstamped_turns");
  EXPECT_EQ(Info(Gauge::kGeneratorCpu).name, "generator_cpu");
  for (std::size_t i = 0; i < kTrends; ++i) {
    const auto trend = static_cast<Trend>(i);
    EXPECT_EQ(Info(trend).kind, MetricKind::kTrend);
    EXPECT_EQ(TrendNamed(Info(trend).name), trend);
  }
  for (std::size_t i = 0; i < kCounters; ++i) {
    EXPECT_EQ(Info(static_cast<Counter>(i)).kind, MetricKind::kCounter);
  }
  for (std::size_t i = 0; i < kGauges; ++i) {
    EXPECT_EQ(Info(static_cast<Gauge>(i)).kind, MetricKind::kGauge);
  }
}

TEST(Catalogue, KnowsEveryMetricOfThePublicHeader) {
  for (const auto& metric :
       {kConnectionLatency, kTlsHandshake, kSessionSetupTime, kTimeToFirstByte, kTimeToFirstEvent,
        kTimeToFirstToken, kTimeToFirstAnswerToken, kInterEventGap, kLongestStall,
        kTimePerOutputToken, kGenerationTime, kResponseTime, kScheduledResponseTime,
        kFailedResponseTime, kConversationTime, kReconnectLatency, kStartLag, kGeneratorLag}) {
    EXPECT_TRUE(TrendNamed(metric.name)) << metric.name;
  }
  for (const std::string_view name :
       {kActiveUsers.name, kActiveRequests.name, kConcurrentStreams.name, kGeneratorCpu.name,
        kServerCpu.name, kServerCores.name, kServerRss.name, kServerThreads.name,
        kServerOpenFiles.name, kServerContextSwitches.name, kServerRunDelay.name,
        kServerEventLoopDelay.name}) {
    EXPECT_TRUE(GaugeNamed(name)) << name;
  }
}

TEST(Failure, IsFoundByItsName) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kFailureKinds; ++i) {
    const auto failure = static_cast<Failure>(i);
    EXPECT_TRUE(names.insert(ToString(failure)).second);
    EXPECT_EQ(FailureNamed(ToString(failure)), failure);
  }
  EXPECT_EQ(ToString(Failure::kTruncated), "truncated");
  EXPECT_EQ(ToString(Failure::kWsClose), "ws_close");
  EXPECT_EQ(FailureNamed("resets"), std::nullopt);
}

}  // namespace
}  // namespace clamor
