// SPDX-License-Identifier: Apache-2.0
#include "protocols/answer_checks.h"

#include <algorithm>
#include <string>

#include "metrics/series_plan.h"

namespace clamor {

std::uint64_t MadeOf(std::size_t checks, std::uint64_t asked_for) {
  if (checks >= SeriesPlan::kMostChecks) return asked_for;
  return asked_for & ((std::uint64_t{1} << checks) - 1);
}

std::optional<Trouble> FailedChecks(std::span<const NamedCheck> dialects, const Probes* probes,
                                    const TurnRecord& record) {
  std::uint64_t failed = record.checks_made & ~record.checks_passed;
  if (failed == 0) return std::nullopt;
  std::string names;
  const auto take = [&](const NamedCheck& check) {
    if ((failed & 1) != 0 && check.on == CheckOn::kContent) {
      names += (names.empty() ? "" : ", ") + check.name;
    }
    failed >>= 1;
  };
  for (const NamedCheck& check : dialects) take(check);
  if (probes != nullptr) {
    for (const OwnCheck& own : probes->checks) take(own.check);
  }
  if (names.empty()) return std::nullopt;
  return Trouble{Failure::kCheck, "check failed: " + names};
}

}  // namespace clamor
