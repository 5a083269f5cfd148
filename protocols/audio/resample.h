// SPDX-License-Identifier: Apache-2.0
// Speech at another rate of samples.
#pragma once

#include "protocols/audio/pcm.h"

namespace clamor {

// The same sound at that many samples per second, without delay: what both rates can hold keeps its
// level, what the lower one cannot hold is gone. Throws std::invalid_argument, in one line that
// names rates which would do, unless one rate is a simple fraction of the other, both terms at most
// 8: 16 from 24 kHz, not from 44.1.
Pcm Resample(const Pcm& from, int rate);

}  // namespace clamor
