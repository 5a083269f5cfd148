// SPDX-License-Identifier: Apache-2.0
// A protocol whose turn is one `GET /plain`: the engine and the HTTP client without a stream, to be
// held against tools that know only requests.
#pragma once

#include <memory>

#include "protocols/session.h"

namespace clamor::bench {

std::unique_ptr<internal::Protocol> PlainRequests();

}  // namespace clamor::bench
