// SPDX-License-Identifier: Apache-2.0
// The voice agent in one call: hears queries and answers them, whatever the dialect.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "server/service.h"
#include "server/voice_line.h"

namespace clamor::server {

class VoiceCall {
 public:
  // `upgrade`: the request by which the call came about. All outlive the call.
  VoiceCall(VoiceLine& line, VoiceWire& wire, Service& service, const Exchange& upgrade)
      : line_(line), wire_(wire), service_(service), upgrade_(upgrade) {}

  // Until the call is over, which it throws (see VoiceLine).
  asio::awaitable<void> Hold();

 private:
  asio::awaitable<void> Answer(const Heard& query);

  // Before a word of the answer is said. False when nothing will be: the caller has asked anew, or
  // wants none.
  asio::awaitable<bool> Wait(Clock::time_point due, const VoicePlan& plan);

  VoiceLine& line_;
  VoiceWire& wire_;
  Service& service_;
  const Exchange& upgrade_;
};

}  // namespace clamor::server
