// SPDX-License-Identifier: Apache-2.0
// What `perf script` prints of a recording, as stacks. Asked for are these fields:
//
//   perf script --no-inline -F comm,pid,tid,time,period,event,ip,sym,dso
//
// Lines that are none of its samples are passed over: perf mixes its warnings with them.
#pragma once

#include <string_view>

#include "target/profile/folded_stacks.h"

namespace clamor {

// Where threads were seen on a CPU: samples, below the thread's name.
FoldedStacks OnCpuStacks(std::string_view perf_script);

// Where threads waited: microseconds from each switch off a CPU (PERF_RECORD_SWITCH OUT) to the
// next one on (IN) or the end of the recording: `perf record --switch-events`, `perf script
// --show-switch-events`. Its stack is the sample before it, of the event context-switches or
// sched:sched_switch. A thread that wanted to go on but had to give way has the leaf "(waiting for
// a CPU)"; one whose stacks are unknown has kNoStack. Where perf took a sample of every n-th switch
// only, the others are shared out to those.
inline constexpr std::string_view kNoStack = "(no stack)";
FoldedStacks OffCpuStacks(std::string_view perf_script);

}  // namespace clamor
