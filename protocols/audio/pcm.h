// SPDX-License-Identifier: Apache-2.0
// Sound as samples: 16-bit, one channel.
#pragma once

#include <cstdint>
#include <vector>

namespace clamor {

struct Pcm {
  int rate = 0;  // samples per second
  std::vector<std::int16_t> samples;
};

}  // namespace clamor
