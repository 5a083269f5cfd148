// SPDX-License-Identifier: Apache-2.0
#include "protocols/retry.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

#include "protocols/http_date.h"

namespace clamor {
namespace {

// Beyond it nobody waits; it keeps a hostile number from overflowing.
constexpr std::chrono::hours kLongest{24};
constexpr int kMostDoublings = 20;

// Nanoseconds of years do not fit into 64 bits.
using Wide = std::chrono::duration<double>;

Clock::duration Bounded(Wide wait) {
  return std::chrono::duration_cast<Clock::duration>(std::clamp(wait, Wide(0), Wide(kLongest)));
}

// A number of at least 0, as SDKs accept it: "2", "0.5".
std::optional<double> Number(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  // The comparison is false for "nan" too.
  if (error != std::errc{} || end != text.data() + text.size() || !(number >= 0)) {
    return std::nullopt;
  }
  return number;
}

std::optional<Clock::duration> WaitIn(const ResponseHead& head,
                                      std::chrono::system_clock::time_point now) {
  if (const auto text = head.Find("retry-after-ms")) {
    if (const auto number = Number(*text)) {
      return Bounded(std::chrono::duration<double, std::milli>(*number));
    }
  }
  const auto text = head.Find("retry-after");
  if (!text) return std::nullopt;
  if (const auto number = Number(*text)) return Bounded(Wide(*number));
  if (const auto date = ParseHttpDate(*text)) {
    return Bounded(Wide(date->time_since_epoch()) - Wide(now.time_since_epoch()));
  }
  return std::nullopt;
}

}  // namespace

RetryAdvice RetryAdviceIn(const ResponseHead& head, std::chrono::system_clock::time_point now) {
  const std::string_view should = head.Find("x-should-retry").value_or("");
  return {EqualIgnoringCase(should, "false"), WaitIn(head, now)};
}

bool IsWorthARetry(Failure reason) {
  return reason == Failure::kRefused || reason == Failure::kReset ||
         reason == Failure::kRateLimited || reason == Failure::kServerError;
}

Clock::duration RetryPause(Clock::duration backoff, int attempt, double jitter,
                           const RetryAdvice& advice) {
  const int doublings = std::clamp(attempt - 1, 0, kMostDoublings);
  const std::chrono::duration<double> whole = backoff * std::exp2(doublings);
  const Clock::duration own = Bounded(whole * (0.5 + jitter / 2));
  return std::max(own, advice.wait.value_or(Clock::duration::zero()));
}

void AddEarlierAttempt(const ExchangeTimes& earlier, ExchangeTimes& last) {
  last.began = earlier.began;
  last.sent = earlier.sent != Time{} ? earlier.sent : earlier.began;
  if (!last.new_connection && earlier.new_connection && earlier.connected != Time{}) {
    last.new_connection = true;
    last.made = earlier.made;
  }
  last.bytes_sent += earlier.bytes_sent;
  last.bytes_received += earlier.bytes_received;
  last.Add(earlier);
}

void AddCutOff(const ExchangeTimes& cut_off, ExchangeTimes& last) {
  last.new_connection = false;  // that it took a second one is told by the reconnect latency
  AddEarlierAttempt(cut_off, last);
  last.first_byte = cut_off.first_byte;
}

}  // namespace clamor
