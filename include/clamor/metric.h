// SPDX-License-Identifier: Apache-2.0
// What can be measured and asked: the catalogue's metrics and measures over them. The unit is in
// the type, so that P95(kTimeToFirstToken) < 5_percent does not compile. docs/metrics.md defines
// each metric.
#pragma once

#include <string>
#include <string_view>

#include "clamor/failure.h"
#include "clamor/sla.h"
#include "clamor/units.h"

namespace clamor {

template <class Unit>
struct Metric {
  std::string_view name;
};

inline constexpr Metric<Seconds> kConnectionLatency{"connection_latency"};
inline constexpr Metric<Seconds> kTlsHandshake{"tls_handshake"};
inline constexpr Metric<Seconds> kSessionSetupTime{"session_setup_time"};
inline constexpr Metric<Seconds> kTimeToFirstByte{"time_to_first_byte"};
inline constexpr Metric<Seconds> kTimeToFirstEvent{"time_to_first_event"};
inline constexpr Metric<Seconds> kTimeToFirstToken{"time_to_first_token"};
inline constexpr Metric<Seconds> kTimeToFirstAnswerToken{"time_to_first_answer_token"};
inline constexpr Metric<Seconds> kInterEventGap{"inter_event_gap"};
inline constexpr Metric<Seconds> kLongestStall{"longest_stall"};
inline constexpr Metric<Seconds> kTimePerOutputToken{"time_per_output_token"};
inline constexpr Metric<Seconds> kGenerationTime{"generation_time"};
inline constexpr Metric<Seconds> kResponseTime{"response_time"};
inline constexpr Metric<Seconds> kScheduledResponseTime{"scheduled_response_time"};
inline constexpr Metric<Seconds> kFailedResponseTime{"failed_response_time"};
inline constexpr Metric<Seconds> kConversationTime{"conversation_time"};
inline constexpr Metric<Seconds> kReconnectLatency{"reconnect_latency"};
inline constexpr Metric<Seconds> kStartLag{"start_lag"};
inline constexpr Metric<Seconds> kGeneratorLag{"generator_lag"};
inline constexpr Metric<Count> kActiveUsers{"active_users"};
inline constexpr Metric<Count> kActiveRequests{"active_requests"};
inline constexpr Metric<Count> kConcurrentStreams{"concurrent_streams"};
inline constexpr Metric<Count> kGeneratorCpu{"generator_cpu"};

// Of a server that was launched by the load test; others are not ours to see.
inline constexpr Metric<Ratio> kServerCpu{"server_cpu"};  // of the cores that it may use
inline constexpr Metric<Count> kServerCores{"server_cores"};
inline constexpr Metric<Bytes> kServerRss{"server_rss"};
inline constexpr Metric<Count> kServerThreads{"server_threads"};
inline constexpr Metric<Count> kServerOpenFiles{"server_open_files"};
inline constexpr Metric<Rate> kServerContextSwitches{"server_context_switches"};
inline constexpr Metric<Seconds> kServerRunDelay{"server_run_delay"};
inline constexpr Metric<Seconds> kServerEventLoopDelay{"server_event_loop_delay"};

// "p95(response_time){stream=true}": what an SLA limits and RunResult::Value answers. Its text is
// the grammar of sla.h.
template <class Unit>
class Measure {
 public:
  explicit Measure(std::string text) : text_(std::move(text)) {}

  // Only what carries the tag with this value; may be given again for a second tag.
  Measure Where(std::string_view tag, std::string_view value) const {
    return Measure(internal::WithTag(text_, tag, value));
  }

  const std::string& text() const { return text_; }

  friend Sla operator<(const Measure& m, Unit limit) {
    return internal::Limit(m.text_, "<", limit);
  }
  friend Sla operator<=(const Measure& m, Unit limit) {
    return internal::Limit(m.text_, "<=", limit);
  }
  friend Sla operator>(const Measure& m, Unit limit) {
    return internal::Limit(m.text_, ">", limit);
  }
  friend Sla operator>=(const Measure& m, Unit limit) {
    return internal::Limit(m.text_, ">=", limit);
  }

  // How many times as large: P95(a) / P95(b) < 2.
  friend Measure<double> operator/(const Measure& a, const Measure& b) {
    return Measure<double>(a.text_ + " / " + b.text_);
  }

 private:
  std::string text_;
};

namespace internal {
inline std::string Call(std::string_view function, std::string_view argument) {
  return std::string(function) + "(" + std::string(argument) + ")";
}
}  // namespace internal

template <class U>
Measure<U> P50(Metric<U> m) {
  return Measure<U>(internal::Call("p50", m.name));
}
template <class U>
Measure<U> P90(Metric<U> m) {
  return Measure<U>(internal::Call("p90", m.name));
}
template <class U>
Measure<U> P95(Metric<U> m) {
  return Measure<U>(internal::Call("p95", m.name));
}
template <class U>
Measure<U> P99(Metric<U> m) {
  return Measure<U>(internal::Call("p99", m.name));
}
template <class U>
Measure<U> P999(Metric<U> m) {
  return Measure<U>(internal::Call("p99.9", m.name));
}
template <class U>
Measure<U> Mean(Metric<U> m) {
  return Measure<U>(internal::Call("mean", m.name));
}
template <class U>
Measure<U> Lowest(Metric<U> m) {
  return Measure<U>(internal::Call("min", m.name));
}
template <class U>
Measure<U> Peak(Metric<U> m) {
  return Measure<U>(internal::Call("max", m.name));
}

// Failed turns of those that ended, and its complement.
inline Measure<Ratio> ErrorRate() { return Measure<Ratio>("error_rate"); }
inline Measure<Ratio> SuccessRate() { return Measure<Ratio>("success_rate"); }

// Conversations that ended whole, of those that ended.
inline Measure<Ratio> ConversationSuccessRate() {
  return Measure<Ratio>("conversation_success_rate");
}

// Answers that ended whole, of those that began.
inline Measure<Ratio> ConnectionStability() { return Measure<Ratio>("connection_stability"); }

// Answers that passed the check, of those that it was made of; without a name, of all checks.
inline Measure<Ratio> CheckRate() { return Measure<Ratio>("checks"); }
inline Measure<Ratio> CheckRate(std::string_view check) {
  return Measure<Ratio>(internal::Call("checks", check));
}

// Turns that ended, per second of the counted part of the run.
inline Measure<Rate> Throughput() { return Measure<Rate>("throughput"); }

// Content events of whole answers, per second of the same.
inline Measure<Rate> EventRate() { return Measure<Rate>("event_rate"); }

// Bytes handed to and read from sockets, per second of the same.
inline Measure<ByteRate> SentRate() { return Measure<ByteRate>("sent_rate"); }
inline Measure<ByteRate> ReceivedRate() { return Measure<ByteRate>("received_rate"); }

// Arrivals of an open-model profile that found no free user.
inline Measure<Count> DroppedIterations() { return Measure<Count>("dropped_iterations"); }

// A metric that the suite defined: a counter's sum, and the share of a rate's samples that are not
// 0.
template <class U>
Measure<U> Total(Metric<U> counter) {
  return Measure<U>(std::string(counter.name));
}
template <class U>
Measure<Ratio> Share(Metric<U> rate) {
  return Measure<Ratio>{std::string(rate.name)};
}

// Content events of whole answers.
inline Measure<Count> ContentEvents() { return Measure<Count>("content_events"); }

// Events that answers, cut by Profile's DropAfter, lost or sent again when they were resumed.
inline Measure<Count> LostEvents() { return Measure<Count>("lost_events"); }
inline Measure<Count> RepeatedEvents() { return Measure<Count>("repeated_events"); }

// Turns begun.
inline Measure<Count> Requests() { return Measure<Count>("requests"); }

// Tokens of prompts and answers, as the server reports them.
inline Measure<Count> Tokens() { return Measure<Count>("tokens"); }

// Turns that failed for this reason.
inline Measure<Count> Failures(Failure reason) {
  return Measure<Count>(internal::Call("failures", ToString(reason)));
}

// One limit that a turn keeps or not: kResponseTime < 2s. For Goodput.
struct TurnLimit {
  std::string text;
};
inline TurnLimit operator<(Metric<Seconds> m, Seconds limit) {
  return {internal::Limit(std::string(m.name), "<", limit).text};
}

// Turns that kept every limit named, of all turns that ended.
template <class... Limits>
Measure<Ratio> Goodput(const TurnLimit& first, const Limits&... rest) {
  return Measure<Ratio>(internal::Call("goodput", (first.text + ... + (", " + rest.text))));
}

}  // namespace clamor
