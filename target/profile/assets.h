// SPDX-License-Identifier: Apache-2.0
// The scripts beside these sources, built into the library: what it makes needs no installed files.
#pragma once

#include <string_view>

namespace clamor {

std::string_view FlameGraphScript();  // flame_graph.js
std::string_view NodePreload();       // node_profile.cjs

}  // namespace clamor
