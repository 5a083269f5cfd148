// SPDX-License-Identifier: Apache-2.0
// Which checks an answer was put to, and what those that failed mean for its turn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "clamor/check.h"
#include "metrics/turn_record.h"
#include "protocols/probes.h"
#include "protocols/trouble.h"

namespace clamor {

// The bits of a dialect's checks that are made of an answer.
std::uint64_t MadeOf(std::size_t checks, std::uint64_t asked_for);

// Names the checks on content that were made and did not pass, the dialect's and then the suite's;
// none when all did. `probes` may be null.
std::optional<Trouble> FailedChecks(std::span<const NamedCheck> dialects, const Probes* probes,
                                    const TurnRecord& record);

}  // namespace clamor
