// SPDX-License-Identifier: Apache-2.0
// What an HTTP status means for a turn.
#pragma once

#include <optional>
#include <string>

#include "clamor/failure.h"

namespace clamor {

// None for a 2xx; else the reason under which it is counted.
std::optional<Failure> FailureOfStatus(int status);

// "503 Service Unavailable": the status with its standard name, where it has one.
std::string StatusText(int status);

}  // namespace clamor
