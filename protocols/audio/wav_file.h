// SPDX-License-Identifier: Apache-2.0
// Speech from a WAV file (RIFF/WAVE, 16-bit PCM).
#pragma once

#include <string>
#include <string_view>

#include "protocols/audio/pcm.h"

namespace clamor {

// Reads the file, its channels mixed to one. Throws std::runtime_error with one line: "hello.wav:
// is 8-bit PCM, expected 16-bit PCM".
Pcm ReadWav(const std::string& path);

// The same of a file's bytes; `path` is only named in errors.
Pcm ParseWav(std::string_view bytes, const std::string& path);

}  // namespace clamor
