// SPDX-License-Identifier: Apache-2.0
// Scripts of this room, built into the library: what it launches and makes needs no installed
// files.
#pragma once

#include <string_view>

namespace clamor {

std::string_view EventLoopModule();   // event_loop_delay.cjs
std::string_view FlameGraphScript();  // profile/flame_graph.js
std::string_view NodePreload();       // profile/node_profile.cjs

}  // namespace clamor
