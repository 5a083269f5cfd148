// SPDX-License-Identifier: Apache-2.0
// Every metric that Clamor knows, with its unit and definition: what SLAs may name, what reports
// print, and what docs/metrics.md lists (a test holds the two equal).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "clamor/units.h"

namespace clamor {

// g++ 12 holds enumerators of a scoped enum to shadow the constants of clamor/metric.h.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"

// Durations of turns and conversations, each kept as a histogram. The order is that of the
// catalogue.
enum class Trend : unsigned char {
  kConnectionLatency,
  kTlsHandshake,
  kSessionSetupTime,
  kTimeToFirstByte,
  kTimeToFirstEvent,
  kTimeToFirstToken,
  kTimeToFirstAnswerToken,
  kInterEventGap,
  kLongestStall,
  kTimePerOutputToken,
  kGenerationTime,
  kResponseTime,
  kScheduledResponseTime,
  kFailedResponseTime,
  kConversationTime,
  kReconnectLatency,
  kStartLag,
  kGeneratorLag,
};
inline constexpr std::size_t kTrends = static_cast<std::size_t>(Trend::kGeneratorLag) + 1;

// Things counted.
enum class Counter : unsigned char {
  kRequests,  // turns begun: the first attempt of each
  kAttempts,  // requests sent, retries included
  kTurnsSucceeded,
  kTurnsFailed,
  kTurnsUnfinished,
  kTurnsNotHeld,   // the rest of conversations that ended at a failed turn
  kConversations,  // that came to an end
  kConversationsWhole,
  kAnswersBegun,  // of streams, and of answers in one body
  kAnswersWhole,
  kContentEvents,
  kLostEvents,  // of answers that were cut by us and resumed
  kRepeatedEvents,
  kPromptTokens,
  kCompletionTokens,
  kTokens,
  kTurnsWithUsage,
  kBytesSent,
  kBytesReceived,
  kDroppedIterations,
  kUnstampedTurns,
};
inline constexpr std::size_t kCounters = static_cast<std::size_t>(Counter::kUnstampedTurns) + 1;

// Levels, sampled once a second.
enum class Gauge : unsigned char {
  kActiveUsers,
  kActiveRequests,
  kConcurrentStreams,
  kGeneratorCpu,
  kArrivalRate,
  kServerCpu,
  kServerCores,
  kServerRss,
  kServerThreads,
  kServerOpenFiles,
  kServerContextSwitches,
  kServerRunDelay,
  kServerEventLoopDelay,
};
inline constexpr std::size_t kGauges = static_cast<std::size_t>(Gauge::kServerEventLoopDelay) + 1;

#pragma GCC diagnostic pop

enum class MetricKind { kTrend, kCounter, kGauge, kRatio, kRate };

struct MetricInfo {
  std::string_view name;  // as in SLAs, JSON and reports
  MetricKind kind;
  Unit unit;
  std::string_view definition;  // one sentence, exact
};

// All of them: trends, counters and gauges in the order of their enums, then what is computed from
// them.
std::span<const MetricInfo> Catalogue();

// None when there is no such metric.
const MetricInfo* FindMetric(std::string_view name);

const MetricInfo& Info(Trend trend);
const MetricInfo& Info(Counter counter);
const MetricInfo& Info(Gauge gauge);

// None when the name is no trend's, counter's or gauge's.
std::optional<Trend> TrendNamed(std::string_view name);
std::optional<Counter> CounterNamed(std::string_view name);
std::optional<Gauge> GaugeNamed(std::string_view name);

}  // namespace clamor
