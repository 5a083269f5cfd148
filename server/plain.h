// SPDX-License-Identifier: Apache-2.0
// Requests that are answered at once: GET /plain (a small fixed JSON, for benchmarks), /health (is
// it up?), /status (and how much has it answered?) and /v1/models (OpenAI's list of models).
#pragma once

#include "server/router.h"
#include "server/service.h"

namespace clamor::server {

// Adds the routes. The service outlives the router.
void AddPlain(Router& router, Service& service);

}  // namespace clamor::server
