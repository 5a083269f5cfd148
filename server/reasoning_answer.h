// SPDX-License-Identifier: Apache-2.0
// What a reasoning stream says: the same for the same seed, query and nodes, whoever asks and
// however often, so that a client which comes back finds the answer it was cut off from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/distribution.h"
#include "server/reasoning_request.h"

namespace clamor::server {

struct ReasoningStep {
  std::string_view node;
  std::uint64_t number = 1;  // among the steps of its node
  std::string content;       // a few words
};

// The steps of all nodes, one node behind the other: as many as drawn from `count`, shared out
// evenly, and at least one for each node.
std::vector<ReasoningStep> MakeReasoning(const ReasoningRequest& request, std::uint64_t seed,
                                         const Distribution& count);

}  // namespace clamor::server
