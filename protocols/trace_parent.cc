// SPDX-License-Identifier: Apache-2.0
#include "protocols/trace_parent.h"

#include <fmt/format.h>

#include "base/random.h"

namespace clamor {
namespace {

constexpr std::uint64_t kTraces = 0x7472616365;  // apart from what else is drawn from the seed

}  // namespace

TraceParent::TraceParent(std::uint64_t seed, std::uint64_t session, std::uint64_t turn,
                         std::uint32_t attempt)
    : size_(kLength) {
  const std::uint64_t high = MixSeed(MixSeed(seed ^ kTraces, session), turn);
  const std::uint64_t low = MixSeed(high, kTraces);
  const std::uint64_t span = MixSeed(low, kTraces + attempt - 1) | 1;  // all zeros would be no id
  fmt::format_to_n(text_.data(), kLength, "00-{:016x}{:016x}-{:016x}-01", high, low, span);
}

}  // namespace clamor
