// SPDX-License-Identifier: Apache-2.0
// Which failed attempts at a turn are worth another one, when it may begin, and how the times of
// several attempts become those of one turn.
#pragma once

#include <chrono>
#include <optional>

#include "clamor/failure.h"
#include "net/clock.h"
#include "net/http_client.h"
#include "net/response_head.h"

namespace clamor {

// What a response says of trying again.
struct RetryAdvice {
  bool never = false;                   // "x-should-retry: false"
  std::optional<Clock::duration> wait;  // from "retry-after-ms", else from "Retry-After"
};

// `now` is what a date in Retry-After is compared with. What cannot be read is no advice.
RetryAdvice RetryAdviceIn(const ResponseHead& head, std::chrono::system_clock::time_point now);

// Refused and reset connections, 429 and 5xx.
bool IsWorthARetry(Failure reason);

// The pause behind the nth attempt (from 1): what the server asks for, and no less than a part of
// backoff * 2^(n-1), between a half and the whole, that `jitter` in [0, 1) decides.
Clock::duration RetryPause(Clock::duration backoff, int attempt, double jitter,
                           const RetryAdvice& advice);

// Makes the last attempt's times those of the whole turn: it began, and its request was sent, when
// the first attempt's was; traffic and the generator's delays are those of all.
void AddEarlierAttempt(const ExchangeTimes& earlier, ExchangeTimes& last);

// The same of an exchange that was cut and resumed in another: also the first byte came in it.
void AddCutOff(const ExchangeTimes& cut_off, ExchangeTimes& last);

}  // namespace clamor
