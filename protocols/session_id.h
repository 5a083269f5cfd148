// SPDX-License-Identifier: Apache-2.0
// Session ids: 128 bits that look random, repeat with the run's seed, and can be told from every
// other run's: their second half is a function of the seed and the first. So an answer that carries
// another session's id is found without a list of ids.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace clamor {

inline constexpr std::size_t kSessionIdLength = 32;

// The id of the run's nth session, as 32 hexadecimal digits.
std::string SessionId(std::uint64_t seed, std::uint64_t number);

// The first id of this run in the text that is not `own`; none as a rule.
std::optional<std::string_view> FindForeignSession(std::string_view text, std::string_view own,
                                                   std::uint64_t seed);

}  // namespace clamor
