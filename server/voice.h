// SPDX-License-Identifier: Apache-2.0
// Voice agents over WebSocket: GET /ws speaks Clamor's default dialect, GET /v1/realtime OpenAI's.
#pragma once

#include "server/router.h"
#include "server/service.h"

namespace clamor::server {

// Adds the routes. The service outlives the router.
void AddVoice(Router& router, Service& service);

}  // namespace clamor::server
