// SPDX-License-Identifier: Apache-2.0
// The life of one HTTP/1.1 connection: requests one after another, each handed to its endpoint.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>

#include "server/admission.h"
#include "server/connection.h"
#include "server/router.h"

namespace clamor::server {

inline constexpr std::uint64_t kMaxBodyBytes = 1 << 20;
inline constexpr std::uint32_t kMaxHeadBytes = 16 << 10;

// Serves the connection until it ends. `admission`: who is let in to the guarded routes.
// All three outlive the coroutine. Throws boost::system::system_error when the
// connection breaks in mid-answer.
asio::awaitable<void> ServeHttp(Connection& connection, const Router& router, Admission& admission);

}  // namespace clamor::server
