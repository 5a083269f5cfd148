// SPDX-License-Identifier: Apache-2.0
#include "protocols/turn_clock.h"

#include <algorithm>

namespace clamor {
namespace {

// What both ends of a turn have in common.
void FillTraffic(const ExchangeTimes& times, TurnRecord& record) {
  record.bytes_sent = times.bytes_sent;
  record.bytes_received = times.bytes_received;
  record.stamped = times.unstamped_reads == 0;
}

void FillConnecting(const ExchangeTimes& times, TrendValues& trends) {
  if (!times.new_connection) return;
  trends.Set(Trend::kConnectionLatency, times.made.connect);
  if (times.made.tls.count() > 0) trends.Set(Trend::kTlsHandshake, times.made.tls);
  trends.Set(Trend::kSessionSetupTime, times.made.connect + times.made.tls);
}

}  // namespace

void TurnClock::Begin(Time scheduled) {
  *this = TurnClock();
  scheduled_ = scheduled;
}

std::optional<Clock::duration> TurnClock::TimeToFirstEvent(const ExchangeTimes& times) const {
  if (!first_event_) return std::nullopt;
  return first_event_->kernel - times.sent;
}

void TurnClock::Succeed(const ExchangeTimes& times, TurnRecord& record) const {
  FillTraffic(times, record);
  const Arrival end = end_.value_or(times.last_byte);
  TrendValues& trends = record.trends;
  FillConnecting(times, trends);
  trends.Set(Trend::kTimeToFirstByte, times.first_byte.kernel - times.sent);
  if (const auto time = TimeToFirstEvent(times)) trends.Set(Trend::kTimeToFirstEvent, *time);
  if (first_content_) {
    trends.Set(Trend::kTimeToFirstToken, first_content_->kernel - times.sent);
    record.first_token_lag = first_content_->read - first_content_->kernel;
  }
  // Where nothing was reasoned it is the time to first token, which is not kept twice.
  if (first_answer_ && reasoned_) {
    trends.Set(Trend::kTimeToFirstAnswerToken, *first_answer_ - times.sent);
  }
  if (!record.gaps.empty()) {
    trends.Set(Trend::kLongestStall, record.gaps.Longest());
    trends.Set(Trend::kGenerationTime, last_content_ - first_content_->kernel);
  }
  if (first_content_ && record.completion_tokens && *record.completion_tokens >= 2) {
    trends.Set(Trend::kTimePerOutputToken,
               (last_content_ - first_content_->kernel) /
                   static_cast<std::int64_t>(*record.completion_tokens - 1));
  }
  trends.Set(Trend::kResponseTime, end.kernel - times.sent);
  trends.Set(Trend::kScheduledResponseTime, end.kernel - scheduled_);
  trends.Set(Trend::kStartLag, times.began - scheduled_);
  trends.Set(Trend::kGeneratorLag, times.lag_max);
  record.response_lag = end.read - end.kernel;
  record.EndAt(end.kernel);
  record.freed = std::max(record.ended, times.drained);
}

void TurnClock::Fail(const ExchangeTimes& times, Time now, TurnRecord& record) const {
  FillTraffic(times, record);
  const Time start = times.sent != Time{} ? times.sent : times.began;
  const Time end = times.whole != Time{} ? times.whole : now;
  record.trends = TrendValues();
  if (start != Time{}) record.trends.Set(Trend::kFailedResponseTime, end - start);
  if (times.began != Time{}) {
    record.trends.Set(Trend::kStartLag, times.began - scheduled_);
    record.trends.Set(Trend::kGeneratorLag, times.lag_max);
  }
  record.gaps.Clear();
  record.EndAt(end);
  record.freed = std::max(record.ended, times.drained);
}

}  // namespace clamor
