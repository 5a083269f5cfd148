// SPDX-License-Identifier: Apache-2.0
// POST /stream/assistant/{session_id}: {"role", "content"} in, server-sent events until `data:
// [DONE]` out.
#pragma once

#include "server/router.h"
#include "server/service.h"

namespace clamor::server {

// Adds the route. The service outlives the router.
void AddAssistant(Router& router, Service& service);

}  // namespace clamor::server
