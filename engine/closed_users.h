// SPDX-License-Identifier: Apache-2.0
// Users who hold one conversation after another: a new one waits for the last one to end.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/batch_gate.h"
#include "engine/population.h"

namespace clamor {

class ClosedUsers final : public Population {
 public:
  // Those with the numbers index, index + threads, ...
  ClosedUsers(UserContext& context, int index, int threads);

  void Start(const Spawn& spawn) override;
  void Stop() override;
  void Cut() override;
  void HangUp() override;
  Time last_ended() const override;

 private:
  Awaitable<void> Live(VirtualUser& user);
  // Returns when the user was free for what comes next.
  Awaitable<Time> HoldUntil(Time until, VirtualUser& user, Time due, long& done);
  Awaitable<void> WaitForBatch(VirtualUser& user, IterationStart& start);
  void EndInBatch();

  UserContext& context_;
  std::vector<std::unique_ptr<VirtualUser>> users_;
  std::optional<BatchGate> gate_;
};

}  // namespace clamor
