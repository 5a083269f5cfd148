// SPDX-License-Identifier: Apache-2.0
// Is there a server: waiting for one that was launched, and one probe of one that should be there.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "target/endpoint.h"
#include "target/launch.h"

namespace clamor {

// How long a launched server may take until it accepts.
inline constexpr std::chrono::milliseconds kReadyLimit{60000};

// Calls `attempt` again and again, a few milliseconds apart, until it returns nothing instead of a
// reason. Throws std::runtime_error when the server has ended, at `limit`, or when a stop is
// requested: "NAME WHAT ...", the reason, then the last lines of the server's log, a line each.
void WaitUntil(LaunchedServer& server, std::string_view what, std::chrono::milliseconds limit,
               const std::stop_token& stop,
               const std::function<std::optional<std::string>()>& attempt);

// Waits until the launched server accepts a TCP connection or, with a path, answers a GET of it
// with 2xx (over plain HTTP). Throws as WaitUntil does; also when the path is not one.
void WaitUntilReady(const Endpoint& endpoint, const std::optional<std::string>& path,
                    LaunchedServer& server, std::chrono::milliseconds limit = kReadyLimit,
                    const std::stop_token& stop = {});

// The same for a server that was not launched by us and must answer the path.
void WaitUntilAnswers(const Endpoint& endpoint, const std::string& path,
                      std::chrono::milliseconds limit = kReadyLimit,
                      const std::stop_token& stop = {});

// Before a launch. Throws std::runtime_error when somebody already accepts there: the launched
// server could not, and the load would go to the other one.
void CheckNobodyListens(const Endpoint& endpoint);

// Before a load: throws std::runtime_error, one line with what to try, when the target does not
// accept a connection within a second.
void Probe(const Endpoint& endpoint);

}  // namespace clamor
