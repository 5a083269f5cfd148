// SPDX-License-Identifier: Apache-2.0
#include "engine/plan.h"

#include <algorithm>

#include "engine/schedule.h"
#include "net/resolve.h"

namespace clamor {
namespace {

// Of the scenarios that are played at the same time together.
template <class Users>
int Peak(const RunPlan& plan, const Users& users_of) {
  int peak = 0;
  for (const ScenarioPlan& scenario : plan.scenarios) {
    const int users = users_of(scenario);
    peak = plan.together ? peak + users : std::max(peak, users);
  }
  return peak;
}

Rate PeakRate(const Profile& profile) {
  double peak = profile.rate.per_second;
  for (const Stage& stage : profile.stages) peak = std::max(peak, stage.to.per_second);
  return {peak};
}

}  // namespace

std::optional<long> ScenarioPlan::PlannedConversations() const {
  if (arrivals) return arrivals->counted();
  switch (profile.model) {
    case LoadModel::kSharedIterations:
    case LoadModel::kBatches:
      return profile.iterations.value_or(static_cast<long>(order.size()));
    case LoadModel::kIterationsPerUser:
      return profile.iterations.value_or(1) * profile.users;
    default:
      return std::nullopt;
  }
}

std::optional<std::uint64_t> ScenarioPlan::PlannedTurns() const {
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

std::optional<std::uint64_t> RunPlan::PlannedTurns() const {
  std::uint64_t sum = 0;
  for (const ScenarioPlan& scenario : scenarios) {
    const auto planned = scenario.PlannedTurns();
    if (!planned) return std::nullopt;
    sum += *planned;
  }
  return sum;
}

std::optional<std::chrono::nanoseconds> RunPlan::PlannedTime() const {
  Seconds sum{0};
  for (const ScenarioPlan& scenario : scenarios) {
    const Seconds length =
        LengthOf(scenario.profile, scenario.arrivals ? &*scenario.arrivals : nullptr);
    if (length.count() <= 0) return std::nullopt;
    sum = together ? std::max(sum, length) : sum + length;
  }
  return std::chrono::duration_cast<std::chrono::nanoseconds>(sum);
}

int RunPlan::PeakUsers() const {
  return Peak(*this, [](const ScenarioPlan& scenario) { return scenario.profile.PeakUsers(); });
}

int RunPlan::BusyUsers() const {
  return Peak(*this, [](const ScenarioPlan& scenario) {
    const int most = scenario.profile.PeakUsers();
    if (!scenario.arrivals) return most;
    constexpr double kSeconds = 2;
    const double needed = PeakRate(scenario.profile).per_second * kSeconds;
    const int ready = std::max(1, scenario.profile.ready_users);
    return needed >= most ? most : std::max(ready, static_cast<int>(needed));
  });
}

void AimAt(const Url& target, RunPlan& plan) {
  plan.target = target;
  plan.endpoints = Resolve(target);
  for (ScenarioPlan& scenario : plan.scenarios) {
    scenario.play.path_prefix = target.path;
    scenario.play.host_header = HostHeader(target);
    scenario.play.base_url = ToString(target);
  }
}

int ThreadsFor(int users, unsigned cores) {
  constexpr int kUsersPerThread = 250;
  return std::clamp((users + kUsersPerThread - 1) / kUsersPerThread, 1,
                    std::max(1, static_cast<int>(cores)));
}

}  // namespace clamor
