// SPDX-License-Identifier: Apache-2.0
// Sends an answer as one body of JSON when the last event of its stream would have been due: within
// the server's capacity, and with the fault that was planned for it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <string_view>

#include "server/exchange.h"
#include "server/service.h"

namespace clamor::server {

// `events`: how many the stream would have had; `error`: the body of an error that comes in a
// successful answer. Two faults change nothing here: a body is always buffered, and has no terminal
// marker.
asio::awaitable<void> SendJsonAnswer(Exchange& exchange, Service& service, AnswerPlan plan,
                                     std::size_t events, std::string_view body,
                                     std::string_view error);

}  // namespace clamor::server
