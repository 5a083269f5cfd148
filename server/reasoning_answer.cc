// SPDX-License-Identifier: Apache-2.0
// Making up reasoning.
#include "server/reasoning_answer.h"

#include <fmt/format.h>

#include <algorithm>

#include "server/answer_text.h"
#include "server/service_model.h"

namespace clamor::server {
namespace {

constexpr std::uint64_t kFewestWords = 4;
constexpr std::uint64_t kWordsSpread = 9;

// What stands in place of an answer's number, which a repeated question would not find again.
std::uint64_t NumberOf(const ReasoningRequest& request) {
  std::uint64_t number = 0;
  for (const char byte : fmt::format("{}\n{}", fmt::join(request.nodes, ","), request.query)) {
    number = MixSeed(number, static_cast<unsigned char>(byte));
  }
  return number;
}

std::string Thought(Random& random) {
  const std::uint64_t words = kFewestWords + random.Below(kWordsSpread);
  return fmt::format("{}", fmt::join(Prose(random, words), ""));
}

}  // namespace

std::vector<ReasoningStep> MakeReasoning(const ReasoningRequest& request, std::uint64_t seed,
                                         const Distribution& count) {
  Random random = RandomOf(seed, NumberOf(request), Purpose::kText);
  const std::size_t nodes = request.nodes.size();
  const std::uint64_t total = std::max<std::uint64_t>(DrawCount(count, random), nodes);
  std::vector<ReasoningStep> steps;
  steps.reserve(total);
  for (std::size_t i = 0; i < nodes; ++i) {
    // The first nodes take what does not divide evenly.
    const std::uint64_t share = (total + nodes - 1 - i) / nodes;
    for (std::uint64_t number = 1; number <= share; ++number) {
      steps.push_back({request.nodes[i], number, Thought(random)});
    }
  }
  return steps;
}

}  // namespace clamor::server
