// SPDX-License-Identifier: Apache-2.0
#include "clamor/profile.h"

#include <fmt/format.h>

namespace clamor {
namespace {

ClosedProfile Closed(LoadModel model, std::optional<long> iterations, int users) {
  ClosedProfile profile;
  profile.model = model;
  profile.iterations = iterations;
  profile.users = users;
  return profile;
}

std::string Kind(const Profile& profile) {
  switch (profile.model) {
    case LoadModel::kSharedIterations:
      return profile.iterations ? fmt::format("{} shared iterations", *profile.iterations)
                                : "shared iterations";
    case LoadModel::kIterationsPerUser:
      return fmt::format("{} iterations per user", profile.iterations.value_or(1));
    case LoadModel::kConstantUsers:
      return "constant users";
  }
  return "";
}

}  // namespace

std::string Profile::ToString() const {
  std::string text = fmt::format("{}, {} user{}", Kind(*this), users, users == 1 ? "" : "s");
  if (ramp_up.per_second > 0) text += fmt::format(" started at {:g}/s", ramp_up.per_second);
  if (duration.count() > 0) text += fmt::format(" for {:g} s", duration.count());
  if (warm_up.count() > 0) text += fmt::format(" after {:g} s of warm-up", warm_up.count());
  if (think_time.count() > 0) text += fmt::format(", {:g} s think time", think_time.count());
  return text;
}

ClosedProfile SharedIterations() { return Closed(LoadModel::kSharedIterations, std::nullopt, 1); }
ClosedProfile SharedIterations(long n) { return Closed(LoadModel::kSharedIterations, n, 1); }
ClosedProfile IterationsPerUser(long n) { return Closed(LoadModel::kIterationsPerUser, n, 1); }
ClosedProfile ConstantUsers(int n) { return Closed(LoadModel::kConstantUsers, std::nullopt, n); }

}  // namespace clamor
