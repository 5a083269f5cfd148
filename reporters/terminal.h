// SPDX-License-Identifier: Apache-2.0
// What a file descriptor of this process is drawn on.
#pragma once

#include "reporters/style.h"

namespace clamor {

bool IsTerminal(int fd);

// A terminal's width, and colour unless `no_color`, the variable NO_COLOR, is set and not empty
// (https://no-color.org). Neither for a file or a pipe.
Style StyleFor(int fd, const char* no_color);

}  // namespace clamor
