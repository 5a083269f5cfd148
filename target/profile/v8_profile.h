// SPDX-License-Identifier: Apache-2.0
// The profiles of V8, the engine of Node, as stacks. Frames read "function folder/file.js:line",
// "(anonymous) folder/file.js:line", "(garbage collector)" and its like, and "push (builtin)" for
// functions of V8 itself.
//
// All of it throws std::runtime_error, one line naming `file`, for what is no such profile.
#pragma once

#include <string_view>

#include "target/profile/folded_stacks.h"

namespace clamor {

// A .cpuprofile: microseconds on the CPU. Time in "(idle)" is none.
FoldedStacks CpuProfileStacks(std::string_view json, std::string_view file);

// A .heapprofile: bytes allocated and still in use when it was taken.
FoldedStacks HeapProfileStacks(std::string_view json, std::string_view file);

}  // namespace clamor
