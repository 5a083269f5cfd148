// SPDX-License-Identifier: Apache-2.0
// Requests without a stream: GET /plain (a small fixed JSON, for benchmarks) and GET /health (is it
// up?).
#pragma once

#include "server/router.h"

namespace clamor::server {

void AddPlain(Router& router);

}  // namespace clamor::server
