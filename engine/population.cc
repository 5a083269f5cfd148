// SPDX-License-Identifier: Apache-2.0
#include "engine/population.h"

#include "engine/closed_users.h"
#include "engine/open_users.h"

namespace clamor {

std::unique_ptr<Population> MakePopulation(UserContext& context, int index, int threads) {
  if (context.part.plan.profile.IsOpen()) {
    return std::make_unique<OpenUsers>(context, index, threads);
  }
  return std::make_unique<ClosedUsers>(context, index, threads);
}

}  // namespace clamor
