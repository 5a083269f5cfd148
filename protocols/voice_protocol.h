// SPDX-License-Identifier: Apache-2.0
// The protocols whose turns are spoken over a WebSocket, each by its dialect.
#pragma once

#include <memory>

#include "clamor/voice_dialect.h"
#include "protocols/session.h"

namespace clamor::internal {

// `make` is called for each caller; callers speak and listen `speed` times as fast as people do.
std::unique_ptr<Protocol> VoiceProtocol(std::unique_ptr<VoiceDialect> (*make)(), double speed);

}  // namespace clamor::internal
