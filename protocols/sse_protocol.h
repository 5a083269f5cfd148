// SPDX-License-Identifier: Apache-2.0
// The protocols whose turns are HTTP requests, answered by event streams or whole bodies, each by
// its dialect.
#pragma once

#include <memory>

#include "clamor/dialect.h"
#include "protocols/session.h"

namespace clamor::internal {

// `make` is called for each virtual user.
std::unique_ptr<Protocol> SseProtocol(std::unique_ptr<Dialect> (*make)());

}  // namespace clamor::internal
