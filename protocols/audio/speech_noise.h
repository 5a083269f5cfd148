// SPDX-License-Identifier: Apache-2.0
// Speech for those who have no recording: noise with the pitch and the pace of a voice.
#pragma once

#include <cstdint>

#include "clamor/units.h"
#include "protocols/audio/pcm.h"

namespace clamor {

// Low noise that swells four times a second, as syllables do; it begins in silence, and its peak is
// half of full scale. The same for the same seed.
Pcm SpeechNoise(Seconds length, int rate, std::uint64_t seed);

}  // namespace clamor
