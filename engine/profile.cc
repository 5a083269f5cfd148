// SPDX-License-Identifier: Apache-2.0
#include "clamor/profile.h"

#include <fmt/format.h>

#include <algorithm>

namespace clamor {
namespace {

template <class Kind>
Kind Of(LoadModel model) {
  Kind profile;
  profile.model = model;
  return profile;
}

ClosedProfile Closed(LoadModel model, std::optional<long> iterations, int users) {
  auto profile = Of<ClosedProfile>(model);
  profile.iterations = iterations;
  profile.users = users;
  return profile;
}

std::string Many(long n, std::string_view what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

std::string RampOf(const Profile& profile) {
  std::string text = fmt::format("rate from {:g}/s", profile.rate.per_second);
  for (const Stage& stage : profile.stages) {
    text += fmt::format(" to {:g}/s over {:g} s", stage.to.per_second, stage.over.count());
  }
  return text;
}

std::string UserRampOf(const Profile& profile) {
  std::string text = "from " + Many(profile.users, "user");
  for (const UserStage& stage : profile.user_stages) {
    text += fmt::format(" to {} over {:g} s", stage.to, stage.over.count());
  }
  return text;
}

// Says which of the two bounds binds.
std::string BatchesOf(const Profile& profile) {
  const bool users_bind = profile.users < profile.batch;
  return fmt::format("{}batches of {}, {} at once (the {})",
                     profile.iterations ? Many(*profile.iterations, "conversation") + " in " : "",
                     profile.batch, std::min(profile.users, profile.batch),
                     users_bind ? "users bind" : "batch binds");
}

std::string Load(const Profile& profile) {
  const std::string users = Many(profile.users, "user");
  switch (profile.model) {
    case LoadModel::kSharedIterations:
      return (profile.iterations ? fmt::format("{} shared iterations, ", *profile.iterations)
                                 : "shared iterations, ") +
             users;
    case LoadModel::kIterationsPerUser:
      return fmt::format("{} iterations per user, {}", profile.iterations.value_or(1), users);
    case LoadModel::kConstantUsers:
      return "constant users, " + users;
    case LoadModel::kRampingUsers:
      return UserRampOf(profile);
    case LoadModel::kBatches:
      return BatchesOf(profile);
    case LoadModel::kConstantRate:
      return fmt::format("constant rate, {:g}/s", profile.rate.per_second);
    case LoadModel::kRampingRate:
      return RampOf(profile);
    case LoadModel::kPoissonRate:
      return fmt::format("Poisson arrivals, {:g}/s", profile.rate.per_second);
    case LoadModel::kTrace:
      return "arrivals of " + profile.trace;
  }
  return "";
}

}  // namespace

bool Profile::IsOpen() const { return model >= LoadModel::kConstantRate; }

int Profile::PeakUsers() const {
  if (IsOpen()) return max_users.value_or(std::max(kDefaultMaxUsers, ready_users));
  if (model == LoadModel::kBatches) return std::min(users, batch);
  int peak = users;
  for (const UserStage& stage : user_stages) peak = std::max(peak, stage.to);
  return peak;
}

std::string Profile::ToString() const {
  std::string text = Load(*this);
  if (ramp_up.per_second > 0) text += fmt::format(" started at {:g}/s", ramp_up.per_second);
  if (duration.count() > 0) text += fmt::format(" for {:g} s", duration.count());
  if (warm_up.count() > 0) text += fmt::format(" after {:g} s of warm-up", warm_up.count());
  if (at_most.per_second > 0) text += fmt::format(", at most {:g} turns/s", at_most.per_second);
  if (think_time.count() > 0) text += fmt::format(", {:g} s think time", think_time.count());
  if (IsOpen()) text += fmt::format(", at most {} users", PeakUsers());
  if (retries > 0) {
    text += fmt::format(", {} after {:g} s",
                        fmt::format("{} {}", retries, retries == 1 ? "retry" : "retries"),
                        retry_backoff.count());
  }
  if (drop_after) text += ", cut behind " + Many(*drop_after, "event");
  return text;
}

ClosedProfile SharedIterations() { return Closed(LoadModel::kSharedIterations, std::nullopt, 1); }
ClosedProfile SharedIterations(long n) { return Closed(LoadModel::kSharedIterations, n, 1); }
ClosedProfile IterationsPerUser(long n) { return Closed(LoadModel::kIterationsPerUser, n, 1); }
ClosedProfile ConstantUsers(int n) { return Closed(LoadModel::kConstantUsers, std::nullopt, n); }
ClosedProfile Connections(int n) { return ConstantUsers(n); }

ClosedProfile RampingUsers(int from, std::vector<UserStage> stages) {
  ClosedProfile profile = Closed(LoadModel::kRampingUsers, std::nullopt, from);
  profile.user_stages = std::move(stages);
  return profile;
}

ClosedProfile Batches(int size) {
  ClosedProfile profile = Closed(LoadModel::kBatches, std::nullopt, size);
  profile.batch = size;
  return profile;
}

ClosedProfile Batches(int size, long n) {
  ClosedProfile profile = Batches(size);
  profile.iterations = n;
  return profile;
}

OpenProfile ConstantRate(Rate per_second) {
  auto profile = Of<OpenProfile>(LoadModel::kConstantRate);
  profile.rate = per_second;
  return profile;
}

OpenProfile RampingRate(Rate from, std::vector<Stage> stages) {
  auto profile = Of<OpenProfile>(LoadModel::kRampingRate);
  profile.rate = from;
  profile.stages = std::move(stages);
  return profile;
}

OpenProfile PoissonRate(Rate per_second) {
  auto profile = Of<OpenProfile>(LoadModel::kPoissonRate);
  profile.rate = per_second;
  return profile;
}

OpenProfile Trace(std::string file) {
  auto profile = Of<OpenProfile>(LoadModel::kTrace);
  profile.trace = std::move(file);
  return profile;
}

}  // namespace clamor
