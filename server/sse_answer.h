// SPDX-License-Identifier: Apache-2.0
// Sends an answer as server-sent events: at the pace of the service model, within the server's
// capacity, and with the fault that was planned for it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string_view>

#include "server/event_list.h"
#include "server/exchange.h"
#include "server/service.h"

namespace clamor::server {

// Events of the API, whole with their empty line.
struct SseEnds {
  std::string_view terminal;  // ends a whole answer
  std::string_view error;     // of a stream that goes wrong
};

// Of an API that has no words of its own.
inline constexpr SseEnds kPlainSseEnds = {
    .terminal = "data: [DONE]\n\n",
    .error =
        "event: error\n"
        "data: {\"error\": {\"code\": 500, \"message\": \"the model gave up\"}}\n\n"};

// The head is sent as soon
// as the answer is being worked on, before its first event is due; the terminal event in one write
// with the last one. A crosstalk fault is in the events already: only the endpoint knows its
// sessions.
asio::awaitable<void> SendSseAnswer(Exchange& exchange, Service& service, AnswerPlan plan,
                                    const EventList& events, SseEnds ends);

}  // namespace clamor::server
