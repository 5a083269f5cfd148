// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace clamor {

// A port of 127.0.0.1 that nobody listens on just now; somebody may before it is used. Throws
// std::runtime_error when there is none.
std::uint16_t FreePort();

}  // namespace clamor
