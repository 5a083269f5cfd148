// SPDX-License-Identifier: Apache-2.0
// What a profile counts, and how people read it.
#pragma once

#include <cstdint>
#include <string>

namespace clamor {

enum class WeightUnit { kSamples, kBytes, kMicroseconds };

// "samples", "bytes", "ms".
std::string NameOf(WeightUnit unit);

// "1,204 samples", "1.3 MB" (of 10^6 bytes), "340 ms", "1.25 s".
std::string ShowWeight(std::uint64_t weight, WeightUnit unit);

// "12.3 %"; of nothing it is 0.
std::string ShowShare(std::uint64_t part, std::uint64_t whole);

}  // namespace clamor
