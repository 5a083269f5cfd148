// SPDX-License-Identifier: Apache-2.0
// The file that valgrind's massif leaves, massif.out.PID, as stacks.
#pragma once

#include <string_view>

#include "target/profile/folded_stacks.h"

namespace clamor {

// Bytes of the heap at its peak, by stack; where massif kept no peak, of its last detailed
// snapshot. Throws std::runtime_error, one line naming `file`, for what is no such file.
FoldedStacks MassifStacks(std::string_view text, std::string_view file);

}  // namespace clamor
