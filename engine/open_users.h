// SPDX-License-Identifier: Apache-2.0
// Users who are given what arrives, when it arrives, however slow the server is.
#pragma once

#include <memory>
#include <vector>

#include "engine/population.h"

namespace clamor {

class OpenUsers final : public Population {
 public:
  // Takes the arrivals index, index + threads, ...; whoever of this thread's users is free holds
  // them, the one who was busy last first: so only as many connections are open as the load needs.
  OpenUsers(UserContext& context, int index, int threads);

  void Start(const Spawn& spawn) override;
  void Stop() override;
  void Cut() override;
  void HangUp() override;
  Time last_ended() const override;

 private:
  Awaitable<void> Welcome();
  void Begin(const IterationStart& start);
  Awaitable<void> Hold(VirtualUser& user, IterationStart start);
  void MakeUser();

  UserContext& context_;
  const int index_;
  const int threads_;
  Spawn spawn_;
  WakeTimer timer_;
  bool stopped_ = false;
  std::vector<std::unique_ptr<VirtualUser>> users_;
  std::vector<VirtualUser*> idle_;
};

}  // namespace clamor
