// SPDX-License-Identifier: Apache-2.0
// What a client gets in place of an answer, streamed or not: the faults that leave nothing of it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string_view>

#include "server/exchange.h"
#include "server/faults.h"

namespace clamor::server {

// Bytes that are neither UTF-8 nor JSON, and ugly where they are shown: terminal escapes, a NUL,
// HTML. One line.
std::string_view Garbage();

// True for the faults that SendInstead knows.
bool ReplacesAnswer(FaultKind kind);

asio::awaitable<void> SendInstead(Exchange& exchange, const Fault& fault);

}  // namespace clamor::server
