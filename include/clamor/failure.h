// SPDX-License-Identifier: Apache-2.0
// Why a turn failed: the closed list under which every failure is counted.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace clamor {

enum class Failure : unsigned char {
  kResolve,         // the target's name has no address
  kUnreachable,     // no route to the target
  kRefused,         // nothing listens there
  kConnectTimeout,  // no TCP connection within the connect time limit
  kTls,             // handshake, certificate or host name
  kReset,           // the transport dropped the connection
  kTimeout,         // first byte, stall between events, or whole turn
  kTruncated,       // a clean end without the terminal marker
  kStreamError,     // an error inside a stream whose status was a success
  kSse,             // not an event stream, or one that cannot be read
  kJson,            // an answer that is not the JSON it should be
  kTooLarge,        // an event or a head beyond its size limit
  kCheck,           // the answer broke an expectation of its conversation
  kCrosstalk,       // the answer carried another session's marker
  kAuth,            // 401, 403
  kValidation,      // 400, 422
  kRateLimited,     // 429
  kServerError,     // 5xx
  kRedirect,        // 3xx: says where to
  kStatus,          // any other status that the suite does not accept
  kUpgrade,         // a WebSocket upgrade was refused
  kWsClose,         // a WebSocket was closed before the answer's end
  kInterruption,    // an agent of voice did not stop when it was interrupted
  kFellSilent,      // an agent of voice never spoke again after a false alarm
  kProtocol,        // bytes that are not the protocol
};

inline constexpr std::size_t kFailureKinds = static_cast<std::size_t>(Failure::kProtocol) + 1;

// The name under which reports and SLAs know it: "connect_timeout".
std::string_view ToString(Failure failure);

// The failure of that name, or none.
std::optional<Failure> FailureNamed(std::string_view name);

}  // namespace clamor
