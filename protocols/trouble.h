// SPDX-License-Identifier: Apache-2.0
// Why a turn fails.
#pragma once

#include <string>

#include "clamor/failure.h"

namespace clamor {

struct Trouble {
  Failure reason;
  std::string message;  // one printable line
};

}  // namespace clamor
