// SPDX-License-Identifier: Apache-2.0
// GET /api/stream/reasoning?query=TEXT&show=NODE: the steps of a planner, a solver and a verifier
// as numbered server-sent events until `data: [DONE]`. A client that was cut off goes on with
// Last-Event-ID.
#pragma once

#include "server/router.h"
#include "server/service.h"

namespace clamor::server {

// Adds the route. The service outlives the router.
void AddReasoning(Router& router, Service& service);

}  // namespace clamor::server
