// SPDX-License-Identifier: Apache-2.0
// POST /v1/chat/completions: OpenAI's chat completions, streamed and not.
#pragma once

#include "server/router.h"
#include "server/service.h"

namespace clamor::server {

// Adds the route. The service outlives the router.
void AddChat(Router& router, Service& service);

}  // namespace clamor::server
