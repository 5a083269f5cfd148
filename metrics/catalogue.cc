// SPDX-License-Identifier: Apache-2.0
// The catalogue's table.
#include "metrics/catalogue.h"

#include <algorithm>
#include <array>

namespace clamor {
namespace {

using Kind = MetricKind;

constexpr auto kAll = std::to_array<MetricInfo>({
    // Trends.
    {"connection_latency", Kind::kTrend, Unit::kSeconds,
     "TCP connect: from its start until the connection stands; none for a reused connection"},
    {"tls_handshake", Kind::kTrend, Unit::kSeconds,
     "TLS handshake, certificate check included; none for a reused connection"},
    {"session_setup_time", Kind::kTrend, Unit::kSeconds,
     "All that comes before a new connection's first request: TCP connect, TLS handshake, and a "
     "WebSocket's upgrade"},
    {"time_to_first_byte", Kind::kTrend, Unit::kSeconds,
     "Last byte of the request handed to the kernel until the first byte of the response"},
    {"time_to_first_event", Kind::kTrend, Unit::kSeconds,
     "Last byte of the request handed to the kernel until the first data: event that is no "
     "comment"},
    {"time_to_first_token", Kind::kTrend, Unit::kSeconds,
     "Last byte of the request handed to the kernel until the first event whose content is not "
     "empty; a role-only delta is no token"},
    {"time_to_first_answer_token", Kind::kTrend, Unit::kSeconds,
     "The same until the first such event that is no reasoning: text of the answer or a tool call; "
     "one sample per answer with reasoning, others have the time to first token alone"},
    {"inter_event_gap", Kind::kTrend, Unit::kSeconds,
     "Gap between successive content events of one answer; an event may hold several tokens or "
     "none, so this is no inter-token latency"},
    {"longest_stall", Kind::kTrend, Unit::kSeconds,
     "The largest inter_event_gap of one answer, one sample per answer with at least two content "
     "events"},
    {"time_per_output_token", Kind::kTrend, Unit::kSeconds,
     "(last content event - first content event) / (tokens - 1), answers of at least two tokens"},
    {"generation_time", Kind::kTrend, Unit::kSeconds,
     "First content event until the last content event of one answer, one sample per answer with "
     "at least two"},
    {"response_time", Kind::kTrend, Unit::kSeconds,
     "Last byte of the request handed to the kernel until the answer's end: its terminal marker "
     "where it has one, else its last byte"},
    {"scheduled_response_time", Kind::kTrend, Unit::kSeconds,
     "When the profile wanted the turn to start until the answer's end; what users feel when the "
     "server stalls"},
    {"failed_response_time", Kind::kTrend, Unit::kSeconds,
     "A failed turn's start until its failure; failed turns enter no other latency"},
    {"conversation_time", Kind::kTrend, Unit::kSeconds,
     "First turn's start until the last turn's end, conversations that ended whole"},
    {"reconnect_latency", Kind::kTrend, Unit::kSeconds,
     "An answer's connection cut by the client until the first event behind the cut, on the next "
     "connection"},
    {"start_lag", Kind::kTrend, Unit::kSeconds,
     "When a turn should have started until the load generator started it; the generator's own "
     "delay"},
    {"generator_lag", Kind::kTrend, Unit::kSeconds,
     "The kernel's receipt of an answer's bytes until the load generator read them, the largest of "
     "a turn; the generator's own delay"},
    // Counters.
    {"requests", Kind::kCounter, Unit::kCount, "Turns begun: the first attempt of each"},
    {"attempts", Kind::kCounter, Unit::kCount,
     "Requests sent, retries included; not those for the rest of an answer that was cut"},
    {"turns_succeeded", Kind::kCounter, Unit::kCount,
     "Turns whose answer was complete and as expected"},
    {"turns_failed", Kind::kCounter, Unit::kCount, "Turns that failed, for whatever reason"},
    {"turns_unfinished", Kind::kCounter, Unit::kCount,
     "Turns cut by the end of the run: neither succeeded nor failed"},
    {"turns_not_held", Kind::kCounter, Unit::kCount,
     "Turns never begun because their conversation ended at a failed turn"},
    {"conversations", Kind::kCounter, Unit::kCount,
     "Conversations that came to an end, whole or not"},
    {"conversations_whole", Kind::kCounter, Unit::kCount,
     "Conversations whose every turn succeeded"},
    {"answers_begun", Kind::kCounter, Unit::kCount,
     "Answers that began, as a stream or in one body: those that were refused or never came are "
     "left out"},
    {"answers_whole", Kind::kCounter, Unit::kCount,
     "Answers that began and came to their end: the terminal marker where the API has one, else "
     "the "
     "whole body"},
    {"content_events", Kind::kCounter, Unit::kCount,
     "Events whose content is not empty, successful turns; an answer that is no stream counts as "
     "one"},
    {"lost_events", Kind::kCounter, Unit::kCount,
     "Events that a resumed answer left out behind the cut, told by their numbers"},
    {"repeated_events", Kind::kCounter, Unit::kCount,
     "Events that a resumed answer sent although they had come before the cut"},
    {"prompt_tokens", Kind::kCounter, Unit::kCount,
     "Tokens of prompts by the server's last usage report, successful turns that have one"},
    {"completion_tokens", Kind::kCounter, Unit::kCount,
     "Tokens of answers by the server's last usage report, successful turns that have one"},
    {"tokens", Kind::kCounter, Unit::kCount,
     "Tokens of prompts and answers together, successful turns in which the server reported them"},
    {"turns_with_usage", Kind::kCounter, Unit::kCount,
     "Successful turns in which the server reported token usage"},
    {"bytes_sent", Kind::kCounter, Unit::kBytes, "Bytes handed to the socket"},
    {"bytes_received", Kind::kCounter, Unit::kBytes, "Bytes read from the socket"},
    {"dropped_iterations", Kind::kCounter, Unit::kCount,
     "Arrivals of an open-model profile that found no free user"},
    {"unstamped_turns", Kind::kCounter, Unit::kCount,
     "Turns that ended with a read that had no kernel receive stamp; user-space time was used"},
    // Gauges.
    {"active_users", Kind::kGauge, Unit::kCount,
     "Virtual users that hold a conversation, sampled each second"},
    {"active_requests", Kind::kGauge, Unit::kCount,
     "Requests sent whose answer has not ended, sampled each second"},
    {"concurrent_streams", Kind::kGauge, Unit::kCount,
     "Answers that have begun and not ended, sampled each second"},
    {"generator_cpu", Kind::kGauge, Unit::kCount,
     "Busy share of the load generator's worker threads, 0 to 1, sampled each second"},
    {"arrival_rate", Kind::kGauge, Unit::kPerSecond,
     "Conversations that the open-model profiles wanted to start per second, sampled each second"},
    {"server_cpu", Kind::kGauge, Unit::kRatio,
     "CPU time of the launched server's processes, as a share of the cores that they may use, of "
     "each second"},
    {"server_cores", Kind::kGauge, Unit::kCount,
     "The same in cores: 1 is one core busy all the time"},
    {"server_rss", Kind::kGauge, Unit::kBytes,
     "Resident memory of the launched server's processes, shared pages counted for each, sampled "
     "each second"},
    {"server_threads", Kind::kGauge, Unit::kCount,
     "Threads of the launched server's processes, sampled each second"},
    {"server_open_files", Kind::kGauge, Unit::kCount,
     "Open files and sockets of the launched server's processes, sampled each second"},
    {"server_context_switches", Kind::kGauge, Unit::kPerSecond,
     "Context switches of the launched server's threads, voluntary or not, of each second"},
    {"server_run_delay", Kind::kGauge, Unit::kSeconds,
     "The kernel's scheduling delay: how long a thread of the launched server that could run "
     "waited "
     "for a CPU, the mean of the worst thread of each second"},
    {"server_event_loop_delay", Kind::kGauge, Unit::kSeconds,
     "How long the event loop of a launched Node server kept a timer waiting, the longest of each "
     "second"},
    // Computed.
    {"error_rate", Kind::kRatio, Unit::kRatio, "turns_failed / (turns_succeeded + turns_failed)"},
    {"success_rate", Kind::kRatio, Unit::kRatio,
     "turns_succeeded / (turns_succeeded + turns_failed)"},
    {"conversation_success_rate", Kind::kRatio, Unit::kRatio,
     "conversations_whole / conversations"},
    {"connection_stability", Kind::kRatio, Unit::kRatio,
     "answers_whole / answers_begun; {stream=true} tells it of streams alone where suites vary the "
     "tag"},
    {"checks", Kind::kRatio, Unit::kRatio,
     "Answers that passed the check named, of those that it was made of; without a name, of all "
     "checks together"},
    {"goodput", Kind::kRatio, Unit::kRatio,
     "Turns that succeeded and kept every limit named, of all turns that ended"},
    {"throughput", Kind::kRate, Unit::kPerSecond,
     "(turns_succeeded + turns_failed) / seconds of the counted part of the run, or of the "
     "scenario "
     "that {scenario=x} names"},
    {"token_rate", Kind::kRate, Unit::kPerSecond,
     "completion_tokens / the same seconds; unavailable when no server reported usage"},
    {"event_rate", Kind::kRate, Unit::kPerSecond, "content_events / the same seconds"},
    {"sent_rate", Kind::kRate, Unit::kBytesPerSecond, "bytes_sent / the same seconds"},
    {"received_rate", Kind::kRate, Unit::kBytesPerSecond, "bytes_received / the same seconds"},
    {"failures", Kind::kCounter, Unit::kCount,
     "Turns that failed for the reason named; without one, all"},
});

constexpr std::size_t kFirstCounter = kTrends;
constexpr std::size_t kFirstGauge = kTrends + kCounters;
constexpr std::size_t kFirstComputed = kFirstGauge + kGauges;
static_assert(kAll[kFirstCounter].name == "requests");
static_assert(kAll[kFirstGauge].name == "active_users");
static_assert(kAll[kFirstComputed].name == "error_rate");

// The enum value of the metric of that name, whose part of the table begins at `first`.
template <class Enum>
std::optional<Enum> Named(std::string_view name, std::size_t first, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (kAll[first + i].name == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::span<const MetricInfo> Catalogue() { return kAll; }

const MetricInfo* FindMetric(std::string_view name) {
  const auto* found = std::find_if(kAll.begin(), kAll.end(),
                                   [name](const MetricInfo& info) { return info.name == name; });
  return found == kAll.end() ? nullptr : found;
}

const MetricInfo& Info(Trend trend) { return kAll[static_cast<std::size_t>(trend)]; }
const MetricInfo& Info(Counter counter) {
  return kAll[kFirstCounter + static_cast<std::size_t>(counter)];
}
const MetricInfo& Info(Gauge gauge) { return kAll[kFirstGauge + static_cast<std::size_t>(gauge)]; }

std::optional<Trend> TrendNamed(std::string_view name) { return Named<Trend>(name, 0, kTrends); }
std::optional<Counter> CounterNamed(std::string_view name) {
  return Named<Counter>(name, kFirstCounter, kCounters);
}
std::optional<Gauge> GaugeNamed(std::string_view name) {
  return Named<Gauge>(name, kFirstGauge, kGauges);
}

}  // namespace clamor
