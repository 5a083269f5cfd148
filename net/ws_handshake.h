// SPDX-License-Identifier: Apache-2.0
// The two texts of a WebSocket's opening (RFC 6455, section 4).
#pragma once

#include <string>
#include <string_view>

#include "net/response_head.h"

namespace clamor {

struct WsUpgrade;

// The request that asks for the upgrade; `key` is 16 random bytes in base64.
std::string UpgradeRequest(const WsUpgrade& upgrade, std::string_view key);

// What the server agreed to.
struct WsAgreed {
  std::string subprotocol;
  bool deflate = false;
  bool deflate_takes_context = true;
};

// Reads an answer of status 101. Throws NetError(kProtocol) for one that is none to this key, or
// agrees to what was not asked for.
WsAgreed ReadAgreement(const ResponseHead& head, const WsUpgrade& upgrade, std::string_view key);

// 16 bytes as base64.
std::string WsKey(std::uint64_t high, std::uint64_t low);

}  // namespace clamor
