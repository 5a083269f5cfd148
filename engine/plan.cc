// SPDX-License-Identifier: Apache-2.0
#include "engine/plan.h"

#include <algorithm>

#include "net/resolve.h"

namespace clamor {

std::optional<long> RunPlan::PlannedConversations() const {
  switch (profile.model) {
    case LoadModel::kSharedIterations:
      return profile.iterations.value_or(static_cast<long>(order.size()));
    case LoadModel::kIterationsPerUser:
      return profile.iterations.value_or(1) * profile.users;
    case LoadModel::kConstantUsers:
      break;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> RunPlan::PlannedTurns() const {
  const auto planned = PlannedConversations();
  if (!planned) return std::nullopt;
  const auto turns_of = [this](long iteration) {
    return scripts[VariantOf(iteration)].turns.size();
  };
  const auto round = static_cast<long>(order.size());
  std::uint64_t in_round = 0;
  std::uint64_t in_rest = 0;
  for (long i = 0; i < round; ++i) {
    in_round += turns_of(i);
    if (i < *planned % round) in_rest += turns_of(i);
  }
  return in_round * static_cast<std::uint64_t>(*planned / round) + in_rest;
}

void AimAt(const Url& target, RunPlan& plan) {
  plan.target = target;
  plan.endpoints = Resolve(target);
  plan.play.path_prefix = target.path;
  plan.play.host_header = HostHeader(target);
  plan.play.base_url = ToString(target);
}

int ThreadsFor(int users, unsigned cores) {
  constexpr int kUsersPerThread = 250;
  return std::clamp((users + kUsersPerThread - 1) / kUsersPerThread, 1,
                    std::max(1, static_cast<int>(cores)));
}

}  // namespace clamor
