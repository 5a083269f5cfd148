// SPDX-License-Identifier: Apache-2.0
// The users of one scenario on one worker thread. Those of closed profiles and those of open ones
// are its two kinds. All of it happens on that thread, but for its making.
#pragma once

#include <functional>
#include <memory>

#include "engine/part.h"
#include "engine/virtual_user.h"
#include "net/awaitable.h"

namespace clamor {

// Starts a coroutine on the worker's thread. The worker goes on until the last of them has ended.
using Spawn = std::function<void(Awaitable<void>)>;

class Population {
 public:
  virtual ~Population() = default;

  virtual void Start(const Spawn& spawn) = 0;

  // No further conversation begins; what should have begun by now still does.
  virtual void Stop() = 0;

  // The turns under way end too.
  virtual void Cut() = 0;

  // Closes the connections of users that are left: no turn is under way any more.
  virtual void HangUp() = 0;

  // When the last counted turn ended; Time{} when none has.
  virtual Time last_ended() const = 0;
};

// Thread `index` of `threads` gets its share of the scenario. The context outlives the population.
std::unique_ptr<Population> MakePopulation(UserContext& context, int index, int threads);

}  // namespace clamor
